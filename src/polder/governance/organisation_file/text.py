"""From the bytes of a file to a JSON document; nothing of the organisation is understood here."""

import json
import math

from .errors import OrganisationError, OrganisationErrors

_MOST_DIGITS = 25  # longer than any number that means something; Python refuses to read very long ones at all


class JsonObject(dict[str, object]):
    """A JSON object that remembers which of its fields were written more than once (the last value counts)."""

    twice: frozenset[str] = frozenset()


def document_of(text: str | bytes) -> object:
    """The JSON document in `text`. Raises OrganisationErrors at `$` when it is not UTF-8 or not JSON."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _wrong(f"The file is not UTF-8 text (byte {error.start}).") from None
    try:
        return json.loads(decoded, object_pairs_hook=_object, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _wrong(f"The file is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise _wrong("The file is nested too deeply to be an organisation.") from None


def _object(pairs: list[tuple[str, object]]) -> JsonObject:
    made = JsonObject(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        made.twice = frozenset(field for field, _ in pairs if field in seen or seen.add(field))  # type: ignore[func-returns-value]  # add gives None: the usual idiom
    return made


def _integer(digits: str) -> int | float:
    """A number of absurd length becomes infinite: it is refused where it stands instead of spoiling the whole file."""
    return int(digits) if len(digits) <= _MOST_DIGITS else math.inf


def _wrong(sentence: str) -> OrganisationErrors:
    return OrganisationErrors([OrganisationError("$", sentence)])
