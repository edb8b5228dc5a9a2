"""Lines of a change set as JSON, the way a draft is stored and a rehearsal writes them. Keys, not numbers.

{"assign": {"aspect", "party", "letter", "facet": "*", "from", "until"}}    {"unassign": {the first four}}
{"create_aspect": {an aspect as in an organisation file, and "position"}}   {"move": {"aspect", "parent"}}
{"change_aspect": {"aspect", and the settings that change}}                 {"create_role": {"key", "name"}}
"""

from collections.abc import Callable, Iterable
from typing import Any, Final
from zoneinfo import ZoneInfo

from polder.governance.changes.errors import Invalid
from polder.governance.changes.lines import Assign, ChangeAspect, CreateAspect, CreateRole, MatrixLine, Unassign
from polder.governance.facts import ASSIGNABLE_FACETS, LETTERS, Aspect, AspectKey, Facet, PartyKey, RoleKey
from polder.governance.organisation_file import values, written
from polder.governance.organisation_file.errors import Complaints, MisfitError, OrganisationErrors
from polder.governance.organisation_file.fields import Fields, fields_of

type Document = dict[str, Any]

_FACET, _LETTER = values.one_of(ASSIGNABLE_FACETS), values.one_of(LETTERS)
_ALL: Final[Facet] = "*"


def read_lines(document: object, zone: ZoneInfo) -> tuple[MatrixLine, ...]:
    """The lines in a JSON list; times without an offset are local in `zone`. Raises Invalid with the first bad line."""
    if not isinstance(document, list):
        raise Invalid("A change set is a list of lines.")
    return tuple(_line(item, number, zone) for number, item in enumerate(document))


def write_lines(lines: Iterable[MatrixLine], zone: ZoneInfo) -> list[Document]:
    """What `read_lines` reads back; what is as it is by default is left out."""
    return [_written(line, zone) for line in lines]


def _line(item: object, number: int, zone: ZoneInfo) -> MatrixLine:
    if not isinstance(item, dict) or len(item) != 1 or (kind := next(iter(item))) not in _READERS:
        known = ", ".join(_READERS)
        raise Invalid(f"Line {number + 1} must be an object with one of {known}.", line=number)
    complaints = Complaints()
    fields = fields_of(item[kind], f"$[{number}].{kind}", complaints)
    found = None if fields is None else _READERS[kind](fields, zone)
    if fields is not None:
        fields.close()
    try:
        complaints.raise_if_any()
    except OrganisationErrors as errors:
        raise Invalid(str(errors.errors[0]), line=number) from errors
    if found is None:
        raise AssertionError(item)  # an object without fields has been complained of
    return found


def _assign(fields: Fields, zone: ZoneInfo) -> Assign:
    where = _where(fields)
    return Assign(*where, *fields.interval(zone))


def _unassign(fields: Fields, _zone: ZoneInfo) -> Unassign:
    return Unassign(*_where(fields))


def _where(fields: Fields) -> tuple[AspectKey, Facet, PartyKey, Any]:
    kind, key = fields.need("party", values.party, ("", ""))
    return (
        AspectKey(fields.need("aspect", values.reference, "")),
        fields.may("facet", _FACET, _ALL),
        PartyKey(f"{kind}:{key}"),
        fields.need("letter", _LETTER, "I"),
    )


def _create_aspect(fields: Fields, _zone: ZoneInfo) -> CreateAspect:
    key, name = fields.need("key", values.key, ""), fields.need("name", values.text(200), "")
    parent = fields.need("parent", values.reference, "")
    return CreateAspect(Aspect(AspectKey(key), name, AspectKey(parent), **_settings(fields, but={"name", "parent"})))


def _change_aspect(fields: Fields, _zone: ZoneInfo) -> ChangeAspect:
    aspect = AspectKey(fields.need("aspect", values.reference, ""))
    return ChangeAspect(aspect, _settings(fields))


def _move(fields: Fields, _zone: ZoneInfo) -> ChangeAspect:
    aspect = AspectKey(fields.need("aspect", values.reference, ""))
    return ChangeAspect(aspect, {"parent": fields.need("parent", values.reference, "")})


def _create_role(fields: Fields, _zone: ZoneInfo) -> CreateRole:
    return CreateRole(RoleKey(fields.need("key", values.key, "")), fields.need("name", values.text(200), ""))


def _settings(fields: Fields, but: Iterable[str] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: fields.may(name, read, None) for name, read in _SETTINGS.items() if name not in but and fields.has(name)
    }
    if fields.has("requires"):
        found["requires"] = fields.each("requires", values.text(100))
    return found


def _approve_days(value: object) -> tuple[int, int, int]:
    """P6: reminder, deputies, next A, in working days."""
    if not isinstance(value, list) or len(value) != 3:
        raise MisfitError("This must be a list of three numbers of working days, such as [2, 4, 6].")
    first, second, third = (values.whole(1, 365)(item) for item in value)
    if not first <= second <= third:
        raise MisfitError("The three numbers of working days must ascend, as in [2, 4, 6].")
    return first, second, third


_SETTINGS: Final[dict[str, values.Read[Any]]] = {
    "name": values.text(200),
    "parent": values.reference,
    "kind": values.text(60),
    "guardian": values.or_null(values.reference),
    "inherits": values.truth,
    "four_eyes": values.or_null(values.truth),
    "consult_days": values.or_null(values.whole(1, 365)),
    "approve_days": values.or_null(_approve_days),
    "review_months": values.or_null(values.whole(1, 1_200)),
    "unpublish_after": values.or_null(values.whole(0, 30_000)),
    "position": values.whole(0, 2_147_483_647),
}
_READERS: Final[dict[str, Callable[[Fields, ZoneInfo], MatrixLine]]] = {
    "assign": _assign,
    "unassign": _unassign,
    "create_aspect": _create_aspect,
    "change_aspect": _change_aspect,
    "move": _move,
    "create_role": _create_role,
}


def _written(line: MatrixLine, zone: ZoneInfo) -> Document:
    match line:
        case Assign():
            span = {"from": line.valid_from, "until": line.valid_until}
            times = {name: written(at, zone) for name, at in span.items() if at is not None}
            return {"assign": _place(line) | times}
        case Unassign():
            return {"unassign": _place(line)}
        case CreateAspect():
            plain = Aspect(line.aspect.key, line.aspect.name, line.aspect.parent)
            settings = {
                name: _plain(getattr(line.aspect, name))
                for name in (*_SETTINGS, "requires")
                if getattr(line.aspect, name) != getattr(plain, name)
            }
            named = {"key": line.aspect.key, "name": line.aspect.name, "parent": line.aspect.parent}
            return {"create_aspect": named | settings}
        case ChangeAspect():
            if line.settings.keys() == {"parent"}:
                return {"move": {"aspect": line.aspect, "parent": line.settings["parent"]}}
            return {"change_aspect": {"aspect": line.aspect} | {k: _plain(v) for k, v in line.settings.items()}}
        case CreateRole():
            return {"create_role": {"key": line.key, "name": line.name}}


def _place(line: Assign | Unassign) -> Document:
    place: Document = {"aspect": line.aspect, "party": line.party, "letter": line.letter}
    return place if line.facet == _ALL else place | {"facet": line.facet}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
