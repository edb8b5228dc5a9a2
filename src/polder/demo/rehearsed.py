"""Two scenarios that are kept, and have been asked to be played: one that holds, and one that a draft would break."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from polder.capabilities.rehearsing import scenarios
from polder.demo import story
from polder.demo.diary import Entry
from polder.demo.writing import Writers
from polder.governance import mandate
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person, Unit

HOLDS = "The works council is asked before personal data change"
BREAKS = "Human resources is asked about the tiles of the homepage"

_ROUTE = """format: polder-rehearsal/1
title: {title}
organisation: live
steps:
  # The page is written and submitted: the works council is asked first.
  - {{at: {monday}T09:00, by: {author}, do: write, page: data, aspect: changes-of-personal-data, title: "Who sees your data", text: "..."}}
  - {{by: {author}, do: submit, page: data}}
  - expect: {{page: data, live: false, change: consulting}}
  # Nobody answers for three working days. Silence is no objection.
  - {{at: +3wd, by: null, do: nothing}}
  - expect: {{page: data, change: approving, waiting_for: [{accountable}]}}
"""
_LETTER = """format: polder-rehearsal/1
title: {title}
organisation: live
steps:
  - at: {monday}T09:00
    expect: {{may: {head}, power: comment, aspect: homepage-layout, allowed: true, code: assigned}}
  - expect: {{may: {head}, power: edit, aspect: homepage-layout, allowed: false}}
"""


def asked(writers: Writers, now: datetime) -> Iterator[Entry]:
    """Yesterday."""
    yield Entry(now - timedelta(hours=22), partial(_ask_to_play, writers), timedelta(hours=1))


def _ask_to_play(writers: Writers, at: datetime) -> None:
    """By who made the agreement, and by the intranet manager. The worker plays them, as soon as there is one."""
    merel, kim = writers.people["merel-hoogland"], writers.people["kim-hoekstra"]
    monday = at.date() + timedelta(days=7 - at.weekday())
    who = writers.of("changes-of-personal-data", at)
    if who is not None:
        later = at + timedelta(days=7 - at.weekday() + 3)
        answers = mandate.accountable(writers.aspects["changes-of-personal-data"], at=later)
        people = ", ".join(sorted(person.key for person in answers.acting)) if answers else ""
        text = _ROUTE.format(title=HOLDS, monday=monday, author=who[0].key, accountable=people)
        _keep(HOLDS, text, None, by=merel, at=at)
    head = Unit.objects.get(key="hr").head
    if head is not None:
        draft = ChangeSet.objects.get(title=story.DRAFT.title)
        text = _LETTER.format(title=BREAKS, monday=monday, head=head.key)
        _keep(BREAKS, text, draft, by=kim, at=at + timedelta(minutes=30))


def _keep(title: str, text: str, draft: ChangeSet | None, *, by: Person, at: datetime) -> None:
    scenario = scenarios.save(title, text, by=by, at=at)
    scenarios.ask(scenario, draft, by=by, at=at + timedelta(minutes=5))
