"""What the bodies of Polderveen did in a year: met, decided, set a budget; and what lies on the table next week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from polder.base.time import midnight
from polder.base.validity import valid_at
from polder.demo.diary import Entry
from polder.features.bodies import operations
from polder.features.bodies.effects import BudgetLine, Effect
from polder.features.bodies.models import Meeting, Proposal
from polder.governance.changes import Assign
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect, Membership
from polder.ground.organisation.models import Body, Person

STEERING, WORKING, CIRCLE = "steering-group", "working-group", "editors-circle"
_ALL = ("anna-de-wit", "kim-hoekstra", "peter-dijkgraaf", "sanne-de-vries", "merel-hoogland")
_WITHOUT_IT = ("anna-de-wit", "kim-hoekstra", "sanne-de-vries", "merel-hoogland")
_CIRCLE = ("fatima-benali", "lotte-visser", "derya-kaya")
_GROUP = ("kim-hoekstra", "ravi-das", "sofie-martens", "fatima-benali")
_BUDGETS = (
    ("technology-platform", 164_000), ("search", 55_000), ("design-standards", 42_000), ("integrations", 48_000),
    ("knowledge", 31_000), ("mobile", 26_000), ("training-and-support", 22_000),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A proposal and how it went: who brought it, who was against. `effective` in days from the meeting."""

    title: str
    question: str
    aspect: str
    by: str
    cost: int = 0
    changes: Sequence[Effect] = ()
    against: Sequence[str] = ()
    effective: int | None = None


def decided(today: date, zone: Any) -> Iterator[Entry]:
    """Each meeting in its time, with what was decided in it."""
    year = today.year
    budget = tuple(BudgetLine(year, aspect, Decimal(amount)) for aspect, amount in _BUDGETS)
    for days, body, present, questions in (
        (282, STEERING, _ALL, [
            Question(f"Budget {year}", "Seven aspects have their own line; the rest is paid by the departments.",
                     "intranet", "kim-hoekstra", changes=budget),
            Question(f"The books of {year - 1}", "What last year was planned to cost, to compare with.", "intranet",
                     "kim-hoekstra", changes=tuple(BudgetLine(year - 1, key, Decimal(amount) * 9 / 10)
                                                   for key, amount in _BUDGETS)),
        ]),
        (247, WORKING, _GROUP, [
            Question("Training for local editors", "Two mornings, in groups of eight.", "training-and-support",
                     "sofie-martens", cost=1_800),
        ]),
        (188, STEERING, _ALL, [
            Question("A better search", "Zero-result queries are one in five. A specialist and a licence.", "search",
                     "kim-hoekstra", cost=16_500),
            Question("A second homepage for visitors", "The council asked for one.", "homepage", "sanne-de-vries",
                     cost=30_000, against=("anna-de-wit", "peter-dijkgraaf", "merel-hoogland")),
        ]),
        (96, STEERING, _ALL, [
            Question("Photos by our own people", "An archive of our own, with consent kept.", "design-standards",
                     "sanne-de-vries", cost=9_200),
            Question("The contact centre hears of outages first", "They get the phone calls.",
                     "availability-and-speed", "peter-dijkgraaf", effective=86, changes=(
                         Assign(AspectKey("availability-and-speed"), "*", PartyKey("unit:contact-centre"), "I"),)),
        ]),
        (54, CIRCLE, _CIRCLE, [
            Question("Each article has one owner", "Shared ones are nobody's.", "knowledge", "fatima-benali", cost=0),
            Question("A day of writing together", "Ten articles at once, with cake.", "knowledge", "lotte-visser",
                     cost=450),
        ]),
        (40, WORKING, _GROUP, [
            Question("One glossary for permits and taxes", "Two words for one thing cost us calls.", "glossary",
                     "fatima-benali", cost=600),
        ]),
        (6, STEERING, _WITHOUT_IT, [
            Question("Move search to the cloud", "Cheaper by a third, and outside our own walls.", "search",
                     "kim-hoekstra", cost=12_000),
        ]),
    ):  # fmt: skip
        begins = midnight(_working(today - timedelta(days=days)), zone) + timedelta(hours=14)
        for question in questions:
            yield Entry(begins - timedelta(days=3), partial(_bring, body, question, begins, zone), timedelta(minutes=5))
            if question.effective is not None:
                yield Entry(_effect(begins, question.effective, zone), _take_effect)
        yield Entry(begins, partial(_hold, body, present, questions), timedelta(minutes=60))
    for body, days in ((STEERING, 5), (WORKING, 4), (CIRCLE, 3)):
        yield Entry(
            midnight(today - timedelta(days=days), zone) + timedelta(hours=9), partial(_plan, body, today, zone),
            timedelta(hours=2),
        )  # fmt: skip
    yield Entry(
        midnight(today - timedelta(days=2), zone) + timedelta(hours=10),
        partial(_on_the_table, today, zone),
        timedelta(minutes=15),
    )


def _working(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _effect(meets: datetime, days: int, zone: Any) -> datetime:
    """A midnight, so many days after the meeting."""
    return midnight((meets + timedelta(days=days)).date(), zone)


def _bring(body: str, question: Question, meets: datetime, zone: Any, at: datetime) -> None:
    """To the body, some days before it meets."""
    effective = None if question.effective is None else _effect(meets, question.effective, zone)
    _ask(Body.objects.get(key=body), question, Person.objects.get(key=question.by), at, effective)


def _hold(body: str, present: Sequence[str], questions: Sequence[Question], at: datetime) -> None:
    group, people = (
        Body.objects.get(key=body),
        {person.key: person for person in Person.objects.filter(key__in=_ALL + _GROUP + _CIRCLE)},
    )
    writes = people["kim-hoekstra" if "kim-hoekstra" in present else present[0]]
    meeting = operations.meet(group, present=[people[key] for key in present], by=writes, at=at)
    for number, question in enumerate(questions):
        proposal = Proposal.objects.get(title=question.title)
        moment = at + timedelta(minutes=5 + 10 * number)
        for key in present:
            choice = "no" if key in question.against else "yes"
            operations.vote(proposal, choice=choice, by=people[key], at=moment)
        operations.close(proposal, by=writes, at=moment + timedelta(minutes=2))
    operations.give_action(
        group, title="Tell the departments", owner=writes, due=(at + timedelta(days=14)).date(), by=writes,
        at=at + timedelta(minutes=50), meeting=meeting,
    )  # fmt: skip
    operations.adjourn(group, by=writes, at=at + timedelta(minutes=55))
    if questions[0].title == "Move search to the cloud":
        return  # the newest is still to be done
    for action in meeting.actions.all():
        operations.finish_action(action, by=writes, at=at + timedelta(minutes=58))


def _ask(body: Body, question: Question, by: Person, at: datetime, effective: datetime | None = None) -> Proposal:
    return operations.propose(
        body, aspect=Aspect.objects.get(key=question.aspect), title=question.title, question=question.question,
        cost=question.cost, changes=question.changes, effective_at=effective, by=by, at=at,
    )  # fmt: skip


def _take_effect(at: datetime) -> None:
    operations.run_due(at)


def _plan(body: str, today: date, zone: Any, at: datetime) -> None:
    """Next week, on a working day; most have said whether they come."""
    day = today + timedelta(days=7)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    group = Body.objects.get(key=body)
    kim = Person.objects.get(key="fatima-benali" if body == CIRCLE else "kim-hoekstra")
    begins = midnight(day, zone) + timedelta(hours=14 if body == STEERING else 10)
    meeting = operations.plan(group, begins_at=begins, place="Dike room and online", by=kim, at=at)
    for key, comes in (
        ("anna-de-wit", "yes"),
        ("kim-hoekstra", "yes"),
        ("sanne-de-vries", "yes"),
        ("peter-dijkgraaf", "maybe"),
    ):
        if body == STEERING:
            operations.answer(meeting, comes=comes, by=Person.objects.get(key=key), at=at + timedelta(hours=1))


def _on_the_table(today: date, zone: Any, at: datetime) -> None:
    """For next week: a budget, a question above the working group's amount, and a decision that takes effect tomorrow."""
    steering, working = Body.objects.get(key=STEERING), Body.objects.get(key=WORKING)
    kim, fatima, anna = (Person.objects.get(key=key) for key in ("kim-hoekstra", "fatima-benali", "anna-de-wit"))
    meeting = Meeting.objects.filter(body=steering, opened_at=None, begins_at__gt=at).get()
    operations.put_on_agenda(meeting, title="What the new case system means for the intranet", by=anna, at=at)
    lines = tuple(BudgetLine(today.year + 1, aspect, Decimal(amount) * 105 / 100) for aspect, amount in _BUDGETS)
    _ask(steering, Question(f"Budget {today.year + 1}", "Five percent more than this year.", "intranet", "kim-hoekstra",
                            changes=lines), kim, at)  # fmt: skip
    _ask(working, Question("Renew search: buy, build or wait?", "Above the amount of the working group, so it was passed on.",
                           "search", "fatima-benali", cost=62_000), fatima, at)  # fmt: skip
    tomorrow = midnight(today + timedelta(days=1), zone)
    proposal = operations.propose(
        working, aspect=Aspect.objects.get(key="homepage-layout"), title="The ambassadors hear of changes to the homepage",
        question="They are asked about it on the work floor.", effective_at=tomorrow, by=kim, at=at,
        changes=(Assign(AspectKey("homepage-layout"), "*", PartyKey("role:ambassadors-coordinator"), "I"),),
    )  # fmt: skip
    present = [Person.objects.get(key=key) for key in _GROUP]
    operations.meet(working, present=present, by=kim, at=at + timedelta(minutes=5))
    for person in present:
        operations.vote(proposal, choice="yes", by=person, at=at + timedelta(minutes=6))
    operations.close(proposal, by=kim, at=at + timedelta(minutes=8))
    operations.adjourn(working, by=kim, at=at + timedelta(minutes=10))
    _advised(fatima, today, at + timedelta(minutes=11))


def _advised(fatima: Person, today: date, at: datetime) -> None:
    """The circle asks advice, and gets an objection; three bodies say what they are for."""
    circle, aspect = Body.objects.get(key=CIRCLE), Aspect.objects.get(key="glossary")
    for key, by, purpose in (
        (STEERING, "kim-hoekstra", "Guards the intranet as a whole: direction, budget, and who answers for what."),
        (WORKING, "kim-hoekstra", "Keeps the intranet in order from week to week."),
        (CIRCLE, "fatima-benali", "Keeps what we know true, short and found."),
    ):
        person = Person.objects.get(key=by)
        operations.recharter(Body.objects.get(key=key), purpose=purpose, mandate="", by=person, at=at)
    proposal = operations.propose(
        circle, aspect=aspect, title="One word for one thing, also in letters", by=fatima, at=at, consult=True,
        question="The glossary says permit, our letters say licence.", review_on=today + timedelta(days=180),
    )  # fmt: skip
    asked = proposal.advice.select_related("party").first()
    if asked is not None:
        adviser = next(
            iter(Membership.objects.filter(valid_at(at), party=asked.party, asked=True).exclude(person=fatima))
        )
        operations.advise(
            proposal, verdict="objection", text="Letters go by the law, and the law says licence.", by=adviser.person,
            at=at + timedelta(minutes=1),
        )  # fmt: skip
