"""The screens of the product: one row each. A new screen gets a row here, and `make look ONLY=name` draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Screen:
    """`who` is the key of a persona of the demo, None for somebody who is not signed in.

    `first` is done on the page before it is looked at: open a panel, choose a cell.
    """

    name: str
    path: str
    who: str | None
    first: Callable[[Page], None] | None = None


EMPLOYEE = "youssef-el-amrani"
AUTHOR = "lotte-visser"
ACCOUNTABLE = "merel-hoogland"
ADVISOR = "ruud-wessels"
MANAGER = "kim-hoekstra"
CHAIR = "anna-de-wit"
OPERATOR = "pieter-dekkers"
LEAVER = "fatima-benali"

SCREENS: tuple[Screen, ...] = (
    Screen("sign-in", "/account/login/", None),
    Screen("styleguide", "/styleguide/", MANAGER),
    Screen("second-factor", "/account/2fa/", MANAGER),
)
