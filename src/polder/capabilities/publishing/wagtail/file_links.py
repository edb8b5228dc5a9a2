"""Links to documents in running text: one that readers do not get now stays as words, without a link."""

from typing import Any

from django.utils import timezone
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler

from polder.capabilities.publishing.files import is_shown


class FileLinks(DocumentLinkHandler):
    """As Wagtail's, which asks only whether the document exists."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        at = timezone.now()
        return [f'<a href="{escape(file.url)}">' if is_shown(file, at) else "<a>" for file in cls.get_many(attrs_list)]
