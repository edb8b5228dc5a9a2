"""Random organisation files: everything that a rehearsal can meet."""

from datetime import date, datetime, timedelta

ZONES = ["Europe/Amsterdam", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "UTC"]
STARTS = ["2026-03-20T08:00", "2026-10-20T09:30", "2026-01-30T00:00", "2027-12-28T23:30", "2026-02-27T16:00"]
HOLIDAYS = [[], ["2026-03-25", "2026-04-06", "2026-10-26", "2026-02-02", "2027-12-31"]]
SEATS = ["chair", "member", "secretary", "advisor"]
FACETS_WITH_A = [["*"], ["*"], ["content"], ["*", "content"], ["design"], [], ["content", "design", "technology"]]


class Organisations:
    """One for each seed. `lively` ones have an A at the top and somebody to ask nearly everywhere."""

    def __init__(self, pick, start):
        self.pick, self.begin = pick, datetime.fromisoformat(start)
        self.lively = pick.random() < 0.75
        self.names = [f"p{number}" for number in range(pick.randint(5, 9))]

    def file(self):
        pick = self.pick
        units = self.units()
        people = self.people([unit["key"] for unit in units])
        roles = [{"key": f"r{number}", "name": "R", "holders": self.holders()} for number in range(pick.randint(1, 4))]
        bodies = [self.body(f"b{number}") for number in range(pick.randint(1, 4))]
        aspects = self.aspects([body["key"] for body in bodies])
        keyed = {"person": people, "unit": units, "role": roles * 2, "body": bodies}
        parties = [f"{kind}:{one['key']}" for kind, things in keyed.items() for one in things]
        assignments = [each for aspect in aspects for each in self.assignments(aspect["key"], parties)]
        deputies = {tuple(pick.sample(self.names, 2)) for _ in range(pick.randint(0, 4))}
        employees = [person["key"] for person in people if person.get("kind") != "guest"]
        return {
            "format": "polder-organisation/1", "timezone": pick.choice(ZONES), "holidays": pick.choice(HOLIDAYS),
            "operators": pick.sample(employees, min(len(employees), pick.randint(0, 2))),
            "units": units, "people": self.mixed(people), "roles": roles, "bodies": bodies,
            "aspects": self.mixed(aspects), "assignments": self.mixed(assignments),
            "deputies": [{"for": one, "by": other, **self.span()} for one, other in sorted(deputies)],
        }  # fmt: skip

    def mixed(self, things):
        return self.pick.sample(things, len(things))

    def moment(self):
        at = (self.begin + timedelta(hours=self.pick.randint(-100, 1200))).replace(minute=0)
        said = at.isoformat()[:16]
        return self.pick.choice([None, None, None, said, said[:10], f"{said}+01:00"])

    def span(self, names=("from", "until")):
        if self.lively and self.pick.random() < 0.75:
            return {}
        begin, end = self.moment(), self.moment()
        if begin and end and (date.fromisoformat(end[:10]) - date.fromisoformat(begin[:10])).days < 3:
            end = None
        return dict(zip(names, (begin, end), strict=True))

    def units(self):
        found: list[dict] = []
        for number in range(self.pick.randint(1, 4)):
            parent = self.pick.choice([None, *(unit["key"] for unit in found)])
            head = self.pick.choice([*self.names, None])
            found.append({"key": f"u{number}", "name": "U", "parent": parent, "head": head})
        return found

    def people(self, units):
        found = []
        for key in self.names:
            active = self.span(("active_from", "left_on")) if self.pick.random() < 0.3 else {}
            person = {
                "key": key,
                "name": key,
                "email": None,
                "unit": self.pick.choice([*units, *units, None]),
                **active,
            }
            if key != "p0" and self.pick.random() < 0.12:
                person |= {"kind": "guest", "sponsor": "p0", "left_on": person.get("left_on") or "2029-01-01"}
            found.append(person)
        return found

    def holders(self):
        return [{"person": one, **self.span()} for one in self.pick.sample(self.names, self.pick.randint(0, 3))]

    def body(self, key):
        pick, seats = self.pick, []
        for one in pick.sample(self.names, pick.randint(0, 4)):
            seats.append(
                {"person": one, "seat": pick.choice(SEATS), "function": pick.choice(["IT", "HR"]), **self.span()}
            )
            if pick.random() < 0.3:
                seats[-1]["alternate"] = pick.choice([name for name in self.names if name != one])
        body = {"key": key, "kind": pick.choice(["steering_group", "project_team"]), "name": key, "seats": seats}
        acts = {"acts_by": pick.choice(["chair", "any_member", "decision"])} if pick.random() < 0.8 else {}
        return {**body, **acts, **(self.span() if pick.random() < 0.2 else {})}

    def aspects(self, bodies):
        pick = self.pick
        found: list[dict] = []
        choices = {
            "inherits": (0.2, [False]),
            "four_eyes": (0.4, [True, True, False]),
            "guardian": (0.3, [None, *bodies]),
            "consult_days": (0.3, [1, 2, 5]),
            "approve_days": (0.3, [[1, 2, 3], [1, 1, 1], [2, 2, 5], [1, 4, 4]]),
            "review_months": (0.4, [1, 1, 2]),
            "unpublish_after": (0.3, [0, 10, 28, 40]),
        }
        for number in range(pick.randint(2, 7)):
            parent = pick.choice(found[-3:])["key"] if found else None
            aspect = {"key": f"a{number}", "name": "A", "parent": parent, "kind": "area"}
            found.append(
                aspect | {name: pick.choice(some) for name, (often, some) in choices.items() if pick.random() < often}
            )
        return found

    def assignments(self, aspect, parties):
        """At most one A for each facet value, and no letter twice."""
        pick = self.pick
        facets = pick.choice(FACETS_WITH_A[:2] if self.lively and aspect == "a0" else FACETS_WITH_A)
        wanted = [("A", facet) for facet in facets]
        if self.lively:
            wanted += [("R", "content"), ("C", "content")] if pick.random() < 0.7 else [("C", "content")]
        for _ in range(pick.randint(0, 4)):
            wanted.append((pick.choice("RRRCCI"), pick.choice(["*", "content", "content", "content", "design"])))
        given = {(letter, facet, pick.choice(parties)) for letter, facet in wanted}
        return [
            {"aspect": aspect, "facet": facet, "party": party, "letter": letter, **self.span()}
            for letter, facet, party in sorted(given)
        ]
