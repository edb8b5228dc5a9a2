"""Every address is closed unless it is declared open here; and none breaks for an ordinary employee."""

from urllib.parse import urlsplit

import pytest
from django.shortcuts import resolve_url
from django.test import Client

from polder.capabilities.publishing.models import Page
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Deputyship, Holding, Seat
from tests.addresses import Address, every_address

# Open to the signed-out: the way in, and what the sign-in page itself needs.
OPEN = {
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "base:manifest",
    "calendars:feed",  # calendar programs cannot sign in; the secret in the address says whose it is
    "base:preferences",
    "governance:found",
    "governance:found_matrix",
    "governance:found_people",
    "governance:found_read",
    "healthz",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "notifications:badge",  # a page that is open must not be left because its reader was signed out
    "notifications:worker",  # browsers look for a newer one by themselves
    "organisation:sign_in_by_code",
}

# Only while the product is shown or made: to everybody else they do not exist.
ABSENT = {"base:styleguide", "base:styleguide_plain", "demo:be", "demo:personas"}

# Not for an ordinary employee, who is told why.
REFUSED: set[str] = {
    "account_reauthenticate",  # who has no password, app or passkey has nothing to show once more
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "bodies:kinds",
    "bodies:set_up",
    "governance:aspect_glass",
    "notifications:post",
    "organisation:body_edit",
    "organisation:body_end",
    "organisation:body_new",
    "organisation:body_remove",
    "organisation:body_seat",
    "organisation:deputyship_end",
    "organisation:holding_edit",
    "organisation:holding_end",
    "organisation:import_people",
    "organisation:organisation_settings",
    "organisation:person_deputise",
    "organisation:person_edit",
    "organisation:person_forget",
    "organisation:person_leave",
    "organisation:person_new",
    "organisation:person_return",
    "organisation:registration",
    "organisation:role_edit",
    "organisation:role_hold",
    "organisation:role_new",
    "organisation:role_remove",
    "organisation:seat_edit",
    "organisation:seat_end",
    "organisation:unit_edit",
    "organisation:unit_new",
    "organisation:unit_remove",
    "publishing:order",
}

ADDRESSES = every_address()


def named(address: Address) -> str:
    return address.name


def leads_to_sign_in(answer) -> bool:
    return bool(answer.status_code == 302 and urlsplit(answer["Location"]).path == resolve_url("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", [item for item in ADDRESSES if item.name not in OPEN | ABSENT], ids=named)
def test_an_address_is_closed_to_the_signed_out(address):
    assert leads_to_sign_in(Client().get(address.path))
    assert leads_to_sign_in(Client().post(address.path))


@pytest.mark.django_db
@pytest.mark.parametrize("address", [item for item in ADDRESSES if item.name in OPEN], ids=named)
def test_an_open_address_is_there_and_does_not_break(address):
    assert Client().get(address.path).status_code < 500
    assert Client().post(address.path).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ABSENT))
def test_what_only_the_demo_shows_is_not_there(name):
    path = dict(ADDRESSES)[name]
    answers = {Client().get(path).status_code, Client().post(path).status_code}
    assert 404 in answers
    assert answers <= {404, 405}


def test_the_declared_addresses_exist():
    assert (OPEN | ABSENT | REFUSED) - {address.name for address in ADDRESSES} == set()


@pytest.fixture
def things(cast) -> dict[str, int]:
    """A number of each kind of thing that has one in an address."""
    kinds = {"deputyship": Deputyship, "holding": Holding, "seat": Seat, "change_set": ChangeSet, "draft": ChangeSet}
    found = {word: kind._default_manager.values_list("pk", flat=True).first() or 1 for word, kind in kinds.items()}
    return found | {"order": Page.objects.order_by("depth", "pk").values_list("pk", flat=True)[0]}


def test_an_ordinary_employee_meets_no_error_and_is_refused_only_what_is_declared(cast, things, client_of):
    status = {}
    for address in every_address(things):
        status[address.name] = client_of(cast["tim"]).get(address.path).status_code
    assert {name for name, code in status.items() if code >= 500} == set()
    assert {name for name, code in status.items() if code == 403} == REFUSED


def test_an_empty_form_of_an_ordinary_employee_breaks_nothing(cast, things, client_of):
    status = {}
    for address in every_address(things):
        status[address.name] = client_of(cast["tim"]).post(address.path, {}).status_code
    assert {name for name, code in status.items() if code >= 500} == set()
