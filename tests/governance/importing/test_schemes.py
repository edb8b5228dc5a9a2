"""Section 4 of importer.md: legends and schemes; and answers to what is asked."""

import pytest

from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.reader import read
from tests.governance.importing.reading_rows import asked, letters, read_csv
from tests.governance.importing.sheets import C, header, row, rows, xlsx_file


def matrix(*cells, above=(), **choices):
    """A matrix with these cells, three in a row, and lines of text above it."""
    body = [(f"Aspect {n}", *cells[n : n + 3]) for n in range(0, len(cells), 3)]
    lines = [*((text, "", "", "") for text in above), ("", "", "", ""), ("Taak", "Anna", "Bram", "Chris"), *body]
    return read_csv(*lines, **choices)


def scheme(reading):
    return reading.scheme, reading.sure, asked(reading)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("RAC IAR", ("RACI", True, [])),
        ("RAC OAR", ("RACI", True, [])),
        ("RAC SAI", ("RASCI", True, [("letter_meaning", "S")])),
        ("RAC IVS", ("RACI-VS", True, [("letter_meaning", "S")])),
        ("VER IVE", ("VERI", True, [])),
        ("DAC IAD", ("DACI", True, [])),
        ("RAP IDR", ("RAPID", False, [("scheme", None)])),
        ("PAC SIA", ("PACSI", False, [("scheme", None)])),
        ("RRI IRI", ("RACI", False, [("scheme", None)])),
        ("RAC TAI", ("RACI", True, [("letter_meaning", "T")])),
        ("VRI IVR", ("RACI", False, [("scheme", None), ("letter_meaning", "V")])),
    ],
)
def test_a_scheme_is_known_by_its_letters(cells, expected):
    assert scheme(matrix(*cells.replace(" ", ""))) == expected


@pytest.mark.parametrize(
    ("cells", "text", "expected"),
    [
        ("RRI IRI", "RACI-matrix", ("RACI", True, [])),
        ("RRI IRI", "Veri matrix", ("VERI", True, [])),
        ("RII IRI", "VERI", ("VERI", True, [])),
        ("RAC IAR", "RASCI", ("RASCI", True, [])),
        ("RAC SAI", "Our RASIC chart", ("RASCI", True, [("letter_meaning", "S")])),
        ("RAC SAI", "RACI", ("RASCI", True, [("letter_meaning", "S")])),
        ("RAI IAR", "A rapid roll-out", ("RACI", True, [])),
        ("RAC IAR", "ARCI", ("RACI", True, [])),
    ],
)
def test_a_scheme_named_outside_the_table_counts_when_it_has_all_letters(cells, text, expected):
    assert scheme(matrix(*cells.replace(" ", ""), above=[text])) == expected


def test_veri_turns_its_letters():
    assert letters(matrix(*"VERIVE"), "Aspect 0") == {"Anna": "R", "Bram": "A", "Chris": "C"}


def test_o_is_no_letter_and_no_remark():
    reading = matrix(*"RACOOOIAR")
    assert (reading.rows[1].cells, reading.rows[1].remarks) == ({}, {})
    assert [f.code for f in reading.findings] == ["empty_row"]


@pytest.mark.parametrize(
    ("legend", "expected"),
    [
        ("S = Support", ("RASCI", True, [])),
        ("R: Responsible, A: Accountable, S: Support", ("RASCI", True, [])),
        ("R - verantwoordelijk; S - ondersteunt", ("RASCI", True, [])),
        ("S = Sponsor", ("RASCI", True, [])),
        ("R = Verantwortlich, S = Support", ("RASCI", True, [("word_meaning", None)])),
        ("S = Consulted", ("own", True, [])),
        ("S = Signs off", ("own", True, [("letter_meaning", "S")])),
    ],
)
def test_the_legend_says_what_s_is(legend, expected):
    assert scheme(matrix(*"RACSAI", above=[legend])) == expected


def test_s_of_raci_vs_is_asked_even_with_a_legend_and_has_no_letter_until_answered():
    cells = ["R", "A", "C", "V", "A/S", "I"]
    legend = ["V = Verifies, S = Signs off"]
    reading = matrix(*cells, above=legend)
    assert scheme(reading) == ("RACI-VS", True, [("letter_meaning", "S")])
    assert (letters(reading, "Aspect 3")["Bram"], reading.rows[1].remarks) == ("A", {"Anna": "verify", "Bram": "S"})
    answered = matrix(*cells, above=legend, answers=["letter_meaning:S=C"])
    assert (asked(answered), letters(answered, "Aspect 3")["Bram"]) == ([], "AC")
    assert answered.rows[1].remarks == {"Anna": "verify"}


def test_the_legend_wins_over_the_chosen_scheme():
    legend = ["U = uitvoerend, B = beslist, A = adviseert, I = informeren"]
    reading = matrix("U", "B", "A", "I", "U/B", "", above=legend, scheme="RACI")
    assert scheme(reading) == ("own", True, [])
    assert letters(reading, "Aspect 0") == {"Anna": "R", "Bram": "A", "Chris": "C"}


def test_letters_of_a_legend_that_fit_no_scheme_make_it_own_and_what_they_do_not_say_is_asked():
    reading = matrix(*"RACTAI", above=["R = Responsible", "T = Tester"])
    assert scheme(reading) == ("own", True, [("letter_meaning", "T")])
    assert reading.rows[1].remarks == {"Anna": "T"}


def test_a_legend_whose_words_say_nothing_leaves_the_scheme():
    reading = matrix(*"DACIAD", above=["D = Driver, A = Approver, C = Contributor, I = Informed"])
    assert scheme(reading) == ("DACI", True, [])


@pytest.mark.parametrize("place", ["sheet", "comment", "header"])
def test_a_legend_on_another_sheet_or_at_a_heading_counts(place):
    lines = [
        header("Task" if place != "header" else "Task (S = Support)", "Anna", "Bram", "Chris"),
        row("News", "R", "A", "S"),
        row("Search", "A", "C", "I"),
    ]
    sheets = {"Matrix": lines}
    if place == "sheet":
        sheets["Legend"] = rows(("Code", "Meaning"), ("R", "Responsible"), ("S", "Support"))
    data = xlsx_file(sheets)
    if place == "comment":
        import io

        import openpyxl
        from openpyxl.comments import Comment

        book = openpyxl.load_workbook(io.BytesIO(data))
        book["Matrix"]["D1"].comment = Comment("R = Responsible\nS = Support", "Jan")
        stream = io.BytesIO()
        book.save(stream)
        data = stream.getvalue()
    assert asked(read(data, "a.xlsx")) == []


def test_a_sheet_may_be_named_after_the_scheme():
    lines = [header("Task", "Anna", "Bram"), row("News", "R", "I"), row("Search", "I", "R")]
    assert read(xlsx_file({"RACI 2026": lines}), "a.xlsx").sure
    assert not read(xlsx_file({"2026": lines}), "a.xlsx").sure


def test_the_chosen_scheme_counts_before_the_letters():
    reading = matrix(*"RIIIRI", scheme="VERI")
    assert scheme(reading) == ("VERI", True, [])
    assert letters(reading, "Aspect 0") == {"Anna": "C", "Bram": "I", "Chris": "I"}


def test_answers_end_the_asking():
    assert scheme(matrix(*"RRIIRI", answers=["scheme=RACI"])) == ("RACI", True, [])
    assert scheme(matrix(*"PACSIA", answers=["scheme=pacsi"])) == ("PACSI", True, [])
    kept = matrix(*"RACSAI", answers=["letter_meaning:S=R"])
    assert (asked(kept), kept.rows[1].remarks) == ([], {"Anna": "support"})
    none = matrix(*"RACTAI", answers=["letter_meaning:t=none"])
    assert (asked(none), none.rows[1].remarks) == ([], {})
    word = matrix("Responsable", "R", "C", "I", "R", "A", answers=["word_meaning:responsable=A"])
    assert (asked(word), letters(word, "Aspect 0")["Anna"]) == ([], "A")


@pytest.mark.parametrize(
    "answer",
    ["nonsense", "scheme=XYZ", "letter_meaning=R", "letter_meaning:S=Q", "orientation=left", "=R", "colour=red"],
)
def test_an_answer_to_nothing_is_refused(answer):
    with pytest.raises(UnknownChoice):
        matrix(*"RACIAR", answers=[answer])


def test_unknown_schemes_and_sheets_are_refused_by_name():
    with pytest.raises(UnknownChoice, match="RASCI"):
        matrix(*"RACIAR", scheme="RACER")
    with pytest.raises(UnknownChoice, match="Web"):
        read(xlsx_file({"Web": [header("Task", "Anna"), row("News", C("R"))]}), "a.xlsx", sheet="App")


def test_several_accountable_waits_for_a_choice():
    reading = matrix("A", "A/R", "C", "A", "A", "", "R", "A", "I")
    first, second = reading.findings[0], reading.findings[1]
    assert [(f.code, f.aspect) for f in reading.findings] == [
        ("several_accountable", "Aspect 0"), ("several_accountable", "Aspect 3"), ("no_responsible", "Aspect 3"),
    ]  # fmt: skip
    assert (first.parties, second.parties) == (("Anna", "Bram"), ("Anna", "Bram"))
    assert [dict(r.cells) for r in reading.rows[:2]] == [{"Bram": ("R",), "Chris": ("C",)}, {}]
