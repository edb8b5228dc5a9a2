"""What waits for a person in the matrix: change sets to decide on, findings to mend, a glass that was broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from polder.governance import drafts, finding_words, findings, store
from polder.governance.finding_rules import Found
from polder.governance.resolution import Reading
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with a letter or a severity before it. `due` is the day by which; `late` when that is past.

    `kind` and `thing` name it: `change_set` with `change_set:12`, `glass` with `glass:3`, `finding` with the finding.
    """

    kind: str
    thing: str
    title: str
    detail: str
    address: str
    verb: str
    letter: str = ""
    severity: str = ""
    due: date | None = None
    late: bool = False
    since: datetime | None = None


def for_person(person: Person, at: datetime) -> list[Item]:
    """Decisions first, then findings, the most severe first."""
    reading = store.reading_now()
    return [*_decisions(person, at), *_glasses(person, at), *_findings(reading, person, at)]


def _decisions(person: Person, at: datetime) -> Iterator[Item]:
    for change_set in drafts.waiting_for(person, at):
        yield Item(
            kind="change_set",
            thing=f"change_set:{change_set.pk}",
            since=change_set.made_at,
            title=change_set.title,
            detail=_("%(name)s proposes this change to the matrix") % {"name": change_set.author},
            address=change_set.get_absolute_url(),
            verb=_("Decide"),
            letter="A",
        )


def _glasses(person: Person, at: datetime) -> Iterator[Item]:
    for glass in drafts.glasses_to_know(person, at):
        yield Item(
            kind="glass",
            thing=f"glass:{glass.pk}",
            since=glass.valid_from,
            title=_("Break-glass on %(aspect)s") % {"aspect": glass.aspect},
            detail=_("%(name)s: %(reason)s") % {"name": glass.person, "reason": glass.reason},
            address=glass.aspect.get_absolute_url(),
            verb=_("Look"),
            severity="critical",
        )


def _findings(reading: Reading, person: Person, at: datetime) -> Iterator[Item]:
    for each in findings.for_person(reading, person, at):  # the most severe first
        yield Item(
            kind="finding",
            thing=_subject(each.found),
            since=each.opened_at,
            title=finding_words.sentence(reading, each.found),
            detail=finding_words.meaning(each.found.code),
            address=reverse("governance:findings") + f"?aspect={each.found.aspect}",
            verb=finding_words.remedy(reading, each.found).label,
            severity=each.found.severity,
            due=each.due,
            late=each.due < at.date(),
        )


def _subject(found: Found) -> str:
    """A short name that is the same tomorrow and on every machine."""
    return "finding:" + sha256("/".join(found.identity).encode()).hexdigest()[:16]
