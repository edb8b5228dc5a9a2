"""The words that say what a text is about: folded, without endings and without what every text has. Pure.

Crude on purpose: both sides of every comparison go through the same mill, so that “requests” finds “request” and
“brillen” finds “bril”.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 40
LONGEST_QUESTION: Final = 160
_WORD = re.compile(r"[^\W_]+")
_EMPTY: Final = frozenset(
    (
        "about after again all also and any are because been before but can could did does doing done for from get had "
        "has have her him his how into its may more much must not now off one only our out over own same she should "
        "some than that the their them then there these they this those through too under until very was were what "
        "when where which who whom why will with would you your "
        "aan als alleen alle alles altijd bij daar dan dat deze die dit doe doen door dus een eens elk elke geen gaan "
        "gaat geven haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik ins kan kunnen maar mag meer met "
        "mij mijn moet moeten naar nog niet nieuw nieuwe nooit of omdat ons onze ook over per staat sinds te ter tot uit "
        "uw van veel voor waar waarom wanneer want waren was wat weer wel welk welke werd wie wij wil worden wordt zal "
        "zeer zelf zich zij zijn zonder"
    ).split()
)


def stems(text: str, most: int = LONGEST) -> list[str]:
    """The first `most` different words that say something, in order."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = (word for word in _WORD.findall(folded) if len(word) > 2 and word not in _EMPTY)
    return list(dict.fromkeys(_stem(word)[:LONGEST] for word in words))[:most]


def one_line(text: str) -> str:
    """Without control characters and needless space."""
    return " ".join(text.replace("\x00", "").split())


def parts_of(opening: str) -> tuple[str, str]:
    """The question in one line, and what explains it."""
    title, _line, text = opening.partition("\n")
    return one_line(title)[:LONGEST_QUESTION], text.strip()


def _stem(word: str) -> str:
    if len(word) > 5 and word.endswith("en"):
        word = word[:-2]
        return word[:-1] if word[-1] == word[-2] else word
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
