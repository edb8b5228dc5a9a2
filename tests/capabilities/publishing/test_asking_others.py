"""Advice of others than the C's of the matrix, asked about one change: seen, told, counted and withdrawn as theirs is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.errors import ConsultFirst, Invalid, NotAsked, WrongState
from polder.capabilities.publishing.models import Change, Page
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party
from polder.ground.organisation.operations import people, roles

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(cast):
    """Omar wrote a page about HR, where nobody is to be asked and Meral decides."""
    page = ContentPage(title="Childcare", slug="childcare", body=[("text", "<p>Unpublished words.</p>")])
    aspect = Aspect.objects.get(key="hr-content")
    operations.write(page, parent=tree.part("pages"), aspect=aspect, by=cast["omar"], at=cast.at)
    return Page.objects.get(pk=page.pk)


def party(ref):
    return Party.objects.get(ref=ref)


def change_of(page):
    return Change.objects.get(page=page, closed_at=None)


def waited_for(page):
    return set(change_of(page).waiting.values_list("person__key", flat=True))


def test_a_writer_adds_a_unit_that_is_asked_when_the_change_is_submitted(cast, draft):
    operations.ask_also(draft, party=party("unit:it"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at + HOUR)
    assert change_of(draft).state == Change.State.CONSULTING
    assert waited_for(draft) == {"anna", "bas"}
    operations.advise(draft, verdict="support", by=cast["bas"], at=cast.at + 2 * HOUR)
    assert change_of(draft).state == Change.State.APPROVING
    assert waited_for(draft) == {"meral"}
    event = Event.objects.get(kind="page.asked_also")
    assert f'"unit:{party("unit:it").unit_id}"' in event.about


def test_silence_of_who_was_added_is_no_objection(cast, draft):
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at)
    operations.run_due(cast.at + timedelta(days=2))
    assert change_of(draft).state == Change.State.CONSULTING
    operations.run_due(cast.at + timedelta(days=3))  # three working days, from Monday
    assert change_of(draft).state == Change.State.APPROVING


def test_who_was_added_has_a_clock_of_their_own(cast, draft):
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at)
    operations.ask_also(draft, party=party("person:bas"), by=cast["omar"], at=cast.at + timedelta(days=1))
    operations.run_due(cast.at + timedelta(days=3))
    assert waited_for(draft) == {"bas"}


def test_who_decides_asks_others_while_it_waits_for_approval_and_a_writer_does_not(cast, draft):
    operations.submit(draft, by=cast["omar"], at=cast.at)
    with pytest.raises(Refused):
        operations.ask_also(draft, party=party("person:kim"), by=cast["tim"], at=cast.at)
    operations.claim(draft, by=cast["meral"], at=cast.at)
    operations.ask_also(draft, party=party("person:kim"), by=cast["meral"], at=cast.at + HOUR)
    assert change_of(draft).state == Change.State.CONSULTING
    assert change_of(draft).claimed_by is None
    with pytest.raises(WrongState):
        operations.approve(draft, by=cast["meral"], at=cast.at + HOUR)
    operations.advise(draft, verdict="objection", text="Too vague.", by=cast["kim"], at=cast.at + 2 * HOUR)
    assert change_of(draft).state == Change.State.APPROVING
    operations.answer(draft, to=cast["kim"], text="Made clearer.", by=cast["meral"], at=cast.at + 3 * HOUR)
    operations.approve(draft, by=cast["meral"], at=cast.at + 3 * HOUR)
    assert Page.objects.get(pk=draft.pk).live


def test_whoever_may_neither_write_nor_decide_adds_nobody(cast, draft):
    with pytest.raises(Refused):
        operations.ask_also(draft, party=party("person:noor"), by=cast["bas"], at=cast.at)
    assert not change_of(draft).additions.exists()


def test_only_somebody_who_could_answer_and_is_not_asked_yet_is_added(cast, draft):
    with pytest.raises(Invalid):
        operations.ask_also(draft, party=party("person:omar"), by=cast["omar"], at=cast.at)  # wrote it
    with pytest.raises(Invalid):
        operations.ask_also(draft, party=party("role:search-specialist"), by=cast["omar"], at=cast.at)  # nobody's
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    with pytest.raises(WrongState):
        operations.ask_also(draft, party=party("person:kim"), by=cast["meral"], at=cast.at)
    assert change_of(draft).additions.count() == 1


def test_asking_no_longer_withdraws_tells_why_and_goes_on(cast, draft, client_of):
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at)
    operations.ask_no_longer(draft, party=party("person:kim"), by=cast["meral"], at=cast.at + HOUR)
    assert (change_of(draft).state, waited_for(draft)) == (Change.State.APPROVING, {"meral"})
    assert Notice.objects.filter(kind="withdrawn", person=cast["kim"]).count() == 1
    assert "has withdrawn that" in client_of(cast["kim"]).get("/notices/").content.decode()
    with pytest.raises(WrongState):
        operations.advise(draft, verdict="support", by=cast["kim"], at=cast.at + HOUR)
    with pytest.raises(WrongState):
        operations.ask_no_longer(draft, party=party("person:kim"), by=cast["meral"], at=cast.at + HOUR)


def test_a_new_round_asks_them_anew_also_when_the_change_is_minor(cast, draft):
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at, minor=True)
    operations.advise(draft, verdict="support", by=cast["kim"], at=cast.at)
    operations.edit(draft, values={"title": "Day care"}, by=cast["omar"], at=cast.at + HOUR)
    assert (change_of(draft).state, waited_for(draft)) == (Change.State.CONSULTING, {"kim"})


def test_nobody_publishes_at_once_what_they_asked_others_about(cast, draft):
    operations.edit(draft, values={"title": "Day care"}, by=cast["meral"], at=cast.at)
    operations.ask_also(draft, party=party("person:kim"), by=cast["meral"], at=cast.at)
    with pytest.raises(ConsultFirst):
        operations.publish(draft, by=cast["meral"], at=cast.at, minor=True)
    operations.ask_no_longer(draft, party=party("person:kim"), by=cast["meral"], at=cast.at)
    operations.publish(draft, by=cast["meral"], at=cast.at, minor=True)


def test_a_change_of_the_matrix_leaves_them_and_leaving_does_not(cast, draft):
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at)
    roles.hold(party("role:search-specialist").role, person=cast["bas"], by=None, at=cast.at + HOUR)
    operations.run_due(cast.at + HOUR)
    assert waited_for(draft) == {"kim"}
    people.leave(cast["kim"], by=None, at=cast.at + 2 * HOUR)
    operations.run_due(cast.at + 2 * HOUR)
    assert (change_of(draft).state, waited_for(draft)) == (Change.State.APPROVING, {"meral"})


def test_they_see_the_route_of_this_page_and_nothing_else_of_its_aspect(cast, draft, client_of):
    now = timezone.now()
    other = ContentPage(title="Other", slug="other", body=[("text", "<p>Other words.</p>")])
    operations.write(
        other, parent=tree.part("pages"), aspect=Aspect.objects.get(key="hr-content"), by=cast["omar"], at=now
    )
    client, address = client_of(cast["kim"]), f"/route/{draft.pk}/"
    assert client.get(address).status_code == 404
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=now)
    assert client.get(address).status_code == 404  # still a draft of its writers
    operations.submit(draft, by=cast["omar"], at=now)
    shown = client.get(address).content.decode()
    assert "Unpublished words." in shown
    assert "added by Omar Idrissi" in shown
    assert "Preview" not in shown
    assert client.get(f"/route/{other.pk}/").status_code == 404
    assert client.post(f"/route/{draft.pk}/advise/", {"verdict": "support"}).status_code == 302
    assert client.get(address).status_code == 200  # what came of it
    operations.approve(draft, by=cast["meral"], at=timezone.now())
    assert client.get(address).status_code == 404


def test_whoever_was_not_added_still_may_not_advise(cast, draft):
    operations.ask_also(draft, party=party("person:kim"), by=cast["omar"], at=cast.at)
    operations.submit(draft, by=cast["omar"], at=cast.at)
    with pytest.raises(NotAsked):
        operations.advise(draft, verdict="support", by=cast["bas"], at=cast.at)


def test_somebody_is_added_by_name_and_taken_off_on_the_route(cast, draft, client_of):
    client, address = client_of(cast["omar"]), f"/route/{draft.pk}/"
    assert client.post(f"{address}ask/", {"person": "Kim Smit"}).status_code == 302
    assert client.post(f"{address}ask/", {"ref": "unit:it"}).status_code == 302
    shown = client.get(address).content.decode()
    assert shown.count("added by Omar Idrissi") == 2
    nobody = client.post(f"{address}ask/", {"person": "Nobody at all"})
    assert (nobody.status_code, "Nobody is known by this name" in nobody.content.decode()) == (422, True)
    assert client.post(f"{address}ask/", {}).status_code == 422
    assert client.post(f"{address}ask/", {"ref": "unit:nowhere"}).status_code == 422
    assert client.post(f"{address}unask/", {"party": "person:kim"}).status_code == 302
    assert client.post(f"{address}unask/", {"party": "person:nobody"}).status_code == 404
    assert client.get(address).content.decode().count("added by Omar Idrissi") == 1
