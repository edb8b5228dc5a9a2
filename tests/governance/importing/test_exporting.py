"""What is exported is read back as what was in force; a copy of an original differs in its letters alone."""

import io
import random
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polder.governance.changes import Assign, Unassign, apply
from polder.governance.exporting import WRITERS, own_layout
from polder.governance.exporting.like import CannotWriteLike, like
from polder.governance.facts import Facts
from polder.governance.importing.drafting import Proposal, proposal
from polder.governance.importing.reader import read
from polder.governance.resolution import Reading
from tests.governance.cast import Aspect, Role, Unit, at, letter, org
from tests.governance.importing.sheets import C, csv_file, header, row, xlsx_file

ASPECTS: Any = {
    "root": Aspect("root", "Intranet", None, kind="root"),
    "home": Aspect("home", "Homepage", "root"),
    "news": Aspect("news", "News", "home"),
    "deep": Aspect("deep", "Pictures", "news"),
    "same": Aspect("same", "News", "news"),
    "twin": Aspect("twin", "news", "home"),
    "search": Aspect("search", "Search", "root"),
    "sums": Aspect("sums", "=1+1", "search"),
}
UNITS: Any = {"all": Unit("all", "Waterland"), "it": Unit("it", "IT", "all"), "hr": Unit("hr", "HR", "all")}
ROLES: Any = {
    "editor": Role("editor", "Editor"),
    "it-role": Role("it-role", "it"),  # read before the unit of that name
    "system": Role("system", "System"),  # a heading of notes
    "owner": Role("owner", "Process owner"),
    "sum": Role("sum", "@sum"),
}
PARTIES = ["unit:all", "unit:it", "unit:hr", *(f"role:{key}" for key in ROLES), "person:nina"]
KINDS = ["xlsx", "csv", "md"]


def facts(*letters: str) -> Facts:
    made = replace(org(), aspects=ASPECTS, units=UNITS, roles=ROLES, assignments=tuple(map(letter, letters)))
    assert isinstance(made, Facts)
    return made


def draft(data: bytes, name: str, organisation: Facts, **options: Any) -> Proposal:
    return proposal(read(data, name), Reading(organisation), at, **options)


@st.composite
def organisations(draw: st.DrawFn, facets: tuple[str, ...] = ("*", "content", "design")) -> Facts:
    chosen = random.Random(draw(st.integers(0, 10_000)))
    letters = {"A * root unit:all"}
    accountable = {("root", "*")}
    for _ in range(draw(st.integers(2, 25))):
        name, facet, aspect = chosen.choice("RACI"), chosen.choice(facets), chosen.choice(list(ASPECTS))
        if name == "A" and (aspect, facet) in accountable:
            continue
        if name == "A":
            accountable.add((aspect, facet))
        letters.add(f"{name} {facet} {aspect} {chosen.choice(PARTIES)}")
    return facts(*sorted(letters), "R * home role:editor", "A * home unit:hr", "C * search role:editor")


def once(organisation: Facts) -> Facts:
    """Each letter once, and one A for each facet."""
    found: dict[Any, Any] = {}
    for each in organisation.assignments:
        key = (
            (each.aspect, each.facet, "A") if each.letter == "A" else (each.aspect, each.facet, each.letter, each.party)
        )
        found.setdefault(key, each)
    return replace(organisation, assignments=tuple(found.values()))


@pytest.mark.parametrize("kind", KINDS)
@given(organisation=organisations().map(once))
def test_an_export_is_read_as_what_is_in_force(kind, organisation):
    data = WRITERS[kind](own_layout(Reading(organisation), at))
    made = draft(data, f"x.{kind}", organisation, complete=True)
    assert made.lines == ()
    assert not made.undecided
    assert len({(c.aspect, c.facet, c.party) for c in made.unchanged}) == len(
        {(a.aspect, a.facet, a.party) for a in organisation.assignments}
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "md"])
@given(before=organisations(("*",)).map(once), after=organisations(("*",)).map(once))
def test_a_copy_is_read_as_what_is_in_force_now(kind, before, after):
    original = WRITERS[kind](own_layout(Reading(before), at))
    copy = like(original, f"x.{kind}", Reading(after), at).data
    covered = draft(copy, f"x.{kind}", after)
    assert covered.lines == ()
    assert like(copy, f"x.{kind}", Reading(after), at).data == copy or kind == "xlsx"


def test_a_formula_is_written_as_text():
    table = own_layout(Reading(facts("A * sums role:sum", "R * sums unit:hr")), at)
    sheet = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](table))).active
    assert sheet is not None
    cells = {cell.value: cell.data_type for line in sheet.iter_rows() for cell in line}
    assert cells["=1+1"] == "s"
    assert "\t=1+1" in WRITERS["csv"](table).decode()


LETTERS = ("A * home unit:hr", "R * home role:editor", "C * news unit:hr", "A * news role:editor")


PLAIN: Any = {key: ASPECTS[key] for key in ("root", "home", "news", "search")}


def plain(*letters: str) -> Reading:
    """Without names that two aspects or two parties share."""
    return Reading(replace(facts(*letters), aspects=PLAIN, roles={"editor": ROLES["editor"]}))


def copied(text: str, *letters: str, name: str = "x.csv", encoding: str = "utf-8") -> str:
    return like(text.encode(encoding), name, plain(*letters), at).data.decode(encoding)


def test_nothing_changes_where_the_letters_are_the_same():
    text = 'Matrix of 2026;;;\r\n\r\nTaak;HR;Editor;Opmerking\r\nHomepage;a;(R);"a ""quoted"" one"\r\nNews;C - late; A ;\r\n'
    assert copied(text, *LETTERS) == text


def test_a_changed_cell_is_written_as_the_file_writes_and_keeps_its_remark():
    text = "Taak;HR;Editor\nHomepage;eindverantwoordelijk;\nNews;geraadpleegd (teksten);uitvoerend\n"
    assert copied(text, "A * home role:editor", "C * home unit:hr", "R * news unit:hr", "A * news role:editor") == (
        "Taak;HR;Editor\nHomepage;C;eindverantwoordelijk\nNews;uitvoerend (teksten);eindverantwoordelijk\n"
    )


def test_a_copy_keeps_the_letters_of_the_scheme_and_what_stands_between_them():
    text = "Legenda: VERI\nTaak,HR,Editor\nHomepage,V E,R\nNews,V,E\nSearch,I,V\n"
    assert copied(
        text,
        "A * home unit:hr",
        "R * home unit:hr",
        "R * news role:editor",
        "A * news role:editor",
        "C * search role:editor",
    ) == ("Legenda: VERI\nTaak,HR,Editor\nHomepage,V E,\nNews,,V E\nSearch,,R\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8"])
def test_a_copy_keeps_encoding_and_quotes(encoding):
    text = '"Taak";"HR";"Editor";"Opmerking"\r\n"Homepage";"A";"R";"één"\r\n"News";"A";"C"\r\n'
    assert copied(text, *LETTERS, encoding=encoding) == text.replace('"News";"A";"C"', '"News";"C";"A"')


def test_a_row_that_loses_all_letters_stays_a_row():
    text = "Taak,HR,Editor\nHomepage,A,R\nNews,A,R\nSearch,A,R\n"
    out = copied(text, "A * home unit:hr", "R * search role:editor")
    assert "\nNews,-,-\n" in out
    assert "\nSearch,-,R\n" in out or "\nSearch,,R\n" in out


def test_a_markdown_copy_changes_single_cells():
    text = "# Matrix\n\n| Taak     | HR  | Editor |\n|----------|:---:|--------|\n| Homepage | A   | R      |\n| News     | A   | C      |\n\nEnd.\n"
    assert copied(text, *LETTERS, name="x.md") == text.replace(
        "| News     | A   | C      |", "| News     | C   | A      |"
    )


def test_a_spreadsheet_keeps_everything_but_its_letters():
    lines = [row(C("Matrix", bold=True)), header("Taak", "HR", "Editor", "Opmerking"), row("Homepage", C("A", shaded=True), "R"),
             row("News", C("A", shaded=True), "", "blijft")]  # fmt: skip
    original = xlsx_file({"Blad": lines, "Other": [row("x")]}, hidden_columns=[3])
    copy = like(original, "x.xlsx", plain(*LETTERS), at).data
    before, after = (openpyxl.load_workbook(io.BytesIO(data))["Blad"] for data in (original, copy))
    changed = {
        cell.coordinate: cell.value
        for line in after.iter_rows()
        for cell in line
        if cell.value != before[cell.coordinate].value
    }
    assert changed == {"B4": "C", "C4": "A"}
    assert all(cell.style_id == before[cell.coordinate].style_id for line in before.iter_rows() for cell in line)
    parts = [zipfile.ZipFile(io.BytesIO(data)) for data in (original, copy)]
    assert {n for n in parts[0].namelist() if parts[0].read(n) != parts[1].read(n)} == {"xl/worksheets/sheet1.xml"}


def test_marks_in_columns_of_letters_move():
    text = "Taak,HR,,Editor,\n,R,A,R,A\nHomepage,,v,v,\nNews,,v,v,\n"
    assert copied(text, *LETTERS[:2], "A * news role:editor", "R * news role:editor") == text.replace(
        "News,,v,v,", "News,,,v,v"
    )


def test_an_open_question_stays_as_it_stands_until_it_is_settled():
    text = "Taak,HR,Editor,IT\nHomepage,A,A,R\nNews,to be agreed,A,C\n"
    assert copied(text, "R * home unit:it", "A * news role:editor", "C * news unit:it") == text
    settled = copied(text, "R * home unit:it", "A * home unit:hr", "A * news role:editor", "C * news unit:it")
    assert settled == text.replace("Homepage,A,A,R", "Homepage,A,,R")


def test_rows_of_one_aspect_keep_their_own_facets():
    text = "Taak,HR,Editor,Facet\nHomepage,A,R,\nHomepage,,A,design\n"
    assert copied(text, *LETTERS[:2], "A design home unit:hr") == text.replace(
        "Homepage,,A,design", "Homepage,A,,design"
    )


def test_what_has_no_place_in_the_original_is_told():
    written = like(b"Taak,HR\nHomepage,A\nPolls,C\n", "x.csv", plain("A * home unit:hr", "R * home role:editor",
                   "C * news unit:hr"), at)  # fmt: skip
    assert sorted(written.left_out) == ["Editor", "News"]


def test_a_file_that_cannot_be_written_into_is_refused_with_a_sentence():
    organisation = plain("A * home unit:hr")
    with pytest.raises(CannotWriteLike, match="docx"):
        like(b"", "x.docx", organisation, at)
    lists = csv_file(
        [row("Taak", "Responsible", "Accountable"), row("Homepage", "HR", "Editor"), row("News", "HR", "Editor")]
    )
    with pytest.raises(CannotWriteLike, match="parties in its cells"):
        like(lists, "x.csv", organisation, at)
    merged = xlsx_file(
        {"B": [header("Taak", "HR", "Editor"), row("Homepage", C("R", across=2)), row("News", "A", "R")]}
    )
    with pytest.raises(CannotWriteLike, match="merged"):
        like(merged, "x.xlsx", organisation, at)


def test_applied_changes_show_in_the_next_copy():
    organisation = plain(*LETTERS).facts
    changed = apply(organisation, [Unassign("news", "*", "unit:hr", "C"), Assign("news", "*", "unit:hr", "I")], at)  # type: ignore[arg-type]
    text = "Taak,HR,Editor\nHomepage,A,R\nNews,C,A\n"
    assert like(text.encode(), "x.csv", Reading(changed), at).data.decode() == text.replace("News,C", "News,I")
