"""Section 2 of importer.md, clause by clause: layouts, sections, labels, titles, the end, orientation."""

import pytest

from polder.governance.importing.reader import read
from tests.governance.importing.reading_rows import asked, found, letters, read_csv, read_xlsx
from tests.governance.importing.sheets import (
    Block,
    C,
    csv_file,
    docx_file,
    header,
    html_file,
    markdown_file,
    row,
    rows,
    xlsx_file,
)


def sections(reading):
    return {one.aspect: list(one.section) for one in reading.rows}


# L2: section or empty aspect?


@pytest.mark.parametrize("style", [{"bold": True}, {"shaded": True}, {"across": 3}])
def test_a_label_alone_is_a_section_when_it_is_styled_and_aspects_are_not(style):
    reading = read_xlsx(
        header("Task", "Anna", "Bram"),
        row(C("Home", **style), "", ""),
        row("News", "R", "A"),
        row("Nobody yet", "", ""),
        row("Search", "A", "R"),
    )
    assert sections(reading) == {"News": ["Home"], "Nobody yet": ["Home"], "Search": ["Home"]}
    assert found(reading) == [("empty_row", "Nobody yet")]


def test_the_number_decides_even_over_style():
    reading = read_xlsx(
        header("No.", "Task", "Anna", "Bram"),
        row("1", "Home", "", ""),
        row("1.1", "News", "R", "A"),
        row("1.2", C("Banner", bold=True), "", ""),
        row("2", "Platform", "", ""),
        row("2.1", "Search", "", ""),
        row("2.1.1", "Index", "A", "R"),
        row("2.2", "Hosting", "A", "R"),
    )
    assert sections(reading) == {
        "News": ["Home"], "Banner": ["Home"], "Index": ["Platform", "Search"], "Hosting": ["Platform"],
    }  # fmt: skip
    assert reading.rows[0].notes == {"No.": "1.1"}


def test_a_number_within_a_label_decides_and_stays_part_of_the_name():
    reading = read_csv(
        ("Taak", "Anna", "Bram"),
        ("1 Thuis", "", ""),
        ("1.1 Nieuws", "R", "A"),
        ("1.2 Leeg", "", ""),
        ("2 Los", "R", "A"),
    )
    assert sections(reading) == {"1.1 Nieuws": ["1 Thuis"], "1.2 Leeg": ["1 Thuis"], "2 Los": ["1 Thuis"]}
    assert found(reading) == [("empty_row", "1.2 Leeg")]


def test_without_style_and_numbers_it_is_a_section_when_the_next_row_has_letters():
    reading = read_csv(
        ("Taak", "Anna", "Bram"),
        ("Leeg", "", ""),
        ("Thuis", "", ""),
        ("Nieuws", "R", "A"),
        ("", "", ""),
        ("Zoek", "A", "R"),
        ("Einde", "", ""),
    )
    assert sections(reading) == {"Leeg": [], "Nieuws": ["Thuis"], "Zoek": ["Thuis"], "Einde": ["Thuis"]}
    assert found(reading) == [("empty_row", "Leeg"), ("empty_row", "Einde")]


def test_a_row_with_a_dash_is_an_aspect():
    reading = read_csv(("Taak", "Anna", "Bram"), ("Leeg", "-", ""), ("Nieuws", "R", "A"))
    assert sections(reading) == {"Leeg": [], "Nieuws": []}


# Labels


def test_text_columns_left_of_the_aspect_are_sections_and_a_blank_means_the_value_above():
    reading = read_csv(
        ("Domein", "Fase", "Taak", "Anna", "Bram"),
        ("Web", "Voor", "Nieuws", "R", "A"),
        ("", "", "Zoek", "R", "A"),
        ("", "Na", "Index", "R", "A"),
        ("App", "Voor", "Push", "R", "A"),
    )
    assert sections(reading) == {
        "Nieuws": ["Web", "Voor"], "Zoek": ["Web", "Voor"], "Index": ["Web", "Na"], "Push": ["App", "Voor"],
    }  # fmt: skip


def test_the_aspect_is_the_rightmost_with_an_aspect_word_and_a_description_a_note():
    reading = read_csv(
        ("Proces", "Activiteit", "Omschrijving", "Anna", "Bram"),
        ("Web", "Nieuws", "Elke dag", "R", "A"),
        ("", "Zoek", "", "A", "R"),
    )
    assert sections(reading) == {"Nieuws": ["Web"], "Zoek": ["Web"]}
    assert reading.rows[0].notes == {"Omschrijving": "Elke dag"}


def test_without_an_aspect_word_the_last_text_column_before_the_parties_is_the_aspect():
    reading = read_csv(
        ("Fase", "Stap", "Anna", "Bram"), ("Voor", "Nieuws", "R", "A"), ("", "Zoek", "A", "R"), ("", "Index", "A", "R")
    )
    assert sections(reading)["Zoek"] == ["Voor"]


def test_a_label_merged_down_is_one_aspect_without_a_finding():
    reading = read_xlsx(
        header("Task", "Anna", "Bram", "Remarks"),
        row(C("News", down=2), "R", "", "x"),
        row("", "", "A (budget)", "y"),
        row("Search", "A", "R", ""),
    )
    assert letters(reading, "News") == {"Anna": "R", "Bram": "A"}
    assert (reading.rows[0].row, reading.rows[0].notes, found(reading)) == (2, {"Remarks": "x; y"}, [])


def test_letters_without_a_label_make_no_row_but_one_unread_cell():
    reading = read_csv(("Taak", "Anna", "Bram"), ("Nieuws", "R", "A"), ("", "A", "R"), ("Zoek", "R", "A"))
    assert [one.aspect for one in reading.rows] == ["Nieuws", "Zoek"]
    assert found(reading) == [("unread_cell", None)]


def test_a_column_with_text_is_a_note_and_an_empty_one_a_party():
    reading = read_csv(
        ("Taak", "Anna", "Bram", "Locatie", "Chris"), ("Nieuws", "R", "A", "Hal 3", ""), ("Zoek", "A", "R", "", "")
    )
    assert reading.parties == ("Anna", "Bram", "Chris")
    assert reading.rows[0].notes == {"Locatie": "Hal 3"}


@pytest.mark.parametrize(
    "heading", ["Priority", "Prioriteit", "System", "SLA", "Review", "Start", "Frequentie", "Priority (A-C)"]
)
def test_a_heading_of_notes_decides_even_over_letters(heading):
    reading = read_csv(("Taak", "Anna", "Bram", heading), ("Nieuws", "R", "A", "A"), ("Zoek", "A", "R", "C"))
    assert reading.parties == ("Anna", "Bram")
    assert reading.rows[1].notes == {heading: "C"}


@pytest.mark.parametrize(
    "heading", ["System administrator", "Review board", "Systeembeheer", "Service desk", "Start-up team"]
)
def test_a_party_whose_name_begins_like_a_note_is_a_party(heading):
    assert read_csv(("Taak", "Anna", heading), ("Nieuws", "R", "A"), ("Zoek", "A", "R")).parties == ("Anna", heading)


def test_a_plain_count_is_no_note_and_other_numbers_are():
    plain = read_csv(("Nr", "Taak", "Anna", "Bram"), ("1", "Nieuws", "R", "A"), ("2", "Zoek", "A", "R"))
    coded = read_csv(("Nr", "Taak", "Anna", "Bram"), ("1", "Nieuws", "R", "A"), ("3", "Zoek", "A", "R"))
    assert ([r.notes for r in plain.rows], [r.notes for r in coded.rows]) == ([{}, {}], [{"Nr": "1"}, {"Nr": "3"}])


def test_counts_and_totals_are_left_out():
    reading = read_csv(
        ("Taak", "Anna", "Bram", "# R", "Check"),
        ("Nieuws", "R", "A", "1", "OK"),
        ("Zoek", "A", "R", "1", "CHECK"),
        ("Totaal R", "1", "1", "2", ""),
        ("Totaal A", "1", "1", "", "OK"),
    )
    assert (reading.parties, [r.aspect for r in reading.rows], found(reading)) == (
        ("Anna", "Bram"),
        ["Nieuws", "Zoek"],
        [],
    )


def test_totals_of_marks_and_of_letter_columns_are_left_out_too():
    marks = read_csv(
        ("Task", "Anna", "", "", "Bram", "", ""),
        ("", "R", "A", "C", "R", "A", "C"),
        ("News", "1", "", "", "", "1", ""),
        ("Search", "1", "", "", "", "1", ""),
        ("Total", "2", "0", "0", "0", "2", "0"),
    )
    names = read_csv(
        ("Task", "Responsible", "Accountable"),
        ("News", "Anna", "Bram"),
        ("Search", "Bram", "Anna"),
        ("Total", "2", "2"),
    )
    for reading in (marks, names):
        assert ([r.aspect for r in reading.rows], reading.parties) == (["News", "Search"], ("Anna", "Bram"))


def test_totals_between_two_tables_are_no_title():
    reading = read_csv(
        ("Taak", "Anna", "Bram"),
        ("Thuis", "", ""),
        ("Nieuws", "R", "A"),
        ("Totaal R", "1", "0"),
        ("", "", ""),
        ("Taak", "Anna", "Bram"),
        ("Zoek", "A", "R"),
    )
    assert sections(reading) == {"Nieuws": ["Thuis"], "Zoek": ["Thuis"]}


def test_a_count_may_stand_at_the_right_too():
    reading = read_csv(
        ("Taak", "Anna", "Bram", "Nr", "Opmerking"), ("Nieuws", "R", "A", "1", "x"), ("Zoek", "A", "R", "2", "y")
    )
    assert [r.notes for r in reading.rows] == [{"Opmerking": "x"}, {"Opmerking": "y"}]


# L3, titles, L9


def test_titles_are_sections_only_where_a_sheet_holds_several_tables():
    lines = [
        ("Versie", "2", ""),
        ("", "", ""),
        ("Thuis", "", ""),
        ("Taak", "Anna", "Bram"),
        ("Nieuws", "R", "A"),
        ("", "", ""),
    ]
    assert sections(read_csv(*lines)) == {"Nieuws": []}
    both = read_csv(*lines, ("Techniek", "", ""), ("Taak", "anna", "Chris"), ("Zoek", "R", "A"))
    assert sections(both) == {"Nieuws": ["Thuis"], "Zoek": ["Techniek"]}
    assert both.parties == ("Anna", "Bram", "Chris")


def test_a_header_repeated_without_a_title_continues_the_table_and_its_section():
    reading = read_csv(
        ("Taak", "Anna", "Bram"), ("Thuis", "", ""), ("Nieuws", "R", "A"), ("Taak", "Anna", "Bram"), ("Zoek", "A", "R")
    )
    assert sections(reading) == {"Nieuws": ["Thuis"], "Zoek": ["Thuis"]}


def test_a_header_repeated_without_a_title_stays_under_the_title_of_the_table_before():
    head = ("Task", "Anna", "Bram")
    web = [("Web",), head, ("News", "A", "R"), ("",)]
    data = [("Data",), head, ("Export", "A", "R"), ("",), head, ("Dump", "R", "A")]
    assert sections(read_csv(*web, *data)) == {"News": ["Web"], "Export": ["Data"], "Dump": ["Data"]}


def test_a_heading_wins_over_a_caption_and_a_caption_over_a_line():
    def document(*above):
        blocks = []
        for index, texts in enumerate(above):
            blocks += [Block(text=text, kind=kind) for kind, text in texts]
            blocks.append(
                Block([header("Task", "Anna", "Bram"), row(f"Row {index}", "R", "A"), row(f"More {index}", "R", "A")])
            )
        return blocks

    blocks = document(
        [("heading", "Home"), ("line", "R = Responsible"), ("line", "Read me")],
        [("line", "First"), ("caption", "Tech"), ("line", "x")],
    )
    assert sections(read(html_file(blocks), "a.html"))["Row 1"] == ["Tech"]
    lines = document([("heading", "Home")], [("line", "First"), ("line", "Last"), ("line", "S = Support")])
    for reading in (
        read(html_file(lines), "a.html"),
        read(docx_file(lines), "a.docx"),
        read(markdown_file(lines), "a.md"),
    ):
        assert (sections(reading)["Row 0"], sections(reading)["Row 1"]) == (["Home"], ["Last"])


def test_the_sheet_is_the_outermost_section_when_more_than_one_holds_a_matrix():
    table = [header("Task", "Anna", "Bram"), row(C("Home", bold=True), "", ""), row("News", "R", "A")]
    one = xlsx_file({"Web": table, "Notes": rows(("Nothing", "here"))})
    two = xlsx_file({"Web": table, "App": table})
    assert sections(read(one, "a.xlsx")) == {"News": ["Home"]}
    assert [(r.sheet, r.section) for r in read(two, "a.xlsx").rows] == [
        ("Web", ("Web", "Home")),
        ("App", ("App", "Home")),
    ]
    assert read(two, "a.xlsx", sheet="App").rows[0].sheet == "App"


def test_two_header_rows_give_department_and_role():
    reading = read_xlsx(
        row(C("Task", bold=True, down=2), C("Sales", bold=True, across=2), "", C("Board", bold=True, down=2), ""),
        row("", "Lead", "Clerk", "", C("Auditor", bold=True)),
        row("News", "R", "A", "I", "C"),
    )
    assert reading.parties == ("Sales / Lead", "Sales / Clerk", "Board", "Auditor")


def test_without_merging_a_blank_in_the_upper_header_row_continues_the_cell_to_its_left():
    reading = read_csv(
        ("", "Sales", "", "IT", ""), ("Task", "Lead", "Clerk", "Lead", "Admin"), ("News", "R", "A", "I", "C")
    )
    assert reading.parties == ("Sales / Lead", "Sales / Clerk", "IT / Lead", "IT / Admin")


# L4


def test_parties_down_are_turned_and_the_row_is_the_column_of_the_aspect():
    reading = read_csv(
        ("", "Thuis", "", "App"), ("Rol", "Nieuws", "Zoek", "Push"), ("Anna", "A", "R", ""), ("Bram", "R", "A", "A/R")
    )
    assert [(r.row, list(r.section), r.aspect) for r in reading.rows] == [
        (2, ["Thuis"], "Nieuws"),
        (3, ["Thuis"], "Zoek"),
        (4, ["App"], "Push"),
    ]
    assert letters(reading, "Push") == {"Bram": "RA"}


def test_department_over_role_also_stands_down():
    reading = read_xlsx(
        header("Afdeling", "Rol", "Nieuws", "Zoek"),
        row(C("Sales", down=2), "Lead", "A", "R"),
        row("", "Clerk", "R", "A"),
    )
    assert reading.parties == ("Sales / Lead", "Sales / Clerk")


def test_few_as_in_a_line_tell_the_aspects_when_the_heading_is_silent():
    across = read_csv(
        ("", "Nieuws", "Zoek", "Index"), ("Anna", "A", "A", "A"), ("Bram", "R", "R", "C"), ("Chris", "I", "I", "R")
    )
    down = read_csv(("Taak / Rol", "Anna", "Bram"), ("Nieuws", "A", "R"), ("Zoek", "A", "R"))
    assert (across.parties, asked(across)) == (("Anna", "Bram", "Chris"), [])
    assert (down.parties, asked(down)) == (("Anna", "Bram"), [])


def test_known_parties_tell_and_else_the_orientation_is_asked_and_can_be_answered():
    lines = [("", "Anna", "Bram"), ("Nieuws", "A", "R"), ("Zoek", "R", "A")]
    assert asked(read_csv(*lines)) == [("orientation", None)]
    assert asked(read_csv(*lines, known_parties=["bram"])) == []
    assert read_csv(*lines, known_parties=["Nieuws", "Zoek", "Bram"]).parties == ("Nieuws", "Zoek")
    turned = read_csv(*lines, answers=["orientation=across"])
    assert (turned.parties, asked(turned)) == (("Nieuws", "Zoek"), [])


# L5, L6, L10


def test_names_in_letter_columns_are_split_but_not_inside_parentheses():
    reading = read_csv(
        ("Taak", "Verantwoordelijk", "Eindverantwoordelijk", "Raadplegen", "Informeren"),
        ("Nieuws", "Jan (HR, IT) & HR/Personeel", "Directie", "A en B und C", "all staff"),
        ("Zoek", "Iedereen; Jan (HR, IT)", "-", "D et E\nF / G", "Everyone"),
    )
    assert reading.parties == (
        "Jan (HR, IT)", "HR/Personeel", "Directie", "A", "B", "C", "Everyone", "D", "E", "F", "G",
    )  # fmt: skip
    assert letters(reading, "Zoek")["Everyone"] == "RI"


def test_verantwortlich_heads_a_letter_column_and_is_asked():
    reading = read_csv(
        ("Aufgabe", "Verantwortlich", "Rechenschaftspflichtig", "Unterstützend"),
        ("Suche", "IT", "Leitung", "HR"),
        ("Netz", "IT", "Leitung", ""),
    )
    assert asked(reading) == [("word_meaning", None)]
    assert letters(reading, "Suche") == {"IT": "R", "Leitung": "A", "HR": "R"}
    assert reading.rows[0].remarks == {"HR": "support"}


def test_a_list_folds_into_rows_with_remarks_and_sections():
    reading = read_csv(
        ("Fase", "Taak", "Functie", "Letter", "Opmerking"),
        ("Voor", "Nieuws", "Anna, Bram", "R", "texts"),
        ("Voor", "Nieuws", "iedereen", "I", ""),
        ("Na", "Nieuws", "Anna, Bram", "A (x)", "y"),
        ("Voor", "nieuws", "Chris", "A", ""),
    )
    assert [(r.row, list(r.section), r.aspect) for r in reading.rows] == [
        (2, ["Voor"], "Nieuws"),
        (4, ["Na"], "Nieuws"),
    ]
    assert reading.rows[0].cells == {"Anna, Bram": ("R",), "Everyone": ("I",), "Chris": ("A",)}
    assert (reading.rows[0].remarks, reading.rows[1].remarks) == ({"Anna, Bram": "texts"}, {"Anna, Bram": "x; y"})
    assert ("duplicate_aspect", "Nieuws") not in found(reading)


@pytest.mark.parametrize("heads", [("R", "A", "C", "I"), ("Responsible", "Accountable", "Consulted", "Informed")])
def test_sub_columns_with_marks(heads):
    reading = read_csv(
        ("Task", "Anna", "", "", "", "Bram", "", "", "", "System"),
        ("", *heads, *heads, ""),
        ("News", "x", "1", "", "", "", "", "✓ (late)", "TRUE", "CMS"),
        ("Search", "", "", "●", "n.v.t.", heads[0], "V", "", "?", ""),
    )
    assert letters(reading, "News") == {"Anna": "RA", "Bram": "CI"}
    assert letters(reading, "Search") == {"Anna": "C", "Bram": "RA"}
    assert (reading.rows[0].remarks, reading.rows[0].notes) == ({"Bram": "late"}, {"System": "CMS"})
    assert found(reading) == [("unread_cell", "Search")]


# L7, the end, hidden, names


def test_what_stands_around_the_table_is_no_row():
    reading = read_csv(
        ("RACI intranet", "", ""), ("Auteur", "Jan", ""), ("", "", ""), ("", "Taak", "Anna", "Bram"), ("", "Nieuws", "R", "A"), ("", "Zoek", "A", "R"),
        ("", "* na overleg", "", ""), ("R = Responsible", "", ""), ("", "", ""), ("Vastgesteld door", "", ""),
    )  # fmt: skip
    assert [r.aspect for r in reading.rows] == ["Nieuws", "Zoek"]


def test_a_legend_below_or_beside_the_table_is_no_row_and_no_party():
    below = read_csv(
        ("Taak", "Anna", "Bram"),
        ("Nieuws", "R", "S"),
        ("Zoek", "A", "R"),
        ("S", "Support", ""),
        ("R", "Responsible", ""),
    )
    beside = read_csv(
        ("Taak", "Anna", "Bram", "", "Legenda", ""),
        ("Nieuws", "R", "S", "", "R", "Responsible"),
        ("Zoek", "A", "R", "", "S", "Support"),
        ("Index", "A", "R", "", "A", "Accountable"),
    )
    for reading in (below, beside):
        assert (reading.scheme, reading.parties, asked(reading)) == ("RASCI", ("Anna", "Bram"), [])
        assert reading.rows[0].aspect == "Nieuws"
    assert len(below.rows) == 2


def test_hidden_rows_and_columns_are_read_and_found_and_hidden_sheets_left_out():
    lines = [header("Task", "Anna", "Bram"), row("News", "R", "A", hidden=True), row("Search", "A", "R")]
    reading = read(xlsx_file({"Web": lines, "Old": lines}, hidden=["Old"], hidden_columns=[2]), "a.xlsx")
    assert sorted(found(reading), key=str) == [("hidden", "News"), ("hidden", None)]
    assert len(reading.rows) == 2


def test_names_that_differ_in_case_are_one_written_as_first_met():
    reading = read_csv(("Taak", "Anna", "ANNA", "Bram"), ("Nieuws", "R", "", "A"), ("NIEUWS", "", "C", "C"))
    assert (reading.parties, [r.aspect for r in reading.rows]) == (("Anna", "Bram"), ["Nieuws"])
    assert (letters(reading, "Nieuws"), found(reading)) == (
        {"Anna": "RC", "Bram": "AC"},
        [("duplicate_aspect", "Nieuws")],
    )


def test_merged_body_cells_hold_for_every_cell_they_cover():
    reading = read_xlsx(
        header("Task", "Anna", "Bram", "Chris", "System"),
        row("News", C("R", across=2), "", C("A", down=2), C("CMS", down=2)),
        row("Search", "I", C("R"), "", ""),
    )
    assert letters(reading, "News") == {"Anna": "R", "Bram": "R", "Chris": "A"}
    assert letters(reading, "Search") == {"Anna": "I", "Bram": "R", "Chris": "A"}
    assert [r.notes for r in reading.rows] == [{"System": "CMS"}] * 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        csv_file(rows(("Code", "Meaning"), ("R", "Responsible"), ("A", "Accountable"))),
        csv_file(rows(("Name", "Function"), ("A. Bakker", "Clerk"), ("I. Smit", "Lead"))),
        csv_file(rows(("Name", "Department", "Initials"), ("Bakker", "IT", "A"), ("Smit", "HR", "C"))),
        csv_file(rows(("Name", "Mon", "Tue"), ("Anna", "x", ""), ("Bram", "", "x"))),
        csv_file(rows(("Name", "Maths", "Dutch"), ("Anna", "A", "B"), ("Bram", "C", "A"))),
        csv_file(rows(("Taak", "Anna", "Bram"), ("Nieuws", "", ""), ("Zoek", "-", ""))),
    ],
)
def test_what_is_no_matrix(data):
    reading = read(data, "a.csv")
    assert (asked(reading), reading.rows, reading.is_matrix) == ([("no_matrix", None)], (), False)


def test_a_column_of_activities_makes_a_matrix_of_a_c_and_an_unknown_letter():
    reading = read_csv(("Activity", "HR", "IT"), ("News", "C", "A"), ("Search", "A", "T"))
    assert (letters(reading, "News"), letters(reading, "Search")) == ({"HR": "C", "IT": "A"}, {"HR": "A"})
    assert ("letter_meaning", "T") in asked(reading)
