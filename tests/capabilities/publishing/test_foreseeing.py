"""What settings and letters would do to pages and requests is told before it is done, and nothing is written by asking."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.publishing import foreseeing, operations, tree
from polder.capabilities.publishing.models import Page, Waiting
from polder.features.pages.models import ContentPage
from polder.governance import store
from polder.governance.changes import Assign, ChangeAspect, Unassign, apply
from polder.governance.models import Aspect
from polder.governance.resolution import Reading
from polder.governance.touching import Question
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_by(cast):
    """`page_by("bonus", "omar", verified=400)`: live, verified that many days ago; without it, submitted only."""

    def write(slug, author, *, verified=None, aspect="hr-content", at=None):
        now = at or timezone.now()
        page = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", f"<p>About {slug}.</p>")])
        row = Aspect.objects.get(key=aspect)
        operations.write(page, parent=tree.part("pages"), aspect=row, by=cast[author], at=now)
        operations.submit(page, by=cast[author], at=now)
        if verified is not None:
            operations.approve(page, by=cast["meral"], at=now)
            day = timezone.localdate() - timedelta(days=verified)
            Page.objects.filter(pk=page.pk).update(verified_on=day, review_on=day.replace(year=day.year + 1))
        return Page.objects.get(pk=page.pk)

    return write


def question(cast, *lines, by="saskia", at=None):
    at = at or timezone.now()
    reading = store.reading_now()
    return Question(reading, Reading(apply(reading.facts, lines, at)), at, cast[by], whole=True)


def told(found):
    return [(each.sentence, each.detail) for each in found]


def test_a_shorter_interval_says_which_pages_are_late_at_once_and_for_whom(cast, page_by):
    page_by("bonus", "omar", verified=40)
    page_by("grades", "omar", verified=10)
    asked = question(cast, ChangeAspect("hr-content", {"review_months": 1}))
    sentences = dict(told(foreseeing.reviews(asked)))
    assert "1 page would be late at once." in sentences
    assert (
        sum(int(line.rpartition(" ")[2]) for line in sentences["2 pages would get another day to be looked at."]) == 2
    )
    assert "Omar Idrissi: 2 pages more" in sentences["4 people would have more to look at."]


def test_a_clock_that_takes_pages_down_says_how_many_go_at_once(cast, page_by):
    page_by("bonus", "omar", verified=500)
    page_by("grades", "omar", verified=380)
    asked = question(cast, ChangeAspect("hr-content", {"unpublish_after": 60}))
    assert [each.sentence for each in foreseeing.reviews(asked)] == ["1 page would be taken from its readers at once."]


def test_settings_that_stay_the_same_touch_nothing(cast, page_by):
    page_by("bonus", "omar", verified=500)
    assert told(foreseeing.reviews(question(cast, ChangeAspect("hr-content", {"review_months": 12})))) == []
    assert told(foreseeing.reviews(question(cast, ChangeAspect("homepage", {"review_months": 1})))) == []


def test_requests_under_way_that_would_go_to_others_are_counted(cast, page_by):
    page = page_by("bonus", "omar", at=cast.at)
    assert set(Waiting.objects.filter(change__page=page).values_list("person__key", flat=True)) == {"meral"}
    other = question(
        cast, Unassign("hr-content", "*", "unit:hr", "A"), Assign("hr-content", "*", "person:bas", "A"), at=cast.at
    )
    (found,) = foreseeing.requests(other)
    assert (found.requests, found.detail) == (1, ("1 for approval",))
    elsewhere = question(cast, Assign("search", "*", "unit:it", "I"), at=cast.at)
    assert list(foreseeing.requests(elsewhere)) == []


def test_advice_that_would_be_asked_of_others_is_counted_and_keeps_its_days(cast, page_by):
    page_by("bonus", "meral", aspect="salary", at=cast.at)
    more = question(cast, Assign("salary", "content", "person:bas", "C"), at=cast.at)
    (found,) = foreseeing.requests(more)
    assert found.detail == ("1 for advice",)
    (kept,) = foreseeing.requests(question(cast, ChangeAspect("salary", {"consult_days": 9}), at=cast.at))
    assert kept.requests == 0
    assert "keeps the days it has" in kept.sentence


def test_shorter_clocks_of_approval_that_reach_deputies_at_once_are_counted(cast, page_by):
    page_by("bonus", "omar", at=cast.at)
    asked = question(cast, ChangeAspect("hr-content", {"approve_days": (1, 1, 1)}), at=cast.at + timedelta(days=2))
    assert sum(each.requests for each in foreseeing.requests(asked)) == 1


def test_foretelling_costs_the_same_for_few_and_for_many(cast, page_by, count_queries):
    for number in range(4):
        page_by(f"page-{number}", "omar", verified=40)
        page_by(f"under-way-{number}", "omar")
    asked = question(cast, ChangeAspect("hr-content", {"review_months": 1, "approve_days": (1, 1, 1)}))
    with count_queries(10):
        list(foreseeing.reviews(asked))
        list(foreseeing.requests(asked))


def test_the_settings_show_what_they_would_do_before_they_do_it(cast, page_by, client_of):
    page = page_by("bonus", "omar", verified=40)
    client, address = client_of(cast["meral"]), "/aspects/hr-content/settings/"
    shown = client.get(address).context["form"].initial
    sent = {name: "" if value is None else value for name, value in shown.items()}
    sent |= {"review_months": 1, "inherits": "on", "seen": client.get(address).context["seen"]}
    events = Event.objects.count()
    looked = client.post(address, sent | {"do": "apply"})
    assert looked.status_code == 200
    said = looked.content.decode()
    assert "Nothing has changed yet." in said
    assert "1 page would be late at once." in said
    assert Event.objects.count() == events
    other = client.post(address, sent | {"do": "apply", "review_months": 2, "foreseen": looked.context["foreseen"]})
    assert other.status_code == 200  # what was looked at was something else
    done = client.post(address, sent | {"do": "apply", "foreseen": looked.context["foreseen"]})
    assert done.status_code == 302
    assert Aspect.objects.get(key="hr-content").review_months == 1
    assert Page.objects.filter(pk=page.pk).exists()


def test_who_may_not_make_the_change_counts_only_what_they_may_read(cast, page_by):
    page = page_by("bonus", "omar", verified=40)
    operations.aim(page, parties=[cast["meral"].party], by=cast["meral"], at=timezone.now())
    lines = [ChangeAspect("hr-content", {"review_months": 1})]
    asked = question(cast, *lines, by="bas")
    hidden = Question(asked.before, asked.after, asked.at, asked.by, whole=False)
    assert list(foreseeing.reviews(hidden)) == []
    assert list(foreseeing.reviews(asked)) != []
