"""The form of an item: in which channel, which says under which aspect. And the form of a channel."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from polder.capabilities.publishing.forms import PageForm
from polder.governance import mandate
from polder.governance.models import Aspect

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

    def aspect_of_page(self) -> Aspect:
        """That of its channel."""
        aspect: Aspect = self.cleaned_data["in_channel"].aspect
        return aspect

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
