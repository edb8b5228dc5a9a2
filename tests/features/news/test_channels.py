"""Channels are opened and set by who may publish on their aspect; items stand in one, and above the others for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.errors import WrongState as TalkClosed
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import compliance, tree
from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing.errors import Invalid
from polder.features.news import operations, queries
from polder.features.news.models import Channel, NewsItem
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(cast):
    return operations.open_channel(Aspect.objects.get(key="salary"), by=cast["meral"], at=timezone.now())


def item(channel, cast, slug="bonus") -> NewsItem:
    now = timezone.now()
    made = NewsItem(title=slug.capitalize(), slug=slug, summary="Everybody gets one.", channel=channel)
    route.write(made, parent=tree.part("news"), aspect=channel.aspect, by=cast["omar"], at=now)
    route.submit(made, by=cast["omar"], at=now, minor=True)
    route.approve(made, by=cast["meral"], at=now)
    return NewsItem.objects.get(pk=made.pk)


def test_only_who_may_publish_opens_one_channel_for_an_aspect(cast, channel):
    salary = Aspect.objects.get(key="salary")
    with pytest.raises(operations.WrongState):
        operations.open_channel(salary, by=cast["meral"], at=timezone.now())
    with pytest.raises(Refused):
        operations.open_channel(Aspect.objects.get(key="hr-content"), by=cast["kim"], at=timezone.now())
    with pytest.raises(Refused):
        operations.change_channel(
            channel, comments=False, reactions=False, escalates=True, by=cast["kim"], at=timezone.now()
        )


def test_settings_of_a_channel_are_for_who_answers(cast, channel, client_of):
    address = f"/news/in/{channel.slug}/settings/"
    assert client_of(cast["kim"]).get(address).status_code == 403
    client_of(cast["meral"]).post(address, {"reactions": "on"})
    channel.refresh_from_db()
    assert (channel.comments, channel.reactions, channel.escalates) == (False, True, False)


def test_a_highlight_stands_first_until_its_moment(cast, channel):
    now = timezone.now()
    first = item(channel, cast)
    item(channel, cast, "party")
    with pytest.raises(Refused):
        operations.highlight(first, until=now + timedelta(days=1), by=cast["kim"], at=now)
    with pytest.raises(operations.Invalid):
        operations.highlight(first, until=now, by=cast["meral"], at=now)
    operations.highlight(first, until=now + timedelta(days=1), by=cast["meral"], at=now)
    assert list(queries.highlights(cast["kim"], now)) == [first]
    assert list(queries.highlights(cast["kim"], now + timedelta(days=1))) == []


def test_a_highlight_is_a_card_above_the_list_and_not_in_it_on_all_news_and_on_its_channel(cast, channel, client_of):
    now, loud = timezone.now(), item(channel, cast)
    item(channel, cast, "party")
    operations.highlight(loud, until=now + timedelta(days=1), by=cast["meral"], at=now)
    for address in ("/news/", channel.get_absolute_url()):
        page = client_of(cast["kim"]).get(address).content.decode()
        assert page.count(f'href="{loud.url}"') == 1
        assert 'class="rows highlights"' in page.partition(f'href="{loud.url}"')[0]


def test_news_in_another_language_than_the_readers_says_so(cast, channel, client_of):
    there = item(channel, cast)
    dutch = Locale.objects.get_or_create(language_code="nl")[0]
    NewsItem.objects.filter(pk=there.pk).update(locale=dutch)
    client = client_of(cast["kim"])
    for address in ("/news/", "/"):
        page = client.get(address).content.decode()
        assert f'<a href="{there.url}" lang="nl">' in page
        assert '<span class="tongue" lang="nl">Nederlands</span>' in page


def test_an_author_writes_an_item_in_a_channel_of_theirs_and_in_no_other(cast, channel, client_of):
    Channel.objects.create(aspect=Aspect.objects.get(key="homepage"), slug="homepage")
    part, client = tree.part("news"), client_of(cast["omar"])
    form = client.get(f"/edit/pages/add/news/newsitem/{part.pk}/").content.decode()
    assert "Salary" in form
    assert "Homepage</option>" not in form
    values = {"title": "A bonus", "slug": "", "summary": "For everybody.", "in_channel": str(channel.pk),
              "body": streamfield([]), "action-go-on": "1"}  # fmt: skip
    answer = client.post(f"/edit/pages/add/news/newsitem/{part.pk}/", nested_form_data(values))
    made = NewsItem.objects.get(title="A bonus")
    assert answer.status_code == 302
    assert (made.channel, made.aspect.key, made.slug, made.live) == (channel, "salary", "a-bonus", False)


def test_a_second_item_of_the_same_name_gets_an_address_of_its_own(cast, channel, client_of):
    part, client = tree.part("news"), client_of(cast["omar"])
    values = {"title": "Party", "slug": "party", "summary": "Friday.", "in_channel": str(channel.pk),
              "body": streamfield([]), "action-go-on": "1"}  # fmt: skip
    for _ in range(2):
        assert client.post(f"/edit/pages/add/news/newsitem/{part.pk}/", nested_form_data(values)).status_code == 302
    assert sorted(NewsItem.objects.values_list("slug", flat=True)) == ["party", "party-2"]


def test_heads_hear_of_a_must_read_left_unread_where_the_channel_says_so(cast, channel):
    made, now = item(channel, cast), timezone.now()
    hr = [Party.objects.get(ref="unit:hr")]
    route.require_reading(made, audience=hr, before=now.date() + timedelta(days=1), by=cast["meral"], at=now)
    compliance.remind(now + timedelta(days=2))
    assert not Notice.objects.filter(kind="must_read_team").exists()
    operations.change_channel(channel, comments=True, reactions=True, escalates=True, by=cast["meral"], at=now)
    for _ in range(2):
        compliance.remind(now + timedelta(days=2))
    assert sorted(notice.person.key for notice in Notice.objects.filter(kind="must_read_team")) == ["meral", "saskia"]


def test_the_nearest_head_hears_also_where_a_unit_has_none_and_of_a_head_their_own(cast, channel):
    """HR East has no head: that of HR hears of Tim. Of Meral, who heads HR, hears Saskia."""
    made, now = item(channel, cast), timezone.now()
    operations.change_channel(channel, comments=True, reactions=True, escalates=True, by=cast["meral"], at=now)
    for refs, heard in ((["unit:hr-east"], {"meral"}), (["person:meral"], {"saskia"})):
        Notice.objects.filter(kind="must_read_team").delete()
        people = list(Party.objects.filter(ref__in=refs))
        route.require_reading(made, audience=people, before=now.date() + timedelta(days=1), by=cast["meral"], at=now)
        compliance.remind(now + timedelta(days=2))
        assert {notice.person.key for notice in Notice.objects.filter(kind="must_read_team")} == heard


def test_what_is_closed_for_an_item_or_a_channel_takes_no_words_and_no_signs(cast, channel):
    made, now = item(channel, cast), timezone.now()
    ref = f"page:{made.pk}"
    talk.say(ref, "Fine.", by=cast["kim"], at=now)
    talk.react(ref, "thanks", by=cast["kim"], at=now)
    NewsItem.objects.filter(pk=made.pk).update(closed=True)
    with pytest.raises(TalkClosed):
        talk.say(ref, "More?", by=cast["kim"], at=now)
    with pytest.raises(TalkClosed):
        talk.react(ref, "idea", by=cast["kim"], at=now)
    NewsItem.objects.filter(pk=made.pk).update(closed=False)
    operations.change_channel(channel, comments=False, reactions=True, escalates=False, by=cast["meral"], at=now)
    with pytest.raises(TalkClosed):
        talk.say(ref, "More?", by=cast["kim"], at=now)
    talk.react(ref, "idea", by=cast["kim"], at=now)
    operations.change_channel(channel, comments=True, reactions=False, escalates=False, by=cast["meral"], at=now)
    talk.say(ref, "More.", by=cast["kim"], at=now)
    with pytest.raises(TalkClosed):
        talk.react(ref, "question", by=cast["kim"], at=now)


def test_who_answers_sees_how_far_a_must_read_is_and_takes_it_along_as_a_file(cast, channel, client_of):
    made, now = item(channel, cast), timezone.now()
    hr = [Party.objects.get(ref="unit:hr")]
    route.require_reading(made, audience=hr, before=now.date() + timedelta(days=1), by=cast["meral"], at=now)
    meral, kim = client_of(cast["meral"]), client_of(cast["kim"])
    assert f"/read/{made.pk}/report/" in meral.get(made.url).content.decode()
    assert "0 of 3 have read it" in meral.get(f"/read/{made.pk}/report/").content.decode()
    assert meral.get(f"/read/{made.pk}/report/csv/").content.count(b"\r\n") == 4
    assert {kim.get(f"/read/{made.pk}/report/{end}").status_code for end in ("", "csv/")} == {404}


def test_an_item_stays_under_the_aspect_of_its_channel(cast, channel):
    written = item(channel, cast)
    other = Aspect.objects.get(key="leave")
    with pytest.raises(Invalid):
        route.move(written, aspect=other, by=cast["meral"], at=timezone.now())
    route.move(written, aspect=channel.aspect, by=cast["meral"], at=timezone.now())


def test_who_moderates_closes_an_item_at_once_and_it_stays_so_when_it_is_published_again(cast, channel, client_of):
    made, now = item(channel, cast), timezone.now()
    with pytest.raises(Refused):
        operations.close(made, True, by=cast["kim"], at=now)
    assert client_of(cast["omar"]).post(f"/news/items/{made.pk}/talk/", {"closed": "yes"}).status_code == 302
    operations.highlight(made, until=now + timedelta(days=1), by=cast["meral"], at=now)
    with pytest.raises(TalkClosed):
        talk.say(f"page:{made.pk}", "More?", by=cast["kim"], at=now)
    route.edit(made, values={"summary": "Nearly everybody gets one."}, by=cast["omar"], at=now)
    route.submit(made, by=cast["omar"], at=now, minor=True)
    route.approve(made, by=cast["meral"], at=now)
    made = NewsItem.objects.get(pk=made.pk)
    assert (made.summary, made.closed) == ("Nearly everybody gets one.", True)
    assert made.highlighted_until == now + timedelta(days=1)
    operations.close(made, False, by=cast["omar"], at=now)
    talk.say(f"page:{made.pk}", "More.", by=cast["kim"], at=now)
