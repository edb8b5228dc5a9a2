"""What is going on today: changes at every point of their route, an objection, reviews that are late, a must-read."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from polder.capabilities.notifications import operations as telling
from polder.capabilities.publishing import operations, readings
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.route import people
from polder.demo.writing import Writers
from polder.features.pages.models import ContentPage
from polder.governance import operations as matrix
from polder.governance.changes import ChangeAspect
from polder.governance.facts import AspectKey, PersonKey
from polder.ground.organisation.models import Person

REVIEWED_HALF_YEARLY = ("help-pages-and-manuals", "workplace-and-devices")
_MUST_READ = "Working with personal data"
_SENTENCE = "In January this is looked at again."


def review_sooner(writers: Writers, at: datetime) -> None:
    """Manuals are looked at twice a year; so some of them are late by today."""
    for key in REVIEWED_HALF_YEARLY:
        who = writers.of(key, at)
        if who is not None:
            line = ChangeAspect(AspectKey(key), {"review_months": 6})
            matrix.apply_lines([line], title="Manuals grow old quickly", by=who[1], at=at)


def begin_what_is_open(writers: Writers, now: datetime) -> None:
    """One change at each point of the route, each by those whose it is."""
    pages = _with_advisors(writers, now)
    for state in ("consulting", "objected", "approving", "returned", "scheduled", "draft"):
        page, advisor = next(pages)
        author, approver = _who(writers, page, now)
        _change(state, page, author, approver, advisor, now)


def ask_to_read(writers: Writers, now: datetime) -> None:
    """The rules about personal data must be read by everybody; somewhat more than half have."""
    page = ContentPage.objects.filter(title=_MUST_READ).first()
    if page is None:
        return
    _, approver = _who(writers, page, now)
    asked = now - timedelta(days=6)
    operations.require_reading(page, audience=[], before=(now + timedelta(days=8)).date(), by=approver, at=asked)
    readers = [person for person in writers.people.values() if person.counts(now) and person.kind == "employee"]
    for number, person in enumerate(sorted(readers, key=lambda each: each.key)):
        if number % 7 in {0, 2, 3, 5}:
            operations.acknowledge(page, by=person, at=asked + timedelta(hours=number % 90 + 1))


def read_what_is_old(writers: Writers, now: datetime) -> None:
    """People read their notices; those of this week some have not."""
    for number, person in enumerate(writers.people.values()):
        if person.counts(now):
            telling.read_all(by=person, at=now - timedelta(days=number % 6 + 1))


def _with_advisors(writers: Writers, now: datetime) -> Iterator[tuple[Page, Person]]:
    """Live pages about which somebody is asked who did not write them, one for each aspect first."""
    seen: set[int | None] = set()
    rows = list(
        ContentPage.objects.filter(live=True, locale__language_code="en").select_related("aspect").order_by("pk")
    )
    for again in (False, True):
        for page in rows:
            if (page.aspect_id in seen) is not again or page.title == _MUST_READ or page.aspect is None:
                continue
            who = writers.of(page.aspect.key, now)
            if who is None:
                continue
            asked = people.asked(readings.around(page.aspect), AspectKey(page.aspect.key), [PersonKey(who[0].key)], now)
            advisors = sorted(person for party in asked.values() for person in party)
            if advisors and who[0] != who[1]:
                seen.add(page.aspect_id)
                rows = [row for row in rows if row.pk != page.pk]
                yield page, writers.people[advisors[0]]


def _who(writers: Writers, page: Page, now: datetime) -> tuple[Person, Person]:
    assert page.aspect is not None  # noqa: S101  # only pages with one are chosen
    who = writers.of(page.aspect.key, now)
    assert who is not None  # noqa: S101  # as above
    return who


def _change(state: str, page: Page, author: Person, approver: Person, advisor: Person, now: datetime) -> None:
    begun = now - timedelta(days=1)
    text = [*page.specific.body.raw_data, {"type": "text", "value": f"<p>{_SENTENCE}</p>"}]
    block = page.specific.body.stream_block.to_python(text)
    operations.edit(page, values={"body": block}, by=author, at=begun)
    if state == "draft":
        return
    minor = state in {"approving", "scheduled"}
    operations.submit(page, by=author, at=begun + timedelta(minutes=10), minor=minor)
    if state == "objected":
        operations.advise(
            page, verdict="objection", text="From which day? Say so, or we get the questions.",
            by=advisor, at=begun + timedelta(hours=3),
        )  # fmt: skip
    elif state == "returned":
        operations.send_back(page, text="Which January? Add the year.", by=approver, at=begun + timedelta(hours=2))
    elif state == "scheduled":
        operations.approve(page, by=approver, at=begun + timedelta(hours=2), publish_at=now + timedelta(days=3))
