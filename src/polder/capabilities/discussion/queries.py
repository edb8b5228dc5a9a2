"""A talk as its reader sees it, in a handful of queries however long it is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString

from polder.capabilities.discussion import mentions
from polder.capabilities.discussion.models import Comment, Reaction
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

SHOWN: Final = 200  # at a time; what is older is one step away


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of reaction: how many gave it, and whether the reader did."""

    key: str
    name: str
    count: int
    mine: bool


@dataclass(slots=True)
class Said:
    """One comment with its replies; `html` is its text with names in the place of keys."""

    comment: Comment
    html: SafeString
    signs: list[Sign]
    mine: bool
    replies: list["Said"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """A page of it. `count` is of all, without what was taken back or hidden.

    `earlier` is the comment before which more was said; `newest`: this is the end of it.
    """

    said: list[Said]
    signs: list[Sign]
    count: int
    moderates: bool
    earlier: int | None
    newest: bool


def talk_about(
    ref: str, aspect: Aspect, person: Person, at: datetime, *, before: int | None = None, always: Collection[int] = ()
) -> Talk:
    """The newest that was said about the thing, the oldest of it first, replies under what they answer.

    `before` is the number of a comment: what was said before it. What is replied to is there as well, and so are the
    comments of `always`. At most eleven queries.
    """
    everything = (
        Comment.objects.filter(thing=ref)
        .select_related("author", "hidden_by")
        .prefetch_related("earlier", "enclosures")
    )
    rows = _page(everything, before)
    shown, more = rows[:SHOWN], len(rows) > SHOWN
    missing = ({row.parent_id for row in shown if row.parent_id} | set(always)) - {row.pk for row in shown}
    if missing:
        shown += everything.filter(pk__in=missing)
    shown.sort(key=lambda row: (row.at, row.pk))
    signs = _signs(ref, [row.pk for row in shown], person)
    return Talk(
        said=[each for each in _threads(shown, signs, person, at) if _stays(each) or each.comment.pk in always],
        signs=signs[None],
        count=_count(ref) if more or before is not None else sum(row.shown for row in shown),
        moderates=mandate.may(person, "edit", aspect, at=at).allowed,
        earlier=rows[SHOWN - 1].pk if more else None,
        newest=before is None,
    )


def _page(everything: QuerySet[Comment], before: int | None) -> list[Comment]:
    """One more than is shown."""
    last = None if before is None else everything.filter(pk=before).values_list("at", flat=True).first()
    if last is not None:
        everything = everything.filter(Q(at__lt=last) | Q(at=last, pk__lt=before))
    return list(everything.order_by("-at", "-pk")[: SHOWN + 1])


def _count(ref: str) -> int:
    return Comment.objects.filter(thing=ref, taken_back_at=None, hidden_at=None).count()


def _threads(
    rows: Sequence[Comment], signs: Mapping[int | None, list[Sign]], person: Person, at: datetime
) -> list[Said]:
    names = mentions.names_in([row.text for row in rows if row.shown], person, at)
    all_said = {
        row.pk: Said(row, mentions.html_of(row.text, names), signs[row.pk], row.author_id == person.pk) for row in rows
    }
    top: list[Said] = []
    for said in all_said.values():
        above = all_said.get(said.comment.parent_id or 0)
        (top if above is None else above.replies).append(said)
    return top


def _stays(said: Said) -> bool:
    """What was taken back leaves a mark only where somebody replied to it."""
    return said.comment.taken_back_at is None or bool(said.replies)


def _signs(ref: str, comments: Collection[int], person: Person) -> dict[int | None, list[Sign]]:
    """Reactions to the thing itself (None) and to each of the comments, counted. One query."""
    about = Reaction.objects.filter(Q(comment=None) | Q(comment__in=comments), thing=ref).order_by()
    counted = about.values_list("comment", "sign").annotate(
        given=Count("pk"), mine=Count("pk", filter=Q(person=person))
    )  # fmt: skip
    given: defaultdict[int | None, dict[str, tuple[int, int]]] = defaultdict(dict)
    for comment, sign, number, mine in counted:
        given[comment][sign] = (number, mine)
    return {comment: _each_sign(given[comment]) for comment in (None, *comments)}


def _each_sign(given: Mapping[str, tuple[int, int]]) -> list[Sign]:
    nobody = (0, 0)
    return [
        Sign(key, str(name), given.get(key, nobody)[0], bool(given.get(key, nobody)[1]))
        for key, name in Reaction.Sign.choices
    ]
