"""Other sites inside a page. Which hosts at all, the operator says; who may put one in a page, the facet technology.

What the browser loads follows the same list (`frame-src` of the content security policy).
"""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField


class Embed(blocks.StructBlock):
    """A piece of another site, shut in: it can do nothing to the page around it."""

    title = blocks.CharBlock(max_length=120, label=gettext_lazy("What it shows"))
    address = blocks.URLBlock(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Begins with https://, on a site that the operator allows. Putting it in a page takes the technology of its aspect."),
    )  # fmt: skip
    height = blocks.ChoiceBlock(
        choices=[("low", gettext_lazy("Low")), ("middle", gettext_lazy("Half a screen")), ("tall", gettext_lazy("A whole screen"))],
        default="middle", label=gettext_lazy("Height"),
    )  # fmt: skip

    class Meta:
        icon = "code"
        label = gettext_lazy("Piece of another site")
        template = "publishing/blocks/embed.html"

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` for a host that is not allowed."""
        cleaned = super().clean(value)
        if not is_allowed(cleaned["address"]):
            raise StructBlockValidationError({"address": ValidationError(_allowed_in_words())})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"allowed": is_allowed(value["address"]), "host": _host(value["address"])}


def is_allowed(address: str) -> bool:
    """Over TLS, from exactly one of the hosts that the operator named, with nobody's name and password in it."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and "@" not in parts.netloc and parts.netloc.lower() in settings.EMBED_HOSTS
    except ValueError:
        return False


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def embeds_of(page: Any) -> Counter[str]:
    """The addresses of everything that other sites show in the page, in all its texts."""
    texts = (getattr(page, field.name) for field in page._meta.concrete_fields if isinstance(field, StreamField))
    return Counter(block.value["address"] for text in texts for block in text if isinstance(block.block, Embed))


def _allowed_in_words() -> str:
    hosts = sorted(settings.EMBED_HOSTS)
    if not hosts:
        return _("No other site is shown inside pages here. Make it a link, or ask whoever runs this installation.")
    return _("Only %(hosts)s can be shown inside a page, over https. Make it a link, or ask whoever runs this installation.") % {"hosts": ", ".join(hosts)}  # fmt: skip
