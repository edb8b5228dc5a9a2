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
    # The way in
    Screen("sign-in", "/account/login/", None),
    Screen("sign-in-by-code", "/sign-in/code/", None),
    Screen("forgotten-password", "/account/password/reset/", None),
    Screen("personas", "/demo/", None),
    # Home, and oneself
    Screen("home", "/", MANAGER),
    Screen("home-employee", "/", EMPLOYEE),
    Screen("me", "/me/", AUTHOR),
    Screen("second-factor", "/account/2fa/", AUTHOR),
    # People, units, roles and bodies
    Screen("people", "/people/", EMPLOYEE),
    Screen("person", "/people/kim-hoekstra/", AUTHOR),
    Screen("person-leaving", "/people/fatima-benali/", MANAGER),
    Screen("person-history", "/people/kim-hoekstra/history/", MANAGER),
    Screen("person-new", "/people/new/", OPERATOR),
    Screen("person-edit", "/people/kim-hoekstra/edit/", OPERATOR),
    Screen("person-leave", "/people/lotte-visser/leave/", OPERATOR),
    Screen("people-import", "/people/import/", OPERATOR),
    Screen("units", "/units/", EMPLOYEE),
    Screen("unit", "/units/hr/", ACCOUNTABLE),
    Screen("unit-edit", "/units/hr/edit/", OPERATOR),
    Screen("roles", "/roles/", EMPLOYEE),
    Screen("role", "/roles/intranet-manager/", MANAGER),
    Screen("role-hold", "/roles/intranet-manager/hold/", OPERATOR),
    Screen("bodies", "/bodies/", EMPLOYEE),
    Screen("body", "/bodies/steering-group/", CHAIR),
    Screen("body-edit", "/bodies/steering-group/edit/", OPERATOR),
    Screen("body-seat", "/bodies/steering-group/seat/", OPERATOR),
    Screen("deputies", "/deputies/", ADVISOR),
    Screen("registration", "/registration/", OPERATOR),
    Screen("organisation-settings", "/registration/organisation/", OPERATOR),
    # The parts that screens are made of
    Screen("styleguide", "/styleguide/", MANAGER),
)
