"""Lines of the matrix in a proposal: governance's own, by its own documents."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from polder.governance.changes import Assign, ChangeAspect, CreateAspect, CreateRole, MatrixLine, Unassign
from polder.governance.changes.documents import read_lines, write_lines

__all__ = ["MatrixLine", "aspects_of", "gives_or_takes_a", "read", "write"]


def read(line: dict[str, Any], zone: ZoneInfo) -> MatrixLine:
    """Raises `changes.Invalid`.

    Whether an end lies after its beginning is judged when the line takes effect, as all of it: it begins then at last.
    """
    if not isinstance(line.get("assign"), dict):
        [found] = read_lines([line], zone)
        return found
    begins, ends = (
        read_lines([{"assign": {key: value for key, value in line["assign"].items() if key != left_out}}], zone)[0]
        for left_out in ("until", "from")
    )
    if not (isinstance(begins, Assign) and isinstance(ends, Assign)):
        raise AssertionError(line)  # read_lines gives what the key says
    return replace(begins, valid_until=ends.valid_until)


def write(line: MatrixLine, zone: ZoneInfo) -> dict[str, Any]:
    """As a document."""
    [written] = write_lines([line], zone)
    return written


def aspects_of(line: MatrixLine) -> list[str]:
    """Keys of aspects that are there already and that the line touches."""
    match line:
        case Assign() | Unassign():
            return [line.aspect]
        case ChangeAspect():
            parent = line.settings.get("parent")
            return [line.aspect, *([str(parent)] if parent else [])]
        case CreateAspect():
            return [line.aspect.parent] if line.aspect.parent else []
        case CreateRole():
            return []


def gives_or_takes_a(line: object, aspect: str) -> bool:
    """Does the line set the A of this aspect (G13)?"""
    return isinstance(line, Assign | Unassign) and line.letter == "A" and line.aspect == aspect
