"""Web Push: sealed as the standard says, to the wide world only, once on each device, tried again when it must be."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from polder.base import outside
from polder.capabilities.notifications import notices, operations, outages, pushing, webpush
from polder.capabilities.notifications.models import Notice, PushSubscription
from polder.capabilities.notifications.webpush import Device

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/abc"
# A browser's keys: those of the example in RFC 8291, appendix A.
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


def test_a_message_is_sealed_as_in_the_example_of_the_standard():
    ours = int.from_bytes(webpush.plain("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    sealed = webpush.seal(
        b"When I grow up, I want to be a watermelon",
        Device(P256DH, AUTH),
        salt=webpush.plain("DGv6ra1nlYgDCS1FRnbzlw"),
        ours=ec.derive_private_key(ours, ec.SECP256R1()),
    )
    assert webpush.base64url(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
        "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_sender_is_named_for_one_service_and_half_a_day():
    at = datetime(2026, 3, 16, 9, tzinfo=UTC)
    header = webpush.authorisation(ENDPOINT, at)
    claims = header.removeprefix("vapid t=").split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert said["aud"] == "https://updates.push.services.mozilla.com"
    assert said["exp"] == int((at + timedelta(hours=12)).timestamp())
    assert header.endswith(f"k={webpush.public_key()}")


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.org/x",
        "https://push.example.org:8443/x",
        "https://user:secret@push.example.org/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://0x7f.0x1/x",
        "https://127.1/x",
        "https://localhost/x",
        "https://intranet/x",
        "https://db.internal/x",
        "https://printer.local/x",
        "https://push.example.org\\@evil.example/x",
        "https://push.example.org/x y",
        "https://push.example.org:x/",
        "file:///etc/passwd",
        "gopher://push.example.org/x",
        "",
        "https://push.example.org/" + "x" * 1000,
    ],
)
def test_an_address_that_leads_elsewhere_is_refused_by_its_looks(address):
    with pytest.raises(outside.NotOutside):
        outside.check(address)


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["192.168.1.1"],
        ["100.64.0.1"],
        ["0.0.0.1"],
        ["224.0.0.1"],
        ["::1"],
        ["fd00::1"],
        ["fe80::1%eth0"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["2002:a00:1::1"],
        ["93.184.216.34", "10.0.0.1"],  # one that changes its mind between two questions
        [],
    ],
)
def test_a_name_that_stands_inside_is_not_connected_to(found):
    with pytest.raises(outside.NotOutside):
        outside.post(ENDPOINT, b"", {}, resolve=lambda host: found)


@pytest.fixture
def service(monkeypatch):
    """A push service: what was posted to it, and what it answers."""

    class Service:
        def __init__(self):
            self.posted: list[tuple[str, dict[str, str]]] = []
            self.status: int | Exception = 201

        def post(self, address, body, headers, resolve=None):
            outside.check(address)
            if isinstance(self.status, Exception):
                raise self.status
            self.posted.append((address, headers))
            return self.status

    made = Service()
    monkeypatch.setattr(outside, "post", made.post)
    return made


def add(person, at, endpoint=ENDPOINT):
    return operations.add_device(endpoint, P256DH, AUTH, device="Firefox, Linux", by=person, at=at)


@pytest.fixture
def asked(cast, desk):
    """Noor is asked something and wants to be told on her device."""
    noor = cast["noor"]
    add(noor, cast.at)
    desk.ask(noor, "page:1")
    notices.tell([noor], "approve_it", thing="page:1", event_at=cast.at, key="1")
    return noor


@pytest.mark.django_db
def test_a_device_is_told_once(cast, asked, service):
    assert pushing.push_due(cast.at) == 1
    [(address, headers)] = service.posted
    assert address == ENDPOINT
    assert headers["Content-Encoding"] == "aes128gcm"
    assert pushing.push_due(cast.at + timedelta(hours=1)) == 0
    assert not Notice.objects.filter(push_due__isnull=False).exists()


@pytest.mark.django_db
def test_what_no_longer_waits_is_not_rung_for(cast, asked, desk, service):
    desk.waiting.clear()
    assert pushing.push_due(cast.at) == 0
    assert service.posted == []


@pytest.mark.django_db
def test_several_things_ring_once_in_the_readers_language(cast, asked, desk):
    desk.ask(asked, "page:2")
    notices.tell([asked], "approve_it", thing="page:2", event_at=cast.at, key="1")
    taken = list(Notice.objects.filter(person=asked))
    said = json.loads(pushing._message(asked, taken, cast.at) or b"{}")
    assert (said["title"], said["lang"], said["address"]) == ("Title of page:1", "nl", "/inbox/")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_was_taken_back_is_forgotten(cast, asked, service, status):
    service.status = status
    pushing.push_due(cast.at)
    assert PushSubscription.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [503, 429, TimeoutError("no answer"), ConnectionResetError()])
def test_a_service_that_does_not_answer_is_tried_again_and_given_up_after_a_day(cast, asked, service, trouble):
    service.status = trouble
    pushing.push_due(cast.at)
    again = Notice.objects.get().push_due
    assert again == cast.at + timedelta(seconds=30)
    assert outages.names("push:") == {"push:updates.push.services.mozilla.com"}
    service.status = 201
    assert pushing.push_due(again) == 1
    assert outages.names() == set()


@pytest.mark.django_db
def test_after_a_day_nobody_is_rung_any_more(cast, asked, service):
    service.status = 503
    pushing.push_due(cast.at + timedelta(hours=25))
    assert Notice.objects.get().push_due is None


@pytest.mark.django_db
def test_a_device_is_named_in_a_browser_and_removed_by_its_owner_alone(cast, client_of, desk):
    noor, tim = client_of(cast["noor"]), client_of(cast["tim"])
    sent = {"endpoint": ENDPOINT, "p256dh": P256DH, "auth": AUTH}
    noor.post("/notices/devices/", sent, headers={"User-Agent": "Mozilla/5.0 (Android 15) Firefox/140.0"})
    device = PushSubscription.objects.get()
    assert device.device == "Firefox, Android"
    tim.post(f"/notices/devices/{device.pk}/remove/")
    assert PushSubscription.objects.filter(pk=device.pk).exists()
    page = noor.get("/notices/settings/").content.decode()
    assert "Firefox, Android" in page
    assert webpush.public_key() in page
    noor.post(f"/notices/devices/{device.pk}/remove/")
    assert PushSubscription.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"endpoint": "https://127.0.0.1/"}, {"p256dh": "AAAA"}, {"p256dh": "é"}, {"auth": "AAAA"}, {"endpoint": ""}],
)
def test_a_device_with_false_papers_is_refused(cast, client_of, desk, change):
    sent = {"endpoint": ENDPOINT, "p256dh": P256DH, "auth": AUTH} | change
    answer = client_of(cast["noor"]).post("/notices/devices/", sent)
    assert answer.status_code == 422
    assert PushSubscription.objects.count() == 0


@pytest.mark.django_db
def test_a_browser_that_changes_hands_tells_its_former_user_nothing(cast, desk):
    add(cast["noor"], cast.at)
    add(cast["tim"], cast.at)
    assert list(PushSubscription.objects.values_list("person__key", flat=True)) == ["tim"]
    for number in range(20):
        add(cast["tim"], cast.at + timedelta(minutes=number), f"https://push.example.org/{number}")
    assert PushSubscription.objects.count() == 12


@pytest.mark.django_db
def test_the_script_without_a_page_stands_under_our_policy(client):
    answer = client.get("/notices/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
