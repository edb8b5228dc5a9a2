"""Forms of meetings: when and where, a point, an action."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.time import InvalidMoment, from_local
from polder.features.bodies.errors import Invalid
from polder.features.bodies.models import Meeting
from polder.ground.organisation.models import Person

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(forms.Form):
    """Day, beginning and end in the organisation's time."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=_DAY)
    begins = forms.TimeField(label=gettext_lazy("From"), widget=_TIME)
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=_TIME)
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=200, required=False,
        help_text=gettext_lazy("A room, an address to meet online, or both."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, zone: tzinfo, meeting: Meeting | None = None) -> None:
        self.zone = zone
        initial = {}
        if meeting is not None:
            begins, ends = meeting.begins_at.astimezone(zone), meeting.ends_at.astimezone(zone)
            initial = {"day": begins.date(), "begins": begins.time(), "ends": ends.time(), "place": meeting.place}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            moments = self.moments()
        except (InvalidMoment, OverflowError):
            self.add_error("day", _("That day lies outside the calendar."))
            return cleaned
        for field, name in (("begins", "begins_at"), ("ends", "ends_at")):
            if moments[name].time() != cleaned[field]:
                self.add_error(field, _("Clocks skip this hour on that day: summer time begins."))
        return cleaned

    def moments(self) -> dict[str, datetime]:
        """`begins_at` and `ends_at`; an end before the beginning lies on the next day."""
        data = self.cleaned_data
        begins = datetime.combine(data["day"], data["begins"])
        ends = datetime.combine(data["day"], data["ends"])
        ends += timedelta(days=int(ends <= begins))
        return {"begins_at": from_local(begins, self.zone), "ends_at": from_local(ends, self.zone)}


class ItemForm(forms.Form):
    """A point on the agenda."""

    title = forms.CharField(label=gettext_lazy("Point"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What one should have read"), required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"}),
    )  # fmt: skip


class ReviewForm(forms.Form):
    """What was found when a decision was looked at again."""

    text = forms.CharField(
        label=gettext_lazy("What you found"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"}),
    )  # fmt: skip
    again_on = forms.DateField(label=gettext_lazy("Look again on"), widget=_DAY, required=False)

    def checked(self) -> dict[str, Any]:
        """Text and day. Raises Invalid with what is wrong first."""
        return _checked(self)


class ActionForm(forms.Form):
    """What somebody does by a day."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    owner = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("Who"))
    due = forms.DateField(label=gettext_lazy("By"), widget=_DAY)

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def checked(self) -> dict[str, Any]:
        """Title, owner and due. Raises Invalid with what is wrong first."""
        return _checked(self)


def _checked(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Invalid(_("%(field)s: %(error)s") % {"field": form.fields[name].label, "error": errors[0]})
    return form.cleaned_data
