"""What is going on today: changes at every point of their route, an objection, reviews that are late, a must-read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from polder.capabilities.discussion import operations as talk
from polder.capabilities.notifications import operations as telling
from polder.capabilities.publishing import operations, readings
from polder.capabilities.publishing.models import Change, Page
from polder.capabilities.publishing.route import people
from polder.demo.diary import Entry
from polder.demo.writing import Writers
from polder.features.knowledge import operations as knowledge
from polder.features.knowledge.models import Article
from polder.features.pages.models import ContentPage
from polder.governance import operations as matrix
from polder.governance.changes import ChangeAspect
from polder.governance.facts import AspectKey, PersonKey
from polder.ground.organisation.models import Person

REVIEWED_HALF_YEARLY = ("help-pages-and-manuals", "workplace-and-devices")
_MUST_READ = "Working with personal data"
_SENTENCE = "In January this is looked at again."
_STATES = (
    "consulting", "objected", "approving", "returned", "scheduled", "draft",
    "approving", "consulting", "returned", "draft", "approving",
)  # fmt: skip


def begun(writers: Writers, now: datetime) -> Iterator[Entry]:
    """All of it, each thing at its moment."""
    yield Entry(now - timedelta(days=294), partial(_review_sooner, writers))
    yield Entry(now - timedelta(days=5, hours=2), partial(_talk, writers), timedelta(minutes=30))
    yield Entry(now - timedelta(days=6), partial(_ask_to_read, writers, now))
    yield from _confirmed(writers, now)
    yield Entry(now - timedelta(days=9), partial(_throw_away, writers), timedelta(minutes=10))
    for number, state in enumerate(_STATES):
        moment = now - timedelta(hours=26) + number * timedelta(minutes=20)
        yield Entry(moment, partial(_begin, state, writers, now), timedelta(minutes=12))


def _talk(writers: Writers, at: datetime) -> None:
    """Two colleagues ask something on a page, and one of them gets an answer; a reader misses something in an article."""
    page, article = ContentPage.objects.filter(title="Holiday leave").first(), Article.objects.first()
    if page is None or article is None:
        return
    lotte, merel, kim = (writers.people[key] for key in ("lotte-visser", "merel-hoogland", "kim-hoekstra"))
    ref = f"page:{page.pk}"
    asked = talk.say(ref, "Does this hold for the depots too? @merel-hoogland", by=lotte, at=at)
    talk.say(ref, "It does; ask before 1 March.", parent=asked, by=merel, at=at + timedelta(minutes=20))
    talk.react(ref, "thanks", by=kim, at=at + timedelta(minutes=25))
    later = at + timedelta(minutes=26)
    knowledge.rate(article, useful=False, text="And when the other team sends it back?", by=lotte, at=later)


def _review_sooner(writers: Writers, at: datetime) -> None:
    """Manuals are looked at twice a year; so some of them are late by today."""
    for key in REVIEWED_HALF_YEARLY:
        who = writers.of(key, at)
        if who is not None:
            line = ChangeAspect(AspectKey(key), {"review_months": 6})
            matrix.apply_lines([line], title="Manuals grow old quickly", by=who[1], at=at)


def _throw_away(writers: Writers, at: datetime) -> None:
    """Two pages that nobody needed any more lie in the bin."""
    rows = ContentPage.objects.filter(live=True, numchild=0, locale__language_code="en").exclude(title=_MUST_READ)
    translated = Page.objects.filter(locale__language_code="nl").values("translation_key")
    for page in list(rows.exclude(translation_key__in=translated).select_related("aspect").order_by("-pk")[:2]):
        _author, approver = _who(writers, page, at)
        operations.throw_away(page, by=approver, at=at)


def _begin(state: str, writers: Writers, now: datetime, at: datetime) -> None:
    """A change that stands at this point of its route today."""
    page, advisor = _with_advisors(writers, at)
    author, approver = _who(writers, page, at)
    _change(state, page, author, approver, advisor, now, at)


def _ask_to_read(writers: Writers, now: datetime, at: datetime) -> None:
    """The rules about personal data must be read by everybody."""
    page = ContentPage.objects.filter(title=_MUST_READ).first()
    if page is not None:
        _author, approver = _who(writers, page, at)
        operations.require_reading(page, audience=[], before=(now + timedelta(days=8)).date(), by=approver, at=at)


def _confirmed(writers: Writers, now: datetime) -> Iterator[Entry]:
    """Somewhat more than half have."""
    readers = [person for person in writers.people.values() if person.counts(now) and person.kind == "employee"]
    for number, person in enumerate(sorted(readers, key=lambda each: each.key)):
        if number % 7 in {0, 2, 3, 5}:
            yield Entry(now - timedelta(days=6) + timedelta(minutes=20 * number + 5), partial(_confirm, person))


def _confirm(person: Person, at: datetime) -> None:
    page = ContentPage.objects.filter(title=_MUST_READ).first()
    if page is not None:
        operations.acknowledge(page, by=person, at=at)


def read_what_is_old(writers: Writers, now: datetime) -> None:
    """People read their notices; those of this week some have not."""
    for number, person in enumerate(writers.people.values()):
        if person.counts(now):
            telling.read_all(by=person, at=now - timedelta(days=number % 6 + 1))


def _with_advisors(writers: Writers, at: datetime) -> tuple[Page, Person]:
    """A live page with nothing under way, about which somebody is asked who did not write it; and who that is.

    Of an aspect that has no change yet, where there is one. Raises LookupError in a matrix without advisors.
    """
    busy = set(Change.objects.filter(closed_at=None).values_list("page__aspect", flat=True))
    rows = ContentPage.objects.filter(live=True, locale__language_code="en").exclude(title=_MUST_READ)
    rows = rows.exclude(pk__in=Change.objects.filter(closed_at=None).values("page"))
    for page in sorted(rows.select_related("aspect"), key=lambda row: (row.aspect_id in busy, row.pk)):
        who = None if page.aspect is None else writers.of(page.aspect.key, at)
        if page.aspect is None or who is None or who[0] == who[1]:
            continue
        asked = people.asked(readings.around(page.aspect), AspectKey(page.aspect.key), [PersonKey(who[0].key)], at)
        advisors = sorted(person for party in asked.values() for person in party)
        if advisors:
            return page, writers.people[advisors[0]]
    raise LookupError("Nobody is asked about any page.")


def _who(writers: Writers, page: Page, now: datetime) -> tuple[Person, Person]:
    assert page.aspect is not None  # noqa: S101  # only pages with one are chosen
    who = writers.of(page.aspect.key, now)
    assert who is not None  # noqa: S101  # as above
    return who


def _change(
    state: str, page: Page, author: Person, approver: Person, advisor: Person, now: datetime, at: datetime
) -> None:
    text = [*page.specific.body.raw_data, {"type": "text", "value": f"<p>{_SENTENCE}</p>"}]
    block = page.specific.body.stream_block.to_python(text)
    operations.edit(page, values={"body": block}, by=author, at=at)
    if state == "draft":
        return
    minor = state in {"approving", "scheduled"}
    operations.submit(page, by=author, at=at + timedelta(minutes=4), minor=minor)
    later = at + timedelta(minutes=12)
    if state == "objected":
        said = "From which day? Say so, or we get the questions."
        operations.advise(page, verdict="objection", text=said, by=advisor, at=later)
    elif state == "returned":
        operations.send_back(page, text="Which January? Add the year.", by=approver, at=later)
    elif state == "scheduled":
        operations.approve(page, by=approver, at=later, publish_at=now + timedelta(days=3))
