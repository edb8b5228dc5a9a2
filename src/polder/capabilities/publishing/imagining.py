"""Looking at a page as another reader would see it (P10): a reader who is nobody, and has only what was chosen for them.

Never a named colleague: what one person sees is theirs. Whoever looks sees nothing that is not for themselves too, and
nothing can be done in what is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.capabilities.publishing import choosing, places
from polder.capabilities.publishing.audiences import Aim, aim_of, audiences_naming, open_at, open_to, readable
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.queries import Visit
from polder.governance import mandate
from polder.ground.organisation.models import Body, Party, Person, Seat, Unit
from polder.ground.organisation.queries.directory import visible_people


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with one party at most, maybe a guest, at a place, who speaks a language. Who reads Polder in `reads`."""

    guest: bool = False
    party: Party | None = None
    place: str = ""
    speaks: str = ""
    reads: str = ""

    def as_person(self) -> Person:
        """With no number, so that nothing is theirs."""
        kind = Person.Kind.GUEST if self.guest else Person.Kind.EMPLOYEE
        return Person(kind=kind, location=self.place or None, languages=[self.speaks] if self.speaks else [])

    def parties(self) -> set[int]:
        """By G3: a unit with all above it, but of no guest. One query for a unit."""
        if self.party is None or (self.guest and self.party.kind == Party.Kind.UNIT):
            return set()
        if self.party.kind != Party.Kind.UNIT:
            return {self.party.pk}
        rows = {row[0]: row[1:] for row in Unit.objects.values_list("pk", "parent", "party")}
        found, number = set[int](), self.party.unit_id
        while number is not None:
            number, party = rows[number]
            found.add(party)
        return found

    def acts(self) -> set[int]:
        """By G8: for a role whoever holds it, for a body whoever sits in one for which any member acts."""
        party = self.party
        if party is None or party.kind == Party.Kind.UNIT:
            return set()
        body = party.body
        return set() if body is not None and body.acts_by != Body.ActsBy.ANY_MEMBER else {party.pk}

    def named_in(self, at: datetime) -> Q:
        """A condition for things whose audience takes the reader in."""
        person = self.as_person()
        return open_to(audiences_naming(self.parties(), person), person)

    def works_on(self, at: datetime) -> Q:
        """A condition for things of which the reader sees drafts, by a letter of their party (G11)."""
        parties = self.parties()
        return mandate.things_for_parties("view_draft", does=parties, asked=parties, acts=self.acts(), at=at)

    def visible_people(self, at: datetime) -> QuerySet[Person]:
        """Whom the reader may find; a guest those who sit in the same body, and the operators."""
        here = Person.objects.active(at)
        if not self.guest:
            return here
        body = None if self.party is None else self.party.body_id
        beside = Seat.objects.filter(valid_at(at), body=body).values("person") if body else []
        return here.filter(Q(operator=True) | Q(pk__in=beside))


@dataclass(frozen=True, slots=True)
class Imagined(Visit):
    """A visit of such a reader: what is for them, as far as it is for who looks too."""

    reader: Reader = Reader()
    looking: Person | None = None

    def people(self) -> QuerySet[Person]:
        """Whom both may find."""
        found = self.reader.visible_people(self.at)
        return found if self.looking is None else found & visible_people(self.looking, self.at)


def visit(reader: Reader, looking: Person, at: datetime) -> Imagined:
    """For `looking`, who is somebody. Two queries at most."""
    theirs = open_at(at) & (reader.named_in(at) | reader.works_on(at))
    return Imagined(reader.as_person(), at, theirs & readable(looking, at), reader=reader, looking=looking)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Would the reader get the page, and why. `aimed` are the names of whom it is for."""

    reads: bool
    because: str  # "everyone", "named", "works", "guest", "not_named"
    aimed: tuple[str, ...]


def verdict(page: Page, reader: Reader, at: datetime) -> Verdict:
    """Of the page once readers get it. About six queries."""
    row = Page.objects.filter(pk=page.pk)
    aimed = _named(aim_of(page.audience))
    if row.filter(reader.named_in(at)).exists():
        return Verdict(True, "named" if page.audience_id else "everyone", aimed)
    if row.filter(reader.works_on(at)).exists():
        return Verdict(True, "works", aimed)
    return Verdict(False, "not_named" if page.audience_id else "guest", aimed)


def _named(aim: Aim) -> tuple[str, ...]:
    languages = (places.language_name(language) for language in aim.languages)
    return (*(party.name for party in aim.parties), *aim.places, *languages)


type Groups = list[tuple[str, list[choosing.Choice]]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers, with what is chosen."""

    parties: Groups
    places: list[choosing.Choice]
    languages: list[choosing.Choice]
    reads: list[choosing.Choice]


def choices(reader: Reader, at: datetime) -> Choices:
    """Every unit, role and body, and where people work and what they speak. Two queries."""
    mine = "" if reader.party is None else reader.party.ref
    there = places.known(at)
    return Choices(
        [(label, [choosing.Choice(row.ref, row.name, row.ref == mine) for row in rows]) for label, rows in choosing.groups()],
        [choosing.Choice(name, name, name == reader.place) for name in there.places],
        [choosing.Choice(name, places.language_name(name), name == reader.speaks) for name in there.languages],
        [choosing.Choice(code, places.language_name(code), code == reader.reads) for code, _name in settings.LANGUAGES],
    )  # fmt: skip


def chosen(given: Mapping[str, Any], at: datetime) -> Reader:
    """Who was chosen. Raises Invalid for a party, place or language that is not there. Two queries."""
    there = places.known(at)
    ref = str(given.get("who", ""))
    return Reader(
        guest=bool(given.get("guest")),
        party=_one(ref, {row.ref: row for _label, rows in choosing.groups() for row in rows}) if ref else None,
        place=_one(str(given.get("place", "")), _same(there.places)),
        speaks=_one(str(given.get("speaks", "")), _same(there.languages)),
        reads=_one(str(given.get("reads", "")), _same(code for code, _name in settings.LANGUAGES)),
    )


def _same(names: Any) -> dict[str, str]:
    return {"": "", **{name: name for name in names}}


def _one[T](wanted: str, known: Mapping[str, T]) -> T:
    if wanted not in known:
        raise Invalid(_("Somebody or something you chose is not there any more. Choose anew."))
    return known[wanted]


def words_for(reader: Reader) -> Iterator[str]:
    """The reader in a few words, for a sentence."""
    if reader.guest:
        yield _("a guest")
    if reader.party is not None:
        yield reader.party.name
    if reader.place:
        yield reader.place
    if reader.speaks:
        yield places.language_name(reader.speaks)
