"""The form of a proposal: what is asked, what it costs, and what a yes changes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.publishing import readings
from polder.features.bodies import sitting
from polder.features.bodies.effects import BudgetLine, Effect
from polder.governance import drafts, mandate
from polder.governance.facts import FACETS
from polder.governance.models import Aspect, ChangeSet
from polder.ground.organisation.models import Body, Person

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LONG = forms.Textarea(attrs={"rows": 5, "class": "textarea"})
_SHORT = forms.Textarea(attrs={"rows": 3, "class": "textarea"})


class ProposalForm(forms.Form):
    """By who has a seat about any aspect, by others about the aspects on which they do the work."""

    title = forms.CharField(label=gettext_lazy("What is proposed, in a few words"), max_length=200)
    question = forms.CharField(
        label=gettext_lazy("The question, and why now"), required=False, max_length=20_000, widget=_LONG
    )
    options = forms.CharField(
        label=gettext_lazy("Options"), required=False, max_length=5_000, widget=_SHORT,
        help_text=gettext_lazy("One on each line, the one that is proposed first."),
    )  # fmt: skip
    aspect = forms.ModelChoiceField(Aspect.objects.none(), label=gettext_lazy("About"), to_field_name="key")
    cost = forms.DecimalField(
        label=gettext_lazy("What it costs, in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    effective = forms.DateField(
        label=gettext_lazy("Takes effect on"), required=False, widget=_DAY,
        help_text=gettext_lazy("Left empty: as soon as it is adopted."),
    )  # fmt: skip
    change_set = forms.ModelChoiceField(
        ChangeSet.objects.none(), label=gettext_lazy("What it changes in the matrix"), required=False,
        empty_label=gettext_lazy("Nothing"),
        help_text=gettext_lazy("One of your drafts; it is copied, and carried out when the decision takes effect."),
    )  # fmt: skip
    budget_aspect = forms.ModelChoiceField(
        Aspect.objects.none(), label=gettext_lazy("A budget it sets"), to_field_name="key", required=False,
        empty_label=gettext_lazy("None"),
    )  # fmt: skip
    budget_year = forms.IntegerField(label=gettext_lazy("for the year"), required=False, min_value=2000, max_value=2200)
    budget_amount = forms.DecimalField(
        label=gettext_lazy("to, in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    def __init__(self, data: Any = None, *, body: Body, asker: Person, at: datetime, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._at = at
        aspects = Aspect.objects.order_by("path")
        may = aspects if sitting.sits(body, asker, at) else aspects.filter(_editable(asker, at))
        self.fields["aspect"].queryset = may  # type: ignore[attr-defined]
        self.fields["budget_aspect"].queryset = aspects  # type: ignore[attr-defined]
        own = drafts.listed(asker).filter(author=asker, state=ChangeSet.State.DRAFT)
        self.fields["change_set"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        parts = [cleaned.get(name) is not None for name in ("budget_aspect", "budget_year", "budget_amount")]
        if any(parts) and not all(parts):
            self.add_error("budget_aspect", ValidationError(_("A budget has an aspect, a year and an amount.")))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `operations.propose` takes, without body, `by` and `at`."""
        data = self.cleaned_data
        day = data["effective"]
        return {
            "aspect": data["aspect"],
            "title": data["title"],
            "question": data["question"],
            "options": data["options"].splitlines(),
            "cost": data["cost"] or Decimal(0),
            "effective_at": None if day is None else readings.calendar().midnight(day),
            "changes": self._changes(),
        }

    def _changes(self) -> list[Effect]:
        data = self.cleaned_data
        found: list[Effect] = list(drafts.lines_of(data["change_set"])) if data["change_set"] else []
        if data["budget_aspect"]:
            found.append(BudgetLine(data["budget_year"], data["budget_aspect"].key, data["budget_amount"]))
        return found


def _editable(asker: Person, at: datetime) -> Any:
    found = mandate.things_where(asker, "edit", FACETS[0], at=at, aspect="pk")
    for facet in FACETS[1:]:
        found |= mandate.things_where(asker, "edit", facet, at=at, aspect="pk")
    return found


def may_propose_something(body: Body, asker: Person, at: datetime) -> bool:
    """Is there any aspect about which the asker could propose to this body? Four queries."""
    return sitting.sits(body, asker, at) or Aspect.objects.filter(_editable(asker, at)).exists()
