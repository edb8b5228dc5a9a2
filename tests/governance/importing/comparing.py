"""Whether a reading is what it should be: the same comparison as for files of others, on the JSON form."""

from collections import Counter
from typing import Any


def differences(expected: dict[str, Any], actual: dict[str, Any]) -> list[str]:
    """What differs, one line each; empty when nothing does. Places and texts of findings and questions are free."""
    out = []
    for key in ("format", "scheme", "parties"):
        if expected[key] != actual[key]:
            out.append(f"{key}: {expected[key]!r} expected, {actual[key]!r} read")
    for index in range(max(len(expected["rows"]), len(actual["rows"]))):
        want = expected["rows"][index] if index < len(expected["rows"]) else None
        have = actual["rows"][index] if index < len(actual["rows"]) else None
        if want is None or have is None:
            out.append(f"row {index}: {want!r} expected, {have!r} read")
            continue
        out += [
            f"row {want['row']} ({want['aspect']}): {key} {want[key]!r} expected, {have[key]!r} read"
            for key in ("sheet", "row", "section", "aspect", "cells", "remarks", "notes")
            if want[key] != have[key]
        ]
    for kind, about in (("findings", "aspect"), ("questions", "letter")):
        want_all = Counter((one["code"], one[about]) for one in expected[kind])
        have_all = Counter((one["code"], one[about]) for one in actual[kind])
        out += [f"{kind}: {one} missing" for one in (want_all - have_all).elements()]
        out += [f"{kind}: {one} should not be there" for one in (have_all - want_all).elements()]
    return out
