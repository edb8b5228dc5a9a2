"""A field that asks for an aspect by its name, with suggestions while typing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from polder.base.words import say_list
from polder.governance.models import Aspect

SUGGESTED = 12


class AspectInput(forms.TextInput):
    """Without script one types the name or a part of it, and is told which aspects it may mean."""

    template_name = "governance/widgets/aspect.html"

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "autocomplete": "off",
                "hx-get": reverse_lazy("governance:aspects_suggest"),
                "hx-trigger": "input changed delay:200ms",
                "hx-swap": "innerHTML",
                "hx-params": "this",
            }
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_aspects"
        context["widget"]["attrs"] |= {"list": listed, "hx-target": f"#{listed}", "hx-params": name}
        context["listed"] = listed
        return context


class AspectField(forms.CharField):
    """An aspect by name or key, as the suggestions write them: `Homepage · homepage`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=AspectInput(), max_length=320, **options)

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Aspect) else value

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        key = typed.rpartition(" · ")[2] if " · " in typed else typed.lower()
        for condition in ({"key": key}, {"name__iexact": typed}):
            found = list(Aspect.objects.filter(**condition)[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise _several(found)
        near = suggestions(typed)
        if len(near) == 1:
            return near[0]
        raise _several(near) if near else ValidationError(_("No aspect is called so. Write a part of its name."))


def written(aspect: Aspect) -> str:
    """How an aspect stands in an AspectField."""
    return f"{aspect.name} · {aspect.key}"


def _several(found: Sequence[Aspect]) -> ValidationError:
    """What was written may mean each of these: one of them, written so, is enough."""
    named = {"names": say_list([written(aspect) for aspect in found])}
    return ValidationError(_("That may be %(names)s. Write one of these.") % named)


def suggestions(typed: str) -> list[Aspect]:
    """The first aspects that what is typed may mean, the highest first. One query; none for fewer than two letters."""
    words = typed.partition(" · ")[0].split()[:8]
    if len("".join(words)) < 2:
        return []
    rows = Aspect.objects.select_related("parent")
    for word in words:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("depth", "name")[:SUGGESTED])
