"""From a printed letter to a passkey, and in again with it: in Chromium, with its virtual authenticator."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import invitations, people, units
from polder.ground.organisation.reactions import sign_in_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kim(transactional_db) -> Person:
    cache.clear()
    at = timezone.now()
    unit = units.add(name="Field", by=None, at=at)
    return people.register(name="Kim Smit", number="2001", unit=unit, by=None, at=at)


@pytest.fixture
def on_localhost(page, live_server):
    """Passkeys belong to a name, not to an IP address. With an authenticator that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return live_server.url.replace("127.0.0.1", "localhost").rstrip("/")


def test_from_the_letter_to_a_passkey_and_in_again_with_it(page, kim, on_localhost, axe):
    invitation = invitations.invite(kim, channel="letter", by=None, at=timezone.now())
    behind = sign_in_address(invitation).partition("#")[2]
    page.goto(f"{on_localhost}/sign-in/code/#{behind}")
    assert page.input_value("#id_name") == "2001"
    assert "#" not in page.url
    axe(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/sign-in/set-up/"))
    axe(page)
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_label("Name of this passkey").fill("Fairphone")
    axe(page)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(re.compile("/recovery-codes/"))
    axe(page)
    page.goto(f"{on_localhost}/me/")
    page.get_by_text("Fairphone made on").wait_for()
    page.context.clear_cookies()
    page.goto(f"{on_localhost}/account/login/")
    axe(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto(f"{on_localhost}/me/")
    page.get_by_role("heading", name="How you sign in").wait_for()


def test_a_passkey_of_somebody_who_left_opens_nothing(page, kim, on_localhost):
    invitation = invitations.invite(kim, channel="letter", by=None, at=timezone.now())
    page.goto(f"{on_localhost}/sign-in/code/#{sign_in_address(invitation).partition('#')[2]}")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{on_localhost}/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(re.compile("/recovery-codes/"))
    page.context.clear_cookies()
    people.leave(kim, by=None, at=timezone.now())
    page.goto(f"{on_localhost}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("do not belong together").wait_for()
