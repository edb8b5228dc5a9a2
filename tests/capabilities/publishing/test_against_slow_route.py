"""Random organisations, random acts, odd moments: the product does what the slow reading of rehearsal.md does."""

import json
import os
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from polder.base.errors import PolderError
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.publishing import operations, readings, reviewing, tree
from polder.capabilities.publishing.models import Change, Page
from polder.features.pages.models import ContentPage
from polder.governance import loading, organisation_file, store
from polder.governance import operations as matrix
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party, Person, Role
from polder.ground.organisation.operations import deputies, people, roles
from tests.capabilities.publishing.slow_route import No, World

SEEDS = range(int(os.environ.get("ROUTE_SEEDS", "12")))
STEPS = 45
INBOXES_EVERY = 7  # looks; an inbox asks for everything, eight people's take longer than all else
BEGIN = datetime(2026, 3, 20, 8, tzinfo=UTC)  # summer time begins nine days later
PEOPLE = ["ada", "ben", "cor", "dina", "eva", "finn", "gus", "hanna"]
ASPECTS = {"root": None, "pages": "root", "hr": "pages", "leave": "hr", "it": "root"}
VERDICTS = ["support", "comment", "objection"]


def organisation(pick: random.Random) -> dict[str, Any]:
    """Everything that a route can meet: deputies and holders who come and go, four eyes, units, bodies of each kind."""

    def moment() -> str | None:
        chosen = BEGIN + timedelta(hours=pick.randint(-100, 900))
        return pick.choice([None, None, chosen.isoformat(), chosen.replace(hour=0).date().isoformat()])

    def span() -> dict[str, Any]:
        begin, end = moment(), moment()
        if begin is not None and end is not None and begin[:13] >= end[:13]:
            end = None
        return {"from": begin, "until": end}

    units = [{"key": "town", "name": "Town", "parent": None, "head": pick.choice([*PEOPLE, None])}]
    units += [{"key": key, "name": key, "parent": "town", "head": pick.choice([*PEOPLE, None])} for key in ("hr", "it")]
    who = [
        {"key": key, "name": key.capitalize(), "email": None, "unit": pick.choice(["town", "hr", "it", None]),
         "active_from": None, "left_on": pick.choice([None, None, None, moment()])}
        for key in PEOPLE
    ]  # fmt: skip
    given = [
        {
            "key": key,
            "name": key,
            "holders": [{"person": one, **span()} for one in pick.sample(PEOPLE, pick.randint(0, 3))],
        }
        for key in ("editor", "manager", "council")
    ]

    def seats() -> list[dict[str, Any]]:
        kinds = ["chair", "member", "secretary", "advisor"]
        holders = pick.sample(PEOPLE, pick.randint(1, 4))
        return [{"person": one, "seat": pick.choice(kinds), "function": "x", **span()} for one in holders]

    bodies = [
        {"key": key, "kind": "working_group", "name": key, "acts_by": acts, "seats": seats()}
        for key, acts in (("board", "chair"), ("club", "any_member"), ("court", "decision"))
    ]
    parties = [f"person:{key}" for key in PEOPLE] + [
        "unit:town",
        "unit:hr",
        "unit:it",
        "role:editor",
        "role:manager",
        "role:council",
        "body:board",
        "body:club",
        "body:court",
    ]
    aspects = [
        {"key": key, "name": key, "parent": parent, "kind": "content_area", "inherits": pick.random() < 0.8 or parent is None,
         "four_eyes": pick.choice([None, None, True, False]), "guardian": "board" if parent is None else None,
         "consult_days": pick.choice([None, None, 1, 2, 5]), "approve_days": pick.choice([None, None, [1, 2, 3]]),
         "review_months": pick.choice([None, None, 1]), "unpublish_after": pick.choice([None, None, 0, 10])}
        for key, parent in ASPECTS.items()
    ]  # fmt: skip
    assignments = []
    for aspect in ASPECTS:
        if pick.random() < 0.8:
            assignments.append(
                {
                    "aspect": aspect,
                    "facet": pick.choice(["*", "content"]),
                    "party": pick.choice(parties),
                    "letter": "A",
                    **span(),
                }
            )
        for _ in range(pick.randint(0, 4)):
            assignments.append(
                {
                    "aspect": aspect,
                    "facet": pick.choice(["*", "content", "content", "design"]),
                    "party": pick.choice(parties),
                    "letter": pick.choice("RRCCI"),
                    **span(),
                }
            )
    unique = {(one["aspect"], one["facet"], one["party"], one["letter"]): one for one in assignments}
    standins = [
        {"for": one, "by": other, **span()}
        for one, other in (pick.sample(PEOPLE, 2) for _ in range(pick.randint(0, 4)))
    ]
    standins = list({(one["for"], one["by"]): one for one in standins}.values())
    return {
        "format": "polder-organisation/1", "timezone": "Europe/Amsterdam", "holidays": ["2026-03-25", "2026-04-06"],
        "units": units, "people": who, "roles": given, "bodies": bodies, "aspects": aspects,
        "assignments": list(unique.values()), "deputies": standins,
    }  # fmt: skip


class Play:
    """The product and its slow likeness, side by side."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.at = BEGIN
        file = organisation(self.pick)
        loading.load(organisation_file.read(json.dumps(file).encode()), by=None, at=BEGIN - timedelta(days=10))
        self.world = World(store.reading_now, [date.fromisoformat(day) for day in file["holidays"]])
        self.world.now = BEGIN
        self.log: list[str] = []
        self.looks = 0

    def someone(self) -> str:
        return self.pick.choice(PEOPLE)

    def step(self) -> None:
        self.at = self.later()
        operations.run_due(self.at)
        self.world.run(self.at)
        self.compare()
        kind, product, slow = self.act()
        mine, theirs = outcome(product), outcome(slow)
        self.log.append(f"{self.at.isoformat()} {kind}: {theirs}")
        assert mine == theirs or theirs == "other", self.story()
        operations.run_due(self.at)
        self.world.run(self.at)
        self.compare()

    def later(self) -> datetime:
        soon = sorted(moment for moment in self.world.moments() if self.at < moment < self.at + timedelta(days=8))
        choices = [self.at, self.at, self.at + timedelta(hours=1), self.at + timedelta(days=1)]
        if soon:
            turn = self.pick.choice(soon[:4])
            choices += [turn, turn, max(self.at, turn - timedelta(minutes=1))]
        if self.pick.random() < 0.03:
            choices = [self.at + timedelta(days=20)]
        return self.pick.choice(choices)

    def act(self) -> tuple[str, Callable[[], object], Callable[[], object]]:
        by = self.someone()
        likely = self.pick.random() < 0.6
        name = (
            self.pick.choice([*self.world.pages, "new"])
            if len(self.world.pages) < 3
            else self.pick.choice(list(self.world.pages))
        )
        if likely and name in self.world.pages:
            waiting = sorted(self.world.waiting(self.world.pages[name]))
            by = self.pick.choice(waiting) if waiting else by
        if not self.world.active(by):
            by = next((key for key in PEOPLE if self.world.active(key)), by)
        kinds = [
            "edit",
            "submit",
            "submit",
            "withdraw",
            "advise",
            "advise",
            "advise",
            "reply",
            "approve",
            "approve",
            "approve",
            "send_back",
            "publish",
            "publish",
            "unpublish",
            "verify",
            "move",
            "acknowledge",
            "require_reading",
            "matrix",
            "matrix",
            "matrix",
        ]
        kind = "write" if name not in self.world.pages else self.pick.choice(kinds)
        if kind != "matrix" and not self.world.active(by):
            kind = "matrix"
        return getattr(self, f"_{kind}")(name, by)

    def page(self, name: str) -> Page:
        return Page.objects.get(slug=name)

    def _write(self, name: str, by: str):
        name, aspect = f"page-{len(self.world.pages)}", self.pick.choice(list(ASPECTS))
        made = ContentPage(title=name, slug=name, body=[("text", "<p>first</p>")])
        return (
            f"{by} writes {name} in {aspect}",
            lambda: operations.write(
                made, parent=tree.part("pages"), aspect=Aspect.objects.get(key=aspect), by=person(by), at=self.at
            ),
            lambda: self.world.write(by, name, aspect, "first"),
        )

    def _seen(self, name: str) -> int | None:
        newest = self.world.pages[name].revision
        return self.pick.choice([None, None, None, newest, newest, newest - 1])

    def _edit(self, name: str, by: str):
        words, seen = f"text {len(self.log)}", self._seen(name)
        values = {"body": [("text", f"<p>{words}</p>")]}
        return (
            f"{by} edits {name} ({seen})",
            lambda: operations.edit(self.page(name), values=values, by=person(by), at=self.at, seen=seen),
            lambda: self.world.edit(by, name, words, seen),
        )

    def _submit(self, name: str, by: str):
        minor, seen = self.pick.random() < 0.2, self._seen(name)
        return (
            f"{by} submits {name} {minor=}",
            lambda: operations.submit(self.page(name), by=person(by), at=self.at, minor=minor, seen=seen),
            lambda: self.world.submit(by, name, minor=minor, revision=seen),
        )

    def _plain(self, name: str, by: str, verb: str):
        return (
            f"{by} {verb} {name}",
            lambda: getattr(operations, verb)(self.page(name), by=person(by), at=self.at),
            lambda: getattr(self.world, verb)(by, name),
        )

    def _withdraw(self, name: str, by: str):
        return self._plain(name, by, "withdraw")

    def _unpublish(self, name: str, by: str):
        return self._plain(name, by, "unpublish")

    def _verify(self, name: str, by: str):
        return self._plain(name, by, "verify")

    def _acknowledge(self, name: str, by: str):
        return self._plain(name, by, "acknowledge")

    def _advise(self, name: str, by: str):
        verdict, text = self.pick.choice(VERDICTS), self.pick.choice(["", "because"])
        return (
            f"{by} advises {verdict} on {name}",
            lambda: operations.advise(self.page(name), verdict=verdict, text=text, by=person(by), at=self.at),
            lambda: self.world.advise(by, name, verdict, text),
        )

    def _reply(self, name: str, by: str):
        objectors = [objection.person for objection in self.world.pages[name].objections if objection.open]
        to, text = self.pick.choice([*objectors, self.someone()]), self.pick.choice(["so", "so", ""])
        return (
            f"{by} answers {to} on {name}",
            lambda: operations.answer(self.page(name), to=person(to), text=text, by=person(by), at=self.at),
            lambda: self.world.reply(by, name, to, text),
        )

    def _approve(self, name: str, by: str):
        when = self.pick.choice([None, None, None, self.at + timedelta(hours=self.pick.randint(-2, 60))])
        seen = self._seen(name)
        return (
            f"{by} approves {name} for {when}",
            lambda: operations.approve(self.page(name), by=person(by), at=self.at, publish_at=when, seen=seen),
            lambda: self.world.approve(by, name, when, seen),
        )

    def _send_back(self, name: str, by: str):
        text, seen = self.pick.choice(["no", "no", ""]), self._seen(name)
        return (
            f"{by} returns {name}",
            lambda: operations.send_back(self.page(name), text=text, by=person(by), at=self.at, seen=seen),
            lambda: self.world.send_back(by, name, text, seen),
        )

    def _publish(self, name: str, by: str):
        minor, seen = self.pick.random() < 0.5, self._seen(name)
        return (
            f"{by} publishes {name} {minor=}",
            lambda: operations.publish(self.page(name), by=person(by), at=self.at, minor=minor, seen=seen),
            lambda: self.world.publish(by, name, minor=minor, revision=seen),
        )

    def _move(self, name: str, by: str):
        aspect = self.pick.choice(list(ASPECTS))
        return (
            f"{by} moves {name} to {aspect}",
            lambda: operations.move(self.page(name), aspect=Aspect.objects.get(key=aspect), by=person(by), at=self.at),
            lambda: self.world.move(by, name, aspect),
        )

    def _require_reading(self, name: str, by: str):
        audience = tuple(self.pick.sample(["unit:town", "role:editor", "body:club", "person:ada"], 2))
        return (
            f"{by} asks {audience} to read {name}",
            lambda: operations.require_reading(
                self.page(name),
                audience=list(Party.objects.filter(ref__in=audience)),
                before=None,
                by=person(by),
                at=self.at,
            ),
            lambda: self.world.require_reading(by, name, audience),
        )

    def _matrix(self, _name: str, _by: str):
        """Something about people or the matrix; whether it is refused is not what is compared here."""
        who, other, aspect = self.someone(), self.someone(), self.pick.choice(list(ASPECTS))
        letter, facet = self.pick.choice("RCCCA"), self.pick.choice(["*", "content"])
        party = self.pick.choice([f"person:{who}", "role:council", "unit:hr", "body:club", "role:editor"])
        end = self.pick.choice([None, self.at + timedelta(hours=self.pick.randint(1, 80))])
        things: list[tuple[str, Callable[[], object]]] = [
            (
                f"assign {letter} {party} {aspect} {facet} until {end}",
                lambda: matrix.assign(
                    Aspect.objects.get(key=aspect),
                    party=Party.objects.get(ref=party),
                    letter=letter,
                    facet=facet,
                    by=None,
                    at=self.at,
                    valid_until=end,
                ),
            ),
            (f"unassign {letter} {aspect}", lambda: self._take(aspect)),
            (
                f"{who} holds council until {end}",
                lambda: roles.hold(
                    Role.objects.get(key="council"), person=person(who), by=None, at=self.at, valid_until=end
                ),
            ),
            (
                f"{who} lets go of council",
                lambda: roles.dismiss(Role.objects.get(key="council"), person=person(who), by=None, at=self.at),
            ),
            (
                f"{other} for {who} until {end}",
                lambda: deputies.deputise(person(who), deputy=person(other), by=None, at=self.at, valid_until=end),
            ),
        ]
        if self.pick.random() < 0.15:
            things = [(f"{who} leaves", lambda: people.leave(person(who), by=None, at=self.at))]
        said, do = self.pick.choice(things)
        return said, do, _not_compared

    def _take(self, aspect: str) -> None:
        standing = list(Aspect.objects.get(key=aspect).assignments.exclude(letter="I"))
        if standing:
            one = self.pick.choice(standing)
            matrix.unassign(one.aspect, party=one.party, letter=one.letter, facet=one.facet, by=None, at=self.at)

    def compare(self) -> None:
        today = readings.calendar().today(self.at)
        for name, slow in self.world.pages.items():
            page = ContentPage.objects.get(slug=name)
            change = Change.objects.filter(page=page, closed_at=None).first()
            last = page.publications.order_by("-at", "-pk").first()
            found = {
                "live": page.live,
                "change": "none" if change is None else change.state,
                "waiting": set() if change is None else set(change.waiting.values_list("person__key", flat=True)),
                "told": None if last is None else set(last.told.values_list("person__key", flat=True)),
                "verified": page.verified_on,
                "stale": reviewing.is_stale(page, today),
                "text": page.readable_text() if page.live else None,
                "revision": page.revision_number,
            }
            wanted = {
                "live": slow.live, "change": slow.change, "waiting": set(self.world.waiting(slow)),
                "told": None if slow.told is None else set(slow.told), "verified": slow.verified_on,
                "stale": self.world.stale(slow), "text": slow.text, "revision": slow.revision,
            }  # fmt: skip
            assert found == wanted, f"{name}\n{self.story()}"
        self.looks += 1
        if self.looks % INBOXES_EVERY:
            return
        for key in PEOPLE:
            assert tasks.kinds_for(person(key), self.at) & TASKS == self.world.tasks(key), f"{key}\n{self.story()}"
            told = "withdrawn" in notices.kinds_of(person(key), self.at)
            if self.world.active(key):
                assert told is (key in self.world.withdrawn), f"withdrawn {key}\n{self.story()}"

    def story(self) -> str:
        return "\n".join(self.log[-30:])


def _not_compared() -> None:
    raise No("other")


TASKS = {"consult", "approve", "returned", "review", "read"}


def person(key: str) -> Person:
    return Person.objects.get(key=key)


def outcome(do: Callable[[], object]) -> str:
    try:
        do()
    except (PolderError, No) as refused:
        return refused.code if isinstance(refused, No) or refused.code in KNOWN else "matrix"
    return "done"


KNOWN = {
    "not_found",
    "no_accountable",
    "four_eyes",
    "not_assigned",
    "stale",
    "wrong_state",
    "not_asked",
    "invalid",
    "unanswered_objection",
    "consult_first",
}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_does_what_the_page_says(seed):
    play = Play(seed)
    for _ in range(STEPS):
        play.step()
