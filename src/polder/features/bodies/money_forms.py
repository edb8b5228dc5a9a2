"""Forms of money: an entry, a forecast, a file, next year's budget."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from polder.base.validity import valid_at
from polder.features.bodies import money_seen
from polder.features.bodies.models import Entry
from polder.features.bodies.operations.spending import Given
from polder.features.bodies.year_of_money import Line
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person, Seat

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def enterable(person: Person, at: datetime) -> Any:
    """Aspects for which the person may enter money, in the order of the tree. Four queries."""
    return Aspect.objects.filter(money_seen.of_aspects(person, at, "pk")).order_by("path")


class EntryForm(forms.Form):
    """Something that was ordered or paid."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Entry.Kind.choices, initial="actual")
    aspect = forms.ModelChoiceField(Aspect.objects.none(), label=gettext_lazy("Aspect"), to_field_name="key")
    on = forms.DateField(label=gettext_lazy("Day"), widget=_DAY)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount, in euros"), max_digits=12, decimal_places=2, min_value=Decimal("0.01"),
        error_messages={"min_value": gettext_lazy("An amount is more than zero. Take an entry back instead of entering it below zero.")},
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("For what"), max_length=200)
    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=60, required=False)
    for_commitment = forms.ModelChoiceField(
        Entry.objects.none(), label=gettext_lazy("Paid on"), required=False, empty_label=gettext_lazy("No order"),
        help_text=gettext_lazy("So much of the order is no longer outstanding."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, asker: Person, at: datetime, year: int) -> None:
        super().__init__(data)
        aspects = enterable(asker, at)
        self.fields["aspect"].queryset = aspects  # type: ignore[attr-defined]
        orders = Entry.objects.filter(year=year, kind=Entry.Kind.COMMITMENT, withdrawn_at=None)
        self.fields["for_commitment"].queryset = orders.filter(aspect__in=aspects.values("pk"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        order = cleaned.get("for_commitment")
        if order is not None and (cleaned.get("kind") != "actual" or order.aspect != cleaned.get("aspect")):
            self.add_error("for_commitment", gettext_lazy("Only a payment of the same aspect is paid on an order."))
        return cleaned

    def given(self) -> Given:
        """What `operations.enter` takes."""
        return Given(**self.cleaned_data)


class ForecastForm(forms.Form):
    """What the year will cost."""

    aspect = forms.ModelChoiceField(Aspect.objects.none(), label=gettext_lazy("Aspect"), to_field_name="key")
    amount = forms.DecimalField(
        label=gettext_lazy("The whole year will cost, in euros"), max_digits=12, decimal_places=2, min_value=0
    )
    text = forms.CharField(label=gettext_lazy("Why"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, asker: Person, at: datetime) -> None:
        super().__init__(data)
        self.fields["aspect"].queryset = enterable(asker, at)  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file of payments."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        help_text=gettext_lazy("CSV with aspect, date, amount and description; reference where there is one."),
    )  # fmt: skip


class RoundForm(forms.Form):
    """A year's budget by aspect, from the year before."""

    body = forms.ModelChoiceField(Body.objects.none(), label=gettext_lazy("Signed off by"), empty_label=None)
    keep = forms.BooleanField(
        label=gettext_lazy("Add what is left of the year before"), required=False,
        help_text=gettext_lazy("What was planned and is neither paid nor bound goes over."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, asker: Person, at: datetime, lines: list[Line]) -> None:
        super().__init__(data)
        seats = Seat.objects.filter(valid_at(at), person=asker).values("body")
        steering = Body.objects.filter(valid_at(at), kind=Body.Kind.STEERING_GROUP).order_by("name")
        self.fields["body"].queryset = steering.filter(pk__in=seats)  # type: ignore[attr-defined]
        self.lines = lines
        for line in lines:
            self.fields[f"plan-{line.aspect.key}"] = forms.DecimalField(
                label=line.aspect.name, min_value=0, max_digits=12, decimal_places=2, required=False,
                localize=True, initial=_plain(line.planned),
            )  # fmt: skip

    def amounts(self) -> list[tuple[Aspect, Decimal]]:
        """What is proposed for each; empty fields are left out."""
        found = []
        for line in self.lines:
            amount = self.cleaned_data[f"plan-{line.aspect.key}"]
            if amount is not None:
                over = max(Decimal(0), line.free) if self.cleaned_data["keep"] else Decimal(0)
                found.append((line.aspect, amount + over))
        return found


def _plain(amount: Decimal) -> Decimal | int:
    """Without cents where there are none: 400, not 400.00."""
    return int(amount) if amount == amount.to_integral_value() else amount
