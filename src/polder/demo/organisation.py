"""The municipality of Polderveen, invented: some 250 people as one `polder-organisation/1` document.

The same on every machine (a fixed seed), but its dates follow the day on which it is made, so that somebody always
leaves next week and a project always has some months to go.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify

from polder.demo.names import FIRST, LAST

FOUNDED_DAYS_AGO = 300
DOMAIN = "polderveen.example"

# key, name, parent, head, people beside the head and the named ones, has e-mail
UNITS: tuple[tuple[str, str, str | None, str | None, int, bool], ...] = (
    ("polderveen", "Municipality of Polderveen", None, "anna-de-wit", 0, True),
    ("management-office", "Management office", "polderveen", "hugo-van-dam", 4, True),
    ("council-registry", "Council registry", "polderveen", "iris-ten-hove", 3, True),
    ("operations", "Operations", "polderveen", "victor-meijer", 1, True),
    ("communications", "Communications", "operations", "sanne-de-vries", 7, True),
    ("it", "IT", "operations", "peter-dijkgraaf", 8, True),
    ("service-desk", "Service desk", "it", "wendy-kuipers", 5, True),
    ("computer-centre", "Computer centre", "operations", "edwin-bakker", 3, True),
    ("hr", "HR", "operations", "merel-hoogland", 4, True),
    ("hr-advice", "HR advice", "hr", "tom-peeters", 5, True),
    ("payroll", "Payroll", "hr", None, 3, True),
    ("knowledge-management", "Knowledge management", "operations", "fatima-benali", 3, True),
    ("finance", "Finance", "operations", "gerda-postma", 9, True),
    ("facilities", "Facilities", "operations", "rob-klein", 8, False),
    ("legal", "Legal affairs", "operations", "noor-haddad", 4, True),
    ("social-domain", "Social domain", "polderveen", "eva-timmermans", 4, True),
    ("youth", "Youth", "social-domain", "jasper-blom", 14, True),
    ("income-and-work", "Income and work", "social-domain", "samira-tahiri", 16, True),
    ("care-and-support", "Care and support", "social-domain", "annelies-prins", 15, True),
    ("spatial-domain", "Spatial domain", "polderveen", "willem-schouten", 3, True),
    ("permits", "Permits and enforcement", "spatial-domain", "derya-kaya", 16, True),
    ("planning", "Spatial planning", "spatial-domain", "luuk-verbeek", 10, True),
    ("public-works", "Public works", "polderveen", "harm-zijlstra", 3, True),
    ("depot-east", "Depot East", "public-works", "theo-brouwer", 22, False),
    ("depot-west", "Depot West", "public-works", "carla-pinas", 18, False),
    ("citizen-services", "Citizen services", "polderveen", "monique-lammers", 3, True),
    ("front-desk", "Front desk", "citizen-services", "imane-idrissi", 13, True),
    ("contact-centre", "Contact centre", "citizen-services", "bart-huisman", 12, True),
)

# People with a part in the story: name, unit. Heads are made from UNITS, the rest by chance.
NAMED: tuple[tuple[str, str], ...] = (
    ("Anna de Wit", "polderveen"),
    ("Kim Hoekstra", "communications"),
    ("Ruben Visser", "communications"),
    ("Lotte Visser", "social-domain"),
    ("Ruud Wessels", "legal"),
    ("Pieter Dekkers", "computer-centre"),
    ("Youssef el Amrani", "depot-east"),
    ("Willemijn Brouwer", "knowledge-management"),
    ("Sofie Martens", "hr-advice"),
    ("Els Vonk", "contact-centre"),
    ("Ravi Das", "it"),
    ("Greetje Faber", "finance"),
)

GUESTS: tuple[tuple[str, str, int], ...] = (  # name, sponsor, days to go
    ("Olivier Janssens", "peter-dijkgraaf", 120),
    ("Marit Solberg", "kim-hoekstra", 45),
    ("Councillor Jan Terpstra", "iris-ten-hove", 480),
)


@dataclass(frozen=True, slots=True)
class _Days:
    today: date

    def ago(self, days: int) -> str:
        return (self.today - timedelta(days=days)).isoformat()

    def ahead(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()


def document(today: date) -> dict[str, Any]:
    """The organisation as on `today`, without matrix: that comes from the spreadsheet. One root aspect stands ready."""
    days = _Days(today)
    return {
        "format": "polder-organisation/1",
        "timezone": "Europe/Amsterdam",
        "country": "NL",
        "operators": ["pieter-dekkers"],
        "units": [{"key": key, "name": name, "parent": parent, "head": head} for key, name, parent, head, *_ in UNITS],
        "people": list(_people(days)),
        "roles": _roles(days),
        "bodies": _bodies(days),
        "aspects": [
            {"key": "intranet", "name": "Intranet", "parent": None, "kind": "root", "guardian": "steering-group",
             "consult_days": 3, "review_months": 12}
        ],
        "assignments": [
            {"aspect": "intranet", "facet": "*", "party": "body:steering-group", "letter": "A"},
            {"aspect": "intranet", "facet": "*", "party": "unit:polderveen", "letter": "I"},
        ],
        "deputies": _deputies(days),
    }  # fmt: skip


def _people(days: _Days) -> Iterator[dict[str, Any]]:
    chance = random.Random(1953)  # noqa: S311  # the same demo for everybody, no secret
    used: set[str] = set()
    number = 1000
    for name, unit, has_mail in _who(chance):
        key = _free_key(name, used)
        number += chance.randint(1, 9)
        person: dict[str, Any] = {
            "key": key, "name": name, "unit": unit, "number": str(number),
            "email": f"{key}@{DOMAIN}" if has_mail else None,
            "location": _location(unit), "languages": ["nl", "en"] if chance.random() < 0.7 else ["nl"],
        }  # fmt: skip
        if chance.random() < 0.4:
            person["active_from"] = days.ago(chance.randint(FOUNDED_DAYS_AGO + 30, 6000))
        if key == "fatima-benali":
            person["left_on"] = days.ahead(7)
        yield person
    for name, sponsor, left in GUESTS:
        key = _free_key(name, used)
        yield {"key": key, "name": name, "unit": None, "email": f"{key}@partner.example", "kind": "guest",
               "sponsor": sponsor, "active_from": days.ago(60), "left_on": days.ahead(left)}  # fmt: skip
    yield {"key": "bram-scholten", "name": "Bram Scholten", "unit": "knowledge-management", "number": "0987",
           "email": f"bram-scholten@{DOMAIN}", "left_on": days.ago(34)}  # fmt: skip


def _who(chance: random.Random) -> Iterator[tuple[str, str, bool]]:
    """Name, unit and whether there is an e-mail address: the heads and the named first, then the others."""
    mail = {key: has_mail for key, _name, _parent, _head, _count, has_mail in UNITS}
    named = {slugify(name) for name, _unit in NAMED}
    for name, unit in NAMED:
        yield name, unit, mail[unit]
    for key, _name, _parent, head, _count, _has_mail in UNITS:
        if head and head not in named:
            yield _spelled(head), key, True
    for key, _name, _parent, _head, count, has_mail in UNITS:
        for _ in range(count):
            yield f"{chance.choice(FIRST)} {chance.choice(LAST)}", key, has_mail


def _spelled(key: str) -> str:
    small = {"de", "van", "ten", "el", "der"}
    return " ".join(word if word in small else word.capitalize() for word in key.split("-"))


def _free_key(name: str, used: set[str]) -> str:
    base = key = slugify(name) or "person"
    count = 1
    while key in used:
        count += 1
        key = f"{base}-{count}"
    used.add(key)
    return key


def _location(unit: str) -> str:
    return {"depot-east": "Depot East", "depot-west": "Depot West", "front-desk": "Town hall, ground floor"}.get(
        unit, "Town hall"
    )


def _roles(days: _Days) -> list[dict[str, Any]]:
    def held(*people: str, since: int | None = None, until: str | None = None) -> list[dict[str, Any]]:
        start = days.ago(since) if since else None
        return [{"person": person, "from": start, "until": until} for person in people]

    return [
        {"key": "intranet-manager", "name": "Intranet manager", "holders": held("kim-hoekstra", since=420)},
        {"key": "search-and-analytics-specialist", "name": "Search and analytics specialist", "holders": held("willemijn-brouwer", since=200)},
        {"key": "security-and-privacy-officer", "name": "Security and privacy officer", "holders": held("ruud-wessels")},
        {"key": "product-owners", "name": "Product owners", "holders": held("ravi-das", "sofie-martens", "greetje-faber")},
        {"key": "local-editors", "name": "Local editors",
         "holders": held("lotte-visser", "jasper-blom", "derya-kaya", "theo-brouwer", "imane-idrissi", "iris-ten-hove")},
        {"key": "ambassadors-coordinator", "name": "Coordinator of the ambassadors", "holders": held("bram-scholten", since=119)},
    ]  # fmt: skip


def _bodies(days: _Days) -> list[dict[str, Any]]:
    def seat(person: str, kind: str, function: str, **more: Any) -> dict[str, Any]:
        return {"person": person, "seat": kind, "function": function, **more}

    return [
        {"key": "steering-group", "kind": "steering_group", "name": "Steering group", "acts_by": "chair",
         "cadence": "FREQ=MONTHLY;INTERVAL=3",
         "charter": {"aspects": ["intranet"], "quorum": {"share": 0.5, "functions": ["IT", "Communications"]}, "method": "majority"},
         "requires": ["IT", "Communications", "HR"],
         "seats": [
             seat("anna-de-wit", "chair", "Management"),
             seat("kim-hoekstra", "secretary", "Communications"),
             seat("peter-dijkgraaf", "member", "IT", alternate="ravi-das"),
             seat("sanne-de-vries", "member", "Communications"),
             seat("merel-hoogland", "member", "HR", alternate="tom-peeters"),
             seat("els-vonk", "advisor", "Works council"),
         ]},
        {"key": "working-group", "kind": "working_group", "name": "Intranet working group", "acts_by": "any_member",
         "parent": "steering-group", "cadence": "FREQ=MONTHLY;BYDAY=1TU",
         "charter": {"aspects": ["intranet"], "up_to": 2500, "method": "consent"},
         "seats": [
             seat("kim-hoekstra", "chair", "Communications"),
             seat("ravi-das", "secretary", "IT"),
             seat("sofie-martens", "member", "HR"),
             seat("fatima-benali", "member", "Knowledge management"),
             seat("lotte-visser", "member", "Local editors"),
             seat("ruud-wessels", "advisor", "Privacy"),
         ]},
        {"key": "editors-circle", "kind": "working_group", "name": "Editors' circle", "acts_by": "chair",
         "parent": "steering-group", "cadence": "FREQ=MONTHLY;BYDAY=3TH",
         "charter": {"aspects": ["intranet"], "up_to": 1500, "method": "consent", "written": True,
                     "quorum": {"share": 0.5, "functions": ["Knowledge management"]}},
         "requires": ["Knowledge management", "Local editors", "IT"],
         "seats": [
             seat("fatima-benali", "chair", "Knowledge management"),
             seat("lotte-visser", "secretary", "Local editors", alternate="jasper-blom"),
             seat("derya-kaya", "member", "Business"),
             seat("willemijn-brouwer", "advisor", "Search"),
         ]},
        {"key": "works-council", "kind": "working_group", "name": "Works council", "acts_by": "decision",
         "seats": [seat("els-vonk", "chair", "Works council"), seat("youssef-el-amrani", "member", "Works council")]},
        {"key": "new-case-system", "kind": "project_team", "name": "Project team new case system", "acts_by": "chair",
         "parent": "steering-group", "from": days.ago(70), "until": days.ahead(160),
         "seats": [
             seat("derya-kaya", "chair", "Business", ring="core"),
             seat("ravi-das", "member", "IT", ring="core"),
             seat("olivier-janssens", "member", "Supplier", ring="extended"),
             seat("gerda-postma", "advisor", "Finance", ring="extended"),
         ]},
    ]  # fmt: skip


def _deputies(days: _Days) -> list[dict[str, Any]]:
    return [
        {"for": "merel-hoogland", "by": "tom-peeters", "from": None, "until": None},
        {"for": "kim-hoekstra", "by": "sanne-de-vries", "from": days.ahead(13), "until": days.ahead(24)},
        {"for": "anna-de-wit", "by": "victor-meijer", "from": None, "until": None},
        {"for": "peter-dijkgraaf", "by": "wendy-kuipers", "from": None, "until": None},
        {"for": "sanne-de-vries", "by": "ruben-visser", "from": None, "until": None},
    ]
