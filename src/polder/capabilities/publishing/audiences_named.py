"""A unit, role, body or person is to be removed: which published things are for them, and audiences that nothing has any more.

audiences_named.titles("news.newsletter", lambda audiences, person, at: ...)   # whoever has more things with an audience
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from polder.base.words import say_list
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Audience, AudienceLanguage, AudienceParty, AudiencePlace, Page
from polder.capabilities.publishing.models.pages import KEPT
from polder.governance import mandate
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person

type Titles = Callable[[QuerySet[Audience], Person, datetime], Iterable[str]]

_SHOWN: Final = 5
_titles: dict[str, Titles] = {}


def register() -> None:
    """Called once, in `ready()`."""
    removing.describe("publishing.audienceparty", named_in)
    removing.describe("publishing.page", in_the_bin)
    removing.before(forget_unused)
    titles("publishing.page", _of_pages)
    for label, words in {
        "publishing.page": ngettext_lazy("%(n)d page", "%(n)d pages", "n"),
        "publishing.picture": ngettext_lazy("%(n)d picture", "%(n)d pictures", "n"),
        "publishing.attachment": ngettext_lazy("%(n)d file", "%(n)d files", "n"),
        "publishing.duty": ngettext_lazy("%(n)d must-read", "%(n)d must-reads", "n"),
        "publishing.request": ngettext_lazy("%(n)d request for advice", "%(n)d requests for advice", "n"),
        "publishing.addition": ngettext_lazy("%(n)d request for advice", "%(n)d requests for advice", "n"),
    }.items():
        removing.count(label, words)


def titles(label: str, seen: Titles) -> None:
    """Titles of what things of this model (`app.model`) with one of the audiences the person may see, a few of them."""
    _titles[label] = seen


def in_the_bin(rows: Sequence[Model], by: Person | None, at: datetime) -> list[str]:
    """How many of these pages lie in the bin, where nobody looks for them, and when the last of them is gone."""
    thrown = [row.binned_at for row in rows if isinstance(row, Page) and row.binned_at is not None]
    if not thrown:
        return []
    words = {"n": len(thrown), "day": date_format((max(thrown) + KEPT).date())}
    return [
        ngettext(
            "%(n)d of the pages lies in the bin; it is gone after %(day)s. Put it back and move it, or wait.",
            "%(n)d of the pages lie in the bin; the last is gone after %(day)s. Put them back and move them, or wait.",
            len(thrown),
        )
        % words
    ]


def named_in(rows: Sequence[Model], by: Person | None, at: datetime) -> list[str]:
    """How much is for them, of each kind; by title what `by` may see. Two queries for each kind."""
    parties = {row.party_id for row in rows if isinstance(row, AudienceParty)}
    audiences = Audience.objects.filter(members__party__in=parties).order_by().distinct()
    counted, shown = list[str](), list[str]()
    for model, name in _holders():
        number = model._default_manager.filter(**{f"{name}__in": audiences.values("pk")}).count()
        if number:
            counted.append(removing.counted(model._meta.label_lower, number))
            if by is not None and model._meta.label_lower in _titles:
                shown += _titles[model._meta.label_lower](audiences, by, at)
    said = []
    if counted:
        words = {"what": say_list(counted)}
        said.append(_("Named among those for whom these are: %(what)s. Choose others for them first.") % words)
    if shown:
        quoted = [_("“%(title)s”") % {"title": title} for title in shown[:_SHOWN]]
        said.append(_("Some of them that you may see: %(titles)s.") % {"titles": say_list(quoted)})
    return said


def forget_unused(parties: Collection[int]) -> None:
    """Audiences with these parties for which nothing is any more; they stay behind when something is given another."""
    unused = Audience.objects.filter(members__party__in=parties)
    for model, name in _holders():
        unused = unused.filter(~Exists(model._default_manager.filter(**{name: OuterRef("pk")})))
    Audience.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).delete()


def _holders() -> Iterator[tuple[type[Model], str]]:
    """Every model with an audience, and the field that has it."""
    for relation in Audience._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if isinstance(field, ForeignKey) and field.model not in {AudienceParty, AudiencePlace, AudienceLanguage}:
            yield field.model, field.name


def _of_pages(audiences: QuerySet[Audience], person: Person, at: datetime) -> list[str]:
    seen = readable(person, at) | (mandate.things_where(person, "view_draft", at=at) & Q(binned_at=None))
    rows = Page.objects.filter(seen, audience__in=audiences.values("pk"), aspect__isnull=False)
    return list(rows.order_by("title", "pk").values_list("title", flat=True)[:_SHOWN])
