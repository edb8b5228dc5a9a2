"""Letters, initials and severities say in words what they show."""

import pytest
from django.utils.translation import override

from polder.base import glyphs


@pytest.mark.parametrize(
    ("language", "facts", "name"),
    [
        ("en", {"letter": "A"}, "Accountable"),
        ("nl", {"letter": "A", "state": "take"}, "Eindverantwoordelijk, als waarnemer"),
        ("en", {"letter": "R", "inherited": True}, "Responsible, from above"),
        ("nl", {"letter": "C", "facet": "design"}, "Geraadpleegd voor vormgeving"),
        ("en", {"letter": "A", "state": "vacant"}, "Accountable, seat vacant"),
    ],
)
def test_a_letter_has_its_full_word_as_name(language, facts, name):
    with override(language):
        drawn = glyphs.letter_html(facts.pop("letter"), **facts)
    assert f'aria-label="{name}"' in drawn


def test_a_decorative_letter_has_no_name():
    assert glyphs.letter_html("I", decorative=True) == '<span class="raci i" aria-hidden="true">I</span>'


@pytest.mark.parametrize(
    ("facts", "classes"),
    [
        (("R", "", True), "raci r inh"),
        (("A", "take", False), "raci a take"),
        (("A", "vacant", True), "raci vacant"),
        (("C", "gap", False), "raci gap"),
        (("A", "", False, "technology"), "raci a only f-t"),
    ],
)
def test_shape_follows_letter_and_state(facts, classes):
    assert glyphs.letter_classes(*facts) == classes


def test_an_unknown_letter_or_severity_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="'X'"):
        glyphs.letter_html("X")
    with pytest.raises(ValueError, match="'huge'"):
        glyphs.severity_html("huge")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Anna de Wit", "AW"),
        ("Youssef El Amrani", "YA"),
        ("Plato", "P"),
        ("", "?"),
        ("  ", "?"),
        ("ǆemal (IT) öz", "ǄÖ"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name, initials):
    assert glyphs.initials(name) == initials


def test_nobody_is_shown_as_a_gap_with_a_name():
    with override("en"):
        assert glyphs.avatar_html("") == '<span class="avatar none" role="img" aria-label="Nobody">?</span>'


def test_the_same_name_keeps_its_hue():
    assert glyphs.avatar_html("Kim Hoekstra") == glyphs.avatar_html("Kim Hoekstra")
    assert len({glyphs.hue(f"Person {n}") for n in range(50)}) == 4


def test_a_name_cannot_bring_markup():
    assert "<b" not in glyphs.avatar_html("<b <i")
