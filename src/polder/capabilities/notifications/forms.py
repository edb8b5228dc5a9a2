"""How somebody is told: a choice for each kind and channel, and their hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Channel, Hours, Rhythm
from polder.capabilities.notifications.notices import Kind
from polder.capabilities.notifications.operations import Day
from polder.capabilities.notifications.rhythm import CHANNELS, RHYTHMS, ChannelName, RhythmName
from polder.ground.organisation.models import Person

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind with a control for each channel; None where there is nothing to choose."""

    label: object
    task: bool
    cells: list[tuple[str, BoundField | None]]


class TellingForm(forms.Form):
    """`kind.channel` for each that can be chosen, then the hours."""

    morning = forms.TimeField(label=gettext_lazy("My morning begins at"), widget=_TIME)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Once a week is on"), choices=[(n, name) for n, name in WEEKDAYS.items()], coerce=int
    )
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=_TIME)
    quiet_until = forms.TimeField(label=gettext_lazy("until"), required=False, widget=_TIME)
    quiet_weekend = forms.BooleanField(label=gettext_lazy("Quiet on Saturday and Sunday"), required=False)
    away_from = forms.DateField(label=gettext_lazy("Away from"), required=False, widget=_DAY)
    away_until = forms.DateField(label=gettext_lazy("up to and including"), required=False, widget=_DAY)
    zone = forms.CharField(
        label=gettext_lazy("My time zone"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example Europe/Lisbon. Left empty, it is that of the organisation."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        hours = Hours.objects.filter(person=person).first() or Hours(person=person)
        names = ("morning", "weekday", "quiet_from", "quiet_until", "quiet_weekend", "away_from", "away_until", "zone")
        super().__init__(data, initial={name: getattr(hours, name) for name in names})
        self._chosen = notices.chosen_by(person)
        for kind in notices.kinds_to_choose():
            for channel in _channels(kind):
                self.fields[f"{kind.key}.{channel}"] = forms.ChoiceField(
                    label=_("%(kind)s: %(channel)s") % {"kind": kind.label, "channel": Channel(channel).label},
                    choices=_choices(channel),
                    initial=self._chosen[kind.key][channel],
                    required=False,
                    widget=forms.Select(attrs={"class": "select sm"}),
                )

    def kind_rows(self) -> Iterator[KindRow]:
        """The table: first what asks something, then what is good to know."""
        for kind in sorted(notices.kinds_to_choose(), key=lambda kind: not kind.task):
            cells = [
                (str(Channel(channel).label), self[f"{kind.key}.{channel}"] if channel in _channels(kind) else None)
                for channel in CHANNELS
            ]
            yield KindRow(_label(kind), kind.task, cells)

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"] or "").strip()
        if zone and zone not in available_timezones():
            raise ValidationError(_("There is no time zone “%(zone)s”. Write it as Europe/Amsterdam.") % {"zone": zone})
        return ZoneInfo(zone).key if zone else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            missing = "quiet_until" if cleaned.get("quiet_until") is None else "quiet_from"
            if missing not in self.errors:
                self.add_error(missing, _("Quiet hours have a beginning and an end. Fill in both, or neither."))
        away, back = cleaned.get("away_from"), cleaned.get("away_until")
        if (away is None) != (back is None) and not {"away_from", "away_until"} & self.errors.keys():
            missing = "away_until" if back is None else "away_from"
            self.add_error(missing, _("Say both from which day you are away and until which, or neither."))
        if away is not None and back is not None and back < away:
            self.add_error("away_until", _("The last day that you are away comes before the first."))
        return cleaned

    def choices(self) -> dict[tuple[str, ChannelName], RhythmName]:
        """What was chosen; fields that were not sent stay as they are."""
        found: dict[tuple[str, ChannelName], RhythmName] = {}
        for kind in notices.kinds_to_choose():
            for channel in _channels(kind):
                wanted = self.cleaned_data.get(f"{kind.key}.{channel}")
                rhythm = next((each for each in RHYTHMS if each == wanted), None)
                if rhythm is not None:
                    found[kind.key, channel] = rhythm
        return found

    def day(self) -> Day:
        """The hours as the operation takes them."""
        cleaned = self.cleaned_data
        return Day(
            zone=cleaned["zone"],
            morning=cleaned["morning"],
            weekday=cleaned["weekday"],
            quiet_from=cleaned["quiet_from"],
            quiet_until=cleaned["quiet_until"],
            quiet_weekend=cleaned["quiet_weekend"],
            away_from=cleaned["away_from"],
            away_until=cleaned["away_until"],
        )


def _channels(kind: Kind) -> list[ChannelName]:
    return [channel for channel in CHANNELS if channel != "web" or not kind.task]


def _choices(channel: ChannelName) -> list[tuple[str, object]]:
    return [(each.value, each.label) for each in Rhythm if each != Rhythm.NEVER or channel != "web"]


def _label(kind: Kind) -> object:
    return kind.label or tasks.kinds().get(kind.key, kind.key)
