"""Numbers that somebody sends: in a form, an address, a cookie."""

from typing import Final

LONGEST: Final = 17  # digits: what every database holds as a number of a row


def number_in(text: object, *, longest: int = LONGEST) -> int | None:
    """The whole number that a text says in plain digits; None when it says none, or one that is too long to be meant."""
    written = str(text) if text is not None else ""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= longest else None


def numbers_in(texts: object) -> list[int]:
    """Those of a list that are numbers, in its order."""
    found = (number_in(text) for text in texts) if isinstance(texts, list | tuple | set | frozenset) else ()
    return [number for number in found if number is not None]
