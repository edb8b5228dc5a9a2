"""Forms with which a body is set up and its charter and rhythm are changed (B1-B5)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.time import local_day
from polder.capabilities.publishing import readings
from polder.features.bodies.operations.chartering import Place, charter_document, why_not
from polder.features.bodies.operations.rhythms import Terms
from polder.features.bodies.rules import cadence
from polder.features.bodies.rules.beginnings import BEGINNINGS, Beginning
from polder.governance.facts import AspectKey, Charter, Quorum
from polder.governance.models import Aspect
from polder.governance.store import charter_of
from polder.ground.organisation.forms.fields import AsksAbout, DayField, PersonField, moment_of
from polder.ground.organisation.models import Body, Person, Seat

ROWS = 8
"""Seats that can be given while a body is set up; more afterwards."""

_LONG = forms.Textarea(attrs={"rows": 3, "class": "textarea"})
_INDENT = "\u2003"
RHYTHMS = (
    ("", gettext_lazy("No rhythm: somebody plans each meeting")),
    ("weekly", gettext_lazy("Every week")),
    ("fortnightly", gettext_lazy("Every two weeks")),
    ("monthly", gettext_lazy("Every month")),
    ("two_months", gettext_lazy("Every two months")),
    ("quarterly", gettext_lazy("Every quarter")),
    ("half_year", gettext_lazy("Every half year")),
    ("own", gettext_lazy("A rule of its own")),
)
METHODS = (
    ("majority", gettext_lazy("More yes than no")),
    ("consent", gettext_lazy("Consent: nobody has a reasoned objection")),
    ("unanimous", gettext_lazy("Everybody agrees")),
    ("accountable", gettext_lazy("Whoever answers for the aspect decides, after advice")),
)


class _Purpose(forms.Form):
    purpose = forms.CharField(label=gettext_lazy("What it is for"), max_length=2000, widget=_LONG)
    mandate = forms.CharField(
        label=gettext_lazy("What is left to it"), required=False, max_length=4000, widget=_LONG,
        help_text=gettext_lazy("In words; what it may decide is set apart from this."),
    )  # fmt: skip


class _Limits(forms.Form):
    aspects = forms.ModelMultipleChoiceField(
        Aspect.objects.none(), label=gettext_lazy("Decides about"), to_field_name="key",
        help_text=gettext_lazy("And everything below it."), widget=forms.SelectMultiple(attrs={"size": 7}),
    )  # fmt: skip
    up_to = forms.DecimalField(
        label=gettext_lazy("Up to, in euros"), required=False, min_value=0, max_digits=12, decimal_places=2,
        help_text=gettext_lazy("What costs more goes to the body above it. Left empty: any amount."),
    )  # fmt: skip
    method = forms.ChoiceField(label=gettext_lazy("How it decides"), choices=METHODS)
    share = forms.IntegerField(
        label=gettext_lazy("Quorum: percent of the voting seats"), required=False, min_value=1, max_value=100
    )
    heard = forms.CharField(
        label=gettext_lazy("Quorum: functions that must be there"), required=False, max_length=1000,
        help_text=gettext_lazy("With commas between them: IT, Communications, HR."),
    )  # fmt: skip
    written = forms.BooleanField(label=gettext_lazy("May vote in writing between meetings"), required=False)

    def charter(self) -> dict[str, Any]:
        """As a body keeps it."""
        data = self.cleaned_data
        quorum = Quorum(None if data["share"] is None else data["share"] / 100, tuple(_words(data["heard"])))
        return charter_document(
            Charter(
                aspects=tuple(AspectKey(aspect.key) for aspect in data["aspects"]),
                up_to=None if data["up_to"] is None else float(data["up_to"]),
                quorum=quorum if quorum != Quorum() else None, method=data["method"], written=data["written"],
            )
        )  # fmt: skip


class _Rhythm(forms.Form):
    at: datetime  # of whoever asks: AsksAbout, with which it is always mixed

    rhythm = forms.ChoiceField(label=gettext_lazy("Meets"), choices=RHYTHMS, required=False)
    until = forms.DateField(
        label=gettext_lazy("In this rhythm until"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("After that the usual rhythm of its kind. Left empty: until further notice."),
    )  # fmt: skip
    rule = forms.CharField(
        label=gettext_lazy("A rule of its own"), required=False, max_length=180,
        help_text=gettext_lazy("As calendars write it (RFC 5545), for example FREQ=MONTHLY;BYDAY=2TU."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        made = self._cadence(cleaned)
        if cleaned.get("rhythm") == "own" and not made:
            self.add_error("rule", ValidationError(_("Write the rule, or choose a rhythm.")))
        trouble = (
            cadence.trouble(made, today=readings.calendar().today(self.at), since=cleaned.get("since"))
            if made
            else None
        )
        if trouble is not None:
            self.add_error("rule" if cleaned.get("rhythm") == "own" else "until", ValidationError(why_not(trouble)))
        return cleaned

    def cadence(self) -> str | None:
        """The rule, None without a rhythm."""
        return self._cadence(self.cleaned_data) or None

    def _cadence(self, data: dict[str, Any]) -> str:
        if data.get("rhythm") == "own":
            return str(data.get("rule") or "").strip().upper()
        rule = cadence.CHOICES.get(data.get("rhythm") or "", "")
        until = data.get("until")
        return f"{rule};UNTIL={until:%Y%m%d}" if rule and until else rule


class SetUpForm(_Purpose, _Limits, _Rhythm, AsksAbout):
    """Everything but the seats, with what is usual for the kind filled in."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    parent = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Reports to"), required=False, empty_label=gettext_lazy("No body"),
        help_text=gettext_lazy("What it may not decide goes there."),
    )  # fmt: skip
    requires = forms.CharField(
        label=gettext_lazy("Required functions"), required=False, max_length=1000,
        help_text=gettext_lazy("With commas between them. A function without anybody is shown as a missing voice."),
    )  # fmt: skip
    acts_by = forms.ChoiceField(label=gettext_lazy("Who acts for it"), choices=Body.ActsBy.choices, initial="chair")
    valid_until = DayField(
        label=gettext_lazy("Ends on"), required=False, help_text=gettext_lazy("Empty: until further notice.")
    )
    field_order = (
        "name", "purpose", "mandate", "parent", "acts_by", "valid_until", "aspects", "up_to", "method", "written",
        "share", "heard", "rhythm", "until", "rule", "requires",
    )  # fmt: skip
    about = ("name", "purpose", "mandate", "parent", "acts_by", "valid_until")
    decides = ("aspects", "up_to", "method", "written", "share", "heard")
    meets = ("rhythm", "until", "rule")

    def __init__(self, data: Any = None, *, kind: str, asker: Person, at: datetime) -> None:
        super().__init__(data, asker=asker, at=at)
        self.kind = kind
        _offer_aspects(self)
        running = Body.objects.filter(valid_until=None).exclude(kind__in=("project_team", "community_of_practice"))
        self.fields["parent"].queryset = running  # type: ignore[attr-defined]
        usual = BEGINNINGS[kind]
        self.initial = {**self.initial, **_usual(usual, running if kind != "steering_group" else Body.objects.none())}

    def required_functions(self) -> list[str]:
        """Those that were named."""
        return _words(self.cleaned_data["requires"])

    def body_fields(self, rows: "list[SeatRow]") -> dict[str, Any]:
        """What `bodies.add` takes. A function whose row has nobody yet is required: its seat is vacant."""
        data = self.cleaned_data
        vacant = [row.cleaned_data["function"] for row in rows if row.vacant]
        wanted = list(dict.fromkeys([*self.required_functions(), *vacant]))
        return {
            "name": " ".join(data["name"].split()), "kind": self.kind, "parent": data["parent"],
            "acts_by": data["acts_by"], "charter": self.charter(), "cadence": self.cadence(), "requires": wanted,
            "valid_until": self.moment("valid_until"),
        }  # fmt: skip


class SeatRow(AsksAbout):
    """One seat. A function without a person is a vacant seat; a row without a function is none."""

    function = forms.CharField(label=gettext_lazy("Function"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Seat"), choices=Seat.Kind.choices, initial="member")
    person = PersonField(label=gettext_lazy("Who"), required=False)
    alternate = PersonField(label=gettext_lazy("Alternate"), required=False)
    valid_until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, number: int, data: Any = None, *, asker: Person, at: datetime, initial: Any = None) -> None:
        super().__init__(data, asker=asker, at=at)
        self.prefix = f"seat-{number}"
        self.initial = {**self.initial, **(initial or {})}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("person") or cleaned.get("alternate")) and not cleaned.get("function"):
            self.add_error("function", ValidationError(_("Say for which function.")))
        if cleaned.get("alternate") and not cleaned.get("person") and "person" not in self.errors:
            self.add_error("person", ValidationError(_("Only somebody with a seat has an alternate.")))
        return cleaned

    @property
    def vacant(self) -> bool:
        """A function that waits for somebody."""
        data = self.cleaned_data
        return bool(data.get("function")) and data.get("person") is None

    def place(self) -> Place | None:
        """None for a vacant seat and an empty row."""
        data = self.cleaned_data
        if data.get("person") is None:
            return None
        until = moment_of(data["valid_until"], at=self.at)
        return Place(data["person"], data["kind"], data["function"].strip(), data["alternate"], until)


def seat_rows(kind: str, data: Any, *, asker: Person, at: datetime) -> list[SeatRow]:
    """The usual seats of the kind, and room for more."""
    usual = [{"function": str(function), "kind": seat} for function, seat in BEGINNINGS[kind].seats]
    filled = usual + [{} for _place in range(ROWS - len(usual))]
    return [SeatRow(number, data, asker=asker, at=at, initial=row) for number, row in enumerate(filled)]


class CharterForm(_Purpose, _Limits, AsksAbout):
    """The charter of a body; without its limits for who may not set them."""

    edits = ("charter",)

    def __init__(self, data: Any = None, *, asker: Person, at: datetime, row: Body) -> None:
        super().__init__(data, asker=asker, at=at, row=row)
        said = getattr(row, "purpose", None)
        self.initial = {
            **self.initial,
            "purpose": getattr(said, "purpose", ""),
            "mandate": getattr(said, "mandate", ""),
        }
        if asker.operator:
            _offer_aspects(self)
            self.initial = {**self.initial, **_of_charter(charter_of(row.charter))}
        else:
            for name in _Limits.base_fields:
                del self.fields[name]

    @property
    def limits(self) -> dict[str, Any] | None:
        """None where they are not asked."""
        return self.charter() if "aspects" in self.fields else None


class RhythmForm(_Rhythm, AsksAbout):
    """When a body meets."""

    since = forms.DateField(
        label=gettext_lazy("Counted from"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "“Every month” is on this day of the month; in a month that lacks it, on the last day. "
            "Weekends and holidays: the first working day after. A meeting that is moved or called off shifts no other."
        ),
    )  # fmt: skip
    clock = forms.TimeField(
        label=gettext_lazy("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How long, in minutes"), required=False, min_value=5, max_value=1440
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)

    edits = ("cadence",)

    def __init__(self, data: Any = None, *, asker: Person, at: datetime, row: Body) -> None:
        super().__init__(data, asker=asker, at=at, row=row)
        if row.cadence:
            name, until, rule = cadence.named(row.cadence)
            held = getattr(row, "rhythm", None)
            since = held.since if held is not None and held.rule == row.cadence else None
            said = {name: getattr(held, name) for name in ("clock", "minutes", "place")} if held is not None else {}
            self.initial = {**self.initial, **said, "since": since, "rhythm": name, "until": until, "rule": rule}

    def terms(self) -> Terms:
        """What was said of day, hour and place."""
        return Terms(**{name: self.cleaned_data[name] for name in ("since", "clock", "minutes", "place")})


def meets_next(rule: str | None, kind: str, at: datetime) -> list[date]:
    """The first days of a rhythm, to look at before it holds."""
    if not rule:
        return []
    calendar = readings.calendar()
    today = local_day(at, calendar.zone)
    found = cadence.dates(
        rule, kind, anchor=cadence.first(rule, today), after=today, until=today + cadence.FARTHEST,
        works=lambda day: day.weekday() < 5 and day not in calendar.holidays,
    )  # fmt: skip
    return found[:4]


def _offer_aspects(form: forms.Form) -> None:
    rows = list(Aspect.objects.order_by("path"))
    field = form.fields["aspects"]
    field.queryset = Aspect.objects.all()  # type: ignore[attr-defined]
    field.choices = [(row.key, f"{_INDENT * row.depth}{row.name}") for row in rows]  # type: ignore[attr-defined]


def _usual(usual: Beginning, parents: Any) -> dict[str, Any]:
    above = parents.filter(kind="steering_group").order_by("valid_from", "pk").first()
    root = Aspect.objects.filter(parent=None).values_list("key", flat=True).first()
    return {
        "purpose": usual.lead, "rhythm": usual.rhythm, "method": usual.method, "share": usual.share,
        "up_to": usual.up_to, "written": usual.written, "heard": ", ".join(map(str, usual.heard)),
        "requires": ", ".join(str(function) for function in usual.heard), "parent": above,
        "aspects": [root] if root and above is None else [],
    }  # fmt: skip


def _of_charter(charter: Charter | None) -> dict[str, Any]:
    if charter is None:
        return {"method": "majority"}
    quorum = charter.quorum or Quorum()
    return {
        "aspects": list(charter.aspects or ()), "method": charter.method or "majority", "written": charter.written,
        "up_to": None if charter.up_to is None else f"{Decimal(str(charter.up_to)).normalize():f}",
        "share": None if quorum.share is None else round(quorum.share * 100), "heard": ", ".join(quorum.functions),
    }  # fmt: skip


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
