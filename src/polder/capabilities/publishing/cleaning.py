"""Text that comes from elsewhere than the editor (a file, another system) holds what it may hold, and nothing else.

The editor makes its own text of what is pasted; operations take text from anybody.
"""

import re
from typing import Any, ClassVar

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.rich_text import RichText
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

_PLAIN = (
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "hr",
    "blockquote",
    "code",
    "sup",
    "sub",
)
_LINK = attribute_rule({"href": check_url, "linktype": True, "id": True})
_GONE = re.compile(r"<(script|style|template|title|textarea|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_AS_WE_WRITE = re.compile(rf"(?:[^<>]|</?(?:{'|'.join(_PLAIN)})\s*/?>)*")


class _Texts(Whitelister):
    element_rules: ClassVar[dict[str, Any]] = {
        "[document]": allow_without_attributes,
        **dict.fromkeys(_PLAIN, allow_without_attributes),
        "a": _LINK,
    }


def clean_texts(page: Any) -> None:
    """In place, in every text of a page that is about to be kept."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            _clean(getattr(page, field.name))


def cleaned(html: str) -> str:
    """What a text may hold: paragraphs, lists, small headings, emphasis and links that lead somewhere harmless."""
    if _AS_WE_WRITE.fullmatch(html):
        return html
    found: str = _Texts().clean(_GONE.sub("", html))
    return found


def _clean(value: Any) -> None:
    match value:
        case RichText():
            value.source = cleaned(value.source)
        case StreamValue():
            for block in value:
                _clean(block.value)
        case StructValue():
            for part in value.values():
                _clean(part)
        case ListValue():
            for part in value:
                _clean(part)
