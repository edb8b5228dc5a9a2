"""A file with a mistake in an act or an expectation of bodies is wrong: each mistake with its line, and exit status 2."""

from pathlib import Path

import pytest

from polder.capabilities.rehearsing import format as rehearsals
from polder.capabilities.rehearsing.errors import WrongFile

FOLDER = Path(__file__).parents[2] / "rehearsals"
HEAD = """format: polder-rehearsal/1
organisation: waterboard.json
steps:
  - {at: 2026-03-02, by: null, do: nothing}
"""
PROPOSE = "by: wies, do: propose, proposal: p, body: editors, aspect: pages, title: T"
BUDGET = "year: 2026, aspect: pages, amount: 5"
LETTER = "aspect: pages, party: 'unit:it', letter: C"


def read(*steps):
    text = HEAD + "".join(f"  - {step}\n" for step in steps)
    return rehearsals.parse(text.encode(), folder=FOLDER, live=lambda: pytest.fail("not asked"))


def mistakes(*steps):
    with pytest.raises(WrongFile) as wrong:
        read(*steps)
    return [str(mistake) for mistake in wrong.value.mistakes]


def given(step):
    what = read(f"{{{step}}}").steps[-1].what
    return what.given


@pytest.mark.parametrize(
    "more",
    [
        "price: 5", "cost: five", "cost: yes", "cost: '5'", "cost: .inf", "cost: .nan", "cost: [5]",
        f"cost: {'9' * 400}", "effective: soon", "effective: 2026-02-30", "effective: +7d", "changes: x",
        f"changes: {{budget: {{{BUDGET}}}}}", "changes: [x]", "changes: [{}]", "changes: [{budget: null}]",
        "changes: [{budget: {year: 2026, aspect: pages}}]",
        "changes: [{budget: {year: 2026, aspect: pages, amount: many}}]",
        "changes: [{budget: {year: '2026', aspect: pages, amount: 5}}]",
        "changes: [{budget: {year: 2026.0, aspect: pages, amount: 5}}]",
        "changes: [{budget: {year: yes, aspect: pages, amount: 5}}]",
        "changes: [{budget: {year: 0, aspect: pages, amount: 5}}]",
        "changes: [{budget: {year: -1, aspect: pages, amount: 5}}]",
        "changes: [{budget: {year: 10000, aspect: pages, amount: 5}}]",
        f"changes: [{{budget: {{{BUDGET}, party: x}}}}]", f"changes: [{{budget: {{{BUDGET}}}, assign: {{{LETTER}}}}}]",
        f"changes: [{{assign: {{{LETTER}}}, unassign: {{{LETTER}}}}}]",
        "changes: [{assign: {aspect: pages, party: unit, letter: C}}]",
        "changes: [{assign: {aspect: pages, party: 'unit:it', letter: X}}]",
        "changes: [{assign: {aspect: pages, party: 'unit:it'}}]",
        f"changes: [{{assign: {{{LETTER}, facet: all}}}}]", f"changes: [{{unassign: {{{LETTER}, from: 2026-04-01}}}}]",
        "refused: no_quorum",
    ],
)  # fmt: skip
def test_a_proposal_with_a_mistake_makes_the_file_wrong(more):
    (mistake,) = mistakes(f"{{{PROPOSE}, {more}}}")
    assert mistake.startswith("line 5: ")


@pytest.mark.parametrize(
    "step",
    [
        "{do: propose, proposal: p, body: editors, aspect: pages, title: T}",
        "{by: null, do: propose, proposal: p, body: editors, aspect: pages, title: T}",
        "{by: wies, do: propose, proposal: p, body: editors, aspect: pages}",
        "{by: wies, do: propose, proposal: p, body: editors, aspect: pages, title: null}",
        "{by: marga, do: meet, body: steering}",
        "{by: marga, do: meet, body: steering, present: marga}",
        "{by: marga, do: meet, body: steering, present: [marga, null]}",
        "{by: marga, do: vote, proposal: p}",
        "{by: marga, do: vote, proposal: p, choice: null}",
        "{by: marga, do: vote, proposal: p, choice: maybe}",
        "{by: marga, do: vote, choice: yes}",
        "{by: marga, do: decide, proposal: p, choice: abstain}",
        "{by: marga, do: close, proposal: p, choice: no}",
        "{by: marga, do: close}",
        "{by: marga, do: adjourn, proposal: p}",
        "expect: {proposal: p, state: done}",
        "expect: {proposal: p, waiting_for: marga}",
        "expect: {proposal: p, votes: 5}",
        "expect: {budget: pages, planned: 5}",
        "expect: {budget: pages, year: 2026, planned: null}",
        "expect: {budget: pages, year: 2026, left: much}",
    ],
)
def test_another_act_or_an_expectation_with_a_mistake_makes_the_file_wrong(step):
    assert all(mistake.startswith("line 5: ") for mistake in mistakes(step))


def test_every_mistake_in_a_change_set_is_told_with_its_own_line():
    step = """by: wies
    do: propose
    proposal: p
    body: editors
    aspect: pages
    title: T
    cost: much
    changes:
      - budget:
          year: 2026
          amont: 4
          aspect: pages
      - assign: {aspect: pages, party: unit:it, letter: A}
      - assign:
          aspect: pages
          party: it
          leter: A
      - unasign: {}"""
    assert mistakes(step) == [
        "line 11: cost: This must be a number, and is “much”.",
        "line 14: changes: budget: “amount” is missing here.",
        "line 15: changes: budget: “amont” is unknown here. Did you mean “amount”?",
        "line 19: changes: assign: “letter” is missing here.",
        "line 20: changes: assign: party: “it” is not a party: write person:kim, role:editor, unit:it or body:steering.",
        "line 21: changes: assign: “leter” is unknown here. Did you mean “letter”?",
        "line 22: changes: “unasign” is unknown here. Did you mean “unassign”?",
    ]


def test_yes_and_no_are_choices_however_they_are_written():
    written = {"yes": "yes", "no": "no", "Yes": "yes", "'no'": "no", "true": "yes", "false": "no"}
    for said, meant in written.items():
        for act in ("vote", "decide"):
            assert given(f"by: marga, do: {act}, proposal: p, choice: {said}")["choice"] == meant


def test_null_is_as_if_it_was_left_out():
    assert set(given(f"{PROPOSE}, cost: null, changes: null, effective: null")) == set(given(PROPOSE))
