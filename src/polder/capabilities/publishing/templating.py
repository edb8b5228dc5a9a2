"""Templates as authors find them: which are offered where, for which kind of page, and what each looks like from afar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import uuid4

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from wagtail.blocks import StreamValue

from polder.capabilities.publishing.fields import Text
from polder.capabilities.publishing.models import Page, PageTemplate
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


@cache
def kinds() -> dict[str, type[Page]]:
    """The kinds of pages that an author can begin, with a text to prepare, by their label (`pages.contentpage`)."""
    found = (model for model in apps.get_models() if issubclass(model, Page) and model.begins_in)
    return {kind._meta.label_lower: kind for kind in found if any(_is_text(field) for field in kind._meta.fields)}


def _is_text(field: Any) -> bool:
    return isinstance(field, Text) and field.name == "body"


@dataclass(frozen=True, slots=True)
class Offer:
    """A template in a list, with its little picture."""

    template: PageTemplate
    kind: str
    shapes: list["Shape"]

    @classmethod
    def of(cls, template: PageTemplate) -> "Offer":
        """No query."""
        return cls(template, kind_name(template.kind), outline(template.body))


def kind_name(kind: str) -> str:
    """“Page”, in the reader's language; the label of a kind that is not there any more."""
    found = kinds().get(kind)
    return kind if found is None else str(found._meta.verbose_name).capitalize()


def line_of(aspect: Aspect) -> list[int]:
    """The aspect and those above it as far as letters reach: up to the first that inherits nothing (G6). One query."""
    numbers = [int(number) for number in aspect.path.strip("/").split("/")]
    inherits = dict(Aspect.objects.filter(pk__in=numbers).values_list("pk", "inherits"))
    line: list[int] = []
    for number in reversed(numbers):
        line.append(number)
        if not inherits[number]:
            break
    return line


def offered(aspect: Aspect, kind: str = "") -> list[PageTemplate]:
    """What authors may begin with under the aspect: its own first, then those of the aspects above it. Two queries."""
    line = line_of(aspect)
    rows = PageTemplate.objects.filter(aspect__in=line, retired_at=None, kind__in=kinds()).select_related("aspect")
    found = rows.filter(kind=kind) if kind else rows
    return sorted(found, key=lambda row: (line.index(row.aspect_id), row.name.casefold(), row.pk))


def offered_to(person: Person, kind: str, at: datetime) -> list[PageTemplate]:
    """What somebody may begin with anywhere, while nobody has said under which aspect. Four queries at most."""
    mine = Aspect.objects.filter(mandate.things_where(person, "edit", at=at, aspect="pk"))
    above: set[int] = set()
    for aspect in mine.only("path"):
        above.update(int(number) for number in aspect.path.strip("/").split("/"))
    rows = PageTemplate.objects.filter(aspect__in=above, retired_at=None, kind=kind).select_related("aspect")
    return list(rows.order_by("aspect__depth", "name", "pk")[:_MANY])


_MANY: Final = 60


def known(person: Person, at: datetime) -> Q:
    """A condition for aspects whose templates somebody may look at: who writes there, or has its design."""
    writes = mandate.things_where(person, "edit", at=at, aspect="pk")
    return writes | mandate.things_where(person, "edit", "design", at=at, aspect="pk")


def may_see(template: PageTemplate, person: Person, at: datetime) -> bool:
    """Is it offered on an aspect where the person writes, or do they keep it? Two queries."""
    below: QuerySet[Aspect] = Aspect.objects.filter(known(person, at), path__startswith=template.aspect.path)
    return below.exists()


@dataclass(frozen=True, slots=True)
class Here:
    """What the page of an aspect says of its templates."""

    aspect: Aspect
    offered: list[PageTemplate]
    may_design: bool


def here(thing: Model, asker: Person, at: datetime) -> Here | None:
    """For the page of an aspect; None for who neither writes there nor has its design. Six queries."""
    if not isinstance(thing, Aspect):
        return None
    design = mandate.may(asker, "edit", thing, "design", at=at).allowed
    if not design and not mandate.may(asker, "edit", thing, at=at).allowed:
        return None
    return Here(thing, offered(thing), design)


def as_raw(body: StreamValue) -> list[dict[str, Any]]:
    """The blocks with marks of their own, as a copy has them."""
    return [_marked(each) for each in body.get_prep_value()]


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        marked = {name: _marked(part) for name, part in value.items()}
        return marked | {"id": str(uuid4())} if set(value) >= {"type", "value"} else marked
    return [_marked(part) for part in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Shape:
    """A bar of the little picture: `kind` is its colour, the rest where it stands, in a field of 48 by 64."""

    kind: str
    x: int
    y: int
    width: int
    height: int


_FOOT: Final = 62


def outline(body: Iterable[Any]) -> list[Shape]:
    """A page as somebody sees it from afar: a dark bar for each heading, lines, boxes; as many as there is room for."""
    shapes, top = [Shape("title", 4, 4, 28, 4)], 12
    for block in body:
        drawn = _drawn(block.block_type, top)
        if drawn[-1].y + drawn[-1].height > _FOOT:
            break
        shapes += drawn
        top = max(shape.y + shape.height for shape in drawn) + 3
    return shapes


def _drawn(kind: str, top: int) -> list[Shape]:
    match kind:
        case "heading":
            return [Shape("heading", 4, top, 22, 3)]
        case "callout":
            return [Shape("callout", 4, top, 40, 8)]
        case "steps" | "accordion" | "people":
            rows = range(top, top + 12, 4)
            return [shape for y in rows for shape in (Shape("heading", 4, y, 3, 2), Shape("line", 10, y, 30, 2))]
        case "table":
            return [Shape("line", x, y, 12, 2) for y in range(top, top + 12, 4) for x in (4, 18, 32)]
        case "text":
            return [Shape("line", 4, top + 4 * n, width, 2) for n, width in enumerate((40, 38, 24))]
        case _:
            return [Shape("box", 4, top, 40, 12)]
