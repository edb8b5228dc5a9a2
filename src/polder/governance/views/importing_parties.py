"""Who the parties of a file are, and what the file would change: the proposal as the page shows and asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from polder.governance.changes import CreateAspect, CreateRole
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.grid import party_name
from polder.governance.importing import drafting
from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.matching import NEW, PartyMatch, match_parties
from polder.governance.resolution import Reading as Organisation
from polder.governance.views.importing_answers import PARTY, Asked, NotOffered, Option, Read, is_turned, place


@dataclass(frozen=True, slots=True)
class Choice:
    """A party that is matched, or new, without doubt: it may be chosen otherwise."""

    key: str
    name: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Parties:
    """What is asked (which of several answers, who somebody is), all the other parties, who was chosen by row."""

    asked: tuple[Asked, ...]
    others: tuple[Choice, ...]
    chosen: Mapping[int, str] = field(default_factory=dict)

    @property
    def open_names(self) -> Iterator[str]:
        return (each.key.removeprefix(PARTY) for each in self.asked if each.kind == "party" and not each.chosen)


@dataclass(frozen=True, slots=True)
class Compared:
    """The file against what is in force, in numbers and names."""

    added: int
    changed: int
    ended: int
    unchanged: int
    new_aspects: tuple[str, ...]
    new_roles: tuple[str, ...]
    nothing: bool


def proposed(
    understood: Read,
    organisation: Organisation,
    at: datetime,
    sent: QueryDict,
    *,
    under: AspectKey | None = None,
) -> tuple[drafting.Proposal, Parties]:
    """What the file would change with these answers, and who is who in it. Raises NotOffered."""
    choices = {key: str(value) for key, value in sent.items() if key.startswith(PARTY) and value}
    complete = "complete" in sent
    try:
        proposal = drafting.proposal(
            understood.reading, organisation, at, under=under, complete=complete, choices=choices
        )
        undecided = proposal.undecided
        # An answer that is not offered any more, because another one changed the reading, counts as not given.
        chosen = {
            each.choice: str(sent[each.choice]) for each in undecided if sent.get(each.choice, "") in each.parties
        }
        if chosen:
            proposal = drafting.proposal(
                understood.reading, organisation, at, under=under, complete=complete, choices=choices | chosen
            )
    except UnknownChoice as wrong:
        raise NotOffered(wrong.sentence) from wrong
    several = tuple(_which(each, understood, chosen.get(each.choice, "")) for each in undecided)
    people = _who_is_who(understood, organisation, at, choices)
    by_row = {each.row: chosen[each.choice] for each in undecided if each.choice in chosen}
    return proposal, Parties((*several, *people.asked), people.others, by_row)


def _which(undecided: drafting.Undecided, understood: Read, chosen: str) -> Asked:
    row = understood.reading.rows[undecided.row]
    return Asked(
        undecided.choice,
        "accountable",
        _("More than one answers for “%(aspect)s”. Which one?") % {"aspect": row.aspect},
        place(row.sheet, row.row, turned=is_turned(understood.reading)),
        tuple(Option(party, party, row.remarks.get(party, "")) for party in undecided.parties),
        chosen,
        _("One aspect has one A. The others keep their other letters."),
    )


def _who_is_who(understood: Read, organisation: Organisation, at: datetime, choices: Mapping[str, str]) -> Parties:
    """By name alone, as if nothing was chosen: a question stays where it is when it is answered."""
    every: list[Option] | None = None
    asked: list[Asked] = []
    others: list[Choice] = []
    for match in match_parties(understood.reading.parties, organisation, at).values():
        chosen = choices.get(match.choice, "")
        if match.others or match.how == "synonym":
            asked.append(_asked(match, organisation, chosen))
            continue
        every = every or _every_party(organisation)
        found = _("A new role: %(name)s") % {"name": match.matched} if match.is_new else _is(match.party, match.matched)
        others.append(Choice(match.choice, match.name, (Option("", found), *_new(match), *every), chosen))
    return Parties(tuple(asked), tuple(others))


def _asked(match: PartyMatch, organisation: Organisation, chosen: str) -> Asked:
    candidates = match.others if match.is_new else (match.party, *match.others)
    options = [Option(party, party_name(organisation, party), _kind(party)) for party in candidates]
    return Asked(
        match.choice,
        "party",
        _("Who is “%(name)s”?") % {"name": match.name},
        "",
        (*options, Option(NEW, match.name, _("a new role, held by nobody yet"))),
        chosen,
        _("Until you choose it is a new role.") if match.is_new else _("Until you choose it is the first of these."),
    )


def _new(match: PartyMatch) -> tuple[Option, ...]:
    return () if match.is_new else (Option(NEW, _("A new role: %(name)s") % {"name": match.name}),)


def _kind(party: PartyKey) -> str:
    return {"role": _("the role"), "unit": _("the unit"), "body": _("the body"), "person": _("the person")}[
        party.partition(":")[0]
    ]


def _is(party: PartyKey, name: str) -> str:
    return _("%(name)s, %(kind)s") % {"name": name, "kind": _kind(party)}


def _every_party(organisation: Organisation) -> list[Option]:
    """Roles, units and bodies to choose from; people are not: a person gets a letter by name only where it is meant."""
    facts = organisation.facts
    found = [
        *((f"role:{key}", role.name) for key, role in facts.roles.items()),
        *((f"unit:{key}", unit.name) for key, unit in facts.units.items()),
        *((f"body:{key}", body.name) for key, body in facts.bodies.items()),
    ]
    return [Option(party, _is(PartyKey(party), name)) for party, name in sorted(found, key=lambda one: one[1].lower())]


def compared(proposal: drafting.Proposal) -> Compared:
    """The proposal in numbers."""
    return Compared(
        added=sum(len(each.after) for each in proposal.added),
        changed=len(proposal.changed),
        ended=sum(len(each.before) for each in proposal.ended),
        unchanged=sum(len(each.after) for each in proposal.unchanged),
        new_aspects=tuple(line.aspect.name for line in proposal.lines if isinstance(line, CreateAspect)),
        new_roles=tuple(line.name for line in proposal.lines if isinstance(line, CreateRole)),
        nothing=not proposal.lines,
    )
