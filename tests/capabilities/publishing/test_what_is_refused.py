"""Every refusal on the route has its words and the way out, changes nothing, and what was typed is not lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.models import Change, Page
from polder.features.pages.models import ContentPage
from polder.governance import operations as matrix
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast):
    """Omar's page about HR, which waits for Meral's approval."""
    made, now = ContentPage(title="Bonus", slug="bonus", body=[("text", "<p>Words.</p>")]), timezone.now()
    aspect = Aspect.objects.get(key="hr-content")
    operations.write(made, parent=tree.part("pages"), aspect=aspect, by=cast["omar"], at=now)
    operations.submit(made, by=cast["omar"], at=now)
    return Page.objects.get(pk=made.pk)


def refused(client, page, verb, status, **sent):
    """The words of the answer; nothing has changed by asking."""
    before = Event.objects.count(), Change.objects.get(page=page).state
    address = f"/route/{page.pk}/"
    answer = client.post(f"{address}{verb}/", {"next": address, **sent})
    assert answer.status_code == status
    said = answer.content.decode()
    assert "Nothing has changed" in said
    assert f'href="{address}"' in said  # the way back to where it is as it is now
    assert (Event.objects.count(), Change.objects.get(page=page).state) == before
    return said


def test_approving_what_changed_since_says_to_look_at_the_newest(cast, page, client_of):
    seen = page.revision_number
    operations.edit(page, values={"title": "Bonuses"}, by=cast["omar"], at=timezone.now())
    said = refused(client_of(cast["meral"]), page, "approve", 409, seen=seen)
    assert "Look at the newest version first." in said
    said = refused(client_of(cast["meral"]), page, "return", 409, seen=seen, text="The amount is <wrong>.")
    assert "The amount is &lt;wrong&gt;." in said


def test_a_right_that_went_while_the_page_was_open_is_gone_and_it_says_who_can(cast, page, client_of):
    client = client_of(cast["meral"])
    assert "Approve" in client.get(f"/route/{page.pk}/").content.decode()
    aspect, hr = Aspect.objects.get(key="hr-content"), Party.objects.get(ref="unit:hr")
    now = timezone.now()
    matrix.unassign(aspect, party=hr, letter="A", by=None, at=now)
    matrix.assign(aspect, party=cast["bas"].party, letter="A", by=None, at=now)
    said = refused(client, page, "approve", 403, seen=page.revision_number)
    assert cast["bas"].name in said
    said = refused(client, page, "answer", 403, to="kim", text="Because of the law.")
    assert "Because of the law." in said


@pytest.mark.parametrize("moment", ["2020-01-01T09:00", "tomorrow", "2026-13-45T99:99", "٢٠٢٦-٠١-٠١"])
def test_a_moment_that_will_not_do_is_told(cast, page, client_of, moment):
    refused(client_of(cast["meral"]), page, "approve", 422, seen=page.revision_number, publish_at=moment)


def test_an_objection_is_answered_first(cast, page, client_of):
    now = timezone.now()
    operations.ask_also(page, party=cast["bas"].party, by=cast["meral"], at=now)
    operations.advise(page, verdict="objection", text="No.", by=cast["bas"], at=now)
    said = refused(client_of(cast["meral"]), page, "approve", 409, seen=page.revision_number)
    assert f"First answer the objection of {cast['bas'].name}." in said


def test_advice_that_nobody_waits_for_is_told_and_kept_in_sight(cast, page, client_of):
    now = timezone.now()
    operations.ask_also(page, party=cast["bas"].party, by=cast["meral"], at=now)
    operations.run_due(now + timedelta(days=20))
    said = refused(client_of(cast["bas"]), page, "advise", 409, verdict="comment", text="A long thought.")
    assert "A long thought." in said
    for verdict in ("", "perhaps"):
        refused(client_of(cast["meral"]), page, "advise", 409, verdict=verdict, text="x")


@pytest.mark.parametrize(
    ("verb", "sent"), [("return", {"text": "  "}), ("hide", {"reason": ""}), ("require", {"before": "soon"})]
)
def test_what_is_missing_or_no_day_is_told(cast, page, client_of, verb, sent):
    if verb != "return":
        operations.approve(page, by=cast["meral"], at=timezone.now())
    sent = {"seen": page.revision_number, **sent}
    answer = client_of(cast["meral"]).post(f"/route/{page.pk}/{verb}/", sent)
    assert answer.status_code == 422


def test_an_act_that_is_none_is_not_there(cast, page, client_of):
    assert client_of(cast["meral"]).post(f"/route/{page.pk}/explode/").status_code == 404
    assert client_of(cast["meral"]).get(f"/route/{page.pk}/approve/").status_code == 405
    assert client_of(cast["noor"]).post(f"/route/{page.pk}/nothing/").status_code == 404
