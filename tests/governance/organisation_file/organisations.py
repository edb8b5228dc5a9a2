"""Random whole organisations, valid by governance.md, with every optional field (for hypothesis)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from polder.governance.facts import (
    ASSIGNABLE_FACETS,
    LETTERS,
    Aspect,
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    Charter,
    Deputyship,
    Facts,
    Holding,
    PartyKey,
    Person,
    PersonKey,
    Quorum,
    Role,
    RoleKey,
    Seat,
    Unit,
    UnitKey,
)
from polder.governance.organisation_file import in_order

ZONES = ("Europe/Amsterdam", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Africa/Monrovia")
TEXTS = st.sampled_from(
    ["IT", "Ünïcødé", 'quo"ted', "back\\slash", "😀", "two\u2028lines", "\u202eright to left", "null", "x" * 60]
)
KEYS = st.sampled_from(["kim", "it", "0", "a-b", "a-b-c", "intranet", "x" * 90, "true"])
# Summer time begins and ends, a day that Samoa skipped, offsets with seconds, and the ends of the calendar.
TURNS = [datetime(*day, tzinfo=UTC) for day in ((2026, 3, 29, 1), (2026, 10, 25, 1), (2011, 12, 30, 10))]
MOMENTS = st.one_of(
    st.builds(
        lambda micros: datetime(1880, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros), st.integers(0, 7 * 10**15)
    ),
    st.builds(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours), st.integers(0, 9_000)),
    st.builds(lambda turn, halves: turn + timedelta(minutes=30 * halves), st.sampled_from(TURNS), st.integers(-4, 4)),
    st.just(datetime(9999, 12, 30, 11, tzinfo=UTC)),
)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    start, end = draw(st.none() | MOMENTS), draw(st.none() | MOMENTS)
    if start and end and end <= start:
        start, end = (end, start) if end < start else (start, None)
    return {"valid_from": start, "valid_until": end}


@st.composite
def charters(draw: st.DrawFn, aspects: list[str]) -> Charter:
    functions = tuple(draw(st.lists(TEXTS, max_size=2)))
    quorum = Quorum(draw(st.none() | st.floats(0, 1)), functions)
    return Charter(
        aspects=draw(st.none() | st.lists(st.sampled_from([AspectKey(key) for key in aspects]), max_size=2).map(tuple)),
        up_to=draw(st.none() | st.floats(0, 1e9) | st.integers(0, 10**9).map(float)),
        quorum=draw(st.none() | st.just(quorum)),
        method=draw(st.sampled_from([None, "accountable", "consent", "majority", "unanimous"])),
        written=draw(st.sampled_from([None, True, False])),
    )


@st.composite
def people(draw: st.DrawFn, keys: list[str], units: list[str]) -> dict[PersonKey, Person]:
    made = {}
    for index, key in enumerate(keys):
        guest, span = draw(st.booleans()), draw(spans())
        if guest:
            span["valid_until"] = span["valid_until"] or datetime(9999, 12, 30, 11, 30, tzinfo=UTC)
        made[PersonKey(key)] = Person(
            key=PersonKey(key),
            name=draw(TEXTS),
            email=draw(st.sampled_from([None, f"p{index}@example.org"])),
            unit=draw(st.sampled_from([None, *map(UnitKey, units)])),
            active_from=span["valid_from"],
            left_on=span["valid_until"],
            number=draw(st.sampled_from([None, f"N{index}"])),
            kind="guest" if guest else "employee",
            sponsor=PersonKey(draw(st.sampled_from(keys))) if guest else None,
            location=draw(st.none() | TEXTS),
            languages=tuple(draw(st.lists(TEXTS, max_size=2))),
        )
    return made


def _parents(draw: st.DrawFn, keys: list[str]) -> dict[str, str | None]:
    """A parent for each key, from those before it; the first is a root."""
    return {key: draw(st.sampled_from(keys[:index])) if index else None for index, key in enumerate(keys)}


@st.composite
def bodies(draw: st.DrawFn, keys: list[str], humans: list[PersonKey], aspects: list[str]) -> dict[BodyKey, Body]:
    parents, made = _parents(draw, keys), {}
    for key in keys:
        seats = [
            Seat(
                person=draw(st.sampled_from(humans)),
                seat=draw(st.sampled_from(["chair", "secretary", "member", "advisor"])),
                function=draw(TEXTS),
                alternate=draw(st.sampled_from([None, *humans])),
                ring=draw(st.sampled_from([None, "core", "extended"])),
                **draw(spans()),
            )
            for _ in range(draw(st.integers(0, 3)))
        ]
        parent = parents[key]
        made[BodyKey(key)] = Body(
            key=BodyKey(key),
            kind=draw(st.sampled_from(["steering_group", "working_group", "project_team", "community_of_practice"])),
            name=draw(TEXTS),
            acts_by=draw(st.sampled_from(["chair", "any_member", "decision"])),
            seats=tuple(seats),
            parent=None if parent is None else BodyKey(parent),
            charter=draw(st.none() | charters(aspects)),
            cadence=draw(
                st.sampled_from([None, "FREQ=MONTHLY", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR;UNTIL=20301231T235959Z"])
            ),
            requires=tuple(draw(st.lists(TEXTS, max_size=2))),
            **draw(spans()),
        )
    return made


@st.composite
def aspects_of(draw: st.DrawFn, keys: list[str], boards: list[BodyKey]) -> dict[AspectKey, Aspect]:
    parents = _parents(draw, keys)
    days: st.SearchStrategy[tuple[int, int, int]] = st.sampled_from([(2, 4, 6), (1, 1, 1), (1, 9, 365)])
    made = {}
    for key in keys:
        parent = parents[key]
        made[AspectKey(key)] = Aspect(
            key=AspectKey(key),
            name=draw(TEXTS),
            parent=None if parent is None else AspectKey(parent),
            kind=draw(TEXTS),
            guardian=draw(st.sampled_from([None, *boards])),
            inherits=draw(st.booleans()),
            four_eyes=draw(st.sampled_from([None, True, False])),
            consult_days=draw(st.none() | st.integers(1, 30)),
            approve_days=draw(st.none() | days),
            review_months=draw(st.none() | st.integers(1, 60)),
            unpublish_after=draw(st.none() | st.integers(0, 90)),
            requires=tuple(draw(st.lists(TEXTS, max_size=2))),
        )
    return made


@st.composite
def assignments(draw: st.DrawFn, aspects: list[AspectKey], parties: list[str]) -> tuple[Assignment, ...]:
    """Of two A's for one aspect and facet only the first drawn is kept (G9)."""
    found: list[Assignment] = []
    seats = set()
    for _ in range(draw(st.integers(0, 8))):
        aspect, facet = draw(st.sampled_from(aspects)), draw(st.sampled_from(ASSIGNABLE_FACETS))
        letter = draw(st.sampled_from(LETTERS))
        if letter == "A" and (aspect, facet) in seats:
            continue
        if letter == "A":
            seats.add((aspect, facet))
        found.append(Assignment(aspect, facet, PartyKey(draw(st.sampled_from(parties))), letter, **draw(spans())))
    return tuple(found)


@st.composite
def organisations(draw: st.DrawFn) -> Facts:
    """Between one and a handful of everything."""
    humans = draw(st.lists(KEYS, min_size=2, max_size=4, unique=True))
    names = [draw(st.lists(KEYS, min_size=1, max_size=3, unique=True)) for _ in range(4)]
    unit_keys, role_keys, body_keys, aspect_keys = names
    everybody = draw(people(humans, unit_keys))
    keys = list(everybody)
    boards = draw(bodies(body_keys, keys, aspect_keys))
    aspects = draw(aspects_of(aspect_keys, list(boards)))
    parents = _parents(draw, unit_keys)
    units = {}
    for key in unit_keys:
        parent = parents[key]
        head = draw(st.sampled_from([None, *keys]))
        units[UnitKey(key)] = Unit(UnitKey(key), draw(TEXTS), None if parent is None else UnitKey(parent), head)
    roles = {}
    for key in role_keys:
        holders = [Holding(draw(st.sampled_from(keys)), **draw(spans())) for _ in range(draw(st.integers(0, 2)))]
        roles[RoleKey(key)] = Role(RoleKey(key), draw(TEXTS), tuple(holders))
    parties = [f"person:{key}" for key in keys] + [f"unit:{key}" for key in units]
    parties += [f"role:{key}" for key in roles] + [f"body:{key}" for key in boards]
    pairs = draw(st.lists(st.sampled_from([(a, b) for a in keys for b in keys if a != b]), max_size=3))
    return in_order(
        Facts(
            zone=draw(st.sampled_from(ZONES)),
            aspects=aspects,
            people=everybody,
            units=units,
            roles=roles,
            bodies=boards,
            assignments=draw(assignments(list(aspects), parties)),
            deputyships=tuple(Deputyship(acting_for, by, **draw(spans())) for acting_for, by in pairs),
            operators=frozenset(draw(st.lists(st.sampled_from(keys), max_size=2))),
            country=draw(st.sampled_from([None, "NL", "BE"])),
            holidays=tuple(draw(st.lists(st.dates(), max_size=2))),
        )
    )
