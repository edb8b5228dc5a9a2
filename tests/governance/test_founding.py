"""The founding act: an empty installation becomes one with a working matrix."""

from datetime import UTC, datetime
from typing import Any

import pytest

from polder.governance import findings, mandate, operations, store, template_matrix, verifying
from polder.governance.errors import Invalid, WrongState
from polder.governance.models import Aspect, Assignment, ChangeSet
from polder.governance.operations import Founder
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Organisation, Person

pytestmark = pytest.mark.django_db
at = datetime(2026, 5, 4, 10, tzinfo=UTC)


def found(**rest):
    wanted: dict[str, Any] = {
        "name": "Gemeente Waterland",
        "operator": Founder("Olga Beheer", "olga@example.org"),
        "chair": Founder("Chris Voorzitter", "chris@example.org"),
        "guardian": "Stuurgroep intranet",
        "lines": template_matrix.template(),
        "at": at,
    }
    return operations.found(**(wanted | rest))


def test_it_ends_in_a_working_matrix_recorded_as_the_first_decision():
    decision = found()
    assert decision.founding
    assert Organisation.objects.get().name == "Gemeente Waterland"
    chris, root = Person.objects.get(key="chris-voorzitter"), Aspect.objects.get(parent=None)
    assert mandate.may(chris, "assign", root, at=at).code == "assigned"
    assert mandate.may(chris, "publish", Aspect.objects.get(key="homepage"), at=at).code == "caretaker"
    assert {row.change_set for row in Assignment.objects.all()} == {decision}
    assert Event.objects.filter(kind="organisation.founded").count() == 1
    assert verifying._tables()[1] == ""
    assert findings.open_now(store.reading_now(), at)


def test_the_operator_holds_no_power_by_that():
    found()
    olga = Person.objects.get(key="olga-beheer")
    assert olga.operator
    assert not any(given.allowed for given in mandate.powers(olga, Aspect.objects.get(parent=None), at=at).values())


def test_without_a_matrix_the_guardian_answers_for_the_root():
    found(lines=(), chair=None)
    olga = Person.objects.get(key="olga-beheer")
    assert mandate.may(olga, "publish", Aspect.objects.get(parent=None), at=at).code == "assigned"


def test_it_happens_once_and_wants_names():
    with pytest.raises(Invalid):
        found(name=" ")
    assert not ChangeSet.objects.exists()
    found()
    with pytest.raises(WrongState):
        found()
