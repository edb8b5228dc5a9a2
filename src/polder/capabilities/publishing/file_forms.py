"""Forms of pictures and documents: under which aspect, in words for who does not see it, and looked at by the scanner."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from polder.base import file_kinds
from polder.base.scanning import refuse_harmful
from polder.governance import mandate
from polder.governance.models import Aspect

_DAMAGED = (OSError, SyntaxError, ValueError, EOFError)  # what Pillow raises


class _Governed:
    """Only aspects under which the person may write are offered; the policy asks the gate again."""

    fields: dict[str, Any]

    def _offer_aspects(self, person: Any) -> None:
        if "aspect" in self.fields and person is not None:
            may = mandate.things_where(person, "edit", at=timezone.now(), aspect="pk")
            self.fields["aspect"].queryset = Aspect.objects.filter(may).order_by("name")
            self.fields["aspect"].required = True


class PictureField(WagtailImageField):
    """Wagtail's unpacks a picture before it looks how large it is, and breaks on one that is damaged."""

    def to_python(self, data: Any) -> Any:
        """Raises `ValidationError` for what is no picture, too large to unpack, or cannot be read to its end."""
        if data:
            self._refuse_large(data)
        try:
            return super().to_python(data)
        except (*_DAMAGED, Image.DecompressionBombError):
            raise ValidationError(_("This picture is damaged: it cannot be read to its end. Save it anew.")) from None

    def _refuse_large(self, data: Any) -> None:
        try:
            with Image.open(data) as picture:  # reads what the file says of itself, no more
                pixels = picture.width * picture.height
        except Image.DecompressionBombError:
            pixels = self.max_image_pixels + 1
        except _DAMAGED:
            return  # which the field says in its own words
        finally:
            data.seek(0)
        if pixels > self.max_image_pixels:
            words = {"most": self.max_image_pixels // 1_000_000}
            raise ValidationError(
                _("This picture has more than %(most)d million pixels. Make it smaller first.") % words
            )


class PictureForm(_Governed, BaseImageForm):
    """A picture says what it shows: those who do not see it hear that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self._offer_aspects(person)
        if "file" in self.fields:
            asked = self.fields["file"]
            self.fields["file"] = PictureField(
                label=asked.label, required=asked.required, widget=asked.widget, help_text=asked.help_text
            )
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
        """Raises `ValidationError` for what is of no kind that is kept here, harmful, or not what it says."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            if file_kinds.ending_of(file.name) not in file_kinds.KNOWN:
                raise ValidationError(
                    _(
                        "Files of this kind cannot be added. PDF, Office and OpenDocument files without macros, plain "
                        "text, pictures, sound and video can."
                    )
                )
            refuse_harmful(file)
            file_kinds.refuse_other_kinds(file, file.name)
        return file
