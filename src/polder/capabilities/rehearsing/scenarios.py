"""What people do with scenarios on the web: keep one, take it away, have it played (rehearsal.md)."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.capabilities.rehearsing import format as rehearsals
from polder.capabilities.rehearsing.errors import NotFound, WrongFile
from polder.capabilities.rehearsing.format import Rehearsal
from polder.capabilities.rehearsing.models import Run, Scenario
from polder.governance import drafts, organisation_file, store
from polder.governance.changes import apply
from polder.governance.facts import Facts
from polder.governance.models import ChangeSet
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

LONGEST: Final = 100_000
KEPT_RUNS: Final = 20


class WrongScenario(PolderError):
    """It cannot be played; `details` has what is wrong, each with its line."""

    code = "invalid"
    status = 422


class NotYours(PolderError):
    """Somebody else wrote it."""

    code = "not_assigned"
    status = 403


class Busy(PolderError):
    """One at a time for everybody: playing takes a process of its own."""

    code = "wrong_state"
    status = 409


def read(text: str, facts: Facts) -> Rehearsal:
    """The scenario as it would be played with `facts`. Raises WrongScenario; reads no file, whatever the text names."""
    if len(text) > LONGEST:
        raise WrongScenario(_("That is too long. Make two scenarios of it."))
    try:
        return rehearsals.parse(text.encode(), folder=None, live=lambda: facts)
    except WrongFile as wrong:
        lines = [
            _("Line %(line)d: %(sentence)s") % {"line": each.line, "sentence": each.sentence} for each in wrong.mistakes
        ]
        raise WrongScenario(_("The scenario cannot be played yet."), details=lines) from None


def employee(person: Person) -> Person:
    """The person, who is no guest. Raises NotFound."""
    if person.kind == Person.Kind.GUEST:
        raise NotFound(_("This is for who works here."))
    return person


def save(title: str, text: str, *, scenario: Scenario | None = None, by: Person, at: datetime) -> Scenario:
    """A new scenario, or a new version of `by`'s own. Raises WrongScenario, NotYours, NotFound for a guest."""
    employee(by)
    title, text = title.strip(), text.replace("\r\n", "\n")
    read(text, store.facts_now())
    if not 0 < len(title) <= 200:
        raise WrongScenario(_("Give the scenario a title of at most 200 letters: what must hold?"))
    with acts.act():
        row = Scenario(author=by, version=0) if scenario is None else _own(scenario, by)
        row.title, row.text, row.saved_at, row.version = title, text, at, row.version + 1
        row.save()
        acts.record("scenario.saved", thing=f"scenario:{row.pk}", by=by.pk, at=at, data={"title": title})
    return row


def remove(scenario: Scenario, *, by: Person, at: datetime) -> None:
    """With everything that is kept of playing it. Raises NotYours, NotFound."""
    with acts.act():
        row = _own(scenario, by)
        acts.record("scenario.removed", thing=f"scenario:{row.pk}", by=by.pk, at=at, data={"title": row.title})
        row.delete()


def ask(scenario: Scenario, change_set: ChangeSet | None, *, by: Person, at: datetime) -> Run:
    """Has it played, soon, by a worker: on the organisation as it is now, or as it would be with `change_set`.

    The organisation is taken along as it is now: what changes while it waits does not count. Raises NotFound (a draft
    that is not theirs), Busy (theirs is waiting or being played), WrongScenario, ChangeError (the change set no longer fits).
    """
    employee(by)
    facts = store.facts_now()
    rehearsal = read(scenario.text, facts)
    if change_set is not None:
        if change_set not in drafts.listed(by):
            raise NotFound(_("That draft is not there any more."))
        begin = max(at, rehearsal.steps[0].at)
        facts = apply(facts, drafts.lines_of(change_set), begin)
    with acts.act():
        if Run.objects.filter(asked_by=by, state__in=(Run.State.WAITING, Run.State.PLAYING)).exists():
            raise Busy(_("One of your rehearsals is being played. Wait until it is done."))
        run = Run.objects.create(
            scenario=scenario, version=scenario.version, text=scenario.text, change_set=change_set, asked_by=by,
            asked_at=at, language=get_language() or "", organisation=organisation_file.text_of(organisation_file.write(facts)),
        )  # fmt: skip
        about = () if change_set is None else (f"change_set:{change_set.pk}",)
        acts.record("scenario.played", thing=f"scenario:{scenario.pk}", by=by.pk, at=at, about=about)
        stale = scenario.runs.values_list("pk", flat=True)[KEPT_RUNS:]
        Run.objects.filter(pk__in=list(stale)).delete()
    return run


def seen_by(person: Person) -> QuerySet[Run]:
    """Runs that a person may look at: not those with somebody else's draft. Newest first."""
    mine = Q(change_set=None) | Q(change_set__author=person) | ~Q(change_set__state=ChangeSet.State.DRAFT)
    return Run.objects.filter(mine).select_related("asked_by", "change_set").defer("organisation", "text")


def to_choose_from(person: Person) -> Iterable[ChangeSet]:
    """Change sets that a scenario can be played with: one's own drafts, and what is proposed or planned. One query."""
    under_way = drafts.listed(person).filter(state__in=drafts.UNDER_WAY).exclude(lines=[])
    return under_way.filter(Q(author=person) | ~Q(state=ChangeSet.State.DRAFT)).defer("reading")


def result_of(printed: str) -> tuple[str, list[dict[str, object]], str]:
    """State, steps and trouble, from what `polder rehearse --json` printed. Raises ValueError for anything else."""
    (result,) = json.loads(printed)
    errors = "\n".join(f"{each['line']}: {each['error']}" for each in result.get("errors", ()))
    trouble = errors or result.get("crashed", "")
    state = Run.State.BROKEN if trouble else Run.State.PASSED if result["ok"] else Run.State.FAILED
    return state, result["steps"], trouble


def _own(scenario: Scenario, by: Person) -> Scenario:
    row = Scenario.objects.select_for_update().filter(pk=scenario.pk).first()
    if row is None:
        raise NotFound(_("That scenario is not there any more."))
    if row.author_id != by.pk:
        raise NotYours(
            _("Only %(name)s changes this scenario. Make one of your own from it.") % {"name": row.author.name}
        )
    return row
