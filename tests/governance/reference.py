"""A second reading of governance.md, slow and obvious: what the engine is compared with.

Nothing is kept, nothing is shared with the engine but the data model. Each function is a sentence of the page.
"""

from dataclasses import dataclass

from polder.governance.facts import Facts

POWERS_OF = {  # G11
    "R": {"view_draft", "comment", "edit"},
    "A": {"view_draft", "comment", "edit", "publish", "assign"},
    "C": {"view_draft", "comment"},
    "I": set(),
}
ALLOWED = ["assigned", "caretaker", "escalated", "deputy", "break_glass"]


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    code: str
    acting_for: str | None = None


def valid(thing, t):
    """G2: half-open."""
    return (thing.valid_from is None or thing.valid_from <= t) and (thing.valid_until is None or t < thing.valid_until)


def is_active(facts: Facts, person, t):
    """G1."""
    if person not in facts.people:
        return False
    p = facts.people[person]
    return (p.active_from is None or p.active_from <= t) and (p.left_on is None or t < p.left_on)


def line(tree, key):
    """G5, and the ancestors of a unit."""
    return [] if key is None else [key, *line(tree, tree[key].parent)]


def parties(facts: Facts, person, letter, t):
    """G3: the parties of a person that count for a letter; R, C or I."""
    found = {f"person:{person}"}
    p = facts.people[person]
    if p.kind != "guest":
        found |= {f"unit:{unit}" for unit in line(facts.units, p.unit)}
    for role in facts.roles.values():
        if any(h.person == person and valid(h, t) for h in role.holders):
            found.add(f"role:{role.key}")
    for body in facts.bodies.values():
        for seat in body.seats:
            sits = seat.person == person and valid(seat, t) and valid(body, t)
            if sits and (seat.seat != "advisor" or letter in ("C", "I")):
                found.add(f"body:{body.key}")
    return found


def holders(facts: Facts, letter, aspect, facet, t):
    """G6."""
    found = set()
    for on in line(facts.aspects, aspect):
        for a in facts.assignments:
            if a.aspect == on and a.letter == letter and a.facet in ("*", facet) and valid(a, t):
                found.add(a.party)
        if not facts.aspects[on].inherits:
            break
    return found


def acting_themselves(facts: Facts, party, t):
    """G8, whether active or not."""
    kind, key = party.split(":")
    if kind == "person":
        return {key}
    if kind == "role":
        return {h.person for h in facts.roles[key].holders if valid(h, t)}
    if kind == "unit":
        return {facts.units[key].head} - {None}
    body = facts.bodies[key]
    wanted = {"chair": ["chair"], "any_member": ["chair", "secretary", "member"], "decision": []}[body.acts_by]
    return {s.person for s in body.seats if s.seat in wanted and valid(s, t) and valid(body, t)}


def deputies(facts: Facts, person, t):
    """G10: the active deputies of a person."""
    return {
        d.by
        for d in facts.deputyships
        if d.acting_for == person and d.by != person and valid(d, t) and is_active(facts, d.by, t)
    }


def everyone_acting(facts: Facts, party, t):
    """Who acts for an A and how: pairs of a person and whom they act for, themselves or somebody as a deputy."""
    pairs = set()
    for person in acting_themselves(facts, party, t):
        if is_active(facts, person, t):
            pairs.add((person, person))
        pairs |= {(deputy, person) for deputy in deputies(facts, person, t)}
    return pairs


def four_eyes(facts: Facts, aspect):
    """G12: the nearest explicit value on the line, by default false."""
    values = [facts.aspects[a].four_eyes for a in line(facts.aspects, aspect)]
    return next((value for value in values if value is not None), False)


def unbarred(pairs, authors):
    """G12: an author is barred, and so is who acts only as an author's deputy."""
    return {(person, whom) for person, whom in pairs if person not in authors and whom not in authors}


def seats(facts: Facts, aspect, facet, t):
    """G7: the A's in the order of the walk."""
    found = []
    for on in line(facts.aspects, aspect):
        for value in (facet, "*"):
            found += [
                a.party
                for a in facts.assignments
                if a.aspect == on and a.letter == "A" and a.facet == value and valid(a, t)
            ]
    return found


def those_who_answer(facts: Facts, aspect, facet, t, authors):
    """G7 and G12: who acts for the effective A, with the mark it has; nobody: (None, empty)."""
    mark = "assigned"
    for party in seats(facts, aspect, facet, t):
        pairs = everyone_acting(facts, party, t)
        left = unbarred(pairs, authors)
        if left:
            return mark, left
        if pairs:
            mark = "escalated"
        elif mark == "assigned":
            mark = "caretaker"
    return None, set()


def paths(facts: Facts, person, power, aspect, facet, t, authors):
    """Every way in which an active person has the power: (code, for whom)."""
    barring = set(authors) if power == "publish" and four_eyes(facts, aspect) else set()
    found: list[tuple[str, str | None]] = []
    for letter in ("R", "C"):
        held = holders(facts, letter, aspect, facet, t)
        if power in POWERS_OF[letter] and held & parties(facts, person, letter, t):
            found.append(("assigned", None))
        if letter == "R" and power in POWERS_OF["R"]:
            for absent in facts.people:
                if person in deputies(facts, absent, t) and held & parties(facts, absent, "R", t):
                    found.append(("deputy", absent))
    mark, pairs = those_who_answer(facts, aspect, facet, t, barring)
    for who, whom in pairs:
        if who == person:
            found.append((mark, None) if whom == person else ("deputy", whom))
    for glass in facts.glasses:
        if glass.person == person and glass.aspect == aspect and valid(glass, t) and person not in barring:
            found.append(("break_glass", None))
    return found


def check(facts: Facts, person, power, aspect, facet, t, authors=()):
    """Section 11, its last lines: the code is the first that applies."""
    if person not in facts.people or aspect not in facts.aspects or power not in POWERS_OF["A"]:
        return Verdict(False, "unknown")
    if facet not in ("content", "design", "technology"):
        return Verdict(False, "unknown")
    if not is_active(facts, person, t):
        return Verdict(False, "inactive")
    found = paths(facts, person, power, aspect, facet, t, authors)
    if found:
        code, acting_for = min(found, key=lambda path: (ALLOWED.index(path[0]), path[1] or ""))
        return Verdict(True, code, acting_for)
    if authors and paths(facts, person, power, aspect, facet, t, ()):
        return Verdict(False, "four_eyes")
    if power in ("publish", "assign") and those_who_answer(facts, aspect, facet, t, set())[0] is None:
        return Verdict(False, "no_accountable")
    return Verdict(False, "not_assigned")
