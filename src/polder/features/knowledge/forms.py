"""The form of a word in the glossary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect


class TermForm(forms.Form):
    """Only aspects on which the asker may write are offered; the operation asks the gate again."""

    word = forms.CharField(label=_("Word"), max_length=80)
    meaning = forms.CharField(
        label=_("What it means here"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"})
    )
    aspect = forms.ModelChoiceField(Aspect.objects.none(), label=_("Aspect"), to_field_name="key")

    def __init__(self, *args: Any, aspects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].queryset = aspects  # type: ignore[attr-defined]
