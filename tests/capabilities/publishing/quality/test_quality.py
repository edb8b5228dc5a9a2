"""What the author is told before publishing."""

import pytest

from polder.capabilities.publishing.blocks import Body
from polder.capabilities.publishing.quality import of_text, reading_of

EASY = (
    "You may work at home. Ask your boss first. Then pick a day. You do not need a form. We pay you a fee. It comes with your pay. "
    * 3
)
HARD = (
    "Notwithstanding organisational considerations regarding infrastructural rationalisation, departmental representatives "
    "necessarily participate in multidisciplinary consultations concerning administrative harmonisation initiatives. "
) * 3


def body(*blocks):
    return Body().to_python([{"type": kind, "value": value} for kind, value in blocks])


def codes(*blocks, language="en"):
    return [remark.code for remark in of_text(body(*blocks), language)]


def test_a_plain_text_gets_no_remark():
    assert codes(("heading", "Days"), ("text", f"<p>{EASY}</p>")) == []


def test_a_link_says_where_it_leads():
    assert codes(
        ("text", '<p><a href="https://a.example">Click here</a> or <a href="https://b.example">the rules</a></p>')
    ) == ["link_words"]
    assert codes(("text", '<p><a href="https://a.example">https://a.example</a></p>')) == ["link_words"]
    assert codes(("text", '<p><a href="https://a.example"> </a></p>')) == ["link_empty"]


def test_links_inside_steps_and_folds_are_seen():
    step = {"title": "Ask", "text": '<p><a href="https://a.example">hier</a></p>'}
    assert codes(("steps", [step])) == ["link_words"]


def test_small_heading_needs_the_one_above_it():
    assert codes(("text", "<h4>Small</h4><p>x</p>")) == ["heading_order"]
    assert codes(("text", "<h3>Large</h3><p>x</p><h4>Small</h4>")) == []


def test_columns_have_headings():
    table = {
        "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": ""}],
        "rows": [],
        "caption": "Years",
    }
    assert codes(("table", table)) == ["table_header"]


def test_hard_text_is_said_to_be_hard():
    assert "reading_level" in codes(("text", f"<p>{HARD}</p>"))
    assert reading_of(EASY, "en").level == "A2"
    assert reading_of(HARD, "en").level == "C1"


def test_dutch_is_measured_as_dutch():
    simple = (
        "U mag thuis werken. Vraag het eerst aan uw chef. Kies dan een dag. U krijgt een bedrag per dag. Dat komt bij uw loon. "
        * 3
    )
    assert reading_of(simple, "nl").level in {"A2", "B1"}


@pytest.mark.parametrize("text", ["", "One.", "12 34 56"])
def test_nothing_is_said_of_a_few_words(text):
    assert reading_of(text, "nl") is None


def test_hostile_markup_is_read_as_text():
    assert of_text(body(("text", "<p><a href='javascript:alert(1)'>x</p></div></body>")), "en") is not None
