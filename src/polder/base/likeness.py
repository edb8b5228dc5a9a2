"""How near two texts are: by the words they share, Dutch or English, without endings. No Django.

The measure is Dice's: twice the shared words, over the words of both. Snowball takes the endings off, in the language
of which a text holds most small words; a text without any is read as Dutch where it holds a Dutch spelling, else as
English.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final, Literal

import snowballstemmer

type Language = Literal["dutch", "english"]

LANGUAGES: Final[tuple[Language, ...]] = ("dutch", "english")
NEAR_PERCENT: Final = 40  # Dice from here on is near ...
FEWEST: Final = 3  # ... with at least so many shared words
MOST: Final = 80  # words of one text that are looked at
LONGEST: Final = 40

_WORD = re.compile(r"[^\W_]+")
_DUTCH = frozenset(
    (
        "aan al alle alles als altijd bij daar dan dat de deze die dit doen door dus een eens en er geen haar heb hebben "
        "heeft het hier hij hoe hun iets ik in is ja je kan kunnen maar mag meer met mijn moet moeten na naar niet nog nu "
        "of om ons onze ook op over per te ter tot u uit uw van veel voor waar waaraan waarin waarmee wat we wel welke "
        "werd wie wij willen wordt worden zal ze zelf zich zij zijn zo zonder zou"
    ).split()
)
_ENGLISH = frozenset(
    (
        "a about after all also an and any are as at be because been before but by can could do does for from get had "
        "has have he her his how i if in into is it its may more must my no not of off on one only or our out over own "
        "she should so some than that the their them then there these they this those through to too under until up us "
        "was we were what when where which who why will with without would you your"
    ).split()
)
_EMPTY = _DUTCH | _ENGLISH
_SPELT_IN_DUTCH = re.compile(r"ij|aa|uu|eeu|oe|sch|cht|heid|ing$|lijk|isch")


def words_of(text: str) -> dict[str, str]:
    """The words that say something, as they first stand in the text, by their stem; at most MOST."""
    folded = unicodedata.normalize("NFKD", text[:20_000].casefold())
    said = _WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter)))
    telling = [word for word in said if word not in _EMPTY and len(word) > 2]
    language, found = _language(said), dict[str, str]()
    for word in telling:
        if len(found) == MOST:
            break
        found.setdefault(_stem(word, language), word)
    return found


def stems_in_both(text: str) -> list[str]:
    """Every word that says something, by its stem in Dutch and in English: for a few words of which nobody knows which."""
    folded = unicodedata.normalize("NFKD", text[:2_000].casefold())
    said = _WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter)))
    telling = [word for word in said if word not in _EMPTY and len(word) > 2][:MOST]
    return list(dict.fromkeys(_stem(word, language) for word in telling for language in LANGUAGES))


def near(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Are two texts, each as the stems of its words, nearly the same?"""
    shared = len(set(mine) & set(theirs))
    return shared >= FEWEST and 200 * shared >= NEAR_PERCENT * (len(set(mine)) + len(set(theirs)))


def _language(words: Collection[str]) -> Language:
    dutch, english = sum(word in _DUTCH for word in words), sum(word in _ENGLISH for word in words)
    if dutch == english:
        return "dutch" if any(_SPELT_IN_DUTCH.search(word) for word in words) else "english"
    return "dutch" if dutch > english else "english"


@lru_cache(maxsize=20_000)
def _stem(word: str, language: Language) -> str:
    return str(snowballstemmer.stemmer(language).stemWord(word))[:LONGEST]
