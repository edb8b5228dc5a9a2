"""Section 3 of importer.md: what a cell says."""

import pytest

from tests.governance.importing.reading_rows import read_cell_as, read_csv


@pytest.mark.parametrize("text", ["", "-", "–", "—", ".", "n.v.t.", "nvt", "n/a", "na", "none", "geen", "N.v.t.", "NA"])
def test_these_mean_no_letter_and_no_remark(text):
    assert read_cell_as(text) == ([], None, [])


@pytest.mark.parametrize(
    "text", ["C/I", "I/C", "C, I", "C+I", "C & I", "CI", "I C", "C\nI", "C;I", "C|I", "C en I", "c and i", "ic"]
)
def test_two_letters_in_every_spelling(text):
    assert read_cell_as(text) == (["C", "I"], None, [])


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("C*", "*"), ("C1", "1"), ("C†", "†"), ("C²", "²"), ("C[^1]", "1"), ("(C)", "optional"), ("( c )", "optional"),
        ("C - only for layout", "only for layout"), ("C – twice", "twice"), ("C — twice", "twice"), ("C (approves)", "approves"),
        ("C [by mail]", "by mail"), ("C: texts", "texts"), ("C\nonly photos", "only photos"), ("C (any of X/Y)", "any of X/Y"),
        ("C (R)", "R"), ("C - any of R/A", "any of R/A"), ("C* (late)", "*; late"), ("**C**", None), ("`C`", None),
        ("C (a (b) c)", "a (b) c"), ("raadplegen (AVG)", "AVG"), ("C\nsee the page\nof IT", "see the page of IT"),
    ],
)  # fmt: skip
def test_a_letter_with_a_remark(text, remark):
    assert read_cell_as(text) == (["C"], remark, [])


@pytest.mark.parametrize(
    "text", ["R (texts) / I (budget)", "R (texts), I (budget)", "R: texts\nI: budget", "R (texts)\nI (budget)"]
)
def test_each_letter_may_have_its_own_remark(text):
    assert read_cell_as(text) == (["R", "I"], "texts; budget", [])


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Eindverantwoordelijk", "A"), ("eindverantwoordelijk", "A"), ("aansprakelijk", "A"), ("beslist", "A"), ("owner", "A"),
        ("approver", "A"), ("Gesamtverantwortlich", "A"), ("rechenschaftspflichtig", "A"), ("autorite", "A"), ("Approuve", "A"),
        ("verantwoordelijk", "R"), ("uitvoerder", "R"), ("performs", "R"), ("does", "R"), ("Durchfuhrungsverantwortlich", "R"),
        ("durchführungsverantwortlich", "R"), ("exécutant", "R"), ("geraadpleegd", "C"), ("advises", "C"), ("consulté", "C"),
        ("geinformeerd", "I"), ("INFORMED", "I"), ("informé", "I"),
    ],
)  # fmt: skip
def test_full_words_in_four_languages_accents_aside(text, letter):
    row = read_csv(("Task", "Anna", "Bram"), ("News", "R", "A"), ("Search", "I", "A"), ("Here", text, "")).rows[-1]
    assert (row.cells, row.remarks) == ({"Anna": (letter,)}, {})


@pytest.mark.parametrize(
    "text",
    [
        "see annex",
        "12",
        "?",
        "R?",
        "C/I?",
        "A new editor does",
        "TBD",
        "support",
        "signs off",
        "C.",
        "C (?)",
        "CT",
        "mede verantwoordelijk",
    ],
)
def test_anything_else_is_kept_whole_and_found(text):
    assert read_cell_as(text) == ([], text, ["unread_cell"])


def test_a_lone_letter_outside_the_scheme_is_asked_once_and_is_no_unread_cell():
    reading = read_csv(("Task", "Anna", "Bram", "Chris"), ("News", "R", "A", "T"), ("Search", "R/T", "A", "T (x)"))
    assert [(q.code, q.letter) for q in reading.questions] == [("letter_meaning", "T")]
    assert [row.remarks for row in reading.rows] == [{"Chris": "T"}, {"Anna": "T", "Chris": "T; x"}]
    assert reading.rows[1].cells == {"Anna": ("R",), "Bram": ("A",)}
    assert reading.findings == ()


def test_verantwortlich_alone_is_r_and_asked_once_per_word():
    reading = read_csv(
        ("Aufgabe", "IT", "HR", "Recht"),
        ("Suche", "Verantwortlich", "A", "I"),
        ("Netz", "verantwortlich", "A", "I"),
        ("Notices", "Responsable", "A", "I"),
    )
    assert [q.code for q in reading.questions] == ["word_meaning", "word_meaning"]
    assert [row.cells["IT"] for row in reading.rows] == [("R",)] * 3
