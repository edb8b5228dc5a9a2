"""Goals are near by their words, in Dutch and in English, whatever their endings."""

import pytest

from polder.base import likeness


def near(one, other) -> bool:
    return likeness.near(likeness.words_of(one), likeness.words_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Residents ask for permits online in one place", "One place online where a resident asks for a permit"),
        ("Bewoners vragen vergunningen aan op één plek", "Eén plek waar een bewoner een vergunning aanvraagt: bewoners vragen op een plek"),
        ("Nieuwe zoekmachine voor het intranet", "Het intranet krijgt een nieuwe zoekmachine"),
        ("Photographs of our streets and squares", "OUR SQUARES and our streets, photographed"),
    ],
)  # fmt: skip
def test_the_same_goal_in_other_words(one, other):
    assert near(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Residents ask for permits online", "Photographs of our own streets on every page"),
        ("Een nieuwe zoekmachine voor het intranet", "Lokale redacteuren leren schrijven voor het scherm"),
        ("", ""),
        ("of the and", "of the and"),
        ("Leave", "Leave"),
    ],
)
def test_goals_that_have_little_in_common(one, other):
    assert not near(one, other)


def test_a_text_without_end_is_looked_at_up_to_a_measure():
    assert len(likeness.words_of(" ".join(f"word{number}" for number in range(100_000)))) == likeness.MOST
