"""Asked by blocks and by whatever else shows a picture or a document."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from polder.capabilities.publishing import files

register = template.Library()


@register.simple_tag(takes_context=True)
def is_shown(context: Context, file: Any) -> bool:
    """{% is_shown value as shown %}: whether readers get the file now; `at` in the context is now, where it is given."""
    return files.is_shown(file, context.get("at") or timezone.now())
