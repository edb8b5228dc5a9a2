"""In which language something is written, where that is not the reader's: marked for machines, and in a word for people.

{% lang item.language %}        lang="nl", or nothing, inside a tag
{% written_in item.language %}  “Nederlands”, or nothing, beside a title
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

register = template.Library()


@register.simple_tag
def lang(language: str | None) -> SafeString:
    """The attribute, with a space before it."""
    return format_html(' lang="{}"', language) if language and language != get_language() else SafeString("")


@register.simple_tag
def written_in(language: str | None) -> SafeString:
    """The language by its own name, which those who read it know best."""
    if not language or language == get_language():
        return SafeString("")
    try:
        name = str(get_language_info(language)["name_local"]).capitalize()
    except KeyError:
        name = language
    return format_html('<span class="tongue" lang="{}">{}</span>', language, name)
