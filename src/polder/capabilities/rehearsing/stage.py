"""Where a rehearsal is played: the moment, and what the steps name."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.rehearsing.errors import NotFound
from polder.capabilities.rehearsing.moments import Calendar
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Party, Person


@dataclass
class Stage:
    """One rehearsal under way. `at` is now, in the organisation's zone."""

    calendar: Calendar
    at: datetime
    _names: dict[tuple[str, str], int] = field(default_factory=dict)

    def remember(self, kind: str, name: str, number: int) -> None:
        """What the file calls `name` is row `number` from now on."""
        self._names[kind, name] = number

    def recall(self, kind: str, name: str) -> int:
        """The number of the row. Raises NotFound."""
        try:
            return self._names[kind, name]
        except KeyError:
            raise _missing(kind, name) from None

    def knows(self, kind: str, name: str) -> bool:
        """Has a step made it?"""
        return (kind, name) in self._names

    def person(self, key: str) -> Person:
        """Raises NotFound."""
        return _there(Person.objects.filter(key=key).first(), "person", key)

    def aspect(self, key: str) -> Aspect:
        """Raises NotFound."""
        return _there(Aspect.objects.filter(key=key).first(), "aspect", key)

    def body(self, key: str) -> Body:
        """Raises NotFound."""
        return _there(Body.objects.filter(key=key).first(), "body", key)

    def party(self, ref: str) -> Party:
        """`unit:it`. Raises NotFound."""
        return _there(Party.objects.filter(ref=ref).first(), "party", ref)


def _there[T](row: T | None, kind: str, key: str) -> T:
    if row is None:
        raise _missing(kind, key)
    return row


def _missing(kind: str, key: str) -> NotFound:
    match kind:
        case "person":
            sentence = _("There is nobody called “%(key)s”.")
        case "aspect":
            sentence = _("There is no aspect “%(key)s”.")
        case "body":
            sentence = _("There is no body “%(key)s”.")
        case "party":
            sentence = _("There is no party “%(key)s”.")
        case _other:
            sentence = _("Nothing here is called “%(key)s”.")
    return NotFound(sentence % {"key": key})
