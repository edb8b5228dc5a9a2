"""Every way in, and the doors that stay shut."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from polder.ground.organisation.models import Invitation, Person
from polder.ground.organisation.operations import invitations, people
from polder.ground.organisation.reactions import mail_the_invitation, sign_in_address
from polder.ground.organisation.signin import codes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "een goed lang wachtwoord"


@pytest.fixture(autouse=True)
def nothing_tried_before():
    cache.clear()


@pytest.fixture
def bas(house):
    house.bas.set_password(PASSWORD)
    house.bas.save()
    return house.bas


def sign_in(name: str, password: str, client: Client | None = None):
    return (client or Client()).post("/account/login/", {"login": name, "password": password})


def invited(person: Person, channel: str = "letter"):
    return codes.code_of(invitations.invite(person, channel=channel, by=None, at=timezone.now()))


def by_code(name: str, code: str, client: Client | None = None):
    return (client or Client()).post("/sign-in/code/", {"name": name, "code": code})


def app_code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.mark.parametrize("name", ["bas@example.org", "BAS@Example.org", "2002", " 2002 "])
def test_by_address_or_number_and_password(bas, name):
    answer = sign_in(name, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    "name", ["bas@example.org", "nobody@example.org", "9999", "bas-bakker", "kim-smit", "2001", "x" * 400]
)
def test_every_no_is_the_same_no(bas, name):
    answer = sign_in(name, "wrong password here" if name != "bas-bakker" else PASSWORD)
    assert answer.status_code == 200
    if len(name) < 255:
        assert "do not belong together" in answer.content.decode()


def test_who_left_is_told_no_more_than_a_stranger(bas):
    people.leave(bas, by=None, at=timezone.now())
    answer = sign_in("bas@example.org", PASSWORD)
    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()


def test_who_leaves_is_out_at_the_next_request(bas):
    client = Client()
    sign_in("bas@example.org", PASSWORD, client)
    assert client.get("/me/").status_code == 200
    people.leave(bas, by=None, at=timezone.now())
    assert urlsplit(client.get("/me/")["Location"]).path == "/account/login/"


def test_a_key_signs_in_only_who_has_nothing_else(house):
    bare = people.register(name="Bare Name", by=None, at=house.at)
    bare.set_password(PASSWORD)
    bare.save()
    assert sign_in("bare-name", PASSWORD).status_code == 302
    people.change(bare, number="55", by=None, at=house.at)
    assert sign_in("bare-name", PASSWORD).status_code == 200
    assert sign_in("55", PASSWORD).status_code == 302


def test_guessing_is_slowed_down(bas):
    answers = [sign_in("bas@example.org", f"guess number {number}").content.decode() for number in range(7)]
    assert "tried too often" in answers[-1]
    assert "tried too often" in sign_in("bas@example.org", PASSWORD).content.decode()


def test_a_printed_code_lets_in_once_and_asks_how_from_now_on(house):
    code = invited(house.kim)
    client = Client()
    answer = by_code("2001", code.lower().replace("-", " "), client)
    assert answer["Location"] == "/sign-in/set-up/"
    assert client.get("/people/")["Location"] == "/sign-in/set-up/"
    assert "A password" not in client.get("/sign-in/set-up/").content.decode()
    again = by_code("2001", code)
    assert again.status_code == 422
    assert Invitation.objects.get().used_at is not None


def test_who_made_a_code_for_somebody_is_no_secret_to_them(house, client_of):
    made = invitations.invite(house.kim, channel="letter", by=house.hanna, at=timezone.now())
    by_code("2001", codes.code_of(made))
    TOTP.activate(house.kim, SECRET)
    assert "by Hanna Mulder" in client_of(house.kim).get("/me/").content.decode()


def test_a_newer_letter_ends_the_older_and_time_ends_both(house):
    old, new = invited(house.kim), invited(house.kim)
    assert by_code("2001", old).status_code == 422
    Invitation.objects.filter(withdrawn_at=None).update(expires_at=timezone.now())
    assert by_code("2001", new).status_code == 422


def test_the_database_alone_does_not_know_the_code(house):
    code = invited(house.kim)
    stored = " ".join(str(value) for value in Invitation.objects.values().get().values())
    assert codes.plain(code) not in stored.upper()


def test_a_code_is_its_persons_alone(house):
    assert by_code("2002", invited(house.kim)).status_code == 422
    assert by_code("nobody", invited(house.kim)).status_code == 422


def test_setting_up_an_app_ends_the_setting_up(house):
    client = Client()
    by_code("2001", invited(house.kim), client)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post("/account/2fa/totp/activate/", {"code": code})
    assert done["Location"] == "/account/2fa/recovery-codes/"
    assert client.get(done["Location"]).status_code == 200
    assert client.get("/people/").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_without_a_password_number_and_app_are_enough(house):
    TOTP.activate(house.kim, SECRET)
    assert by_code("2001", app_code())["Location"] == "/"


def test_with_a_password_the_app_is_only_the_second_step(bas):
    TOTP.activate(bas, SECRET)
    assert by_code("2002", app_code()).status_code == 422
    client = Client()
    assert sign_in("2002", PASSWORD, client)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/account/2fa/authenticate/").status_code == 200
    assert client.post("/account/2fa/authenticate/", {"code": app_code()})["Location"] == "/"


def test_the_only_way_in_is_not_removed(house, client_of):
    TOTP.activate(house.kim, SECRET)
    client = client_of(house.kim)
    client.post("/account/2fa/reauthenticate/", {"code": app_code()})
    answer = client.post("/account/2fa/totp/deactivate/")
    assert "only way" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_forgotten_password_is_set_anew_by_the_registered_address(bas):
    Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert mail.outbox == []
    Client().post("/account/password/reset/", {"email": "Bas@example.org"})
    [sent] = mail.outbox
    assert sent.to == ["bas@example.org"]
    client = Client()
    link = urlsplit(re.findall(r"https?://\S+", str(sent.body))[0]).path
    page = client.get(link, follow=True)
    new = {"password1": "nog een beter wachtwoord", "password2": "nog een beter wachtwoord"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    assert sign_in("bas@example.org", PASSWORD).status_code == 200
    assert sign_in("bas@example.org", new["password1"]).status_code == 302
    assert "no longer counts" in Client().get(link, follow=True).content.decode()


def test_an_old_address_opens_nothing(bas):
    people.change(bas, email="new@example.org", by=None, at=timezone.now())
    Client().post("/account/password/reset/", {"email": "bas@example.org"})
    assert mail.outbox == []


def test_an_invitation_is_mailed_once(house):
    invitation = invitations.invite(house.hanna, channel="mail", by=house.olga, at=timezone.now())
    from polder.ground.ledger.models import Event

    event = Event.objects.get(kind="invitation.added")
    mail_the_invitation(event)
    mail_the_invitation(event)
    [sent] = mail.outbox
    assert sent.to == ["hanna@example.org"]
    assert codes.code_of(invitation) in sent.body
    assert sign_in_address(invitation) in sent.body
    behind = parse_qs(urlsplit(sign_in_address(invitation)).fragment)
    assert by_code(behind["n"][0], behind["c"][0]).status_code == 302


def test_language_and_theme_come_along(bas):
    client = Client()
    sign_in("2002", PASSWORD, client)
    client.post("/preferences/", {"language": "nl", "theme": "dark"})
    elsewhere = sign_in("2002", PASSWORD)
    assert (elsewhere.cookies["polder_language"].value, elsewhere.cookies["polder_theme"].value) == ("nl", "dark")


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_email", "mfa_edit_webauthn"])
def test_what_polder_does_not_use_of_allauth_is_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_own_pages_about_signing_in(bas, client_of):
    client = client_of(bas)
    for path in ("/me/", "/account/password/change/", "/account/logout/", "/account/reauthenticate/"):
        assert client.get(path).status_code == 200, path
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for path in ("/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page.content.decode())
