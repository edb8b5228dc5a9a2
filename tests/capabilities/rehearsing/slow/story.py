"""A random rehearsal, written while the slow world plays it: what is done, how it goes, and what is to be seen then."""

import random
from datetime import timedelta

from tests.capabilities.rehearsing.slow.organisation import ALLOWED, FACETS, POWERS, valid
from tests.capabilities.rehearsing.slow.organisations import STARTS, Organisations
from tests.capabilities.rehearsing.slow.world import World

KINDS = {"consult", "approve", "returned", "review", "read", "published", "withdrawn", "break_glass"}
ON_PAGES = (
    "submit", "edit", "withdraw", "advise", "answer", "approve", "return", "publish", "unpublish", "verify", "move",
    "acknowledge", "require_reading",
)  # fmt: skip
WITH_PEOPLE = ("leave", "join", "appoint", "appoint", "dismiss", "dismiss", "deputise", "break_glass", "nothing")
WITH_THE_MATRIX = ("assign",) * 4 + ("unassign", "apply") * 2
LIKELY = {
    "draft": ["submit"] * 4 + ["edit", "publish", "publish", "withdraw"],
    "returned": ["submit"] * 3 + ["edit", "publish", "answer"],
    "consulting": ["advise"] * 12 + ["return", "edit", "withdraw", "answer", "answer", "approve", "submit"],
    "approving": ["approve"] * 6 + ["return", "answer", "answer", "edit", "withdraw", "advise", "publish"],
    "scheduled": ["verify"] * 3 + ["edit", "withdraw", "approve", "return"],
    "none": ["edit"] * 4 + ["submit", "approve"],
}
WHEN_LIVE = ["unpublish", "verify", "require_reading", "acknowledge", "acknowledge", "move"]
LATER = ["+1h", "+3h", "+26h", "+1d", "+2d", "+1wd", "+2wd", "+4wd", "+0d", "+0wd", "+7d"]


class Story:
    """`file` is the organisation, `steps` the rehearsal."""

    def __init__(self, seed, acts):
        self.pick = random.Random(seed)
        self.start = self.pick.choice(STARTS)
        self.file = Organisations(self.pick, self.start).file()
        self.world = World(self.file, self.start)
        self.steps = []
        self.done = 0
        for number in range(acts):
            self.go_on(self.later() if number else self.start)

    def go_on(self, at):
        world = self.world
        world.run(world.at(at))
        act = self.act() or {"by": None, "do": "nothing"}
        code = world.do(act)
        self.done += code is None and act["do"] != "nothing"
        refused = {"refused": code} if code else {}
        self.steps.append({**({} if at is None else {"at": at}), **act, **refused})
        world.run(world.now)
        self.steps += [{"expect": hope} for hope in self.hopes(act)]

    # ---- when

    def later(self):
        """Often now, often at the very moment of something or right before."""
        pick, world = self.pick, self.world
        if pick.random() < (0.6 if self.busy() else 0.3):
            return None
        chance = pick.random()
        soon = sorted(
            each for each in world.moments() | self.ladder() if timedelta(0) < each - world.now < timedelta(12)
        )
        if chance < 0.2 or not soon:
            return pick.choice(LATER)
        if chance > 0.96:
            return pick.choice(["+20d", "+30d", "+40d"])
        shift = pick.choice([0, 0, -60, -1, 60])
        return self.said(max(world.now, pick.choice(soon[:4]) + timedelta(seconds=shift)))

    def ladder(self):
        due = [day for day in map(self.world.due, self.world.pages.values()) if day is not None]
        return {self.world.midnight(day + timedelta(days)) for day in due for days in (-28, 0, 14, 28)}

    def said(self, moment):
        """Local where that reads back; a bare date at midnight."""
        local = self.world.here(moment).replace(tzinfo=None)
        text = local.isoformat(timespec="seconds" if local.second else "minutes")
        if self.world.moment(text) != moment or self.pick.random() < 0.3:
            return moment.astimezone(self.world.zone).isoformat()
        return text.removesuffix("T00:00") if self.pick.random() < 0.5 else text

    def soon(self):
        return self.said(self.world.now + timedelta(hours=self.pick.choice([0, 1, 24, 50, 100, 300, -1])))

    def spanned(self, given):
        given |= {"from": self.soon()} if self.pick.random() < 0.3 else {}
        return given | ({"until": self.soon()} if self.pick.random() < 0.4 else {})

    # ---- who

    def someone(self):
        active = [key for key in self.world.people if self.world.active(key)]
        return self.pick.choice(active if active and self.pick.random() < 0.8 else list(self.world.people))

    def anyone(self):
        return "nobody-here" if self.pick.random() < 0.01 else self.someone()

    def among(self, people, often):
        return self.pick.choice(sorted(people)) if people and self.pick.random() < often else self.anyone()

    def able(self, power, aspect, authors=()):
        able = {key for key in self.world.people if self.world.allowed(key, power, aspect, "content", authors)}
        return self.among(able, 0.9)

    def office(self):
        return self.pick.choice([None, None, *self.world.operators, *self.world.operators, self.anyone()])

    def party(self):
        world = self.world
        kinds = {"person": world.people, "unit": world.units, "role": world.roles, "body": world.bodies}
        kind = self.pick.choice(list(kinds))
        return f"{kind}:{self.pick.choice(list(kinds[kind])) if self.pick.random() > 0.01 else 'none'}"

    # ---- acts on pages

    def act(self):
        pages, chance = self.world.pages, self.pick.random()
        if (not pages and chance < 0.8) or (len(pages) < 3 and chance < 0.1):
            return self.write()
        if pages and self.pick.random() < 0.7:
            return self.on_a_page()
        return getattr(self, self.pick.choice(WITH_PEOPLE + WITH_THE_MATRIX))()

    def busy(self):
        return [name for name, page in self.world.pages.items() if page["change"] in ("consulting", "approving")]

    def write(self):
        world, pick = self.world, self.pick
        asked = [key for key in world.aspects if world.holders("C", key)]
        aspect = pick.choice(asked if asked and pick.random() < 0.8 else list(world.aspects))
        name = pick.choice([f"page {len(world.pages)}", f"page {len(world.pages)}", *world.pages])
        where = aspect if pick.random() > 0.02 else "none"
        text = {"title": "T", "text": f"text {len(self.steps)} <b> & é"}
        return {"by": self.able("edit", aspect), "do": "write", "page": name, "aspect": where, **text}

    def on_a_page(self):
        pick, world = self.pick, self.world
        name = pick.choice(self.busy() if self.busy() and pick.random() < 0.6 else list(world.pages))
        page = world.pages[name]
        kinds = LIKELY[page["change"]] + (WHEN_LIVE if page["live"] else ["move"])
        kind = pick.choice(ON_PAGES if pick.random() < 0.1 else kinds)
        return {"do": kind, "page": name, "by": self.who(kind, page), **self.with_what(kind, page)}

    def who(self, kind, page):
        world, aspect = self.world, page["aspect"]
        if kind in ("edit", "submit", "withdraw", "verify"):
            return self.able("edit", aspect)
        if kind == "advise":
            return self.among(world.waiting(page), 0.8)
        if kind == "acknowledge":
            return self.among(world.readers(page), 0.8)
        if kind == "publish" and self.pick.random() < 0.5:
            return self.among(page["authors"], 1)
        if kind in ("approve", "answer", "return") and self.pick.random() < 0.3:
            return self.among(world.waiting(page), 1)
        return self.able("publish", aspect, page["authors"] if kind != "unpublish" else ())

    def with_what(self, kind, page):
        pick, given = self.pick, {}
        if kind in ("edit", "submit", "approve", "return", "publish") and pick.random() < 0.2:
            given["revision"] = pick.choice(
                [page["revision"], page["revision"], page["revision"] - 1, page["revision"] + 1]
            )
        if kind in ("submit", "publish") and pick.random() < 0.4:
            given["minor"] = pick.choice([True, True, False])
        if kind == "edit":
            given["text"] = f"text {len(self.steps)}"
        if kind == "advise":
            given["verdict"] = pick.choice(["support", "comment", "objection", "objection"])
        if kind == "answer":
            given["to"] = self.among({each["by"] for each in page["objections"]}, 0.9)
        if kind in ("advise", "answer", "return") and pick.random() < 0.85:
            given["text"] = pick.choice(["because", "because", "because", " "])
        if kind == "approve" and pick.random() < 0.3:
            given["publish_at"] = self.said(self.world.now + timedelta(hours=pick.choice([0, -3, 1, 30, 60, 100])))
        if kind == "move":
            given["aspect"] = pick.choice(list(self.world.aspects))
        if kind == "require_reading":
            given["audience"] = [self.party() for _ in range(pick.randint(1, 2))]
        return given

    # ---- acts on people; None where the page is silent

    def nothing(self):
        return {"do": "nothing"}

    def leave(self):
        person, world = self.someone(), self.world
        begins = world.people[person]["active_from"]
        if begins is not None and begins >= world.now:
            return None
        given = {"from": self.soon()} if self.pick.random() < 0.4 else {}
        return {"by": self.office(), "do": "leave", "person": person, **given}

    def join(self):
        world, pick = self.world, self.pick
        key, unit = f"n{len(world.people)}", pick.choice([*world.units, None]) if pick.random() > 0.05 else "none"
        person = {"key": key, "name": key, "email": None, "unit": unit}
        for name, often, hours in (("active_from", 0.3, [1, 30]), ("left_on", 0.2, [100, 400])):
            if pick.random() < often:
                person[name] = self.said(world.now + timedelta(hours=pick.choice(hours)))
        return {"by": self.office(), "do": "join", "person": person}

    def place(self):
        """A role or a body, and what is held in it."""
        world = self.world
        if self.pick.random() < 0.6:
            key = self.pick.choice(list(world.roles))
            return {"role": key}, world.roles[key]["holders"]
        key = self.pick.choice(list(world.bodies))
        return {"body": key}, world.bodies[key]["seats"]

    def appoint(self):
        place, held = self.place()
        person, now = self.someone(), self.world.now
        twice = any(one["person"] == person and (one["until"] is None or one["until"] > now) for one in held)
        if twice or ("body" in place and self.world.bodies[place["body"]]["until"] is not None):
            return None
        given = {"by": self.office(), "do": "appoint", "person": person, **place}
        if "body" in place:
            given |= {"seat": self.pick.choice(["chair", "secretary", "member", "advisor"]), "function": "IT"}
        return self.spanned(given)

    def dismiss(self):
        place, held = self.place()
        person = self.among({one["person"] for one in held}, 0.9)
        planned = [one for one in held if one["person"] == person and one["from"] and one["from"] > self.world.now]
        return None if planned else {"by": self.office(), "do": "dismiss", "person": person, **place}

    def deputise(self):
        absent, deputy, world = self.someone(), self.someone(), self.world
        if any(one["for"] == absent and one["by"] == deputy for one in world.deputies):
            return None
        by = self.pick.choice([None, absent, self.anyone(), *world.operators])
        return self.spanned({"by": by, "do": "deputise", "for": absent, "deputy": deputy})

    def break_glass(self):
        world, aspect = self.world, self.pick.choice(list(self.world.aspects))
        if any(one["aspect"] == aspect and valid(one, world.now) for one in world.glasses):
            return None
        reason = {"reason": self.pick.choice(["fire", "fire", ""])} if self.pick.random() < 0.9 else {}
        return {"by": self.among(world.operators, 0.7), "do": "break_glass", "aspect": aspect, **reason}

    # ---- acts on the matrix

    def new(self):
        pick = self.pick
        aspect = pick.choice(list(self.world.aspects)) if pick.random() > 0.01 else "none"
        given = {"aspect": aspect, "party": self.party(), "letter": pick.choice("RCCIAA")}
        facet = {"facet": pick.choice(["*", "content", "content", "design"])} if pick.random() < 0.7 else {}
        return self.spanned({**given, **facet})

    def old(self):
        """One that stands; None when the same is planned too, about which the page is silent."""
        if not self.world.assignments:
            return None
        one = self.pick.choice(self.world.assignments)
        place = {name: one[name] for name in ("aspect", "party", "letter", "facet")}
        alike = [each for each in self.world.assignments if place.items() <= each.items()]
        return None if any(each["from"] and each["from"] > self.world.now for each in alike) else place

    def setter(self, given):
        world, aspect = self.world, given["aspect"]
        if given["letter"] == "A" and aspect in world.aspects:
            aspect = world.aspects[aspect].get("parent")
        line = world.line(aspect) if aspect in world.aspects else []
        return self.among({key for key in world.people for on in line if world.allowed(key, "assign", on)}, 0.85)

    def assign(self):
        given = self.new()
        return {"by": self.setter(given), "do": "assign", **given}

    def unassign(self):
        given = self.old()
        return given and {"by": self.setter(given), "do": "unassign", **given}

    def apply(self):
        old = self.old()
        if old is None:
            return None
        new = self.new() | {name: old[name] for name in ("aspect", "letter", "facet") if self.pick.random() < 0.8}
        lines = [{"assign": new}, {"unassign": old}] + ([{"assign": self.new()}] if self.pick.random() < 0.2 else [])
        return {"by": self.setter(old), "do": "apply", "changes": self.pick.sample(lines, len(lines))}

    # ---- what is to be seen

    def hopes(self, act):
        world, pick = self.world, self.pick
        for name in dict.fromkeys(
            [*({act.get("page")} & world.pages.keys()), *pick.sample(list(world.pages), min(1, len(world.pages)))]
        ):
            yield {"page": name, **world.see(name)}
        person, power, aspect, facet = (
            self.someone(),
            pick.choice(POWERS),
            pick.choice(list(world.aspects)),
            pick.choice(FACETS),
        )
        author = pick.choice([None, person, self.someone()])
        code, acting_for = world.check(person, power, aspect, facet, [author] if author else [])
        asked = {"may": person, "power": power, "aspect": aspect, "facet": facet, "author": author}
        yield {**asked, "allowed": code in ALLOWED, "code": code, "for": acting_for}
        code = next((mark for _one, _pairs, mark in world.walk(aspect, facet)), "no_accountable")
        yield {"accountable": aspect, "facet": facet, "person": sorted(world.acting(aspect, facet)), "code": code}
        yield from self.findings(aspect)
        for one in {person, act.get("by")} & world.people.keys():
            box = world.inbox(one)
            yield {"inbox": one, "contains": sorted(box), "lacks": sorted(KINDS - box), "empty": not world.tasks(one)}
        yield {"ledger": "ok", "events_at_least": self.done}

    def findings(self, aspect):
        world = self.world
        yield {"finding": "no_accountable", "aspect": aspect, "open": world.no_accountable(aspect)}
        yield {"finding": "shared_accountability", "aspect": aspect, "open": world.shared(aspect)}
        vacant = world.vacant(aspect)
        if vacant is not None:
            yield {"finding": "vacant_accountable", "aspect": aspect, "open": bool(vacant)}
            too_long = world.vacant_too_long(aspect)
            if too_long is not None:
                yield {"finding": "caretaker_too_long", "aspect": aspect, "open": too_long}
