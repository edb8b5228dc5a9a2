"""A word of the glossary is explained where a text first uses it: in its text only, and nothing it says becomes markup."""

import pytest
from lxml import html

from polder.capabilities.publishing.explaining import Lexicon, Meaning, marked


def lexicon(*words):
    return Lexicon(Meaning(str(number), word, f"Means {word}.", "/words/") for number, word in enumerate(words))


def buttons(text):
    return [button.text for button in html.fragment_fromstring(text, create_parent="div").iter("button")]


def found(words, text):
    return [text[start:end] for start, end, _meaning in words.find(text)]


def test_the_first_occurrence_of_each_word_is_marked_and_the_text_stays():
    seen: set[str] = set()
    text = marked("<p>A Woo request is no WIA request; a Woo is one.</p>", lexicon("Woo", "WIA"), seen)
    assert buttons(text) == ["Woo", "WIA"]
    assert "".join(html.fromstring(text).itertext()).replace("Woo Means Woo.", "").replace("WIA Means WIA.", "") == (
        "A Woo request is no WIA request; a Woo is one."
    )
    assert marked("<p>The Woo again.</p>", lexicon("Woo"), seen) == "<p>The Woo again.</p>"


def test_nothing_is_marked_in_links_headings_code_and_what_can_be_pressed():
    closed = '<h3>Woo</h3><p><a href="/x/">Woo</a> <code>Woo</code></p><details><summary>Woo</summary>No.</details>'
    assert marked(closed, lexicon("Woo"), set()) == closed
    assert buttons(marked(f"{closed}<p>and <b>Woo</b> here</p>", lexicon("Woo"), set())) == ["Woo"]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["aanvraag", "verzoek"], "aanvragen verzoeken Verzoek", ["verzoeken", "Verzoek"]),
        (["permit"], "Permits, permitted", ["Permits"]),
        (["IT"], "it is IT, not It", ["IT"]),
        (["case", "case file"], "The case-file and the case file, the case", ["case-file", "case file", "case"]),
        (["Woo"], "Woodwork, woohoo and Woo's", ["Woo"]),
        (["zaak.nl"], "zaak. nl", []),
        (["Wet open overheid"], "de wet open overheid", ["wet open overheid"]),
    ],
)
def test_whole_words_are_found_with_simple_endings_and_abbreviations_as_they_are_written(words, text, expected):
    assert found(lexicon(*words), text) == expected


def test_neither_the_meaning_nor_the_text_around_can_add_markup():
    evil = Lexicon([Meaning("1", "Woo", '<script>alert(1)</script>" onclick="x', 'javascript:alert(1)"><b>')])
    text = marked("<p>&lt;script&gt;Woo&lt;/script&gt; &amp;amp;</p>", evil, set())
    assert "<script" not in text
    assert "&lt;script&gt;<button" in text
    assert "&amp;amp;" in text
    assert [element.get("onclick") for element in html.fragment_fromstring(text, create_parent="div").iter()] == [
        None
    ] * 6


def test_what_no_document_may_hold_is_left_as_it_is():
    assert marked("<p>Woo \x01\x0b</p>", lexicon("Woo"), set()).count("Woo") >= 1
    assert marked("", lexicon("Woo"), set()) == ""


def test_a_long_text_and_many_words_take_no_time():
    words = lexicon(*(f"term{number} of{number}" for number in range(2_000)))
    assert found(words, "term7 of7 " + "and so on " * 20_000 + "term1999 of1999") == ["term7 of7", "term1999 of1999"]
