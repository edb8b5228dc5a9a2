"""Which page carries which tag. A tag is a word of whoever writes; it gives no right and is asked for none."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase

from polder.capabilities.publishing.models.pages import Page


class PageTag(TaggedItemBase):
    """A tag on a page, kept with each version of it."""

    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="tagged")

    def __str__(self) -> str:
        return f"{self.tag} on {self.content_object_id}"
