"""Keys made from names: `Anna de Wit` becomes `anna-de-wit`, the second one `anna-de-wit-2`."""

import re
import unicodedata

from django.db import models

from polder.ground.organisation.models.fields import KEY_PATTERN

RESERVED = {"new", "import", "suggest", "timeline"}  # words of addresses beside which a key stands
KEY_LENGTH = 90  # leaves room for a number within the column's 100

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def key_from(name: str) -> str:
    """The name as a key; `x` when nothing of it can be written in the letters of a key."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "").replace("’", "")
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:KEY_LENGTH].strip("-") or "x"


def free_key(model: type[models.Model], name: str) -> str:
    """A key for a new thing of `model` that no other has. One query; ask it inside the act that makes the thing."""
    wanted = key_from(name)
    taken = set(
        model._default_manager.filter(key__regex=rf"^{re.escape(wanted)}(-[0-9]+)?$").values_list("key", flat=True)
    )
    if wanted not in taken | RESERVED:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def is_key(text: str) -> bool:
    """Is this written as governance.md section 11 writes keys?"""
    return re.fullmatch(KEY_PATTERN, text, re.ASCII) is not None
