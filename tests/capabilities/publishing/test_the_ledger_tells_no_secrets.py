"""Pages that somebody may not see are in no timeline, no history and under no address of the ledger for them (P10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.discussion import operations as talk
from polder.capabilities.publishing import operations, tree
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import people
from tests.waterland import FOUNDED

pytestmark = pytest.mark.django_db
SCREENS = (
    "/", "/matrix/history/", "/aspects/salary/", "/aspects/hr-content/", "/people/omar/history/", "/people/meral/history/",
    "/bodies/steering/history/", "/units/hr/history/",
)  # fmt: skip


@pytest.fixture
def pages(cast, published):
    """A page for everybody, and by how they are kept from readers those with unmistakable titles."""
    now = timezone.now()
    found = {name: published(name) for name in ("xx-open", "xx-aimed", "xx-hidden", "xx-binned", "xx-withdrawn")}
    talk.say(f"page:{found['xx-aimed'].pk}", "Well", by=cast["tim"], at=now)
    operations.aim(found["xx-aimed"], parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now)
    operations.hide(found["xx-hidden"], reason="Wrong", by=cast["omar"], at=now)
    operations.throw_away(found["xx-binned"], by=cast["meral"], at=now)
    operations.unpublish(found["xx-withdrawn"], by=cast["meral"], at=now)
    for name in ("xx-draft", "xx-scheduled"):
        page = ContentPage(title=name.capitalize(), slug=name, body=[("text", "<p>Soon.</p>")])
        salary = Aspect.objects.get(key="salary")
        operations.write(page, parent=tree.part("pages"), aspect=salary, by=cast["omar"], at=now)
        found[name] = page
    operations.submit(found["xx-scheduled"], by=cast["omar"], at=now, minor=True)
    operations.approve(found["xx-scheduled"], by=cast["meral"], at=now, publish_at=now + timedelta(days=9))
    return found


@pytest.fixture
def guest(cast):
    now = timezone.now()
    left_on = now + timedelta(days=99)
    return people.register(name="Gus", key="gus", kind="guest", sponsor=cast["kim"], left_on=left_on, by=None, at=now)


def walked(client, pages):
    """Everything the ledger says to somebody, on its own addresses and on others'."""
    addresses = [*SCREENS, *(f"/ledger/about/{subject}/" for subject in about(pages))]
    since = Event.objects.exclude(at=FOUNDED)  # how the organisation was loaded says nothing of pages
    addresses += [f"/ledger/{number}/" for number in since.values_list("number", flat=True)]
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    return {address: answer.content.decode() for address, answer in answers.items() if answer.status_code == 200}


def about(pages):
    some = Person.objects.filter(key__in=("omar", "meral", "tim")).values_list("pk", flat=True)
    yield from (f"page:{page.pk}" for page in pages.values())
    yield from (f"person:{number}" for number in some)
    yield from (f"aspect:{number}" for number in Aspect.objects.values_list("pk", flat=True))
    yield from set(Event.objects.filter(kind="comment.said").values_list("thing", flat=True))


def test_whoever_may_not_see_a_page_reads_of_it_nowhere(cast, pages, client_of):
    found = walked(client_of(cast["kim"]), pages)
    secret = [page for name, page in pages.items() if name != "xx-open"]
    for page in secret:
        assert [address for address, html in found.items() if page.title in html] == []
        assert f"/ledger/about/page:{page.pk}/" not in found
        told = Event.objects.filter(thing=f"page:{page.pk}").values_list("number", flat=True)
        assert [number for number in told if f"/ledger/{number}/" in found] == []
    said = Event.objects.get(kind="comment.said")
    assert f"/ledger/{said.number}/" not in found
    assert f"/ledger/about/{said.thing}/" not in found
    open_to_all = [address for address, html in found.items() if "Xx-open" in html]
    assert {"/people/omar/history/", "/aspects/salary/", f"/ledger/about/page:{pages['xx-open'].pk}/"} <= set(
        open_to_all
    )


def test_a_guest_reads_of_no_page_that_does_not_name_them(cast, pages, guest, client_of):
    found = walked(client_of(guest), pages)
    assert [address for address, html in found.items() if "Xx-" in html] == []
    operations.aim(pages["xx-open"], parties=[Party.objects.get(person=guest)], by=cast["meral"], at=timezone.now())
    found = walked(client_of(guest), pages)
    assert f"/ledger/about/page:{pages['xx-open'].pk}/" in found
    assert [address for address, html in found.items() if "Xx-" in html.replace("Xx-open", "")] == []
    assert "Omar" not in found[f"/ledger/about/page:{pages['xx-open'].pk}/"]


def test_whoever_may_see_them_reads_of_them_all(cast, pages, client_of):
    found = walked(client_of(cast["meral"]), pages)
    for name, page in pages.items():
        assert page.title in found[f"/ledger/about/page:{page.pk}/"], name
    assert set(found) >= {f"/ledger/{event.number}/" for event in Event.objects.filter(thing__startswith="page:")}
    assert "Xx-aimed" in walked(client_of(cast["tim"]), pages)[f"/ledger/about/page:{pages['xx-aimed'].pk}/"]
