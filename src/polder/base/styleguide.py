"""What the style guide shows: invented people, a form with a mistake, clocks in each state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class SpecimenForm(forms.Form):
    """Every kind of control."""

    name = forms.CharField(
        label=gettext_lazy("Name of the aspect"), help_text=gettext_lazy("As people say it, without “page” or “site”.")
    )
    consult_days = forms.IntegerField(
        label=gettext_lazy("Consult days"),
        min_value=1,
        error_messages={"min_value": gettext_lazy("Give people at least one working day.")},
    )
    parent = forms.ChoiceField(
        label=gettext_lazy("Part of"),
        choices=[("content", gettext_lazy("Content")), ("design", gettext_lazy("Design"))],
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Stays with the letters, for whoever asks later."),
        widget=forms.Textarea,
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("Spreadsheet"), required=False)
    facets = forms.MultipleChoiceField(
        label=gettext_lazy("Facets"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("content", gettext_lazy("Content")), ("design", gettext_lazy("Design"))],
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        widget=forms.RadioSelect,
        choices=[
            ("propose", gettext_lazy("Propose to the steering group")),
            ("ask", gettext_lazy("Ask the two who may")),
            ("apply", gettext_lazy("Apply mine now")),
        ],
    )
    four_eyes = forms.BooleanField(label=gettext_lazy("Four eyes: someone else approves"), required=False)


def specimens() -> dict[str, Any]:
    """The context of the style guide pages. No query."""
    wrong = SpecimenForm({"name": "Glossary", "consult_days": "0", "parent": "content", "how": "propose"})
    wrong.is_valid()
    return {
        "at": _NOW,
        "soon": _NOW + timedelta(hours=20),
        "later": _NOW + timedelta(days=3),
        "past": _NOW - timedelta(days=2),
        "begun": _NOW - timedelta(days=2, hours=12),
        "form": SpecimenForm(
            initial={"name": "Glossary", "consult_days": 3, "facets": ["design"], "how": "propose"}, prefix="ok"
        ),
        "wrong": wrong,
        "people": ["Kim Hoekstra", "Anna de Wit", "Lotte Smit", "Pieter Dijkstra", "Youssef El Amrani"],
        "letters": ["R", "A", "C", "I"],
        "severities": ["critical", "high", "medium", "low"],
        "page": Paginator(range(200), 20).page(3),
        "rows": [
            (0, "Intranet", "root branch"),
            (1, _("Content"), "branch"),
            (2, _("Homepage"), ""),
            (3, _("News carousel"), ""),
            (0, _("Council information"), "root branch"),
        ],
        "colours": [
            ("paper", _("Ground of every page")),
            ("surface", _("Cards, tables")),
            ("sunken", _("Branches, wells")),
            ("accent", _("Actions, who answers, what is now")),
            ("water", _("Rail and bottom bar")),
            ("r", _("Does")),
            ("c-edge", _("Is asked")),
            ("i-edge", _("Is told")),
            ("danger", _("Missing, late")),
            ("good", _("In order")),
            ("focus", _("Keyboard focus only")),
        ],
    }
