"""From YAML to nodes. Nothing is constructed: the events of the parser are read, without recursion and within limits."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _
from yaml.resolver import Resolver

from polder.capabilities.rehearsing.errors import Mistake, WrongFile
from polder.capabilities.rehearsing.nodes import Entry, Listing, Node, Scalar, Table

MOST_NODES: Final = 1_000_000  # an alias counts as all that it stands for
DEEPEST: Final = 30
_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _TAG + kind for kind in ("str", "seq", "map", "null", "bool", "int", "float", "timestamp")
)
_TRUE: Final = frozenset({"yes", "true", "on"})
_RESOLVER: Final = Resolver()


def nodes_of(text: str) -> Node:
    """The one document in `text`. Raises WrongFile."""
    try:
        return _Reader().read(yaml.parse(text, Loader=_loader()))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise _wrong(_line(mark), _("This is not YAML: %(why)s.") % {"why": said}) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _wrong(line, _("This holds a character that YAML does not allow.")) from None


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _wrong(line: int, sentence: str) -> WrongFile:
    return WrongFile([Mistake(line, sentence)])


@dataclass
class _Open:
    """A list or table that is being read."""

    table: bool
    line: int
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Reader:
    """One document."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._root: Node | None = None
        self._count = 0

    def read(self, events: Iterable[yaml.Event]) -> Node:
        documents = 0
        for event in events:
            line = _line(event.start_mark)
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise _wrong(line, _("A second document begins here; one file holds one rehearsal."))
                case yaml.AliasEvent():
                    self._alias(event.anchor or "", line)
                case yaml.ScalarEvent():
                    self._check_tag(event.tag, line)
                    self._place(_scalar(event, line), event.anchor, line, 1)
                case yaml.CollectionStartEvent():
                    self._check_tag(event.tag, line)
                    if len(self._open) == DEEPEST:
                        raise _wrong(line, _("This is nested too deeply to be a rehearsal."))
                    self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), line, event.anchor))
                case yaml.CollectionEndEvent():
                    closed = self._open.pop()
                    node = _table(closed) if closed.table else Listing(tuple(closed.items), closed.line)
                    self._place(node, closed.anchor, closed.line, 1)
        if self._root is None:
            raise _wrong(1, _("The file is empty."))
        return self._root

    def _alias(self, anchor: str, line: int) -> None:
        known = self._anchors.get(anchor)
        if known is None:
            raise _wrong(line, _("*%(anchor)s refers to nothing that is written above it.") % {"anchor": anchor})
        self._place(known[0], None, line, known[1])

    def _check_tag(self, tag: str | None, line: int) -> None:
        if tag not in (None, "!") and tag not in _PLAIN_TAGS:
            raise _wrong(line, _("A tag (!…) is no part of a rehearsal."))

    def _place(self, node: Node, anchor: str | None, line: int, size: int) -> None:
        self._count += size
        if self._count > MOST_NODES:
            raise _wrong(line, _("There is more here than a rehearsal can hold."))
        if anchor is not None:
            self._anchors[anchor] = node, _size(node)
        if self._open:
            self._open[-1].items.append(node)
            self._open[-1].lines.append(line)
        else:
            self._root = node


def _size(node: Node) -> int:
    """How many nodes there are, an alias counted as all it stands for; stops when it is too many anyway."""
    count, left = 0, [node]
    while left and count <= MOST_NODES:
        count += 1
        match left.pop():
            case Listing(items):
                left.extend(items)
            case Table(entries):
                left.extend(entry.value for entry in entries)
    return count


def _table(closed: _Open) -> Table:
    return Table(tuple(_entries(closed)), closed.line)


def _entries(closed: _Open) -> Iterator[Entry]:
    pairs = zip(closed.items[::2], closed.items[1::2], closed.lines[::2], strict=True)
    for key, value, line in pairs:
        if not isinstance(key, Scalar):
            raise _wrong(line, _("A key must be a word."))
        yield Entry(key.written, value, line)


def _scalar(event: yaml.ScalarEvent, line: int) -> Scalar:
    written: str = event.value
    bare = not event.style and event.tag is None
    if not bare:
        return Scalar(written, written, bare=False, line=line)
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, written, (True, False))).removeprefix(_TAG)  # type: ignore[no-untyped-call]  # as PyYAML has it
    return Scalar(_value(tag, written), written, bare=True, line=line)


def _value(tag: str, written: str) -> str | int | float | bool | None:
    match tag:
        case "null":
            return None
        case "bool":
            return written.lower() in _TRUE
        case "int" | "float":
            return _number(written)
    return written  # dates and times too: what they mean is for the key to say


def _number(written: str) -> str | int | float:
    """YAML's notations that people do not mean (octal, sixties, underscores) stay text."""
    try:
        if len(written) > 25 or "_" in written or ":" in written:
            return written
        if written.lstrip("+-").isdigit():
            return written if written.lstrip("+-").startswith("0") and len(written.lstrip("+-")) > 1 else int(written)
        found = float(written.replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return written
    return found if math.isfinite(found) else written
