"""Time, people, parties and letters: governance.md, sections 2 to 5, a sentence at a time."""

import copy
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FACETS = ("content", "design", "technology")
POWERS = ("view_draft", "comment", "edit", "publish", "assign")
ALLOWED = ("assigned", "caretaker", "escalated", "deputy", "break_glass")
ORDER = (
    "unknown", "inactive", "not_found", "no_accountable", "four_eyes", "not_assigned", "stale", "wrong_state",
    "not_asked", "invalid", "unanswered_objection", "consult_first", "no_body", "second_accountable", "own_mandate",
)  # fmt: skip
NOBODY: frozenset[str] = frozenset()
_LATER = re.compile(r"\+(\d+)(d|h|wd)")


class No(Exception):
    """A refusal; its code is all that is compared."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def first(codes):
    return min(codes, key=ORDER.index)


def valid(thing, t):
    """G2: half-open."""
    return (thing["from"] is None or thing["from"] <= t) and (thing["until"] is None or t < thing["until"])


class Organisation:
    """An organisation file, and a moment."""

    def __init__(self, file, start):
        file = copy.deepcopy(file)
        self.zone = ZoneInfo(file["timezone"])
        self.holidays = {date.fromisoformat(day) for day in file.get("holidays", [])}
        self.operators = sorted(file.get("operators", []))
        self.units, self.people, self.roles, self.bodies, self.aspects = (
            {one["key"]: one for one in file.get(name, [])}
            for name in ("units", "people", "roles", "bodies", "aspects")
        )
        self.assignments = [{"facet": "*", **one} for one in file.get("assignments", [])]
        self.deputies = list(file.get("deputies", []))
        self.glasses = []
        for person in self.people.values():
            person["active_from"] = self.moment(person.get("active_from"))
            person["left_on"] = self.moment(person.get("left_on"))
        for thing in self.things():
            thing["from"], thing["until"] = self.moment(thing.get("from")), self.moment(thing.get("until"))
        self.now = self.moment(start)

    def things(self):
        """Whatever has a beginning and an end."""
        held = [one for role in self.roles.values() for one in role.setdefault("holders", [])]
        sat = [one for body in self.bodies.values() for one in body.setdefault("seats", [])]
        return [*self.assignments, *self.deputies, *self.glasses, *self.bodies.values(), *held, *sat]

    def turns(self):
        """Every moment at which something begins or ends."""
        found = {moment for thing in self.things() for moment in (thing["from"], thing["until"])}
        found |= {moment for person in self.people.values() for moment in (person["active_from"], person["left_on"])}
        return found - {None}

    # ---- time

    def local(self, day, clock):
        """A skipped time moves on by the hour; of one that comes twice the first is meant."""
        naive = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
        return naive.replace(tzinfo=self.zone).astimezone(UTC)

    def midnight(self, day):
        return self.local(day, time(0))

    def moment(self, text):
        if text is None or isinstance(text, datetime):
            return text
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return self.midnight(date.fromisoformat(text))
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else self.local(read.date(), read.time())

    def here(self, t=None):
        return (t or self.now).astimezone(self.zone)

    def today(self):
        return self.here().date()

    def working(self, t, days):
        """When a clock of so many working days that started at `t` ends."""
        day = self.here(t).date()
        while days:
            day += timedelta(1)
            if day.weekday() < 5 and day not in self.holidays:
                days -= 1
        return self.local(day, self.here(t).time())

    def at(self, said):
        """The moment of a step."""
        found = None if said is None else _LATER.fullmatch(said)
        if found is None:
            return self.moment(said) or self.now
        count, unit = int(found[1]), found[2]
        if unit == "h":
            return self.now + timedelta(hours=count)
        if unit == "d":
            return max(self.now, self.local(self.today() + timedelta(count), self.here().time()))
        return self.working(self.now, count) if count else self.now

    # ---- who belongs to what (G1-G6)

    def active(self, person, t=None):
        t = t or self.now
        known = self.people.get(person)
        if known is None or (known["active_from"] is not None and t < known["active_from"]):
            return False
        return known["left_on"] is None or t < known["left_on"]

    def line(self, aspect):
        return [] if aspect is None else [aspect, *self.line(self.aspects[aspect].get("parent"))]

    def units_above(self, unit):
        return [] if unit is None else [unit, *self.units_above(self.units[unit].get("parent"))]

    def parties(self, person, t, *, advising):
        """G3; the seat of an advisor counts for C and I only."""
        found = {f"person:{person}"}
        known = self.people[person]
        if known.get("kind") != "guest":
            found |= {f"unit:{unit}" for unit in self.units_above(known.get("unit"))}
        for role in self.roles.values():
            if any(one["person"] == person and valid(one, t) for one in role["holders"]):
                found.add(f"role:{role['key']}")
        for body in self.bodies.values():
            for seat in body["seats"]:
                sits = seat["person"] == person and valid(seat, t) and valid(body, t)
                if sits and (advising or seat["seat"] != "advisor"):
                    found.add(f"body:{body['key']}")
        return found

    def members(self, party, *, advising=True):
        """Everybody active whose party this is now."""
        return {
            person
            for person in self.people
            if self.active(person) and party in self.parties(person, self.now, advising=advising)
        }

    def holders(self, letter, aspect, facet="content", t=None):
        """G6."""
        found = set()
        for on in self.line(aspect):
            for one in self.assignments:
                here = one["aspect"] == on and one["letter"] == letter and one["facet"] in (facet, "*")
                if here and valid(one, t or self.now):
                    found.add(one["party"])
            if not self.aspects[on].get("inherits", True):
                break
        return found

    def setting(self, aspect, name, default=None):
        """The nearest on the whole line."""
        values = (self.aspects[on].get(name) for on in self.line(aspect))
        return next((value for value in values if value is not None), default)

    # ---- who answers (G7, G8, G10, G12)

    def actors(self, party, t):
        """G8, whether active or not."""
        kind, _, key = party.partition(":")
        if kind == "person":
            return {key}
        if kind == "role":
            return {one["person"] for one in self.roles[key]["holders"] if valid(one, t)}
        if kind == "unit":
            return {self.units[key].get("head")} - {None}
        body = self.bodies[key]
        wanted = {"chair": {"chair"}, "any_member": {"chair", "secretary", "member"}, "decision": set()}
        seats = wanted[body.get("acts_by", "chair")] if valid(body, t) else set()
        return {seat["person"] for seat in body["seats"] if seat["seat"] in seats and valid(seat, t)}

    def standins(self, person, t):
        """G10: the active deputies of somebody."""
        ours = [one for one in self.deputies if one["for"] == person and valid(one, t)]
        return {one["by"] for one in ours if one["by"] != person and self.active(one["by"], t)}

    def pairs(self, party, t, barred=NOBODY):
        """Who acts for an A, and for whom: themselves or somebody as a deputy. An author is barred, and so is who acts
        only as an author's deputy."""
        found = set()
        for person in self.actors(party, t) - barred:
            if self.active(person, t):
                found.add((person, person))
            found |= {(deputy, person) for deputy in self.standins(person, t) - barred}
        return found

    def walk(self, aspect, facet="content", t=None, barred=NOBODY):
        """G7 and G12: every A that can act, in the order of the walk, with its pairs and its mark."""
        t = t or self.now
        found = []
        mark = "assigned"
        for on in self.line(aspect):
            for value in (facet, "*"):
                for one in self.assignments:
                    if (one["aspect"], one["letter"], one["facet"]) == (on, "A", value) and valid(one, t):
                        pairs = self.pairs(one["party"], t, barred)
                        if pairs:
                            found.append((one, pairs, mark))
                        elif self.pairs(one["party"], t):
                            mark = "escalated"
                        elif mark == "assigned":
                            mark = "caretaker"
        return found

    def acting(self, aspect, facet="content"):
        """Who act as the effective A; deputies only when nobody else can."""
        walk = self.walk(aspect, facet)
        return themselves(walk[0][1]) if walk else set()

    def barred(self, aspect, authors):
        return frozenset(authors) if self.setting(aspect, "four_eyes", False) else NOBODY

    # ---- what a letter gives (G11, G15, G16)

    def check(self, person, power, aspect, facet="content", authors=()):
        """The code, and for whom."""
        known = person in self.people and aspect in self.aspects and power in POWERS and facet in FACETS
        if not known or not self.active(person):
            return ("inactive" if known else "unknown"), None
        barred = self.barred(aspect, authors) if power == "publish" else NOBODY
        for those, code in ((barred, None), (NOBODY, "four_eyes")):
            found = self.paths(person, power, aspect, facet, self.now, those)
            if found:
                return (code, None) if code else min(found, key=lambda one: (ALLOWED.index(one[0]), one[1] or ""))
            if not barred:
                break
        nobody = power in ("publish", "assign") and not self.walk(aspect, facet)
        return ("no_accountable" if nobody else "not_assigned"), None

    def allowed(self, *question):
        return self.check(*question)[0] in ALLOWED

    def paths(self, person, power, aspect, facet, t, barred, *, glass=True):
        """Every way in which somebody active has the power."""
        if person in barred:
            return []
        found = []
        by_r, by_c = power in ("view_draft", "comment", "edit"), power in ("view_draft", "comment")
        responsible = self.holders("R", aspect, facet, t) if by_r else set()
        if responsible & self.parties(person, t, advising=False):
            found.append(("assigned", None))
        if by_c and self.holders("C", aspect, facet, t) & self.parties(person, t, advising=True):
            found.append(("assigned", None))
        for _one, pairs, mark in self.walk(aspect, facet, t, barred)[:1]:
            found += [(mark, None) if who == whom else ("deputy", whom) for who, whom in pairs if who == person]
        for absent in self.people if responsible else ():
            if person in self.standins(absent, t) and responsible & self.parties(absent, t, advising=False):
                found.append(("deputy", absent))
        for one in self.glasses if glass else ():
            if one["person"] == person and one["aspect"] == aspect and valid(one, t):
                found.append(("break_glass", None))
        return found


def themselves(pairs):
    """Those who act themselves; deputies only when there are none."""
    return {who for who, whom in pairs if who == whom} or {who for who, _whom in pairs}
