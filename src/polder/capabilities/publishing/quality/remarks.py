"""A remark on a text."""

from dataclasses import dataclass
from typing import Literal

type Weight = Literal["bad", "warn", "note"]
"""Somebody cannot use it; it is worse than it could be; worth a look."""


@dataclass(frozen=True, slots=True)
class Remark:
    """`code` never changes, `sentence` says what is wrong and `remedy` what to do; `where` is the words it is about."""

    code: str
    weight: Weight
    sentence: str
    remedy: str
    where: str = ""
