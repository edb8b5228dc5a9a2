"""Forms of goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polder.features.direction import queries
from polder.features.direction.models import LONGEST_TEXT, Goal
from polder.features.direction.operations.keeping import EDITED
from polder.governance.models import Aspect
from polder.ground.organisation.forms.fields import AsksAbout, PersonField
from polder.ground.organisation.models import Body

_DAY = {"type": "date"}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2)


def _long(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "class": "textarea"})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, help_text=help_text, widget=widget, required=required)


class GoalForm(AsksAbout):
    """What will be so, how that is measured, and until when."""

    edits = EDITED

    title = forms.CharField(label=_("What will be so"), max_length=200)
    why = _long(_("Why"), required=False)
    owner = PersonField(label=_("Owner"), help_text=_("Notes the results, and is reminded of them."))
    measure = forms.CharField(label=_("What is measured"), max_length=200)
    unit = forms.CharField(label=_("In which unit"), max_length=20, required=False, help_text=_("%, days, people, …"))
    start = _number(_("At the beginning"))
    target = _number(_("Target"))
    begins = _day(_("First day"))
    due = _day(_("Target date"))
    every = forms.TypedChoiceField(
        label=_("A result is asked"), choices=Goal.Every.choices, coerce=int, initial=Goal.Every.QUARTER
    )

    def values(self) -> dict[str, Any]:
        """As `change` takes them."""
        return {name: self.cleaned_data[name] for name in EDITED}


class NewGoalForm(GoalForm):
    """With the body that keeps it and the aspect it is about: only those that are the asker's to set are offered."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Kept by"), to_field_name="key", empty_label=None)
    aspect = forms.ModelChoiceField(Aspect.objects.none(), label=_("About"), to_field_name="key", empty_label=None)

    field_order = ("body", "aspect")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        bodies = queries.may_set(self.asker, self.at)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["aspect"].queryset = queries.aspects_for(bodies, self.asker, self.at)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """As `set_goal` takes them, with its body."""
        return {**super().values(), "body": self.cleaned_data["body"], "aspect": self.cleaned_data["aspect"]}


class ResultForm(AsksAbout):
    """What was measured."""

    value = _number(_("Result"))
    on = _day(_("Measured on"))
    text = forms.CharField(label=_("In a few words"), max_length=500, required=False)


class SayForm(AsksAbout):
    """How it stands, and why."""

    state = forms.ChoiceField(
        label=_("It is"), required=False, choices=[("", _("what the line says")), *Goal.Said.choices]
    )
    why = _long(_("Why"), required=False)
