"""From a file to a draft: what it adds, changes and ends, and that the same file changes nothing the second time."""

import io
from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest

from polder.governance.changes import Assign, CreateAspect, CreateRole, Unassign, apply
from polder.governance.facts import Facts
from polder.governance.importing.drafting import Proposal, proposal
from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.reader import read
from polder.governance.resolution import Reading
from tests.governance.cast import Aspect, Role, Unit, at, letter, org

ASPECTS: Any = {
    "root": Aspect("root", "Intranet", None, kind="root"),
    "home": Aspect("home", "Homepage", "root"),
    "news": Aspect("news", "News", "home"),
    "search": Aspect("search", "Search", "root"),
}
UNITS: Any = {"all": Unit("all", "Waterland"), "it": Unit("it", "IT", "all"), "hr": Unit("hr", "HR", "all")}
ROLES: Any = {"editor": Role("editor", "Editor"), "manager": Role("manager", "Intranet manager")}


def facts(*letters: str) -> Facts:
    given = replace(org(), aspects=ASPECTS, units=UNITS, roles=ROLES, assignments=tuple(map(letter, letters)))
    assert isinstance(given, Facts)
    return given


def draft(text: str, organisation: Facts, *, answers: tuple[str, ...] = (), **options: Any) -> Proposal:
    reading = read(text.encode(), "matrix.csv", answers=answers)
    return proposal(reading, Reading(organisation), at, **options)


def said(lines: Any) -> list[str]:
    out = []
    for line in lines:
        if isinstance(line, Assign | Unassign):
            sign = "+" if isinstance(line, Assign) else "-"
            out.append(f"{sign}{line.letter} {line.facet} {line.aspect} {line.party}")
        elif isinstance(line, CreateRole):
            out.append(f"role {line.key}")
        else:
            assert isinstance(line, CreateAspect)
            out.append(f"aspect {line.aspect.parent}/{line.aspect.key} {line.aspect.position}")
    return out


def settled(text: str, organisation: Facts, **options: Any) -> list[str]:
    """The lines of a file; applied, the same file has none any more."""
    made = draft(text, organisation, **options)
    after = apply(organisation, made.lines, at)
    again = draft(text, after, **options)
    assert again.lines == ()
    assert not again.added
    assert not again.changed
    assert not again.ended
    return said(made.lines)


def test_a_new_matrix_becomes_roles_aspects_and_letters_in_the_order_of_the_file():
    text = "Section,Task,IT,Webshop\nHomepage,News,A,R\nMedia,Photos,R,A\nMedia,Films,A,R\nMedia,Media,A,\n"
    assert settled(text, facts()) == [
        "role webshop",
        "aspect root/media 1",
        "aspect media/photos 0",
        "aspect media/films 1",
        "+A * news unit:it",
        "+R * news role:webshop",
        "+R * photos unit:it",
        "+A * photos role:webshop",
        "+A * films unit:it",
        "+R * films role:webshop",
        "+A * media unit:it",
    ]


def test_the_file_is_the_truth_for_its_aspects_and_its_parties():
    organisation = facts("A * news role:manager", "R * news unit:it", "C * news unit:hr", "I * news role:editor")
    text = "Section,Task,IT,HR,Editor\nHomepage,News,C,C,R\n"
    made = draft(text, organisation)
    assert said(made.lines) == [
        "-R * news unit:it",
        "-I * news role:editor",
        "+C * news unit:it",
        "+R * news role:editor",
    ]
    assert [(c.party, c.before, c.after) for c in made.changed] == [
        ("unit:it", ("R",), ("C",)),
        ("role:editor", ("I",), ("R",)),
    ]
    assert {c.party for c in made.unchanged} == {"unit:hr", "role:manager"}
    assert settled(text, organisation)


def test_a_vanished_letter_ends():
    made = draft("Task,IT,HR\nSearch,R/A,\n", facts("A * search unit:it", "R * search unit:hr"))
    assert said(made.lines) == ["-R * search unit:hr", "+R * search unit:it"]
    assert [c.party for c in made.ended] == ["unit:hr"]


def test_another_a_takes_the_place_of_the_old_one_also_of_a_party_outside_the_file():
    assert settled("Task,IT,HR\nSearch,A,R\n", facts("A * search role:manager", "R * search unit:hr")) == [
        "-A * search role:manager",
        "+A * search unit:it",
    ]


def test_a_row_without_a_leaves_the_a_of_a_party_outside_the_file():
    assert settled("Task,IT,HR\nSearch,C,R\n", facts("A * search role:manager")) == [
        "+C * search unit:it",
        "+R * search unit:hr",
    ]


def test_rows_left_out_remove_nothing_unless_the_file_is_complete():
    organisation = facts(
        "A * root role:manager", "R * root unit:it", "A * news unit:it", "R * search unit:it", "I * search role:editor"
    )
    text = "Task,IT,HR\nSearch,R,A\n"
    assert settled(text, organisation) == ["+A * search unit:hr"]
    assert sorted(settled(text, organisation, complete=True)) == [
        "+A * search unit:hr",
        "-A * news unit:it",
        "-I * search role:editor",
        "-R * root unit:it",
    ]


def test_under_an_aspect_only_what_lies_below_it_can_be_left_out():
    organisation = facts("A * root role:manager", "A * home unit:it", "A * news unit:it", "A * search unit:it")
    text = "Task,IT,HR\nPolls,R,A\n"
    assert said(draft(text, organisation, under="home", complete=True).lines) == [
        "aspect home/polls 1",
        "-A * news unit:it",
        "+R * polls unit:it",
        "+A * polls unit:hr",
    ]


def test_the_a_of_the_root_is_replaced_but_never_just_ended():
    organisation = facts("A * root unit:it")
    assert settled("Task,IT,HR\nIntranet,C,R\n", organisation) == ["+C * root unit:it", "+R * root unit:hr"]
    assert "-A * root unit:it" in settled("Task,IT,HR\nIntranet,R,A\n", organisation)


def test_a_cell_that_was_not_read_changes_nothing_for_its_party():
    organisation = facts("R * search unit:it", "A * search unit:hr")
    assert settled("Task,IT,HR,Editor\nSearch,to be agreed,A,R\nNews,R,A,C\n", organisation)[:1] == [
        "+R * search role:editor"
    ]


def test_an_a_that_may_still_stand_in_an_unread_cell_is_not_given_to_another():
    made = draft("Task,IT,HR,Editor\nSearch,to be agreed,A,R\nNews,R,A,C\n", facts("A * search unit:it"))
    assert [line for line in said(made.lines) if " search " in line] == ["+R * search role:editor"]
    assert [one.parties for one in made.undecided] == [("IT", "HR")]


def test_a_letter_that_nobody_explained_changes_nothing_until_it_is_answered():
    text = "Task,IT,HR,Editor\nSearch,T,A,R\nNews,R,A,T\n"
    organisation = facts("C * search unit:it")
    assert not [line for line in settled(text, organisation) if "search unit:it" in line]
    assert "+I * search unit:it" in said(draft(text, organisation, answers=("letter_meaning:T=I",)).lines)


def test_support_without_a_legend_waits_for_an_answer():
    text = "Task,IT,HR,Editor\nSearch,S,A,R\nNews,R,A,S\n"
    assert not [line for line in settled(text, facts()) if "search unit:it" in line]
    assert "+R * search unit:it" in said(draft(text, facts(), answers=("letter_meaning:S=R",)).lines)


def test_several_as_leave_the_a_in_force_alone_until_one_is_chosen():
    text = "Task,IT,HR,Editor\nSearch,A,R/A,C\n"
    organisation = facts("A * search role:manager")
    made = draft(text, organisation)
    assert said(made.lines) == ["+R * search unit:hr", "+C * search role:editor"]
    (open_,) = made.undecided
    assert (open_.choice, open_.parties) == ("accountable:0", ("IT", "HR"))
    assert "several_accountable" in {finding.code for finding in made.findings}
    for name in (open_.choice, "accountable::2"):
        for chosen in ("IT", "unit:it"):
            assert settled(text, organisation, choices={name: chosen})[:1] == ["-A * search role:manager"]
    decided = draft(text, organisation, choices={open_.choice: "IT"})
    assert "+A * search unit:it" in said(decided.lines)
    assert not decided.undecided
    assert "several_accountable" not in {finding.code for finding in decided.findings}
    with pytest.raises(UnknownChoice, match="Editor"):
        draft(text, organisation, choices={open_.choice: "Editor"})


def test_two_columns_that_are_one_party_are_one_a():
    made = draft("Task,IT,ICT,HR\nSearch,A,R/A,C\n", facts())
    assert said(made.lines) == ["+R * search unit:it", "+A * search unit:it", "+C * search unit:hr"]
    assert not made.undecided


def test_a_facet_column_says_for_which_facet():
    text = "Task,IT,HR,Facet\nSearch,A,R,technology\nNews,R,A,\n"
    assert settled(text, facts()) == [
        "+A technology search unit:it",
        "+R technology search unit:hr",
        "+R * news unit:it",
        "+A * news unit:hr",
    ]


def test_rows_of_one_aspect_keep_their_own_facets():
    text = "Taak,IT,HR,Deelgebied\nSearch,A,C,\nSearch,R,A,Inhoud\nSearch,R,,techniek\n"
    made = draft(text, facts("A content search unit:it"))
    assert said(made.lines) == [
        "-A content search unit:it",
        "+A * search unit:it",
        "+C * search unit:hr",
        "+R content search unit:it",
        "+A content search unit:hr",
        "+R technology search unit:it",
    ]
    assert not made.undecided
    assert {finding.code for finding in made.findings} & {"duplicate_aspect", "several_accountable"} == set()
    assert settled(text, facts("A content search unit:it"))


def test_a_facet_that_is_none_changes_nothing_and_is_told():
    made = draft("Task,IT,HR,Facet\nSearch,A,R,colours\nNews,R,A,\n", facts("R * search unit:it"))
    assert {line.split()[2] for line in said(made.lines)} == {"news"}
    assert [(f.code, f.text) for f in made.findings if f.code == "unknown_facet"] == [("unknown_facet", "colours")]


def test_what_all_facets_give_is_not_given_once_more():
    text = "Task,IT,HR,Facet\nSearch,R,A,\nSearch,R,C,content\n"
    assert settled(text, facts()) == ["+R * search unit:it", "+A * search unit:hr", "+C content search unit:hr"]


def test_a_row_without_facet_leaves_letters_of_one_facet_alone():
    assert settled("Task,IT,HR\nSearch,A,R\n", facts("C design search unit:it")) == [
        "+A * search unit:it",
        "+R * search unit:hr",
    ]


def test_a_letter_that_is_planned_already_begins_now_and_the_plan_stays():
    later = at + timedelta(days=10)
    organisation = facts()
    organisation = replace(organisation, assignments=(letter("A * search unit:hr", later),))
    made = draft("Task,IT,HR\nSearch,A,R\n", organisation)
    assert made.lines[0] == Assign("search", "*", "unit:it", "A", None, later)  # type: ignore[arg-type]
    assert apply(organisation, made.lines, at)
    assert settled("Task,IT,HR\nSearch,A,R\n", organisation)


def test_a_file_needs_an_aspect_to_stand_under():
    with pytest.raises(UnknownChoice):
        draft("Task,IT,HR\nSearch,A,R\n", replace(org(), aspects={}))


def test_twelve_hundred_rows_and_eighty_parties_take_less_than_ten_seconds():
    out = io.StringIO()
    out.write("Section,Task," + ",".join(f"Party {number}" for number in range(80)) + "\n")
    for row in range(1_200):
        letters = ["A" if number == row % 80 else "RCI"[(row + number) % 3] for number in range(80)]
        out.write(f"Section {row // 20},Task {row}," + ",".join(letters) + "\n")
    reading = read(out.getvalue().encode(), "matrix.csv")
    begun = perf_counter()
    made = proposal(reading, Reading(facts()), at)
    assert perf_counter() - begun < 10
    assert len(made.added) == 96_000
