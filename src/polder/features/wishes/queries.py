"""Wishes for their reader: who works here sees them all, a guest none. Bounded queries, whatever the number of wishes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from django.db.models import Count, Q, QuerySet

from polder.base import likeness
from polder.features.wishes.models import Step, Support, Wish, WishWord, Wording
from polder.governance import becoming, mandate, who_answers
from polder.governance.becoming import Door, Made
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

type Show = Literal["new", "most", "answered", "mine"]
SHOWS: Final[tuple[Show, ...]] = get_args(Show.__value__)
NEAR: Final = 5
_LOOKED: Final = 24  # stems of a text that are looked for


def for_everybody(person: Person, at: datetime) -> Q:
    """A condition for wishes in lists: what stands there, for who works here."""
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return Q(pk__in=[])
    return Q(hidden_at=None)


def seen_by(person: Person, at: datetime) -> QuerySet[Wish]:
    """As `find`: for who works here; what was taken down for its wisher and who keeps its aspect."""
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return Wish.objects.none()
    return Wish.objects.filter(Q(hidden_at=None) | Q(wisher=person) | mandate.things_where(person, "edit", at=at))


def find(number: int, person: Person, at: datetime) -> Wish | None:
    """The wish, for who works here; one that was taken down for its wisher and who keeps its aspect. At most three queries."""
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return None
    row = Wish.objects.select_related("aspect", "wisher", "same_as", "hidden_by").filter(pk=number).first()
    if row is not None and row.hidden_at is not None and row.wisher_id != person.pk:
        return row if mandate.may(person, "edit", row.aspect, at=at).allowed else None
    return row


def listed(person: Person, at: datetime, *, show: Show = "new", words: str = "", aspect: str = "") -> QuerySet[Wish]:
    """The newest, the most wanted that are not done, those with an answer, or the person's own; with all of the words."""
    found = Wish.objects.filter(for_everybody(person, at)).select_related("aspect", "wisher")
    found = found.filter(wisher=person) if show == "mine" else found.filter(same_as=None)
    if show == "most":
        found = found.exclude(state=Wish.State.DONE).order_by("-votes", "-pk")
    if show == "answered":
        found = found.exclude(state=Wish.State.OPEN)
    if aspect:
        found = found.filter(aspect__key=aspect)
    for word in words.split()[:8]:
        stems = likeness.stems_in_both(word)
        if stems:
            found = found.filter(pk__in=WishWord.objects.filter(stem__in=stems).values("wish"))
    return found


def aspects_of(person: Person, at: datetime) -> list[Aspect]:
    """Those under which something is wished for. One query."""
    wished = Wish.objects.filter(for_everybody(person, at), same_as=None).order_by().values("aspect")
    return list(Aspect.objects.filter(pk__in=wished).order_by("name")[:500])


@dataclass(frozen=True, slots=True)
class Near:
    """What is near-equal, the nearest first, and the aspects it may be about."""

    wishes: Sequence[Wish]
    aspects: Sequence[Aspect]


def near_to(text: str, person: Person, at: datetime, *, but: int = 0) -> Near:
    """Wishes (`but` one) that share words with the text. At most three queries."""
    stems = likeness.stems_in_both(text)[:_LOOKED]
    if not stems:
        return Near((), ())
    enough = 1 if len(likeness.words_of(text)) < likeness.FEWEST else 2
    shown = Wish.objects.filter(for_everybody(person, at), same_as=None).exclude(pk=but)
    said = WishWord.objects.filter(stem__in=stems, wish__in=shown.order_by().values("pk"))
    shared = said.values("wish").annotate(shared=Count("pk")).filter(shared__gte=enough)
    numbers = list(shared.order_by("-shared", "-wish").values_list("wish", flat=True)[:NEAR])
    found = Wish.objects.select_related("aspect").in_bulk(numbers)
    wishes = [found[number] for number in numbers]
    return Near(wishes, _aspects(stems, wishes))


def _aspects(stems: Sequence[str], wishes: Sequence[Wish]) -> list[Aspect]:
    """Of what is near, and whose own name shares a word: that weighs most. One query."""
    weights: Counter[Aspect] = Counter()
    for rank, wish in enumerate(wishes):
        weights[wish.aspect] += NEAR - rank
    named = Q()
    for stem in stems:
        named |= Q(name__icontains=stem)
    for aspect in Aspect.objects.filter(named).order_by("depth", "name")[:20]:
        weights[aspect] += 2 * NEAR * len(set(stems) & set(likeness.stems_in_both(aspect.name)))
    return [aspect for aspect, weight in weights.most_common(3) if weight]


@dataclass(frozen=True, slots=True)
class Page:
    """A wish as its page shows it to somebody. `made` is what it became, for who may see that."""

    wish: Wish
    steps: Sequence[Step]
    wordings: Sequence[Wording]
    same: Sequence[Wish]
    supports: bool
    may_support: bool
    may_reword: bool
    keeps: bool
    made: Made | None
    doors: Sequence[Door]


def page_of(wish: Wish, person: Person, at: datetime) -> Page:
    """Seven queries and what the doors cost, whatever the number of votes and wishes."""
    family = Support.objects.filter(wish=wish) | Support.objects.filter(wish__same_as=wish)
    keeps = mandate.may(person, "edit", wish.aspect, at=at).allowed
    stands = wish.hidden_at is None and wish.same_as_id is None
    open_to_take = keeps and stands and wish.state in {Wish.State.OPEN, Wish.State.NOT_NOW, Wish.State.WILL_DO}
    takeable = open_to_take and not (wish.became and wish.state == Wish.State.WILL_DO)
    steps = list(wish.steps.select_related("by")[:100])
    return Page(
        wish=wish,
        steps=steps,
        wordings=list(wish.wordings.all()[:20]) if wish.reworded else (),
        same=list(Wish.objects.filter(for_everybody(person, at), same_as=wish).order_by("-votes", "pk")[:20]),
        supports=family.filter(person=person).exists(),
        may_support=stands,
        may_reword=stands and wish.wisher_id == person.pk and wish.state == Wish.State.OPEN and not steps,
        keeps=keeps,
        made=becoming.found([wish.became], person, at).get(wish.became) if wish.became else None,
        doors=becoming.doors(wish.aspect, person, at) if takeable else (),
    )


def supported_by(wishes: Sequence[Wish], person: Person) -> set[int]:
    """Numbers of those the person is behind, here or in what is the same. One query."""
    mine = Support.objects.filter(person=person)
    found = mine.filter(wish__in=wishes) | mine.filter(wish__same_as__in=wishes)
    return {same or own for own, same in found.values_list("wish", "wish__same_as")}


def people_behind(wish: Wish) -> set[int]:
    """Numbers of everybody who would like it, and of who wished for it. One query."""
    family = Support.objects.filter(wish=wish) | Support.objects.filter(wish__same_as=wish)
    return {*family.order_by().values_list("person", flat=True), wish.wisher_id}


def waiting(person: Person, at: datetime) -> QuerySet[Wish]:
    """Wishes that wait for the person to answer, the longest first; `as_a`: because they answer for it. Two queries."""
    mine, as_a = who_answers.asked(person, at, late=Q(due_at__lte=at))
    edits = mandate.things_where(person, "edit", at=at)
    found = Wish.objects.filter(mine, edits, waits_since__isnull=False, hidden_at=None, same_as=None)
    return found.select_related("aspect").annotate(as_a=as_a).order_by("due_at", "pk")
