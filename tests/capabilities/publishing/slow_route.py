"""The acts on pages of rehearsal.md, slowly and in memory: what the product is compared with.

Written from the page alone, one paragraph after another, without looking at the product's operations. It knows the
matrix only as a `Reading` that it is given before each act, asks it anew for everything, and goes through time minute
for minute where something could happen.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from polder.governance.facts import AspectKey, PersonKey
from polder.governance.resolution import Reading, answer, answering
from polder.governance.resolution.moments import instant

DAY = timedelta(days=1)
ORDER = ("unknown", "inactive", "no_accountable", "four_eyes", "not_assigned")


class No(Exception):
    """A refusal; its code is all that is compared."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Request:
    party: str
    ends: datetime
    answered: bool = False
    gone: bool = False


@dataclass
class Objection:
    person: str
    round: int
    open: bool = True


@dataclass
class Page:
    aspect: str
    draft: str = ""
    text: str | None = None  # what readers see; None when not live
    last: str = ""  # what readers saw last
    live: bool = False
    change: str = "none"
    revision: int = 0
    authors: set[str] = field(default_factory=set)
    minor: bool = False
    round: int = 0
    requests: list[Request] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    advisers: set[str] = field(default_factory=set)
    approving_since: datetime | None = None
    publish_at: datetime | None = None
    approver: str = ""
    verified_on: date | None = None
    told: frozenset[str] | None = None
    audience: tuple[str, ...] | None = None
    read: set[str] = field(default_factory=set)
    waited: frozenset[str] = frozenset()  # who had an open request when it was last looked at


class World:
    """Every page. `facts()` gives the matrix as it is now; call `run(at)` before each act and each look."""

    def __init__(self, reading: Callable[[], Reading], holidays: Iterable[date] = ()) -> None:
        self.reading = reading
        self.holidays = frozenset(holidays)
        self.pages: dict[str, Page] = {}
        self.now: datetime = datetime.min.replace(tzinfo=UTC)
        self.withdrawn: set[str] = set()

    # ---- time

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.reading().facts.zone)

    def clock(self, begin: datetime, days: int) -> datetime:
        local = begin.astimezone(self.zone)
        day = local.date()
        while days:
            day += DAY
            if day.weekday() < 5 and day not in self.holidays:
                days -= 1
        return self.local(day, local.time())

    def local(self, day: date, at: time) -> datetime:
        """Of a time that comes twice the first; one that is skipped moves on by the hour."""
        naive = datetime.combine(day, at.replace(tzinfo=None, fold=0))
        return naive.replace(tzinfo=self.zone).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        return self.local(day, time(0))

    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    # ---- who

    def parties(self, aspect: str, letter: str) -> set[str]:
        held = getattr(self.reading().held(AspectKey(aspect), "content"), letter)
        at = instant(self.now)
        return {str(party) for party, spans in held.items() if any(span.start <= at < span.end for span in spans)}

    def members(self, party: str, *, voting: bool = False) -> set[str]:
        reading, at = self.reading(), instant(self.now)
        return {
            str(tie.person)
            for tie in reading.members(party)  # type: ignore[arg-type]
            if tie.start <= at < tie.end and reading.active(tie.person, at) and not (voting and tie.advisory)
        }

    def active(self, person: str) -> bool:
        return self.reading().active(PersonKey(person), instant(self.now))

    def can_answer(self, party: str, page: Page) -> set[str]:
        return self.members(party) - page.authors

    def asked(self, page: Page) -> set[str]:
        return {party for party in self.parties(page.aspect, "C") if self.can_answer(party, page)}

    def seats(self, page: Page, *, authors: bool = True) -> list[object]:
        barred = [PersonKey(author) for author in page.authors] if authors else []
        return list(answering(self.reading(), AspectKey(page.aspect), "content", self.now, barred))

    def acting_as_a(self, page: Page) -> set[str]:
        seats = self.seats(page, authors=False)
        return {str(person) for person in seats[0].acting} if seats else set()  # type: ignore[attr-defined]

    def days(self, page: Page, wanted: int) -> int:
        numbers = self.reading().nearest(AspectKey(page.aspect), "approve_days") or (2, 4, 6)
        return int(numbers[wanted])  # type: ignore[index]

    def ran(self, page: Page, which: int) -> bool:
        return page.approving_since is not None and self.now >= self.clock(page.approving_since, self.days(page, which))

    def approvers(self, page: Page) -> set[str]:
        seats = self.seats(page)
        if not seats:
            return set()
        first = seats[0]
        found = set(map(str, first.acting))  # type: ignore[attr-defined]
        if self.ran(page, 1):
            found |= {str(deputy) for deputy, _ in first.deputies}  # type: ignore[attr-defined]
        if self.ran(page, 2):
            for seat in seats[1:]:
                more = set(map(str, seat.acting))  # type: ignore[attr-defined]
                if more - found:
                    found |= more
                    break
        return found

    def waiting(self, page: Page) -> frozenset[str]:
        if page.change == "consulting":
            running = [request for request in page.requests if self.runs(request)]
            return frozenset(person for request in running for person in self.can_answer(request.party, page))
        if page.change == "approving":
            return frozenset(self.approvers(page))
        return frozenset()

    def runs(self, request: Request) -> bool:
        return not request.answered and not request.gone and self.now < request.ends

    # ---- what happens by itself

    def run(self, until: datetime) -> None:
        """Every moment up to and including `until` at which something could happen, one after the other."""
        while True:
            following = min((moment for moment in self.moments() if self.now < moment <= until), default=None)
            self.settle()
            if following is None:
                break
            self.now = following
        self.now = until
        self.settle()

    def moments(self) -> set[datetime]:
        facts = self.reading().facts
        things: list[Any] = [*facts.assignments, *facts.deputyships, *facts.glasses, *facts.bodies.values()]
        things += [holding for role in facts.roles.values() for holding in role.holders]
        things += [seat for body in facts.bodies.values() for seat in body.seats]
        found = {moment for thing in things for moment in (thing.valid_from, thing.valid_until)}
        found |= {moment for person in facts.people.values() for moment in (person.active_from, person.left_on)}
        for page in self.pages.values():
            found |= {request.ends for request in page.requests}
            found.add(page.publish_at)
            if page.approving_since is not None:
                found |= {self.clock(page.approving_since, self.days(page, which)) for which in (1, 2)}
            gone = self.goes(page)
            found.add(gone)
        return {moment for moment in found if moment is not None}

    def settle(self) -> None:
        for page in self.pages.values():
            self.settle_route(page)
        for page in self.pages.values():
            if page.change == "scheduled" and page.publish_at is not None and page.publish_at <= self.now:
                self.appear(page, page.approver)
        for page in self.pages.values():
            gone = self.goes(page)
            if page.live and gone is not None and gone <= self.now:
                page.live, page.text = False, None

    def settle_route(self, page: Page) -> None:
        before, state = page.waited, page.change
        by_itself: set[str] = set()
        if page.change == "consulting":
            parties = self.asked(page)
            for request in page.requests:
                if request.answered or request.gone:
                    continue
                if self.now >= request.ends:
                    by_itself |= {person for person in before if person in self.everybody_of(request.party)}
                elif request.party not in parties:
                    request.gone = True
            known = {request.party for request in page.requests if not request.gone}
            for party in sorted(parties - known):
                page.requests.append(Request(party, self.clock(self.now, self.consult_days(page))))
            if not any(self.runs(request) for request in page.requests):
                page.change, page.approving_since = "approving", self.now
        now = self.waiting(page)
        lost = before - (now if page.change == state else frozenset()) - by_itself
        if state in {"consulting", "approving"} and (page.change == state or lost):
            self.withdrawn |= {person for person in lost if self.active(person)}
        page.waited = now

    def everybody_of(self, party: str) -> set[str]:
        return self.members(party)

    def consult_days(self, page: Page) -> int:
        found = self.reading().nearest(AspectKey(page.aspect), "consult_days")
        return 3 if found is None else int(found)  # type: ignore[call-overload]

    # ---- acts

    def page(self, name: str) -> Page:
        if name not in self.pages:
            raise No("not_found")
        return self.pages[name]

    def aspect(self, key: str) -> str:
        if key not in self.reading().facts.aspects:
            raise No("not_found")
        return key

    def power(self, by: str, power: str, aspect: str) -> None:
        found = answer(self.reading(), by, power, aspect, "content", self.now)
        if not found.allowed:
            raise No(found.code)

    def may_approve(self, by: str, page: Page) -> None:
        found = answer(self.reading(), by, "publish", page.aspect, "content", self.now, page.authors)
        if found.allowed:
            return
        if self.beyond(by, page, barred=True):
            return
        if found.code == "not_assigned" and self.beyond(by, page, barred=False):
            raise No("four_eyes")
        raise No(found.code)

    def beyond(self, by: str, page: Page, *, barred: bool) -> bool:
        """From six working days on: the next A up that adds somebody, and their deputies."""
        if page.change != "approving" or not self.ran(page, 2):
            return False
        seats = self.seats(page, authors=barred)
        if not seats:
            return False
        found = {*seats[0].acting, *(deputy for deputy, _ in seats[0].deputies)}  # type: ignore[attr-defined]
        for seat in seats[1:]:
            if set(seat.acting) - found:  # type: ignore[attr-defined]
                return by in {*seat.people, *(deputy for deputy, _ in seat.deputies)}  # type: ignore[attr-defined]
        return False

    def newest(self, page: Page, revision: int | None) -> None:
        if revision is not None and revision != page.revision:
            raise No("stale")

    def write(self, by: str, name: str, aspect: str, text: str) -> None:
        self.power(by, "edit", self.aspect(aspect))
        if name in self.pages:
            raise No("invalid")
        self.pages[name] = Page(aspect, draft=text, change="draft", revision=1, authors={by})

    def edit(self, by: str, name: str, text: str, revision: int | None = None) -> None:
        page = self.page(name)
        self.power(by, "edit", page.aspect)
        self.newest(page, revision)
        page.draft, page.revision = text, page.revision + 1
        if page.change == "none":
            self.begin(page)
        page.authors.add(by)
        if page.change in {"consulting", "approving", "scheduled"}:
            self.new_round(page)

    def begin(self, page: Page) -> None:
        page.change, page.authors, page.minor, page.round = "draft", set(), False, 0
        page.requests, page.objections, page.advisers = [], [], set()
        page.approving_since = page.publish_at = None

    def submit(self, by: str, name: str, *, minor: bool = False, revision: int | None = None) -> None:
        page = self.page(name)
        self.power(by, "edit", page.aspect)
        self.newest(page, revision)
        if page.change not in {"draft", "returned"}:
            raise No("wrong_state")
        page.authors.add(by)
        page.minor = minor
        self.new_round(page)

    def new_round(self, page: Page) -> None:
        page.round += 1
        page.publish_at = page.approving_since = None
        asked = set() if page.minor else self.asked(page)
        page.requests = [Request(party, self.clock(self.now, self.consult_days(page))) for party in sorted(asked)]
        page.change = "consulting" if asked else "approving"
        if not asked:
            page.approving_since = self.now
        page.waited = self.waiting(page)

    def stop(self, page: Page, state: str) -> None:
        page.change, page.requests = state, []
        page.approving_since = page.publish_at = None
        page.waited = frozenset()

    def withdraw(self, by: str, name: str) -> None:
        page = self.page(name)
        self.power(by, "edit", page.aspect)
        if page.change not in {"consulting", "approving", "scheduled"}:
            raise No("wrong_state")
        self.stop(page, "draft")

    def advise(self, by: str, name: str, verdict: str, text: str = "") -> None:
        page = self.page(name)
        if page.change != "consulting":
            raise No("wrong_state")
        if by not in self.waiting(page):
            raise No("not_asked")
        if verdict == "objection" and not text:
            raise No("invalid")
        for request in page.requests:
            if self.runs(request) and by in self.can_answer(request.party, page):
                request.answered = True
        for objection in page.objections:
            if objection.person == by and objection.round < page.round and verdict != "objection":
                objection.open = False
        if verdict == "objection":
            page.objections.append(Objection(by, page.round))
        page.advisers.add(by)
        if not any(self.runs(request) for request in page.requests):
            page.change, page.approving_since = "approving", self.now
        page.waited = self.waiting(page)

    def reply(self, by: str, name: str, to: str, text: str = "") -> None:
        page = self.page(name)
        if to not in self.reading().facts.people:
            raise No("not_found")
        self.may_approve(by, page)
        theirs = [objection for objection in page.objections if objection.person == to and objection.open]
        if page.change not in {"consulting", "approving"} or not theirs:
            raise No("wrong_state")
        if not text:
            raise No("invalid")
        for objection in theirs:
            objection.open = False

    def send_back(self, by: str, name: str, text: str = "", revision: int | None = None) -> None:
        page = self.page(name)
        self.may_approve(by, page)
        self.newest(page, revision)
        if page.change not in {"consulting", "approving"}:
            raise No("wrong_state")
        if not text:
            raise No("invalid")
        self.stop(page, "returned")

    def approve(self, by: str, name: str, publish_at: datetime | None = None, revision: int | None = None) -> None:
        page = self.page(name)
        self.may_approve(by, page)
        self.newest(page, revision)
        if page.change != "approving":
            raise No("wrong_state")
        if publish_at is not None and publish_at <= self.now:
            raise No("invalid")
        if any(objection.open for objection in page.objections):
            raise No("unanswered_objection")
        if publish_at is None:
            self.appear(page, by)
            return
        self.stop(page, "scheduled")
        page.publish_at, page.approver = publish_at, by

    def publish(self, by: str, name: str, *, minor: bool = False, revision: int | None = None) -> None:
        page = self.page(name)
        self.may_approve(by, page)
        self.newest(page, revision)
        if page.change not in {"draft", "returned"} or by not in page.authors:
            raise No("wrong_state")
        if any(objection.open for objection in page.objections):
            raise No("unanswered_objection")
        if not minor and self.asked(page):
            raise No("consult_first")
        page.minor = minor
        self.appear(page, by)

    def appear(self, page: Page, by: str) -> None:
        if not page.minor or not page.live:
            page.verified_on = self.today()
        if not page.minor:
            page.read = set()
        page.live, page.text, page.last = True, page.draft, page.draft
        told = {
            person
            for letter in ("I", "R")
            for party in self.parties(page.aspect, letter)
            for person in self.members(party)
        }
        seats = self.seats(page, authors=False)
        if seats:
            told |= self.members(str(seats[0].assignment.party))  # type: ignore[attr-defined]
            told |= {str(person) for person in seats[0].people}  # type: ignore[attr-defined]
        told |= {person for person in page.advisers if self.active(person)}
        page.told = frozenset(told - {by})
        self.stop(page, "none")
        page.authors = set()

    def unpublish(self, by: str, name: str) -> None:
        page = self.page(name)
        self.power(by, "publish", page.aspect)
        if not page.live:
            raise No("wrong_state")
        page.live, page.text = False, None

    def verify(self, by: str, name: str) -> None:
        page = self.page(name)
        self.power(by, "edit", page.aspect)
        if not page.live:
            raise No("wrong_state")
        page.verified_on = self.today()

    def move(self, by: str, name: str, aspect: str) -> None:
        page = self.page(name)
        self.aspect(aspect)
        power = "publish" if page.live else "edit"
        found = [answer(self.reading(), by, power, where, "content", self.now) for where in (page.aspect, aspect)]
        refused = [each.code for each in found if not each.allowed]
        if refused:
            raise No(min(refused, key=ORDER.index))  # the first that applies, wherever it does
        page.aspect = aspect

    def require_reading(self, by: str, name: str, audience: tuple[str, ...]) -> None:
        page = self.page(name)
        self.power(by, "publish", page.aspect)
        if not page.live:
            raise No("wrong_state")
        page.audience, page.read = audience, set()

    def acknowledge(self, by: str, name: str) -> None:
        page = self.page(name)
        if not page.live:
            raise No("wrong_state")
        if by not in self.readers(page):
            raise No("not_asked")
        page.read.add(by)

    # ---- what can be seen

    def readers(self, page: Page) -> set[str]:
        """Who has the task `read`."""
        if not page.live or page.audience is None:
            return set()
        return {person for party in page.audience for person in self.members(party)} - page.read

    def due(self, page: Page) -> date | None:
        if page.verified_on is None or not page.live:
            return None
        months = self.reading().nearest(AspectKey(page.aspect), "review_months")
        years, month = divmod(page.verified_on.month - 1 + (12 if months is None else int(months)), 12)  # type: ignore[call-overload]
        year = page.verified_on.year + years
        return date(year, month + 1, min(page.verified_on.day, monthrange(year, month + 1)[1]))

    def reached(self, page: Page, days: int) -> bool:
        due = self.due(page)
        return due is not None and self.now >= self.midnight(due + days * DAY)

    def goes(self, page: Page) -> datetime | None:
        after = self.reading().nearest(AspectKey(page.aspect), "unpublish_after")
        due = self.due(page)
        return None if after is None or due is None else self.midnight(due + int(after) * DAY)  # type: ignore[call-overload]

    def stale(self, page: Page) -> bool:
        return self.reached(page, 28)

    def reviewers(self, page: Page) -> set[str]:
        if not self.reached(page, -28):
            return set()
        found = {person for party in self.parties(page.aspect, "R") for person in self.members(party, voting=True)}
        if not found or self.reached(page, 14):
            found |= self.acting_as_a(page)
        return found

    def tasks(self, person: str) -> set[str]:
        """Kinds of what waits for somebody."""
        if not self.active(person):
            return set()
        found = set()
        for page in self.pages.values():
            if person in self.waiting(page):
                found.add("consult" if page.change == "consulting" else "approve")
            if page.change == "returned" and person in page.authors:
                found.add("returned")
            if person in self.reviewers(page):
                found.add("review")
            if person in self.readers(page):
                found.add("read")
        return found


__all__ = ["No", "Page", "World"]
