"""Whatever is sent to a wish, the answer is a page or a refusal, and what was wished stays so."""

import pytest

from polder.features.wishes.models import Wish
from tests.features.hostile import HOSTILE, each_alone

pytestmark = pytest.mark.django_db


def test_nothing_sent_to_it_breaks_it(cast, wished, client_of):
    wish = wished()
    client, address = client_of(cast["kim"]), wish.get_absolute_url()
    client.raise_request_exception = False
    tried = [("/wishes/new/", posted) for posted in each_alone(("title", "text", "aspect"), {})]
    for verb, fields in {
        "answer": ("answer", "text", "seen"), "merge": ("into", "address"), "move": ("aspect",), "take-down": ("why",),
        "nonsense": ("x",), "part": ("x",), "put-back": ("x",),
    }.items():  # fmt: skip
        fine = {"answer": {"answer": "will_do", "seen": "7"}, "take-down": {}}.get(verb, {})
        tried += [(f"{address}{verb}/", posted) for posted in each_alone(fields, fine) if verb != "take-down"]
    broken = [(path, posted) for path, posted in tried if client.post(path, posted).status_code >= 500]
    own = client_of(cast["tim"])
    own.raise_request_exception = False
    for posted in each_alone(("title", "text", "seen"), {"title": "", "text": "", "seen": ""}):
        if own.post(f"{address}change/", posted).status_code >= 500:
            broken.append((f"{address}change/", posted))
    assert broken == []
    assert Wish.objects.get(pk=wish.pk).became == ""


def test_nothing_asked_of_it_breaks_it(cast, wished, client_of):
    wish = wished()
    client = client_of(cast["kim"])
    client.raise_request_exception = False
    for value in HOSTILE[:-1]:
        for name in ("q", "show", "aspect", "page"):
            assert client.get("/wishes/", {name: value}).status_code == 200, (name, value)
        for path in ("/wishes/near/", "/wishes/new/"):
            assert client.get(path, {"title": value, "text": value, "aspect": value}).status_code == 200, (path, value)
        for path in ("/projects/new/", "/bodies/steering/proposals/new/"):
            for origin in (value, f"wish:{value}", f"{value}:{wish.pk}"):
                assert client.get(path, {"from": origin}).status_code == 200, (path, origin)
    for number in ("0", "9" * 40):
        assert client.get(f"/wishes/{number}/").status_code == 404
        assert client.get(f"/wishes/{number}/change/").status_code == 404
        assert client.post(f"/wishes/{number}/support/").status_code == 404
    for ref in ("wish:²", "wish:" + "9" * 40, "wish:-1", "wish:0"):
        assert client.get(f"/talk/{ref}/about/").status_code == 404
