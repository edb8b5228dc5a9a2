"""Why another project is near, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from polder.base.glyphs import facet_name
from polder.base.words import say_day, say_list
from polder.features.projects.near import Near
from polder.features.projects.rules.meeting import Days
from polder.governance.models import Aspect


@dataclass(frozen=True, slots=True)
class Reason:
    """One of near.KINDS and its sentence; `serious` when somebody is asked more than a week has."""

    kind: str
    sentence: str
    serious: bool = False


def reasons(near: Near, today: date) -> list[Reason]:
    """Aspects first, then people, then goals."""
    return [*_of_aspects(near, today), *_of_people(near), *_of_goals(near)]


def _of_aspects(near: Near, today: date) -> Iterator[Reason]:
    if near.days is None:
        return
    when = say_days(near.days, today)
    for mine, theirs, facet in near.grounds:
        words = {"mine": _named(mine, facet), "theirs": _named(theirs, facet), "when": when}
        if mine.pk == theirs.pk:
            yield Reason("aspect", _("Both work on %(mine)s, %(when)s.") % words)
        elif theirs.path.startswith(mine.path):
            yield Reason("aspect", _("It works on %(theirs)s, which is a part of %(mine)s, %(when)s.") % words)
        else:
            yield Reason("aspect", _("It works on %(theirs)s, to which %(mine)s belongs, %(when)s.") % words)


def _named(aspect: Aspect, facet: str) -> str:
    if facet == "*":
        return _("“%(aspect)s”") % {"aspect": aspect.name}
    return _("“%(aspect)s” (%(facet)s)") % {"aspect": aspect.name, "facet": facet_name(facet)}


def _of_people(near: Near) -> Iterator[Reason]:
    for clash in near.people:
        words = {"name": clash.person.name, "share": clash.share, "projects": clash.projects}
        if clash.too_much:
            sentence = _(
                "%(name)s is in both: %(projects)s projects together ask %(share)s%% of their week on the fullest day."
            )
        else:
            sentence = _("%(name)s is in both; %(projects)s projects together ask at most %(share)s%% of their week.")
        yield Reason("people", sentence % words, clash.too_much)


def _of_goals(near: Near) -> Iterator[Reason]:
    if near.words:
        yield Reason("goal", _("The goals are nearly the same. Both say: %(words)s.") % {"words": say_list(near.words)})


def say_days(days: Days, today: date) -> str:
    """ "from 1 March until 30 June"; one day by itself."""
    first, last = say_day(days.first, today, weekday=False), say_day(days.last, today, weekday=False)
    if days.first == days.last:
        return _("on %(day)s") % {"day": first}
    return _("from %(first)s until %(last)s") % {"first": first, "last": last}
