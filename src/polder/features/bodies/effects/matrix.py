"""Lines of the matrix in a proposal: governance's own, by its own documents."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from polder.governance.authority import FROM_ABOVE
from polder.governance.changes import Assign, ChangeAspect, CreateAspect, CreateRole, MatrixLine, Unassign
from polder.governance.changes.documents import read_lines, write_lines

__all__ = ["MatrixLine", "aspects_of", "is_set_from_above", "makes_a_root", "read", "sets_an_a", "write"]


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


def sets_an_a(line: object) -> str | None:
    """Key of the aspect whose A the line gives or takes (G13)."""
    return line.aspect if isinstance(line, Assign | Unassign) and line.letter == "A" else None


def is_set_from_above(line: object) -> str | None:
    """Key of the aspect of which the line changes what is asked one aspect higher, as its A is."""
    return line.aspect if isinstance(line, ChangeAspect) and line.settings.keys() & FROM_ABOVE else None


def makes_a_root(line: object) -> bool:
    """Would an aspect stand under none by it?"""
    if isinstance(line, CreateAspect):
        return line.aspect.parent is None
    return isinstance(line, ChangeAspect) and "parent" in line.settings and line.settings["parent"] is None
