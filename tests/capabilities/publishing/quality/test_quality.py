"""What the author is told before publishing."""

import pytest
from django.utils.html import escape

from polder.capabilities.publishing.blocks import Body
from polder.capabilities.publishing.quality import KINDS, THEMES, Remark, of_text, reading_of

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
    assert codes(("text", "<h3>Large</h3><p>x</p>")) == ["heading_order"], "the title of the page is the one above"
    assert codes(("heading", "First"), ("text", "<h3>Large</h3><p>x</p><h4>Small</h4>")) == []
    assert codes(
        ("heading", "First"), ("text", "<h3>Large</h3>"), ("heading", "Second"), ("text", "<h4>Small</h4>")
    ) == ["heading_order"]


def test_a_heading_has_words_and_is_no_line_in_bold():
    assert codes(("heading", "First"), ("text", "<h3> </h3>")) == ["heading_empty"]
    assert codes(("text", "<p><b>How to ask</b></p><p>Ask your boss.</p>")) == ["heading_bold"]
    assert codes(("text", "<p><b>Ask your boss.</b></p><p>Then go.</p>")) == []
    assert codes(("text", "<p>Ask <b>your boss</b></p><p>Then go.</p>")) == []


def link(address):
    return ("text", f'<p><a href="{escape(address)}">the rules</a></p>')


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d", "http://intranet/start", "https://xn--bcher-kva.example/", "mailto:kim@example.org",
        "mailto:kim@example.org?subject=Leave%20days", "tel:+31 20 123 45 67", "/news/", "https://[2001:db8::1]/", "/",
    ],
)  # fmt: skip
def test_an_address_that_a_browser_opens_is_right(address):
    assert codes(link(address)) == []


@pytest.mark.parametrize(
    "address",
    [
        "", "http:/example.org", "https://", "https://https://example.org", "www.example.org", "htp://example.org",
        "https://exa mple.org", "mailto:kim", "mailto:kim@example", "tel:call", "javascript:alert(1)", "https://a..b",
        "https://example.org:port/", "https://[::1", "//example.org", "data:text/html,x",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_by_its_form_is_said(address):
    assert codes(link(address)) == ["link_form"]


@pytest.mark.parametrize(
    "address", ["file:///c:/rules.pdf", r"H:\rules.pdf", "C:/rules.pdf", r"\\server\share\rules.pdf"]
)
def test_a_link_to_a_disk_is_for_nobody_else(address):
    assert codes(link(address)) == ["link_own_machine"]


def test_a_part_of_the_page_is_there():
    heading = {"type": "heading", "value": "Days", "id": "a1"}
    text = [heading, {"type": "text", "value": '<p><a href="#part-a1">Days</a> <a href="#part-b2">Hours</a></p>'}]
    [remark] = of_text(Body().to_python(text), "en")
    assert (remark.code, remark.where) == ("link_part", "Hours")


def test_a_remark_leads_to_its_block_in_the_editor():
    [remark] = of_text(Body().to_python([{"type": "heading", "value": " ", "id": "a1"}]), "en")
    assert remark.anchor == "#block-a1-section"


def test_every_kind_says_what_is_wrong_and_what_to_do():
    for code in KINDS:
        remark = Remark(code, facts={"words": 5, "level": "C1"})
        assert remark.sentence.endswith("."), code
        assert remark.remedy.endswith("."), code
        assert remark.theme in THEMES


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


def test_steps_and_items_of_a_list_are_no_one_sentence():
    steps = [{"title": f"Look in the team calendar who else is away in week {n}", "text": ""} for n in range(9)]
    items = "".join(f"<li>Ask for the days in the system of week {n}</li>" for n in range(9))
    assert codes(("steps", steps), ("text", f"<ul>{items}</ul>")) == []


def test_dutch_is_measured_as_dutch():
    simple = (
        "U mag thuis werken. Vraag het eerst aan uw chef. Kies dan een dag. U krijgt een bedrag per dag. Dat komt bij uw loon. "
        * 3
    )
    assert reading_of(simple, "nl").level in {"A2", "B1"}


@pytest.mark.parametrize("text", ["", "One.", "12 34 56"])
def test_nothing_is_said_of_a_few_words(text):
    assert reading_of(text, "nl") is None


@pytest.mark.parametrize(
    "source",
    [
        "<p><a href='javascript:alert(1)'>x</p></div></body>", "\x00<p>\x01</p>", "<" * 500, "<!--", "<?xml?>",
        '<a linktype="page" id="1e9">x</a><a linktype="document" id="٣">x</a><a linktype="page">x</a>',
        "<p>" * 3_000 + "x", '<a href="http://[">x</a>',
    ],
)  # fmt: skip
def test_hostile_markup_is_read_as_text(source):
    assert of_text(body(("text", source)), "en") is not None
