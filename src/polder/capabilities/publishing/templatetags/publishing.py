"""`{% load publishing %}`: what pages of every kind show alike."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from polder.capabilities.publishing import explaining

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: Context, body: Any) -> SafeString:
    """{% explained page.body %}: all blocks, with each word of the glossary explained where it first stands."""
    words, seen = explaining.lexicon(), set[str]()
    values = context.flatten()
    parts = []
    for block in body:
        html = block.render_as_block(values)
        marks = bool(words) and block.block_type in explaining.KINDS
        parts.append(explaining.marked(html, words, seen) if marks else html)
    return mark_safe("".join(parts))  # noqa: S308  # blocks escape what they show; marks are text nodes
