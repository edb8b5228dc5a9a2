"""Must-reads: who may know how far they are, reminders that follow from how things are, a file without formulas."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import compliance, operations, readings
from polder.capabilities.publishing.errors import Invalid, NotAsked, WrongState
from polder.capabilities.publishing.models import Duty
from polder.ground.ledger import outbox
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(cast, page_of):
    page = page_of("salary", by=cast["meral"], live=True)
    now = timezone.now()
    people = [Party.objects.get(ref="unit:hr"), Party.objects.get(ref="person:kim")]
    return operations.require_reading(
        page, audience=people, before=(now + timedelta(days=5)).date(), by=cast["meral"], at=now
    )


def test_the_report_counts_those_who_must_and_those_who_did(cast, duty):
    operations.acknowledge(duty.page, by=cast["tim"], at=timezone.now())
    people = compliance.asked_of(duty, timezone.now())
    assert {person.key: person.has_read for person in people} == {
        "meral": False, "omar": False, "tim": True, "kim": False,
    }  # fmt: skip
    units = {unit.name: (unit.read, unit.asked) for unit in compliance.by_unit(people)}
    assert units == {"HR": (0, 2), "HR East": (1, 1), "Communications": (0, 1)}


def test_only_who_publishes_there_sees_everybody_and_a_head_their_own(cast, duty, client_of):
    address = f"/read/{duty.page_id}/report/"
    everybody = client_of(cast["meral"]).get(address).content.decode()
    assert "0 of 4 have read it" in everybody
    assert client_of(cast["tim"]).get(address).status_code == 404
    own = client_of(cast["anna"]).get(address).content.decode()  # heads IT, of which nobody is asked
    assert "Kim Smit" not in own
    assert client_of(cast["tim"]).get(f"{address}csv/").status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_file(cast, duty, client_of):
    Person.objects.filter(key="kim").update(name="=HYPERLINK(1)")
    rows = client_of(cast["meral"]).get(f"/read/{duty.page_id}/report/csv/").content.decode("utf-8-sig")
    assert "\t=HYPERLINK(1)" in rows


def test_who_must_read_is_told_once_and_anew_when_it_is_asked_anew(cast, duty):
    def told():
        outbox.deliver("test", clock=timezone.now, limit=500)
        rows = Notice.objects.filter(kind="read", thing=f"page:{duty.page_id}")
        return sorted((row.person.key, row.key) for row in rows.select_related("person"))

    everybody = ["kim", "meral", "omar", "tim"]
    assert told() == [(key, "1") for key in everybody]
    operations.acknowledge(duty.page, by=cast["tim"], at=timezone.now())
    assert told() == [(key, "1") for key in everybody]
    people = [Party.objects.get(ref="unit:hr"), Party.objects.get(ref="person:kim")]
    operations.require_reading(duty.page, audience=people, before=None, by=cast["meral"], at=timezone.now())
    assert told() == [(key, number) for key in everybody for number in ("1", "2")]


def test_nobody_is_asked_to_read_what_is_not_for_them(cast, page_of, client_of):
    page, now = page_of("salary", by=cast["meral"], live=True), timezone.now()
    operations.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now)
    with pytest.raises(Invalid, match="1 of those"):
        operations.require_reading(
            page, audience=[Party.objects.get(ref="person:kim")], before=None, by=cast["meral"], at=now
        )
    assert not Duty.objects.exists()


def test_what_is_aimed_at_fewer_afterwards_is_asked_of_fewer(cast, page_of, client_of):
    page, now = page_of("salary", by=cast["meral"], live=True), timezone.now()
    duty = operations.require_reading(page, audience=[], before=None, by=cast["meral"], at=now)
    kim = client_of(cast["kim"])
    assert "Salary" in kim.get("/inbox/").content.decode()
    operations.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now)
    assert "About salary" not in kim.get(f"/inbox/?open=read/page:{page.pk}").content.decode()
    assert "kim" not in {person.key for person in compliance.asked_of(Duty.objects.get(pk=duty.pk), now)}
    with pytest.raises(NotAsked):
        operations.acknowledge(page, by=cast["kim"], at=now)
    operations.acknowledge(page, by=cast["tim"], at=now)


def test_reminders_follow_from_how_things_are_and_come_once(cast, duty):
    operations.acknowledge(duty.page, by=cast["tim"], at=timezone.now())
    now = timezone.now()

    def told() -> dict[str, list[str]]:
        rows = Notice.objects.filter(kind="must_read").order_by("pk")
        return {key: [row.data["stage"] for row in rows if row.person.key == key] for key in ("kim", "tim")}

    compliance.remind(now + timedelta(days=2))
    assert told() == {"kim": [], "tim": []}
    for _ in range(2):
        compliance.remind(now + timedelta(days=4))
    assert told() == {"kim": ["soon"], "tim": []}
    operations.acknowledge(duty.page, by=cast["kim"], at=now + timedelta(days=4))
    compliance.remind(now + timedelta(days=7))
    assert told() == {"kim": ["soon"], "tim": []}
    assert Notice.objects.filter(kind="must_read", person=cast["omar"]).count() == 2
    assert not Notice.objects.filter(kind="must_read_team").exists()  # this page does not escalate


def test_the_report_costs_the_same_for_few_and_for_many(cast, duty, client_of, django_assert_max_num_queries):
    client = client_of(cast["meral"])
    client.get(f"/read/{duty.page_id}/report/")
    with django_assert_max_num_queries(12):
        client.get(f"/read/{duty.page_id}/report/")
    Duty.objects.filter(pk=duty.pk).update(audience=None)
    with django_assert_max_num_queries(12):
        assert "0 of" in client.get(f"/read/{duty.page_id}/report/").content.decode()


def test_a_day_that_has_passed_is_refused(cast, page_of, client_of):
    page, now = page_of("salary", by=cast["meral"], live=True), timezone.now()
    answer = client_of(cast["meral"]).post(f"/route/{page.pk}/require/", {"before": "2020-12-10"})
    assert answer.status_code == 422
    assert "That day has passed" in answer.content.decode()
    assert not Duty.objects.exists()
    today = readings.calendar().today(now)
    with_today = client_of(cast["meral"]).post(f"/route/{page.pk}/require/", {"before": today.isoformat()})
    assert with_today.status_code == 302
    assert operations.require_reading(page, audience=[], before=today, by=cast["meral"], at=now).before == today


def test_a_guest_who_is_asked_by_name_may_read_what_is_for_everyone(cast, page_of, client_of):
    now = timezone.now()
    guest = people.register(
        by=None, at=now, key="guest", name="Gast", kind="guest", sponsor=cast["meral"], left_on=now + timedelta(days=9)
    )
    asked, other = (page_of("salary", by=cast["meral"], live=True, title=title) for title in ("asked", "other"))
    party = Party.objects.get(person=guest)
    client = client_of(guest)
    assert client.get(asked.url).status_code == 404
    operations.require_reading(asked, audience=[party], before=None, by=cast["meral"], at=now)
    assert client.get(asked.url).status_code == 200
    assert client.get(other.url).status_code == 404
    operations.acknowledge(asked, by=guest, at=timezone.now())


def test_a_page_that_is_not_live_says_so_whatever_the_day(cast, page_of):
    page = page_of("salary", by=cast["meral"])
    with pytest.raises(WrongState):
        operations.require_reading(page, audience=[], before=date(2020, 1, 1), by=cast["meral"], at=timezone.now())
