"""A talk as its reader sees it, in five queries however long it is."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from polder.capabilities.discussion.models import Comment, Reaction
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

SHOWN: Final = 200  # the newest; who has more to say needs a meeting


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of reaction: how many gave it, and whether the reader did."""

    key: str
    name: str
    count: int
    mine: bool


@dataclass(slots=True)
class Said:
    """One comment with its replies."""

    comment: Comment
    signs: list[Sign]
    mine: bool
    replies: list["Said"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """All of it. `count` leaves out what was taken back or hidden."""

    said: list[Said]
    signs: list[Sign]
    count: int
    moderates: bool


def talk_about(ref: str, aspect: Aspect, person: Person, at: datetime) -> Talk:
    """Everything said about the thing, the oldest first, replies under what they answer."""
    rows = Comment.objects.filter(thing=ref).select_related("author", "hidden_by").prefetch_related("earlier")
    newest = sorted(rows.order_by("-at", "-pk")[:SHOWN], key=lambda row: (row.at, row.pk))
    given: defaultdict[int | None, list[tuple[str, int]]] = defaultdict(list)
    for comment, sign, number in Reaction.objects.filter(thing=ref).values_list("comment", "sign", "person"):
        given[comment].append((sign, number))
    all_said = {row.pk: Said(row, _signs(given[row.pk], person), row.author_id == person.pk) for row in newest}
    top: list[Said] = []
    for said in all_said.values():
        above = all_said.get(said.comment.parent_id or 0)
        (top if above is None else above.replies).append(said)
    return Talk(
        said=[each for each in top if each.comment.shown or each.replies or each.comment.hidden_at],
        signs=_signs(given[None], person),
        count=sum(row.shown for row in newest),
        moderates=mandate.may(person, "edit", aspect, at=at).allowed,
    )


def _signs(given: list[tuple[str, int]], person: Person) -> list[Sign]:
    counted = Counter(sign for sign, _ in given)
    mine = {sign for sign, number in given if number == person.pk}
    return [Sign(key, str(name), counted[key], key in mine) for key, name in Reaction.Sign.choices]
