"""Acts on people and the matrix, and everything together: steps, and what can be seen after them."""

import copy
from datetime import UTC, datetime, timedelta

from tests.capabilities.rehearsing.slow.organisation import FACETS, NOBODY, POWERS, No, first, valid
from tests.capabilities.rehearsing.slow.routes import Routes

_HELD = ("roles", "bodies", "assignments", "deputies")
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


class World(Routes):
    """A rehearsal under way."""

    def do(self, step):
        """The code of the refusal; None: it is done."""
        by = step.get("by")
        try:
            if by is not None and by not in self.people:
                raise No("unknown")
            if by is not None and not self.active(by):
                raise No("inactive")
            getattr(self, f"do_{step['do']}")(by, step)
        except No as refused:
            return refused.code
        return None

    def do_nothing(self, _by, _step):
        pass

    # ---- the registration

    def registration(self, by):
        if by is not None and by not in self.operators:
            raise No("not_assigned")

    def span(self, given):
        begin, end = self.moment(given.get("from")) or self.now, self.moment(given.get("until"))
        if begin < self.now or (end is not None and end <= begin):
            raise No("invalid")
        return {"from": begin, "until": end}

    def do_leave(self, by, step):
        self.there(self.people, step["person"])
        self.registration(by)
        person = self.people[step["person"]]
        if person["left_on"] is not None and person["left_on"] <= self.now:
            raise No("wrong_state")
        person["left_on"] = self.span({"from": step.get("from")})["from"]

    def do_join(self, by, step):
        person = dict(step["person"])
        for among, key in ((self.units, person.get("unit")), (self.people, person.get("sponsor"))):
            if key is not None:
                self.there(among, key)
        self.registration(by)
        person["active_from"] = self.moment(person.get("active_from")) or self.now
        person["left_on"] = self.moment(person.get("left_on"))
        self.people[person["key"]] = person

    def place(self, step):
        """The list that an appointment stands in."""
        self.there(self.people, step["person"])
        among, kind, name = (self.roles, "role", "holders") if "role" in step else (self.bodies, "body", "seats")
        self.there(among, step[kind])
        return lambda: getattr(self, "roles" if kind == "role" else "bodies")[step[kind]][name]

    def do_appoint(self, by, step):
        place = self.place(step)
        if "alternate" in step:
            self.there(self.people, step["alternate"])
        self.registration(by)
        new = {name: step.get(name) for name in ("person", "seat", "function", "alternate")} | self.span(step)
        self.changed(by, lambda: place().append(new))

    def do_dismiss(self, by, step):
        place = self.place(step)
        self.registration(by)
        self.changed(by, lambda: self.end(place(), lambda one: one["person"] == step["person"]))

    def end(self, things, ours):
        """What is ours and valid ends now; what began at this moment never was."""
        mine = [one for one in things if ours(one) and valid(one, self.now)]
        if not mine:
            raise No("wrong_state")
        for one in mine:
            one["until"] = self.now
        things[:] = [one for one in things if one not in mine or one["from"] is None or one["from"] < self.now]

    def do_deputise(self, by, step):
        absent, deputy = step["for"], step["deputy"]
        self.there(self.people, absent)
        self.there(self.people, deputy)
        heads = {self.units[unit].get("head") for unit in self.units_above(self.people[absent].get("unit"))}
        if not (by is None or by == absent or by in self.operators or by in heads):
            raise No("not_assigned")
        new = {"for": absent, "by": deputy} | self.span(step)
        if absent == deputy:
            raise No("invalid")
        self.changed(by, lambda: self.deputies.append(new))

    # ---- the matrix

    def do_assign(self, by, step):
        self.do_apply(by, {"changes": [{"assign": step}]})

    def do_unassign(self, by, step):
        self.do_apply(by, {"changes": [{"unassign": step}]})

    def do_apply(self, by, step):
        lines = [(kind, given) for one in step["changes"] for kind, given in one.items()]
        for _kind, given in lines:
            self.there(self.aspects, given["aspect"])
            self.party_there(given["party"])
        if codes := [code for _kind, given in lines for code in self.not_allowed(by, given)]:
            raise No(first(codes))
        self.changed(by, lambda: self.write(lines))

    def not_allowed(self, by, given):
        """G13: the codes of the facets on which it is refused."""
        facets = FACETS if given.get("facet", "*") == "*" else (given["facet"],)
        start = self.aspects[given["aspect"]].get("parent") if given["letter"] == "A" else given["aspect"]
        for facet in facets:
            if not any(self.allowed(by, "assign", aspect, facet) for aspect in self.line(start)):
                yield "not_assigned" if start is None else self.check(by, "assign", start, facet)[0]

    def write(self, lines):
        """What ends goes first."""
        codes = []
        for kind, given in sorted(lines, key=lambda line: line[0] != "unassign"):
            try:
                self.take(given) if kind == "unassign" else self.give(given)
            except No as refused:
                codes.append(refused.code)
        if codes:
            raise No(first(codes))

    def take(self, given):
        self.end(self.assignments, lambda one: one["party"] == given["party"] and same(one, given))

    def give(self, given):
        begin, end = self.moment(given.get("from")) or self.now, self.moment(given.get("until"))
        rivals = [one for one in self.assignments if same(one, given) and overlap(one, begin, end)]
        if any(one["party"] == given["party"] for one in rivals):
            raise No("wrong_state")
        span = self.span(given)
        kind, _, key = given["party"].partition(":")
        if kind == "person" and not self.active(key, begin):
            raise No("invalid")
        if given["letter"] == "A" and rivals:
            raise No("second_accountable")
        place = {name: given[name] for name in ("aspect", "party", "letter")}
        self.assignments.append({**place, "facet": given.get("facet", "*"), **span})

    def changed(self, by, change):
        """All or nothing, and G14: at no moment from now on a power that would not be held then without it."""
        before = {name: copy.deepcopy(getattr(self, name)) for name in _HELD}
        turns = self.turns()
        try:
            change()
            if by is not None:
                after = {name: getattr(self, name) for name in _HELD}
                for moment in sorted({self.now, *(each for each in turns | self.turns() if each > self.now)}):
                    will = self.held(by, moment, after)
                    if will - self.held(by, moment, before):
                        raise No("own_mandate")
                vars(self).update(after)
        except No:
            vars(self).update(before)
            raise

    def held(self, by, t, organisation):
        """Every power at that moment; break-glass does not count."""
        vars(self).update(organisation)
        if not self.active(by, t):
            return set()
        return {
            (power, aspect, facet)
            for aspect in self.aspects
            for facet in FACETS
            for power in POWERS
            if self.paths(by, power, aspect, facet, t, NOBODY, glass=False)
        }

    def do_break_glass(self, by, step):
        self.there(self.aspects, step["aspect"])
        if by not in self.operators:
            raise No("not_assigned")
        if not step.get("reason", "").strip():
            raise No("invalid")
        told = {person for facet in FACETS for person in self.acting(step["aspect"], facet)}
        guardian = self.setting(step["aspect"], "guardian")
        if guardian is not None and valid(self.bodies[guardian], self.now):
            chairs = [seat for seat in self.bodies[guardian]["seats"] if seat["seat"] == "chair"]
            told |= {seat["person"] for seat in chairs if valid(seat, self.now) and self.active(seat["person"])}
        self.tell(told, "break_glass")
        glass = {"person": by, "aspect": step["aspect"], "from": self.now, "until": self.now + timedelta(hours=4)}
        self.glasses.append(glass)

    # ---- what can be expected

    def see(self, name):
        page = self.pages[name]
        return {
            "live": page["live"], "change": page["change"], "waiting_for": sorted(self.waiting(page)),
            "told": sorted(page["told"]), "verified_on": page["verified"] and page["verified"].isoformat(),
            "stale": self.reached(page, 28), "text": page["text"] if page["live"] else None,
        }  # fmt: skip

    def tasks(self, person):
        if not self.active(person):
            return set()
        found = set()
        for page in self.pages.values():
            if person in self.waiting(page):
                found.add("consult" if page["change"] == "consulting" else "approve")
            if page["change"] == "returned" and person in page["authors"]:
                found.add("returned")
            if person in self.reviewers(page):
                found.add("review")
            if person in self.readers(page):
                found.add("read")
        return found

    def inbox(self, person):
        return self.tasks(person) | (self.notices.get(person, set()) if self.active(person) else set())

    def no_accountable(self, aspect):
        return any(not self.walk(aspect, facet) for facet in FACETS)

    def shared(self, aspect):
        roles = [one["party"] for one in self.accountables(aspect) if one["party"].startswith("role:")]
        return any(len({who for who in self.actors(role, self.now) if self.active(who)}) > 1 for role in roles)

    def accountables(self, aspect):
        ours = [one for one in self.assignments if one["aspect"] == aspect and one["letter"] == "A"]
        return [one for one in ours if valid(one, self.now)]

    def vacant(self, aspect):
        """The A's on the aspect that nobody can act for; None where the page is silent: a body that decides, or a `*`
        that the walk never comes by."""
        found = [one for one in self.accountables(aspect) if not self.pairs(one["party"], self.now)]
        own = {one["facet"] for one in self.accountables(aspect) if one not in found}
        for one in found:
            kind, _, key = one["party"].partition(":")
            if kind == "body" and self.bodies[key].get("acts_by") == "decision":
                return None
            if one["facet"] == "*" and own.issuperset(FACETS):
                return None
        return found

    def vacant_too_long(self, aspect):
        """Has somebody been caretaker for more than thirty days? None where the page is silent: about a day that summer
        time makes longer, or where nobody is caretaker."""
        for one in self.vacant(aspect):
            facets = [facet for facet in FACETS if one["facet"] in (facet, "*")]
            if not any(mark == "caretaker" for facet in facets for _a, _p, mark in self.walk(aspect, facet)[:1]):
                return None
            since = self.now
            for moment in sorted({_LONG_AGO, *(each for each in self.turns() if each <= self.now)}, reverse=True):
                if not valid(one, moment) or self.pairs(one["party"], moment):
                    break
                since = moment
            gone = self.now - since - timedelta(days=30)
            if abs(gone) <= timedelta(hours=1):
                return None
            if gone > timedelta(0):
                return True
        return False


def same(one, given):
    """The same letter for the same facet value of an aspect."""
    wanted = (given["aspect"], given.get("facet", "*"), given["letter"])
    return (one["aspect"], one["facet"], one["letter"]) == wanted


def overlap(one, begin, end):
    """Is it valid at a moment of the span? One that ends before it begins has none."""
    if end is not None and end <= begin:
        return False
    return (one["from"] is None or end is None or one["from"] < end) and (one["until"] is None or begin < one["until"])
