"""The form of a wish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from polder.features.wishes.models import LONGEST_TEXT, LONGEST_TITLE
from polder.governance.aspect_field import AspectField


class RewordForm(forms.Form):
    """Other words for one's own wish; `seen` is how often it was reworded when the form was opened."""

    title = forms.CharField(label=_("What do you wish for?"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What would be better then, and for whom?"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea"}),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, max_value=32_767, required=False, widget=forms.HiddenInput)


class WishForm(forms.Form):
    """With what it is about, when the wisher knows."""

    title = forms.CharField(label=_("What do you wish for?"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What would be better then, and for whom?"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea"}),
    )  # fmt: skip
    aspect = AspectField(
        label=_("What it is about"), required=False,
        help_text=_("Who does the work there answers. Leave it empty to let your words say it."),
    )  # fmt: skip
