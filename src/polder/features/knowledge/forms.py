"""Forms of a word in the glossary, and of a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polder.features.knowledge.wording import LONGEST_QUESTION
from polder.governance.aspect_field import AspectField, AspectInput
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


class RewordForm(forms.Form):
    """A question in one sentence, and what explains it."""

    title = forms.CharField(label=_("Your question"), max_length=LONGEST_QUESTION)
    text = forms.CharField(
        label=_("What should we know to answer it?"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea"}),
    )  # fmt: skip


class _PerhapsSaid(AspectInput):
    def use_required_attribute(self, initial: Any) -> bool:
        return False


class AskForm(RewordForm):
    """With what it is about: it must be chosen where the words do not say it (`said`). No browser asks for it before."""

    aspect = AspectField(
        label=_("What it is about"),
        help_text=_("Who does the work there is asked to answer. Leave it empty where your words say it."),
        error_messages={"required": _("Your words do not say what it is about. Choose it here.")},
    )

    def __init__(self, *args: Any, said: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].required = not said
        self.fields["aspect"].widget = _PerhapsSaid()
