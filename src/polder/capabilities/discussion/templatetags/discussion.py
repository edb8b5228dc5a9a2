"""`{% discussion "page" page.pk %}`: the place of the talk about a thing, which is fetched when a reader gets there."""

from django import template

register = template.Library()


@register.inclusion_tag("discussion/_place.html")
def discussion(kind: str, number: int) -> dict[str, str]:
    """No query: the thing itself stays as quick as without a talk."""
    return {"ref": f"{kind}:{number}"}
