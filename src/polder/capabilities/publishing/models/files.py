"""Images and documents: governed and trimmed as the page they were added for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from polder.capabilities.publishing.models.audiences import Audience
from polder.governance.models import Aspect


class _Governed(models.Model):
    """Under which aspect a file falls, and for whom it is (no audience: everyone)."""

    aspect = models.ForeignKey(
        Aspect, on_delete=models.PROTECT, null=True, related_name="%(class)ss", verbose_name=_("aspect")
    )
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, null=True, editable=False, related_name="%(class)ss"
    )

    hidden_until = models.DateTimeField(null=True, editable=False)  # P9
    hidden_because = models.TextField(default="", blank=True, editable=False)
    shown_again_at = models.DateTimeField(null=True, editable=False)  # when somebody who may publish found it right
    binned_at = models.DateTimeField(null=True, editable=False, db_index=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [  # the column allows nothing so that a form can begin with nothing
            models.CheckConstraint(name="%(class)s_has_an_aspect", condition=Q(aspect__isnull=False))
        ]


class Picture(_Governed, AbstractImage):
    """An image. Its description is what those who do not see it hear, and is required."""

    admin_form_fields = ("title", "file", "description", "aspect", "focal_point_x", "focal_point_y")

    class Meta(_Governed.Meta, AbstractImage.Meta):
        abstract = False
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return str(self.title)


class Rendition(AbstractRendition):
    """An image in one size, made when it is first asked for."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_each")
        ]


class Attachment(_Governed, AbstractDocument):
    """A file to download."""

    admin_form_fields = ("title", "file", "aspect")

    class Meta(_Governed.Meta, AbstractDocument.Meta):
        abstract = False
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.title)


class DraftFile(models.Model):
    """A file in the newest version of a page: `ref` as the ledger calls it, `picture:4`. Wagtail keeps what readers see."""

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="draft_files")
    ref = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "ref"], name="one_file_once_in_a_draft")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.ref}"
