"""Fields that know people, units and days."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.errors import PolderError
from polder.base.time import midnight
from polder.ground.organisation.models import Person, Unit
from polder.ground.organisation.operations import editing
from polder.ground.organisation.queries.directory import visible_people
from polder.ground.organisation.queries.tree import chart


class PersonInput(forms.TextInput):
    """A text with suggestions while typing; without script the name or address is typed in full."""

    template_name = "organisation/widgets/person.html"

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "autocomplete": "off",
                "hx-get": reverse_lazy("organisation:people_suggest"),
                "hx-trigger": "input changed delay:200ms",
                "hx-swap": "innerHTML",
            }
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_people"
        context["widget"]["attrs"] |= {"list": listed, "hx-target": f"#{listed}"}
        context["listed"] = listed
        return context


class PersonField(forms.CharField):
    """Somebody by name, address, number or key, as the suggestions write them: `Anna de Wit · anna`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=PersonInput(), max_length=320, **options)
        self.asker: Person | None = None
        self.at: datetime | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Person.objects.filter(pk=value).first()
        return written(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        if self.asker is None or self.at is None:
            raise RuntimeError("A PersonField stands in a form that says who asks and when (AsksAbout).")
        known = visible_people(self.asker, self.at)
        key = typed.rpartition(" · ")[2] if " · " in typed else typed.lower()
        for condition in ({"key": key}, {"email__iexact": typed}, {"number__iexact": typed}, {"name__iexact": typed}):
            found = list(known.filter(**condition)[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise ValidationError(_("Several people are called so. Choose one from the list, or write an address."))
        raise ValidationError(_("Nobody is known by this name. Choose somebody from the list."))


def written(person: Person) -> str:
    """How a person stands in a PersonField."""
    return f"{person.name} · {person.key}"


if TYPE_CHECKING:
    _OneUnit = forms.ModelChoiceField[Unit]
else:
    _OneUnit = forms.ModelChoiceField  # generic only for the type checker


class UnitField(_OneUnit):
    """A unit out of the chart, each set in by its depth."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Unit.objects.all(), empty_label=gettext_lazy("No unit"), **options)

    def show_chart(self, at: datetime) -> None:
        """List the units as they stand. Two queries."""
        listed = [(branch.unit.pk, f"{'   ' * branch.depth}{branch.unit.name}") for branch in chart(at)]
        self.widget.choices = [("", str(self.empty_label)), *listed]


class DayField(forms.DateField):
    """A day; the moment is its midnight, and today is now."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def prepare_value(self, value: Any) -> Any:
        return timezone.localdate(value) if isinstance(value, datetime) else value


def moment_of(day: date | None, *, at: datetime, was: datetime | None = None) -> datetime | None:
    """The moment a chosen day means: as it was when the day is the same, now for today, else its midnight."""
    if day is None:
        return None
    if was is not None and timezone.localdate(was) == day:
        return was
    return at if timezone.localdate(at) == day else midnight(day, timezone.get_current_timezone())


class AsksAbout(forms.Form):
    """A form asked by `asker` at `at`. With `row` it edits what the row holds, and knows what the editor saw."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    refused: PolderError | None = None  # why the act did not happen
    edits: tuple[str, ...] = ()  # fields of the row that are compared before they are overwritten

    def __init__(
        self, data: Any = None, files: Any = None, *, asker: Person, at: datetime, row: models.Model | None = None
    ) -> None:
        initial = {name: _value(row, name) for name in self.edits} if row is not None else {}
        super().__init__(data, files, initial=initial)
        self.asker, self.at, self.row = asker, at, row
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.asker, field.at = asker, at
            if isinstance(field, UnitField):
                field.show_chart(at)
        if row is None or not self.edits:
            del self.fields["seen"]
        else:
            self.fields["seen"].initial = json.dumps(editing.as_seen(row, self.edits))

    def what_was_seen(self) -> Mapping[str, Any] | None:
        """The values that stood in the form when it was opened; None when the page did not say."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "null")
        except ValueError:
            return None
        return {name: seen[name] for name in self.edits if name in seen} if isinstance(seen, dict) else None

    def look_again(self) -> None:
        """After somebody else was first: the next attempt knows what stands there now."""
        if self.row is None:
            return
        self.row.refresh_from_db()
        now = json.dumps(editing.as_seen(self.row, self.edits))
        self.data = {**{name: self.data[name] for name in self.data}, self.add_prefix("seen"): now}

    def moment(self, name: str) -> datetime | None:
        """The day in field `name` as a moment."""
        was = getattr(self.row, name, None) if self.row is not None else None
        return moment_of(self.cleaned_data.get(name), at=self.at, was=was)


def _value(row: models.Model, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]  # only columns are edited
