"""`polder org`, `polder mandate` and `polder matrix lint` (section 11): operations and questions at another door."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from django.utils import timezone

from polder.base.commandline import NO, at_option, did_you_mean, fail, json_option, show_json
from polder.base.time import InvalidMoment
from polder.governance import finding_words, findings, loading, organisation_file, store, told, verifying
from polder.governance import mandate as gate
from polder.governance.facts import FACETS, POWERS
from polder.governance.models import Aspect
from polder.governance.organisation_file import OrganisationErrors
from polder.governance.questions import answered
from polder.ground.organisation.models import Organisation, Person

_BATCH = 1_000  # answers that are written at once
_LISTS = 1_000  # compared by `verify` unless it is told to compare all: some seconds
_NAMES = {
    "organisation": ("setting of the organisation", "settings of the organisation"),
    "person": ("person", "people"),
    "body": ("body", "bodies"),
}


def _moment(text: str) -> datetime:
    """A moment in the organisation's zone. Raises ValueError with a sentence."""
    zone = Organisation.objects.values_list("zone", flat=True).first() or store.DEFAULT_ZONE
    try:
        return organisation_file.moment(text, organisation_file.zone_of(zone))
    except InvalidMoment as invalid:
        raise ValueError(str(invalid)) from invalid


class Key(click.ParamType[Any]):
    """A key of a person or an aspect: the row it names. Who mistypes is asked what they meant."""

    def __init__(self, name: str, rows: Callable[[], Any]) -> None:
        self.name, self._rows = name, rows

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = self._rows().filter(key=value).first()
        if found is None:
            meant = did_you_mean(str(value), self._rows().values_list("key", flat=True))
            fail(f"No {self.name} “{value}”.{meant}")
        return found


_person = click.argument("person", type=Key("person", Person.objects.all))
_power = click.argument("power", type=click.Choice(POWERS))
_aspect = click.argument("aspect", type=Key("aspect", Aspect.objects.all))
_facet = click.option("--facet", type=click.Choice(FACETS), default="content", show_default=True, help="Which facet.")
_at = at_option(_moment)


@click.group()
def org() -> None:
    """Load and export the organisation as one file (polder-organisation/1)."""


@org.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--replace", is_flag=True, help="Let the file take the place of the organisation that is loaded.")
@click.option("--dry-run", is_flag=True, help="Check everything and say what would happen, but write nothing.")
def load(file: str, *, replace: bool, dry_run: bool) -> None:
    """Load the organisation in FILE (- reads standard input), all of it or nothing.

    \b
      polder org load organisation.json
      polder org load organisation.json --replace --dry-run

    Everything that is wrong is said at once, each with its place in the file; exit status 2. With --replace what the
    file leaves out is removed; the ledger keeps what was recorded.
    """
    with click.open_file(file, "rb") as stream:
        text = stream.read()
    try:
        facts = organisation_file.read(text)
    except OrganisationErrors as wrong:
        fail(*(str(error) for error in wrong.errors))
    done = loading.load(facts, by=None, at=timezone.now(), replace=replace, dry_run=dry_run)
    for line in _said(done, dry_run=dry_run):
        click.echo(line)


def _said(done: loading.Loaded, *, dry_run: bool) -> Iterator[str]:
    if not done:
        yield "Nothing would change." if dry_run else "Nothing has changed: the organisation says the same already."
        return
    would = "Would be " if dry_run else ""
    for word, counts in (("added", done.added), ("changed", done.changed), ("removed", done.removed)):
        if counts:
            said = f"{would}{word}: {', '.join(_counted(noun, count) for noun, count in counts.items())}."
            yield said[0].upper() + said[1:]


def _counted(noun: str, count: int) -> str:
    one, several = _NAMES.get(noun, (noun, f"{noun}s"))
    return f"{count:,} {one if count == 1 else several}"


@org.command()
@_at
def export(at: datetime | None) -> None:
    """Print the organisation as one file; loading it again changes nothing.

    \b
      polder org export > organisation.json
      polder org export --at 2026-01-01

    With --at of everything that holds for a time only what holds then, with its interval; without it everything.
    """
    facts = store.facts_now()
    if not facts.aspects:
        fail("No organisation is loaded. Load one with: polder org load FILE")
    click.echo(organisation_file.text_of(organisation_file.write(facts, at)), nl=False)


@click.group()
def mandate() -> None:
    """Ask who may do what, and why."""


@mandate.command()
@click.argument("file", type=click.Path(allow_dash=True))
def check(file: str) -> None:
    """Answer the questions in FILE (- reads standard input), one JSON object a line, in order.

    \b
      polder mandate check questions.jsonl
      echo '{"person": "kim", "power": "publish", "aspect": "homepage"}' | polder mandate check -

    A question may also have facet (content when left out), at (now) and author. A line that is no question gets
    {"error": ...} in its place; then the exit status is 1.
    """
    now = timezone.now()
    with click.open_file(file, "rb") as stream:
        reading = store.reading_now()
        all_understood = True
        batch: list[str] = []
        for each in answered(reading, stream, now=now):
            all_understood &= each.understood
            batch.append(each.line)
            if len(batch) == _BATCH:
                click.echo("\n".join(batch))
                batch.clear()
        if batch:
            click.echo("\n".join(batch))
    if not all_understood:
        sys.exit(NO)


@mandate.command()
@_person
@_power
@_aspect
@_facet
@_at
@json_option
def explain(person: Person, power: str, aspect: Aspect, facet: str, at: datetime | None, *, as_json: bool) -> None:
    """Say whether PERSON has POWER on ASPECT, by which facts, or who has.

    \b
      polder mandate explain kim publish homepage
      polder mandate explain kim publish homepage --facet design --at 2026-07-01 --json

    Exit status 1 when the answer is no.
    """
    moment = at or timezone.now()
    explanation = gate.explain(person, power, aspect, facet, at=moment)
    if as_json:
        show_json(explanation.as_json())
    else:
        contacts = {one.key: _contact(one) for one in Person.objects.filter(key__in=explanation.who_can[:_BATCH])}
        names = {"person": person.key, "power": power, "aspect": aspect.key}
        for line in told.in_words(explanation, **names, facet=facet, at=moment, contacts=contacts):
            click.echo(line)
    if not explanation.allowed:
        sys.exit(NO)


def _contact(person: Person) -> str:
    return f"{person.name} <{person.email}>" if person.email else person.name


@mandate.command()
@_power
@_aspect
@_facet
@_at
@json_option
def who(power: str, aspect: Aspect, facet: str, at: datetime | None, *, as_json: bool) -> None:
    """Everyone who has POWER on ASPECT, each with the reason.

    \b
      polder mandate who publish homepage
      polder mandate who edit homepage --facet design --at 2026-07-01 --json
    """
    able = gate.who_may(power, aspect, facet, at=at or timezone.now())
    if as_json:
        show_json(
            [
                {"person": one.person.key, "code": one.code, "for": one.acting_for.key if one.acting_for else None}
                for one in able
            ]
        )
        return
    for one in able:
        acting = f" for {one.acting_for.key}" if one.acting_for else ""
        click.echo(f"{one.person.key}: {one.code}{acting}")
    if not able:
        click.echo("Nobody.")


@mandate.command()
@_at
@click.option("--all", "everything", is_flag=True, help="Compare every list, however many there are.")
def verify(at: datetime | None, *, everything: bool) -> None:
    """Prove that the quick index answers as the rules do, on the data that is there.

    \b
      polder mandate verify
      polder mandate verify --at 2026-07-01 --all

    Compares who may do what, now and when something next begins or ends, and then the index itself. Exit status 1 and
    the first difference when they are not the same.
    """
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=100, label="Comparing", file=sys.stderr, hidden=hidden) as bar:
        verdict = verifying.verify(
            at=at or timezone.now(),
            most=None if everything else _LISTS,
            progress=lambda done, total: bar.update(100 * done // total - bar.pos),
        )
    if verdict.difference:
        fail(verdict.difference, status=NO)
    click.echo(f"The index answers as the rules do: {verdict.lists:,} lists and {verdict.rows:,} rows compared.")


@click.command()
@_at
@json_option
def lint(at: datetime | None, *, as_json: bool) -> None:
    """List the findings of the matrix, the most severe first; those that somebody accepted are left out.

    \b
      polder matrix lint
      polder matrix lint --at 2026-07-01 --json

    Exit status 1 when there is one.
    """
    moment = at or timezone.now()
    reading = store.reading_now()
    listed = findings.open_now(reading, moment, of_the_matrix_alone=True)
    open_findings = [each for each in listed if each.accepted is None]
    if as_json:
        zone = store.zone(reading.facts)
        show_json([_finding(each, zone) for each in open_findings])
    else:
        for each in open_findings:
            owner = f", {each.owner}" if each.owner else ""
            said = finding_words.sentence(reading, each.found)
            click.echo(f"{each.found.severity} {each.found.code} {each.found.aspect}: {said} (due {each.due}{owner})")
        if not open_findings:
            click.echo("No findings.")
    if open_findings:
        sys.exit(NO)


def _finding(each: findings.OpenFinding, zone: ZoneInfo) -> dict[str, str | None]:
    found = each.found
    return {
        "code": found.code,
        "severity": found.severity,
        "aspect": found.aspect,
        "facet": found.facet,
        "party": found.party,
        "since": organisation_file.written(found.since, zone) if found.since else None,
        "owner": each.owner,
        "due": each.due.isoformat(),
    }
