"""What every change of a row shares: what the editor saw, what differs, what the ledger keeps of it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from polder.ground.organisation import removing
from polder.ground.organisation.errors import Difference, Invalid, Stale, WrongState
from polder.ground.organisation.models import Body, Person, Role, Unit

type Values = Mapping[str, Any]


def as_seen(row: models.Model, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a row as JSON has them: numbers for links, ISO 8601 for moments and days, texts for decimals."""
    return {name: _plain(getattr(row, _column(row, name).attname)) for name in fields}


def _column(row: models.Model, name: str) -> "models.Field[Any, Any]":
    """A column of the row, by the name of its field."""
    return next(field for field in row._meta.concrete_fields if field.name == name)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def refuse_stale(row: models.Model, seen: Values | None) -> None:
    """Raises Stale when a field differs from what the editor saw (`as_seen`); None looks at nothing."""
    if seen is None:
        return
    known = {field.name for field in row._meta.concrete_fields}
    now = as_seen(row, tuple(name for name in seen if name in known))
    differences = [
        Difference(name, _label(row, name), _said(row, name, seen[name]), _said(row, name, value))
        for name, value in now.items()
        if not _same(value, seen[name])
    ]
    if differences:
        raise Stale(differences)


def _same(now: Any, then: Any) -> bool:
    if isinstance(now, str) and isinstance(then, str) and now != then:
        try:
            return datetime.fromisoformat(now) == datetime.fromisoformat(then)
        except (ValueError, TypeError):
            return False
    return bool(now == then)


def _label(row: models.Model, name: str) -> str:
    return str(capfirst(_column(row, name).verbose_name))


def _said(row: models.Model, name: str, value: Any) -> str:
    """A value of a field as people read it."""
    field = _column(row, name)
    if value is None or value == []:
        return ""
    if isinstance(field, models.ForeignKey):
        other = field.related_model._default_manager.filter(pk=value).first() if isinstance(value, int) else None
        return str(other or "")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return _("other settings")  # of many keys, each with a screen of its own
    if isinstance(value, str) and isinstance(field, models.DateField | models.DecimalField):
        return _localized(field, value)
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value, value))


def _localized(field: "models.Field[Any, Any]", text: str) -> str:
    """A day or a number as people read it; as it came when the page sent something else than stood in it."""
    try:
        found = field.to_python(text)
    except ValidationError:
        return text
    return text if isinstance(found, datetime) else str(localize(found))


def set_values(row: models.Model, changes: Values) -> dict[str, list[Any]]:
    """Put the changes on the row; what really changed, as `{field: [was, is]}`. Nothing is saved."""
    changed: dict[str, list[Any]] = {}
    for name, value in changes.items():
        field = _column(row, name)
        was = getattr(row, field.attname)
        setattr(row, name, value)
        now = getattr(row, field.attname)
        if was != now:
            changed[name] = [was, now]
    return changed


def facts(row: models.Model, changed: Mapping[str, list[Any]]) -> dict[str, Any]:
    """What the ledger keeps of a change: subjects and moments; of names and texts only that they changed (L1)."""
    kept: dict[str, Any] = {"changed": sorted(changed)}
    for name, (was, now) in changed.items():
        field = _column(row, name)
        if isinstance(field, models.ForeignKey):
            kind = field.related_model._meta.model_name or ""
            kept[name] = [subject(kind, was), subject(kind, now)]
        elif all(isinstance(value, datetime | bool | None) for value in (was, now)):
            kept[name] = [_plain(was), _plain(now)]
    return kept


def subject(kind: str, number: int | None) -> str | None:
    """How the ledger names a thing: `unit:2`."""
    return None if number is None else f"{kind}:{number}"


def check(row: models.Model, *, exclude: tuple[str, ...] = ()) -> None:
    """The row's own fields and constraints. Raises Invalid with the first field that is wrong."""
    try:
        row.full_clean(exclude=set(exclude))
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        name = "" if field == NON_FIELD_ERRORS else field
        sentence = " ".join(str(message) for message in messages)
        raise Invalid(f"{_label(row, name)}: {sentence}" if name else sentence, field=name) from wrong


def remove(row: Unit | Role | Body, in_use: str, *, by: Person | None, at: datetime) -> None:
    """Delete the row and its party. Raises WrongState with the sentence `in_use` where something else hangs on it."""
    removing.let_go([row.party.pk])
    try:
        with transaction.atomic():
            row.delete()
    except models.ProtectedError as held:
        raise WrongState(in_use, details=removing.in_words(held.protected_objects, by=by, at=at)) from held


def tree_line(model: type[models.Model], start: int | None) -> list[int]:
    """Numbers from `start` up to the root of a tree of rows with `parent`. One query whatever the depth."""
    parents = dict(model._default_manager.values_list("pk", "parent_id"))
    line: list[int] = []
    while start is not None and start not in line:
        line.append(start)
        start = parents.get(start)
    return line


def refuse_cycle(row: models.Model, parent: models.Model | None, sentence: str) -> None:
    """G4. Raises Invalid when `parent` is the row itself or lies below it."""
    if parent is not None and row.pk in tree_line(type(row), parent.pk):
        raise Invalid(sentence, field="parent")
