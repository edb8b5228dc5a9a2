"""Forms of pictures and documents: under which aspect, in words for who does not see it, and looked at by the scanner."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from polder.base.scanning import refuse_harmful
from polder.governance import mandate
from polder.governance.models import Aspect


class _Governed:
    """Only aspects under which the person may write are offered; the policy asks the gate again."""

    fields: dict[str, Any]

    def _offer_aspects(self, person: Any) -> None:
        if "aspect" in self.fields and person is not None:
            may = mandate.things_where(person, "edit", at=timezone.now(), aspect="pk")
            self.fields["aspect"].queryset = Aspect.objects.filter(may).order_by("name")
            self.fields["aspect"].required = True


class PictureForm(_Governed, BaseImageForm):
    """A picture says what it shows: those who do not see it hear that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self._offer_aspects(person)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].label = _("What it shows")
            self.fields["description"].help_text = _("In one sentence, for who does not see it.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            refuse_harmful(file)
        return file


class AttachmentForm(_Governed, BaseDocumentForm):
    """A document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self._offer_aspects(person)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            refuse_harmful(file)
        return file
