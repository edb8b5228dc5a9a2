"""Many questions at once: one JSON object a line, one answer a line, in order (`polder mandate check`). From memory.

    {"person": "kim", "power": "publish", "aspect": "homepage", "facet": null, "at": "2026-03-01", "author": "anna"}
    {"allowed": false, "code": "four_eyes", "for": null}

`null` equals missing; `facet` is then `content`, `at` is then now. Names that are not known, or no text at all, are
`unknown`, and an `author` like that bars nobody. Other fields are left alone.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from polder.base.time import InvalidMoment
from polder.governance.organisation_file import moment
from polder.governance.resolution import Answer, Reading, answer

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Answered(NamedTuple):
    """One line of the answer. `understood` is false for a line that was no question."""

    line: str
    understood: bool


def answered(reading: Reading, lines: Iterable[bytes], *, now: datetime) -> Iterator[Answered]:
    """An answer for each line, with or without its end of line; lines count from 1."""
    zone = ZoneInfo(reading.facts.zone)
    written: dict[Answer, Answered] = {}
    for number, line in enumerate(lines, start=1):
        try:
            given = _answer(reading, _question(line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line), zone, now)
        except _NoQuestionError as wrong:
            yield Answered(json.dumps({"error": f"line {number}: {wrong}"}), understood=False)
            continue
        if (known := written.get(given)) is None:
            fields = {"allowed": given.allowed, "code": given.code, "for": given.acting_for}
            known = written[given] = Answered(json.dumps(fields), understood=True)
        yield known


class _NoQuestionError(ValueError):
    """A line that asks nothing; its sentence says why."""


def _question(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, no UTF-8, a number of thousands of digits; nested too deeply
        raise _NoQuestionError("This is not JSON.") from None
    if not isinstance(found, dict):
        raise _NoQuestionError("This is not a JSON object.")
    return found


def _answer(reading: Reading, question: dict[str, Any], zone: ZoneInfo, now: datetime) -> Answer:
    asked = question.get("at")
    if asked is None:
        at = now
    elif isinstance(asked, str):
        try:
            at = moment(asked, zone)
        except InvalidMoment:
            raise _NoQuestionError("“at” is not a moment; write 2026-03-01 or 2026-03-01T09:00:00+01:00.") from None
    else:
        raise _NoQuestionError("“at” is not a text.")
    facet, author = question.get("facet"), question.get("author")
    return answer(
        reading,
        _name(question.get("person")),
        _name(question.get("power")),
        _name(question.get("aspect")),
        "content" if facet is None else _name(facet),
        at,
        (author,) if isinstance(author, str) else (),
    )


def _name(value: object) -> str:
    """A text, or one that nothing is called by."""
    return value if isinstance(value, str) else ""
