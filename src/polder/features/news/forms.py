"""The forms of an item (in which channel, which says under which aspect), of a channel, and of an urgent message."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from polder.capabilities.publishing import choosing
from polder.capabilities.publishing.audiences import Aim, aim_of
from polder.capabilities.publishing.forms import PageForm
from polder.features.news.errors import Invalid
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.forms.fields import AsksAbout, PersonField

if TYPE_CHECKING:
    from polder.features.news.models import Channel, Newsletter

# Beside the title of an item.
IN_CHANNEL = FieldPanel("in_channel")


class ItemForm(PageForm):
    """Only channels in which the writer may write are offered; the operation asks the gate again."""

    in_channel: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Channel"), help_text=_("The channel says who approves it and who is told.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from polder.features.news.models import Channel  # which has this form

        super().__init__(*args, **kwargs)
        self.fields.pop("under", None)
        if self.instance.pk:
            del self.fields["in_channel"]
            return
        may = mandate.things_where(self.for_user, "edit", at=timezone.now())
        self.fields["in_channel"].queryset = Channel.objects.filter(may).select_related("aspect")

    def aspect_so_far(self) -> Aspect | None:
        """That of its channel."""
        channel = self.cleaned_data.get("in_channel")
        return None if channel is None else channel.aspect

    def save(self, commit: bool = True) -> Any:
        """With the channel that was chosen."""
        if "in_channel" in self.cleaned_data:
            self.instance.channel = self.cleaned_data["in_channel"]
        return super().save(commit=commit)


class ChannelForm(forms.Form):
    """What may be said back in a channel; for a new one also about which aspect it is."""

    aspect = forms.ModelChoiceField(
        queryset=Aspect.objects.none(), label=_("About"), to_field_name="key",
        help_text=_("Who answers for this aspect approves the news in the channel."),
    )  # fmt: skip
    comments = forms.BooleanField(label=_("Readers may comment"), required=False)
    reactions = forms.BooleanField(label=_("Readers may react"), required=False)
    escalates = forms.BooleanField(label=_("Line managers hear who has not read a must-read in time"), required=False)

    def __init__(self, *args: Any, aspects: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if aspects is None:
            del self.fields["aspect"]
        else:
            self.fields["aspect"].queryset = aspects  # type: ignore[attr-defined]


class UrgentForm(forms.Form):
    """Under which aspect urgent messages of a channel fall: one of those whose A the asker sets (G13), or none."""

    under = forms.ModelChoiceField(
        queryset=Aspect.objects.none(), to_field_name="key", required=False, label=_("Urgent messages fall under"),
        empty_label=_("no aspect: there are none in this channel"),
        help_text=_("Who may publish under that aspect may send them, at any hour, to everybody."),
    )  # fmt: skip

    def __init__(self, *args: Any, aspects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].queryset = aspects  # type: ignore[attr-defined]


class BroadcastForm(forms.Form):
    """An urgent message. Whom it is for is chosen among units, roles, bodies, places and languages; nobody chosen is everybody."""

    channel: "forms.ModelChoiceField[Channel]" = forms.ModelChoiceField(queryset=None, label=_("Channel"))
    title = forms.CharField(label=_("In one line"), max_length=120, help_text=_("For example: The town hall is closed"))
    text = forms.CharField(
        label=_("What people must know and do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    ends_at = forms.DateTimeField(
        label=_("Until"), help_text=_("At most seven days. You can end it before that."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    audience = forms.MultipleChoiceField(
        label=_("For whom"), required=False, help_text=_("Choose none for everyone who works here."),
        widget=forms.SelectMultiple(attrs={"size": 7}),
    )  # fmt: skip

    def __init__(self, data: Any, *, channels: "Sequence[Channel]", at: datetime) -> None:
        from polder.features.news.models import Channel

        end = timezone.localtime(at) + timedelta(hours=4)
        self.at = at
        super().__init__(data, initial={"ends_at": end.replace(minute=0, second=0, microsecond=0)})
        mine = Channel.objects.filter(pk__in=[channel.pk for channel in channels]).select_related(
            "aspect", "urgent_under"
        )
        self.fields["channel"].queryset = mine  # type: ignore[attr-defined]
        self.fields["channel"].initial = channels[0] if channels else None
        self.fields["audience"].choices = choosing.offered(Aim(), at)  # type: ignore[attr-defined]

    def clean_ends_at(self) -> datetime:
        """As the operation asks it, so that the message stays on the screen."""
        from polder.features.news.operations.broadcasting import check_end

        ends_at: datetime = self.cleaned_data["ends_at"]
        try:
            check_end(ends_at, self.at)
        except Invalid as wrong:
            raise ValidationError(str(wrong)) from wrong
        return ends_at


class NewsletterForm(forms.Form):
    """What a keeper decides about a newsletter; for a new one also under which aspect it falls."""

    aspect = forms.ModelChoiceField(
        queryset=Aspect.objects.none(), label=_("Falls under"), to_field_name="key",
        help_text=_("Who answers for this aspect keeps the newsletter."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=80)
    about = forms.CharField(label=_("What is in it"), max_length=240, required=False)
    channels: "forms.ModelMultipleChoiceField[Channel]" = forms.ModelMultipleChoiceField(
        queryset=None, label=_("From these channels"), widget=forms.CheckboxSelectMultiple
    )
    rhythm = forms.ChoiceField(label=_("Comes out"))
    weekday = forms.TypedChoiceField(
        label=_("On this day"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        help_text=_("For what comes out every week."),
    )
    hour = forms.TimeField(label=_("At this hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    by_default = forms.BooleanField(label=_("Everybody it is for gets it until they say no"), required=False)
    audience = forms.MultipleChoiceField(
        label=_("For whom"), required=False, help_text=_("Choose none for everyone who works here."),
        widget=forms.SelectMultiple(attrs={"size": 7}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, at: datetime, aspects: Any = None, letter: "Newsletter | None" = None
    ) -> None:
        from polder.features.news.models import Channel, Newsletter

        aim = aim_of(None if letter is None else letter.audience)
        shown = letter or Newsletter()
        initial: dict[str, Any] = {
            name: getattr(shown, name) for name in ("name", "about", "rhythm", "weekday", "hour", "by_default")
        }
        if letter is not None:
            initial["channels"] = list(letter.channels.values_list("pk", flat=True))
            initial["audience"] = choosing.values_of(aim)
        super().__init__(data, initial=initial)
        self.fields["audience"].choices = choosing.offered(aim, at)  # type: ignore[attr-defined]
        if letter is None:
            self.fields["aspect"].queryset = aspects  # type: ignore[attr-defined]
        else:
            del self.fields["aspect"]
        self.fields["channels"].queryset = Channel.objects.select_related("aspect")  # type: ignore[attr-defined]
        self.fields["rhythm"].choices = Newsletter.Rhythm.choices  # type: ignore[attr-defined]


class PreviewForm(AsksAbout):
    """As whom a newsletter is looked at."""

    person = PersonField(label=_("As this person gets it"))
