"""Links by number in running text: to what the reader may not read, or does not get now, the words stay without a link."""

from typing import Any

from django.utils import timezone
from django.utils.html import escape
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, PageLinkElementHandler
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler, document_link_entity
from wagtail.rich_text.pages import PageLinkHandler

from polder.capabilities.publishing import links
from polder.capabilities.publishing.files import is_shown
from polder.capabilities.publishing.models import Attachment, Page


class PageLinks(PageLinkHandler):
    """As Wagtail's, which asks only whether the page exists."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        numbers = [links.number_in(attrs) for attrs in attrs_list]
        found = links.addresses_for_reader(number for number in numbers if number is not None)
        addresses = (None if number is None else found.get(number) for number in numbers)
        return ["<a>" if address is None else f'<a href="{escape(address)}">' for address in addresses]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Any:
        return super().extract_references(attrs) if links.number_in(attrs) is not None else ()


class FileLinks(DocumentLinkHandler):
    """As Wagtail's, which asks only whether the document exists. Who reads the page that links to it may have it."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        at, numbers = timezone.now(), [links.number_in(attrs) for attrs in attrs_list]
        found = Attachment.objects.in_bulk({number for number in numbers if number is not None})
        shown = {number: file for number, file in found.items() if is_shown(file, at)}
        return [f'<a href="{escape(shown[number].url)}">' if number in shown else "<a>" for number in numbers]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Any:
        return super().extract_references(attrs) if links.number_in(attrs) is not None else ()


class _PageInTheEditor(PageLinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        number = links.number_in(attrs)
        if not links.known_to_author(Page, number):
            return {"id": number or 0, "url": None, "parentId": None}
        found: dict[str, Any] = super().get_attribute_data(attrs)
        return found


class _FileInTheEditor(DocumentLinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        number = links.number_in(attrs)
        if not links.known_to_author(Attachment, number):
            return {"id": number or 0}
        found: dict[str, Any] = super().get_attribute_data(attrs)
        return found


def _written_link(props: dict[str, Any]) -> Any:
    """As Wagtail's, which breaks on a link that leads nowhere."""
    return link_entity(props if isinstance(props.get("url"), str) else {**props, "url": ""})


written_page_links = {
    "from_database_format": {
        "a[href]": ExternalLinkElementHandler("LINK"),
        'a[linktype="page"]': _PageInTheEditor("LINK"),
    },
    "to_database_format": {"entity_decorators": {"LINK": _written_link}},
}
written_file_links = {
    "from_database_format": {'a[linktype="document"]': _FileInTheEditor("DOCUMENT")},
    "to_database_format": {"entity_decorators": {"DOCUMENT": document_link_entity}},
}
