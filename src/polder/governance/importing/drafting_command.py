"""The command `polder matrix import`: a file becomes a draft change set. Nobody has a right by it until it is applied."""

import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from polder.base.commandline import NO, did_you_mean, fail, json_option, show_json
from polder.governance import operations, store
from polder.governance.commands import Key
from polder.governance.grid import party_name
from polder.governance.importing import texts
from polder.governance.importing.drafting import Change, Proposal, accountable_choices, proposal
from polder.governance.importing.errors import UnknownChoice, UnreadableFile
from polder.governance.importing.grids.grid import Limits
from polder.governance.importing.matching import names_of_parties
from polder.governance.importing.reader import read
from polder.governance.importing.reading import Finding, Reading
from polder.governance.importing.saving import Saved, save, split_answers
from polder.governance.models import Aspect, ChangeSet
from polder.governance.resolution import Reading as Organisation
from polder.ground.organisation.models import Person

_SHOWN = 40  # changes that are listed; the rest stands in the draft


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--under", type=Key("aspect", Aspect.objects.all), help="Place the file under this aspect, not the root.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="CODE[:LETTER]=CHOICE",
    help="Answer a question, as in letter_meaning:S=C, party:Comms=unit:communications or accountable:12=IT.",
)
@click.option("--complete", is_flag=True, help="The file is the whole truth: letters that it leaves out end.")
@click.option("--propose-as", type=Key("person", Person.objects.all), help="Propose the draft in this person's name.")
@json_option
def import_(
    file: Path,
    under: Aspect | None,
    answers: tuple[str, ...],
    propose_as: Person | None,
    *,
    complete: bool,
    as_json: bool,
) -> None:
    """Make a draft change set of the matrix in FILE. The draft gives nobody a right before somebody applies it.

    \b
      polder matrix import raci.xlsx
      polder matrix import raci.xlsx --answer letter_meaning:S=C --answer party:Comms=unit:communications
      polder matrix import raci.xlsx --under homepage --complete --propose-as kim

    For the aspects in FILE it is the truth about the parties in FILE. What has no match becomes a new role or aspect.
    Importing the same file again changes nothing. Exit status 1 when nothing in FILE looks like a matrix.
    """
    organisation, now = store.reading_now(), timezone.now()
    for_reader, choices = split_answers(answers)
    try:
        data = _bytes_of(file)
        reading = read(data, file.name, answers=for_reader, known_parties=names_of_parties(organisation))
        _refuse_unknown(choices, reading)
        place = organisation.facts.aspects[under.key].key if under else None  # type: ignore[index]  # it is there
        made = proposal(reading, organisation, now, under=place, complete=complete, choices=choices)
    except (UnreadableFile, UnknownChoice) as error:
        fail(error.sentence)
    if not reading.is_matrix:
        saved = Saved(None, is_new=False)
    else:
        saved = save(data, reading, made, title=f"Matrix from {file.name}", by=propose_as, at=now, choices=choices)
    change_set = saved.change_set
    if change_set is not None and propose_as is not None and change_set.state == ChangeSet.State.DRAFT:
        change_set = operations.propose(change_set, by=propose_as, at=now)
    if as_json:
        show_json(_json(change_set, reading, made))
    elif reading.is_matrix:
        for line in _said(Saved(change_set, saved.is_new), reading, made, organisation):
            click.echo(line)
    if not reading.is_matrix:
        click.echo(texts.no_matrix(), err=True)
        sys.exit(NO)


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(Limits().file_bytes + 1)
    except OSError as error:
        raise UnreadableFile(texts.not_there(file.name)) from error


def _refuse_unknown(choices: Mapping[str, str], reading: Reading) -> None:
    """A choice about something that is not in the file was mistyped; it is not passed over."""
    known = {f"party:{name}" for name in reading.parties}
    for index in range(len(reading.rows)):
        for facet in ("content", "design", "technology"):
            known.update(accountable_choices(reading, index, facet))
    for name in choices:
        if name not in known and not name.startswith("aspect:"):
            raise UnknownChoice(texts.nothing_to_choose(name) + did_you_mean(name, known))


def _json(change_set: ChangeSet | None, reading: Reading, made: Proposal) -> dict[str, Any]:
    return {
        "change_set": change_set.pk if change_set else None,
        "added": [change.as_json() for change in made.added],
        "changed": [change.as_json() for change in made.changed],
        "ended": [change.as_json() for change in made.ended],
        "findings": [finding.as_json() for finding in made.findings],
        "questions": [question.as_json() for question in reading.questions] + list(_choices(reading, made)),
    }


def _choices(reading: Reading, made: Proposal) -> Iterator[dict[str, Any]]:
    """Which of several is the A is asked as the reader asks: with place, text and choices."""
    for one in made.undecided:
        row = reading.rows[one.row]
        yield {
            "code": one.choice,
            "letter": None,
            "sheet": row.sheet,
            "row": row.row,
            "text": texts.ask_accountable(row.aspect),
            "read": ", ".join(one.parties),
            "choices": list(one.parties),
        }


def _said(saved: Saved, reading: Reading, made: Proposal, organisation: Organisation) -> Iterator[str]:
    yield from _parties(made)
    for word, changes in (("New", made.added), ("Changed", made.changed), ("Ended", made.ended)):
        yield from _changes(word, changes, made, organisation)
    if made.findings:
        yield "Findings:"
        yield from (f"  {_finding(finding)}" for finding in made.findings)
    if reading.questions or made.undecided:
        yield "Questions, to be answered with --answer:"
        for question in reading.questions:
            code = f"{question.code}:{question.letter}" if question.letter else question.code
            yield f"  {question.text} [{code}={'|'.join(question.choices)}]"
        for each in _choices(reading, made):
            yield f"  {each['text']} [{each['code']}={'|'.join(each['choices'])}]"
    if saved.change_set is None:
        yield "Nothing would change: the matrix says the same already. No draft was made."
    elif saved.is_new:
        yield f"Draft {saved.change_set.pk} is made: {len(made.lines):,} lines. Nobody has a right by it yet."
    else:
        yield f"Draft {saved.change_set.pk} of the same file is there already; no second one was made."
    if saved.change_set is not None and saved.change_set.state == ChangeSet.State.PROPOSED:
        yield f"It is proposed by {saved.change_set.author}."


def _parties(made: Proposal) -> Iterator[str]:
    for match in made.parties:
        if match.is_new:
            yield f"{match.name}: a new role, {match.party}"
        elif match.how != "name":
            yield f"{match.name}: {match.party} ({match.matched})"


def _changes(word: str, changes: Collection[Change], made: Proposal, organisation: Organisation) -> Iterator[str]:
    if not changes:
        return
    names = {match.party: match.matched for match in made.parties if match.is_new}
    aspects = {match.key: match.matched for match in made.aspects}
    yield f"{word}: {len(changes):,}"
    for change in list(changes)[:_SHOWN]:
        known = organisation.facts.aspects.get(change.aspect)
        aspect = aspects.get(change.aspect) or (known.name if known else change.aspect)
        facet = "" if change.facet == "*" else f" ({change.facet})"
        letters = " -> ".join("/".join(held) or "-" for held in (change.before, change.after))
        yield f"  {aspect}{facet}: {names.get(change.party) or party_name(organisation, change.party)} {letters}"
    if len(changes) > _SHOWN:
        yield f"  and {len(changes) - _SHOWN:,} more"


def _finding(finding: Finding) -> str:
    place = f"{finding.sheet} row {finding.row}" if finding.sheet else f"row {finding.row}"
    about = ", ".join(each for each in (finding.aspect or "", *finding.parties, finding.text) if each)
    return f"{place}: {texts.finding(finding.code)} ({about})"
