"""Who leaves or is away: what they kept passes on at once, is told before, and a deputy sees for whom they act."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.notifications import tasks
from polder.capabilities.publishing import leaving, operations, tree
from polder.capabilities.publishing.models import Change, Page
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.organisation.models import Deputyship, Person
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    """`draft("bonus", "omar")`: written and not submitted."""

    def write(slug, author, *, aspect="hr-content", at=None):
        page = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", f"<p>About {slug}.</p>")])
        row = Aspect.objects.get(key=aspect)
        operations.write(page, parent=tree.part("pages"), aspect=row, by=cast[author], at=at or timezone.now())
        return Page.objects.get(pk=page.pk)

    return write


def kinds(person, at):
    person = Person.objects.get(pk=person.pk)
    return {(task.kind, task.title) for task in tasks.for_person(person, at)} - {
        (task.kind, task.title) for task in tasks.for_person(person, at) if task.kind in ("finding", "change_set")
    }


def test_what_only_a_leaver_wrote_passes_to_who_works_there_at_once(cast, draft):
    draft("bonus", "omar")
    now = timezone.now()
    assert ("left", "Bonus") not in kinds(cast["tim"], now)
    people.leave(cast["omar"], by=None, at=now)
    assert ("left", "Bonus") in kinds(cast["tim"], now)  # of HR, whose unit does the work
    assert ("left", "Bonus") not in kinds(cast["bas"], now)


def test_without_anybody_who_works_there_it_passes_to_the_caretaker(cast, draft):
    page = draft("bonus", "meral", aspect="salary")
    operations.submit(page, by=cast["meral"], at=timezone.now(), minor=True)
    operations.send_back(page, text="Shorter.", by=cast["saskia"], at=timezone.now())
    now = timezone.now()
    Deputyship.objects.all().delete()
    people.leave(cast["meral"], by=None, at=now)
    change = Change.objects.get(page=page)
    (took_over,) = {
        person.key for person in Person.objects.active(now) for each in leaving.left_to(person, now) if each == change
    }
    assert took_over == "saskia"  # chairs the steering group, the next that answers


def test_an_approval_passes_to_the_caretaker_when_who_answers_leaves(cast, draft):
    page, now = draft("bonus", "omar"), timezone.now()
    operations.submit(page, by=cast["omar"], at=now)
    Deputyship.objects.all().delete()
    people.leave(cast["meral"], by=None, at=now)
    operations.run_due(now)
    assert set(Change.objects.get(page=page).waiting.values_list("person__key", flat=True)) == {"saskia"}


def test_before_a_leave_pages_requests_and_drafts_are_counted_and_not_named(cast, draft, client_of):
    live, waiting, now = draft("bonus", "omar"), draft("grades", "omar"), timezone.now()
    operations.submit(live, by=cast["omar"], at=now)
    operations.approve(live, by=cast["meral"], at=now)
    operations.submit(waiting, by=cast["omar"], at=now)
    draft("secret", "meral")
    found = leaving.kept_by(cast["meral"], cast["kim"], now)
    assert (found.pages, found.approvals, found.alone) == (1, 1, 1)
    assert found.aspects == (("HR content", 1),)
    assert leaving.kept_by(cast["bas"], cast["kim"], now) is None
    Person.objects.filter(key="bas").update(operator=True)
    shown = client_of(Person.objects.get(key="bas")).get("/people/meral/leave/").content.decode()
    assert "They may write on 1 page that readers see." in shown
    assert "1 approval waits for them" in shown
    assert "1 draft is theirs alone" in shown
    assert "Secret" not in shown  # Bas may not see drafts there
    assert "Grades" not in shown
    assert '<a href="/pages/bonus/">Bonus</a>' in shown  # which everybody reads
    Person.objects.filter(key="omar").update(operator=True)
    shown = client_of(Person.objects.get(key="omar")).get("/people/meral/leave/").content.decode()
    assert f'<a href="/route/{Page.objects.get(slug="secret").pk}/">Secret</a>' in shown
    assert ">Grades</a>" in shown


def test_a_deputy_sees_for_whom_they_would_approve(cast, draft, client_of):
    page, now = draft("bonus", "tim"), timezone.now()
    operations.submit(page, by=cast["tim"], at=now)
    assert ("approve", "Bonus") in kinds(cast["meral"], now)
    assert ("approve", "Bonus") not in kinds(cast["omar"], now)  # her deputy is asked when it takes too long
    Change.objects.filter(page=page).update(approving_since=now - timedelta(days=7), next_at=now)
    operations.run_due(now)
    (task,) = [task for task in tasks.for_person(cast["omar"], now) if task.kind == "approve"]
    assert task.acting_for == cast["meral"].name
    assert f"for {cast['meral'].name}" in client_of(cast["omar"]).get("/inbox/").content.decode()
    (own,) = [task for task in tasks.for_person(cast["meral"], now) if task.kind == "approve"]
    assert own.acting_for == ""


def test_while_nobody_else_can_the_deputy_is_asked_at_once(cast, draft):
    page = draft("network", "kim", aspect="platform", at=cast.at)  # Lena, who owns the platform, left yesterday
    operations.submit(page, by=cast["kim"], at=cast.at, minor=True)
    (task,) = [task for task in tasks.for_person(cast["bas"], cast.at) if task.kind == "approve"]
    assert task.acting_for == cast["lena"].name


def test_the_inbox_costs_the_same_for_few_drafts_left_behind_and_for_many(cast, draft, client_of, count_queries):
    draft("first", "omar")
    people.leave(cast["omar"], by=None, at=timezone.now())
    client = client_of(cast["tim"])
    client.get("/inbox/")
    cache.clear()  # what is remembered until anything happens
    with CaptureQueriesContext(connection) as few:
        client.get("/inbox/")
    for number in range(5):
        page = draft(f"page-{number}", "meral")
        Change.objects.get(page=page).authors.update(person=cast["omar"])
    cache.clear()
    with count_queries(len(few)):
        assert "Page-4" in client.get("/inbox/").content.decode()
