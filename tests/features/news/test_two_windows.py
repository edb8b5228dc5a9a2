"""Two windows on the same form: the second is told what the first did, and nothing is overwritten unseen."""

import re

import pytest
from django.utils import timezone

from polder.capabilities.publishing import operations as route
from polder.features.news import operations
from polder.features.news.models import Newsletter
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


def opened(client, address, act=""):
    """What the form at `address` was opened with."""
    html = client.get(address).content.decode()
    return re.search(rf'{act}.*?name="opened" value="([0-9a-f]+)"', html, re.DOTALL).group(1)


def test_a_channel_is_not_set_back_by_who_opened_it_before(cast, channel, client_of):
    client, address = client_of(cast["meral"]), f"/news/in/{channel.slug}/settings/"
    first = opened(client, address)
    operations.change_channel(
        channel, comments=False, reactions=True, escalates=False, by=cast["meral"], at=timezone.now()
    )
    answer = client.post(address, {"comments": "on", "opened": first})
    assert (answer.status_code, "Somebody else changed this channel" in answer.content.decode()) == (409, True)
    channel.refresh_from_db()
    assert not channel.comments
    again = re.search(r'name="opened" value="([0-9a-f]+)"', answer.content.decode()).group(1)
    assert client.post(address, {"comments": "on", "opened": again}).status_code == 302
    channel.refresh_from_db()
    assert (channel.comments, channel.reactions) == (True, False)


def test_a_newsletter_is_not_set_back_by_who_opened_it_before(cast, channel, client_of):
    client, address = client_of(cast["meral"]), "/news/letters/monthly/settings/"
    given = {"aspect": "hr-content", "name": "Monthly", "about": "", "channels": [channel.pk], "rhythm": "monthly",
             "weekday": "0", "hour": "09:00", "by_default": "on"}  # fmt: skip
    client.post("/news/letters/new/", given)
    first = opened(client, address)
    assert client.post(address, {**given, "about": "All of it", "opened": first}).status_code == 302
    answer = client.post(address, {**given, "about": "Half of it", "opened": first})
    assert (answer.status_code, "Half of it" in answer.content.decode()) == (409, True)
    assert Newsletter.objects.get().about == "All of it"
    wrong = client.post(address, {**given, "name": "", "opened": first})  # what was wrong hides nothing
    assert (wrong.status_code, f'value="{first}"' in wrong.content.decode()) == (422, True)


@pytest.mark.parametrize("verb", ["aim", "stay", "require"])
def test_what_readers_of_an_item_may_and_must_is_not_set_back(cast, channel, item_in, client_of, verb):
    item, client, now = item_in(channel, "bonus"), client_of(cast["meral"]), timezone.now()
    first, hr = opened(client, item.url, f"/route/{item.pk}/{verb}/"), [Party.objects.get(ref="unit:hr")]
    given = {"until": f"{now.year + 2}-01-01T10:00"} if verb == "stay" else {"audience": ["unit:it"]}
    match verb:
        case "aim":
            route.aim(item, parties=hr, by=cast["meral"], at=now)
        case "stay":
            route.stay(item, until=now.replace(year=now.year + 1), by=cast["meral"], at=now)
        case "require":
            route.require_reading(item, audience=hr, before=None, by=cast["meral"], at=now)
    answer = client.post(f"/route/{item.pk}/{verb}/", {**given, "opened": first})
    assert (answer.status_code, "Somebody else changed this" in answer.content.decode()) == (409, True)
    again = opened(client, item.url, f"/route/{item.pk}/{verb}/")
    assert client.post(f"/route/{item.pk}/{verb}/", {**given, "opened": again}).status_code == 302
