"""The founding act of an empty installation: an organisation, its operator, its guardian, a first matrix.

It is recorded as the first decision: nobody held a mandate yet by which it could have been done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from polder.governance import facts as pure
from polder.governance import loading, store
from polder.governance.changes import Assign, MatrixLine, apply, problems
from polder.governance.changes.documents import write_lines
from polder.governance.errors import Invalid, WrongState
from polder.governance.facts import AspectKey, BodyKey, Facts, PartyKey, PersonKey
from polder.governance.models import Assignment, ChangeSet
from polder.ground.ledger import acts
from polder.ground.organisation import naming
from polder.ground.organisation.models import Organisation, Person

ROOT = AspectKey("intranet")
GUARDIAN = BodyKey("steering")


@dataclass(frozen=True, slots=True)
class Founder:
    """Somebody who is there from the beginning. `key` is made from the name when left out."""

    name: str
    email: str | None = None
    key: str = ""


def found(
    *,
    name: str,
    operator: Founder | Person,
    guardian: str,
    chair: Founder | None = None,
    lines: Sequence[MatrixLine] = (),
    root: str = "Intranet",
    zone: str = store.DEFAULT_ZONE,
    language: str = "nl",
    reading: Mapping[str, object] | None = None,
    fingerprint: str = "",
    at: datetime,
) -> ChangeSet:
    """An organisation called `name`. `guardian` names the body above the root; the operator chairs it without `chair`.

    `lines` are the first matrix, from an import or a template; they may count on the aspect `ROOT` and the body
    `GUARDIAN`. Where they leave the root without A, the guardian gets it. Raises WrongState where an organisation is
    loaded; Invalid and the other errors of changes.
    """
    with acts.act(alone=True):
        if loading.is_loaded() or ChangeSet.objects.filter(founding=True).exists():
            raise WrongState(_("An organisation was founded here already."))
        for text in (name, guardian, root):
            if not text.strip():
                raise Invalid(_("Organisation, guardian and intranet each need a name."))
        bare, key = _bare(operator, chair, guardian.strip(), root.strip(), zone)
        wanted = _with_root_a(bare, lines, at)
        loading.load(apply(bare, wanted, at), by=None, at=at)
        Organisation.objects.filter(pk=1).update(name=name.strip(), language=language)
        return _decide(name.strip(), wanted, Person.objects.get(key=key), reading, fingerprint, at)


def _bare(
    operator: Founder | Person, chair: Founder | None, guardian: str, root: str, zone: str
) -> tuple[Facts, PersonKey]:
    """The organisation before its matrix, and who is its operator."""
    there = store.facts_now()
    people = dict(there.people)
    first = PersonKey(operator.key) if isinstance(operator, Person) else _add(people, operator)
    second = first if chair is None else _add(people, chair)
    seat = pure.Seat(second, "chair", pgettext("function", "Management"))
    return (
        replace(
            there,
            zone=zone,
            people=people,
            operators=there.operators | {first},
            bodies={GUARDIAN: pure.Body(GUARDIAN, "steering_group", guardian, seats=(seat,))},
            aspects={ROOT: pure.Aspect(ROOT, root, kind="root", guardian=GUARDIAN)},
        ),
        first,
    )


def _add(people: dict[PersonKey, pure.Person], founder: Founder) -> PersonKey:
    if not founder.name.strip():
        raise Invalid(_("Everybody needs a name."))
    key = PersonKey(founder.key or naming.key_from(founder.name))
    if key in people:
        raise Invalid(
            _("There are two people called “%(name)s”; give one of them another key.") % {"name": founder.name}
        )
    people[key] = pure.Person(key, founder.name.strip(), founder.email or None)
    return key


def _with_root_a(bare: Facts, lines: Sequence[MatrixLine], at: datetime) -> list[MatrixLine]:
    wanted = list(lines)
    wrong = problems(bare, wanted, at)
    if wrong:
        raise wrong[0]
    if not any(isinstance(line, Assign) and line.aspect == ROOT and line.letter == "A" for line in wanted):
        wanted.append(Assign(ROOT, "*", PartyKey(f"body:{GUARDIAN}"), "A"))
    return wanted


def _decide(
    name: str, lines: Sequence[MatrixLine], operator: Person,
    reading: Mapping[str, object] | None, fingerprint: str, at: datetime,
) -> ChangeSet:  # fmt: skip
    """The first decision, which every letter of the first matrix refers to."""
    row = ChangeSet.objects.create(
        title=(_("Founding of %(name)s") % {"name": name})[:200],
        state=ChangeSet.State.APPLIED,
        lines=write_lines(lines, store.zone(store.facts_now())),
        author=operator,
        made_at=at,
        decided_at=at,
        applied_at=at,
        founding=True,
        fingerprint=fingerprint,
        reading=None if reading is None else dict(reading),
    )
    Assignment.objects.update(change_set=row)
    acts.record(
        "change_set.applied",
        thing=f"change_set:{row.pk}",
        by=None,
        at=at,
        mandate={"code": "founding"},
        data={"founding": True, "lines": len(lines)},
        about=[f"person:{operator.pk}"],
    )
    return row
