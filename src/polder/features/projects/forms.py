"""Forms of projects. Rows of further aspects and of people are numbered fields, so that they work without script."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polder.features.projects import leaving, near
from polder.features.projects.errors import Invalid
from polder.features.projects.leaving import Left
from polder.features.projects.models import Project
from polder.features.projects.operations import Member
from polder.features.projects.operations.common import LONGEST_GOAL
from polder.features.projects.rules.meeting import Days
from polder.governance.aspect_field import AspectField
from polder.governance.models import Aspect, FacetChoice
from polder.ground.organisation.forms.fields import AsksAbout, PersonField
from polder.ground.organisation.models import Person, Seat

_DAY = {"type": "date"}
_FACETS = [(FacetChoice.ALL, _("All facets")), *[pair for pair in FacetChoice.choices if pair[0] != FacetChoice.ALL]]
SHARES = [
    (10, _("half a day a week")), (20, _("one day a week")), (40, _("two days a week")), (60, _("three days a week")),
    (80, _("four days a week")), (100, _("the whole week")), (5, _("an hour or two")),
]  # fmt: skip
GRADES = [(1, _("very small")), (2, _("small")), (3, _("middling")), (4, _("large")), (5, _("very large"))]
SEATS = [pair for pair in Seat.Kind.choices if pair[0] != Seat.Kind.CHAIR]
FIRST_ASPECTS, FIRST_PEOPLE, MORE, MOST_ROWS = 1, 2, 3, 40


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


def _long(label: Any, rows: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "textarea"})
    return forms.CharField(label=label, max_length=LONGEST_GOAL, help_text=help_text, widget=widget, required=required)


def _share() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Share"), choices=SHARES, coerce=int, initial=20, required=False, empty_value="20"
    )


class ProjectForm(AsksAbout):
    """The intake: what, under which aspect, when, who."""

    name = forms.CharField(label=_("Name"), max_length=200)
    goal = _long(_("What will be different when it is done"), 4)
    aspect = AspectField(
        label=_("Aspect under which it is governed"), help_text=_("Who answers for it decides whether it starts.")
    )
    facet = forms.ChoiceField(label=_("Which part of it"), choices=_FACETS, required=False)
    begins = _day(_("First day"))
    ends = _day(_("Last day"))
    owner = PersonField(label=_("Owner"))
    function = forms.CharField(
        label=_("Speaks for"), max_length=100, help_text=_("For which part of the house: IT, HR, …")
    )
    share = _share()
    restricted = forms.BooleanField(
        label=_("Only for its people and who answers for the aspect"), required=False,
        help_text=_("For others it does not exist; its team is called by a number."),
    )  # fmt: skip
    in_spite = _long(_("Why it goes on beside them"), 2, required=False)

    def __init__(self, data: Any = None, *, rows: int = 0, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["facet"].initial = FacetChoice.ALL
        self.aspect_rows, self.people_rows = min(FIRST_ASPECTS + rows, 10), min(FIRST_PEOPLE + rows, MOST_ROWS)
        for number in range(1, self.aspect_rows + 1):
            self.fields[f"also_{number}"] = AspectField(label=_("Touches as well"), required=False)
            self.fields[f"also_facet_{number}"] = forms.ChoiceField(
                label=_("Which part of it"), choices=_FACETS, required=False
            )
        for number in range(1, self.people_rows + 1):
            self.fields |= _person_fields(number)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.asker, field.at = self.asker, self.at

    def also_fields(self) -> Iterator[list[BoundField]]:
        """Rows of further aspects."""
        for number in range(1, self.aspect_rows + 1):
            yield [self[f"also_{number}"], self[f"also_facet_{number}"]]

    def person_fields(self) -> Iterator[list[BoundField]]:
        """Rows of people."""
        for number in range(1, self.people_rows + 1):
            yield [self[f"{name}_{number}"] for name in ("person", "function", "kind", "ring", "share")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("begins") and cleaned.get("ends") and cleaned["ends"] < cleaned["begins"]:
            self.add_error("ends", _("It must end on the day it begins, or later."))
        for number in range(1, self.people_rows + 1):
            if cleaned.get(f"person_{number}") and not cleaned.get(f"function_{number}"):
                self.add_error(f"function_{number}", _("Say for which part of the house they are in it."))
        return cleaned

    def members(self) -> list[Member]:
        """Those of the rows that are filled in, without the owner."""
        data, found = self.cleaned_data, []
        for number in range(1, self.people_rows + 1):
            person, function = data.get(f"person_{number}"), data.get(f"function_{number}")
            if person and function:
                found.append(
                    Member(
                        person, function, data.get(f"kind_{number}") or Seat.Kind.MEMBER,
                        data.get(f"ring_{number}") or Seat.Ring.CORE, int(data.get(f"share_{number}") or 20),
                    )
                )  # fmt: skip
        return found

    def also(self) -> list[tuple[Aspect, str]]:
        """Further aspects with their facets."""
        data = self.cleaned_data
        rows = [(data.get(f"also_{n}"), data.get(f"also_facet_{n}") or "*") for n in range(1, self.aspect_rows + 1)]
        return [(aspect, facet) for aspect, facet in rows if aspect is not None]

    def draft(self) -> near.Draft:
        """As far as it is filled in and right."""
        data = self.cleaned_data
        begins, ends, aspect, owner = (data.get(name) for name in ("begins", "ends", "aspect", "owner"))
        grounds = [(aspect, data.get("facet") or "*"), *self.also()] if aspect else self.also()
        people = [(owner, int(data.get("share") or 20))] if owner else []
        for number in range(1, self.people_rows + 1):
            if person := data.get(f"person_{number}"):
                people.append((person, int(data.get(f"share_{number}") or 20)))
        return near.Draft(
            name=data.get("name") or "", goal=data.get("goal") or "", grounds=grounds, people=people,
            days=Days(begins, ends) if begins and ends and begins <= ends else None,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """As `propose` takes them."""
        names = ("name", "goal", "aspect", "begins", "ends", "owner", "function", "restricted", "in_spite")
        data = self.cleaned_data
        return {
            **{name: data[name] for name in names}, "share": int(data.get("share") or 20), "facet": data.get("facet") or "*",
            "also": self.also(), "people": self.members(),
        }  # fmt: skip


def _person_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"person_{number}": PersonField(label=_("Who"), required=False),
        f"function_{number}": forms.CharField(label=_("Speaks for"), max_length=100, required=False),
        f"kind_{number}": forms.ChoiceField(label=_("Seat"), choices=SEATS, initial=Seat.Kind.MEMBER, required=False),
        f"ring_{number}": forms.ChoiceField(label=_("Ring"), choices=Seat.Ring.choices, required=False),
        f"share_{number}": _share(),
    }


class ChangeForm(AsksAbout):
    """Name, goal and days of a project."""

    edits = ("name", "goal", "begins", "ends")

    name = forms.CharField(label=_("Name"), max_length=200)
    goal = _long(_("What will be different when it is done"), 5)
    begins = _day(_("First day"))
    ends = _day(_("Last day"), _("The rights of its team end with it."))

    def values(self) -> dict[str, Any]:
        """As `change` takes them."""
        return {name: self.cleaned_data[name] for name in self.edits}


class PersonForm(AsksAbout):
    """Somebody for the roster."""

    person = PersonField(label=_("Who"))
    function = forms.CharField(label=_("Speaks for"), max_length=100)
    kind = forms.ChoiceField(label=_("Seat"), choices=SEATS, initial=Seat.Kind.MEMBER)
    ring = forms.ChoiceField(label=_("Ring"), choices=Seat.Ring.choices)
    share = _share()

    def member(self) -> Member:
        """As `add_person` takes it."""
        data = self.cleaned_data
        return Member(data["person"], data["function"], data["kind"], data["ring"], int(data["share"]))


class OwnerForm(AsksAbout):
    """Another owner."""

    person = PersonField(label=_("Owner"))
    function = forms.CharField(label=_("Speaks for"), max_length=100)


class JoinForm(AsksAbout):
    """To ask whether one may come in."""

    function = forms.CharField(label=_("Speaks for"), max_length=100)
    text = _long(_("What you would bring in"), 2, required=False)


def _line(label: Any, most: int = 500, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required)


def checked(form: forms.Form) -> dict[str, Any]:
    """What was filled in. Raises Invalid with what is wrong first."""
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Invalid(
            gettext("%(field)s: %(error)s") % {"field": form.fields[name].label, "error": errors[0]}, field=name
        )
    return form.cleaned_data


class ReportForm(forms.Form):
    """Three lines."""

    done = _line(_("Done since the last time"))
    next = _line(_("What comes next"))
    blocked = _line(_("What is in the way"), required=False)


class MilestoneForm(forms.Form):
    """What is there by which day."""

    title = _line(_("Milestone"), 200)
    due = _day(_("By which day"))


class RiskForm(forms.Form):
    """What may go wrong; the owner is somebody in the project."""

    title = _line(_("What may go wrong"), 200)
    chance = forms.TypedChoiceField(label=_("Chance"), coerce=int, choices=GRADES, initial=3)
    effect = forms.TypedChoiceField(label=_("Effect"), coerce=int, choices=GRADES, initial=3)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who watches it"), to_field_name="key")
    measure = _line(_("What is done about it"))

    def __init__(self, data: Any = None, *, project: Project) -> None:
        super().__init__(data)
        inside = project.places.filter(left_at=None).values("person")
        self.fields["owner"].queryset = Person.objects.filter(pk__in=inside)  # type: ignore[attr-defined]


class CloseForm(AsksAbout):
    """What came of it, and who receives what it leaves: one for space and risks, one for each letter of the team."""

    outcome = _long(_("What came of it"), 3)
    aspect = AspectField(label=_("What it leaves falls under"))
    receiver = PersonField(
        label=_("Who goes on with it"), help_text=_("Somebody who does the work there, or answers for it.")
    )

    def __init__(self, data: Any = None, *, project: Project, left: Left, **options: Any) -> None:
        super().__init__(data, **options)
        self.left = left
        self.fields["aspect"].initial = project.aspect
        self.fields["receiver"].required = bool(left.held or left.space or any(each.passes for each in left.named))
        for letter in left.letters:
            field = PersonField(
                label=leaving.words_of(letter), required=letter.needed, help_text=_("Who gets this letter")
            )
            field.asker, field.at = self.asker, self.at
            self.fields[f"letter_{letter.assignment.pk}"] = field

    def letters(self) -> list[dict[str, Any]]:
        """Each with its field."""
        return [{"letter": each, "field": self[f"letter_{each.assignment.pk}"]} for each in self.left.letters]

    def values(self) -> dict[str, Any]:
        """As `close_out` takes them."""
        data: dict[str, Any] = self.cleaned_data
        chosen: dict[int, Person] = {}
        for each in self.left.letters:
            person = data.get(f"letter_{each.assignment.pk}")
            if person is not None:
                chosen[each.assignment.pk] = person
        return {
            "outcome": data["outcome"],
            "aspect": data["aspect"],
            "receiver": data.get("receiver"),
            "letters": chosen,
        }
