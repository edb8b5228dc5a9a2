"""Talking about a page: who may, what stays to be seen, who moderates, who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from polder.capabilities.discussion import operations, queries
from polder.capabilities.discussion.errors import Invalid, NotFound, NotYours, WrongState
from polder.capabilities.discussion.models import Comment, Report
from polder.capabilities.notifications import tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import content, tree
from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ref(cast, page_of):
    return f"page:{page_of('salary', by=cast['meral'], live=True).pk}"


@pytest.fixture
def page_of(cast):
    def made(aspect, *, by, live):
        page = ContentPage(title=aspect.capitalize(), slug=aspect, aspect=Aspect.objects.get(key=aspect))
        content.add(page, parent=tree.part("pages"), by=by)
        content.go_live(page, by=by)
        return page

    return made


def now():
    return timezone.now()


def test_what_was_said_can_be_changed_and_taken_back_by_who_said_it_and_it_shows(cast, ref):
    said = operations.say(ref, "  It is the 25th.  ", by=cast["kim"], at=now())
    operations.change(said, "It is the 26th.", by=cast["kim"], at=now())
    for by in ("tim", "meral"):
        with pytest.raises(NotYours):
            operations.change(said, "Mine", by=cast[by], at=now())
    said.refresh_from_db()
    assert (said.text, said.earlier.get().text) == ("It is the 26th.", "It is the 25th.")
    operations.take_back(said, by=cast["kim"], at=now())
    with pytest.raises(WrongState):
        operations.change(said, "Again", by=cast["kim"], at=now())


def test_replies_go_one_level_deep(cast, ref):
    said = operations.say(ref, "When?", by=cast["kim"], at=now())
    reply = operations.say(ref, "Friday.", parent=said, by=cast["tim"], at=now())
    with pytest.raises(WrongState):
        operations.say(ref, "Which?", parent=reply, by=cast["kim"], at=now())
    assert list(Notice.objects.filter(kind="replied").values_list("person__key", flat=True)) == ["kim"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001], ids=len)
def test_nothing_and_too_much_are_refused(cast, ref, text):
    with pytest.raises(Invalid):
        operations.say(ref, text, by=cast["kim"], at=now())
    assert not Comment.objects.exists()


def test_what_one_may_not_read_cannot_be_talked_about(cast, ref, client_of):
    page = Page.objects.get(pk=int(ref.partition(":")[2]))
    said = operations.say(ref, "Hello @kim", by=cast["tim"], at=now())
    route.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now())
    with pytest.raises(NotFound):
        operations.say(ref, "Hello", by=cast["kim"], at=now())
    with pytest.raises(NotFound):
        operations.react(ref, "thanks", comment=said, by=cast["kim"], at=now())
    assert client_of(cast["kim"]).get(f"/talk/{ref}/about/").status_code == 404
    assert "Hello" not in client_of(cast["kim"]).get("/notices/").content.decode()
    Notice.objects.all().delete()
    operations.say(ref, "Hello again @kim @omar @nobody", by=cast["tim"], at=now())
    assert list(Notice.objects.filter(kind="mentioned").values_list("person__key", flat=True)) == ["omar"]


def test_a_sign_is_given_once_and_taken_back_by_giving_it_again(cast, ref):
    assert operations.react(ref, "thanks", by=cast["kim"], at=now())
    operations.react(ref, "thanks", by=cast["tim"], at=now())
    assert not operations.react(ref, "thanks", by=cast["kim"], at=now())
    talk = queries.talk_about(ref, _aspect(ref), cast["tim"], now())
    assert [(sign.count, sign.mine) for sign in talk.signs if sign.count] == [(1, True)]
    with pytest.raises(Invalid):
        operations.react(ref, "hate", by=cast["kim"], at=now())


def test_who_holds_the_aspect_hides_with_a_reason_and_may_let_it_stand(cast, ref):
    said = operations.say(ref, "Your boss is a fool.", by=cast["kim"], at=now())
    with pytest.raises(Refused):
        operations.hide(said, "Rude", by=cast["tim"], at=now())
    with pytest.raises(Invalid):
        operations.hide(said, " ", by=cast["meral"], at=now())
    operations.hide(said, "Rude", by=cast["meral"], at=now())
    assert queries.talk_about(ref, _aspect(ref), cast["kim"], now()).count == 0
    assert list(Notice.objects.filter(kind="comment_hidden").values_list("person__key", flat=True)) == ["kim"]
    operations.leave(said, by=cast["meral"], at=now())
    assert queries.talk_about(ref, _aspect(ref), cast["kim"], now()).count == 1


def test_a_report_is_a_task_of_the_r_and_a_until_somebody_decides(cast, ref):
    said = operations.say(ref, "Buy my bicycle", by=cast["kim"], at=now())
    operations.report(said, "Advertisement", by=cast["tim"], at=now())
    with pytest.raises(WrongState):
        operations.report(said, "Again", by=cast["tim"], at=now())
    assert "moderate" in tasks.kinds_for(cast["meral"], now())
    assert "moderate" not in tasks.kinds_for(cast["kim"], now())
    operations.leave(said, by=cast["meral"], at=now())
    assert "moderate" not in tasks.kinds_for(cast["meral"], now())
    assert Report.objects.get().settled_at is not None


def test_hostile_words_stay_words(cast, ref, client_of):
    operations.say(
        ref, "<script>alert(1)</script> javascript:alert(1) https://x.example/?<b>", by=cast["kim"], at=now()
    )
    page = client_of(cast["tim"]).get(f"/talk/{ref}/about/", headers={"HX-Request": "true"}).content.decode()
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page


def test_a_reader_says_something_without_and_with_htmx(cast, ref, client_of):
    client = client_of(cast["kim"])
    plain = client.post(f"/talk/{ref}/", {"text": "Thank you"})
    assert plain.status_code == 302
    assert "Thank you" in client.get(plain["Location"].partition("#")[0]).content.decode()
    part = client.post(f"/talk/{ref}/", {"text": "And again"}, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith(("{#", '<div id="talk"'))
    assert client.post(f"/talk/{ref}/", {"text": ""}).status_code == 422


def test_a_talk_costs_the_same_however_long_it_is(cast, ref, django_assert_max_num_queries):
    for number in range(30):
        said = operations.say(ref, f"Number {number}", by=cast["kim"], at=now() + timedelta(seconds=number))
        operations.react(ref, "agree", comment=said, by=cast["tim"], at=now())
    aspect = _aspect(ref)
    with django_assert_max_num_queries(7):
        assert queries.talk_about(ref, aspect, cast["tim"], now()).count == 30


def test_everything_is_there_in_dutch(cast, ref, client_of):
    operations.say(ref, "Dank", by=cast["kim"], at=now())
    with translation.override("nl"):
        page = client_of(cast["tim"]).get(f"/talk/{ref}/about/", headers={"Accept-Language": "nl"}).content.decode()
    assert "Wat collega&#x27;s zeggen" in page or "Wat collega's zeggen" in page


def _aspect(ref):
    return Page.objects.get(pk=int(ref.partition(":")[2])).aspect


def test_of_ten_thousand_comments_the_newest_are_shown_and_all_can_be_reached(cast, ref, client_of, count_queries):
    aspect, begun = _aspect(ref), now() - timedelta(days=30)
    Comment.objects.bulk_create(
        [
            Comment(thing=ref, aspect=aspect, author=cast["kim"], text=f"Number {number}.", at=begun + timedelta(minutes=number // 3))
            for number in range(10_000)
        ],
        batch_size=1000,
    )  # fmt: skip
    first = Comment.objects.order_by("at", "pk").first()
    late = operations.say(ref, "Very late.", parent=first, by=cast["tim"], at=now())
    operations.react(ref, "thanks", comment=first, by=cast["tim"], at=now())
    with count_queries(10):
        talk = queries.talk_about(ref, aspect, cast["tim"], now())
    assert talk.count == 10_001
    assert talk.newest
    assert len(talk.said) == queries.SHOWN  # with what the late reply answers, which is the oldest
    assert (talk.said[0].comment, talk.said[0].replies[0].comment) == (first, late)
    seen = {said.comment.pk for said in talk.said}
    with count_queries(10):
        before = queries.talk_about(ref, aspect, cast["tim"], now(), before=talk.earlier)
    assert not before.newest
    assert seen.isdisjoint(said.comment.pk for said in before.said)
    assert len(before.said) == queries.SHOWN
    part = client_of(cast["tim"]).get(f"/talk/{ref}/about/?before={talk.earlier}").content.decode()
    assert f"?before={before.earlier}" in part
    assert client_of(cast["tim"]).get(f"/talk/{ref}/about/?before=999999999x").status_code == 200


def test_colleagues_are_mentioned_by_name_and_nothing_else_becomes_a_link(cast, ref, client_of):
    text = 'Ask @meral, not @nobody or me@kim.example. "@kim\'s" <b>@omar</b> https://x.example/@tim?a=1&b=2'
    operations.say(ref, text, by=cast["kim"], at=now())
    page = client_of(cast["tim"]).get(f"/talk/{ref}/about/").content.decode()
    assert '<a href="/people/meral/">@Meral Aydin</a>' in page
    assert '<a href="/people/kim/">@Kim Smit</a>&#x27;s' in page
    assert "&lt;b&gt;<a" in page
    assert "@nobody" in page
    assert '/people/tim/">@' not in page
    assert 'href="https://x.example/@tim?a=1&amp;b=2"' in page


def test_while_a_name_is_typed_those_are_suggested_who_may_read_it(cast, ref, client_of, count_queries):
    kim = client_of(cast["kim"])

    def suggested(client, typed):
        return [each["key"] for each in client.get(f"/talk/{ref}/people/", {"q": typed}).json()["people"]]

    assert suggested(kim, "om") == ["omar"]
    assert suggested(kim, "o") == suggested(kim, "") == suggested(kim, "\x00%") == []
    cast["bas"].left_on = now()
    cast["bas"].save()
    assert suggested(kim, "bas") == []
    page = Page.objects.get(pk=int(ref.partition(":")[2]))
    route.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now())
    tim = client_of(cast["tim"])
    assert suggested(tim, "kim") == []
    assert suggested(tim, "omar") == ["omar"]
    assert kim.get(f"/talk/{ref}/people/", {"q": "omar"}).status_code == 404
    with count_queries(11):
        suggested(tim, "ar")


def test_a_guest_is_suggested_nobody_they_may_not_find(cast, ref, client_of):
    guest = people.register(
        by=None, at=now(), key="gast", name="Gast", kind="guest", sponsor=cast["meral"],
        left_on=now() + timedelta(days=30),
    )  # fmt: skip
    page = Page.objects.get(pk=int(ref.partition(":")[2]))
    parties = [Party.objects.get(ref="unit:hr"), Party.objects.get(ref="person:gast")]
    route.aim(page, parties=parties, by=cast["meral"], at=now())
    answer = client_of(guest).get(f"/talk/{ref}/people/", {"q": "ar"}).json()
    assert answer == {"people": []}
    answer = client_of(guest).get(f"/talk/{ref}/people/", {"q": "meral"}).json()
    assert [each["key"] for each in answer["people"]] == ["meral"]


def test_what_one_may_do_about_a_comment_is_fetched_when_it_is_wanted(cast, ref, client_of):
    said = operations.say(ref, "It is the 25th.", by=cast["kim"], at=now())
    forms = {
        key: client_of(cast[key]).get(f"/talk/comments/{said.pk}/more/").content.decode()
        for key in ("kim", "tim", "meral")
    }
    assert "Take it back" in forms["kim"]
    assert "Take it back" not in forms["tim"]
    assert "What is wrong with it?" in forms["tim"]
    assert "Hide it, because" in forms["meral"]
    assert all("Hide it" not in forms[key] for key in ("kim", "tim"))
    part = client_of(cast["tim"]).get(f"/talk/comments/{said.pk}/more/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    page = Page.objects.get(pk=int(ref.partition(":")[2]))
    route.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now())
    assert client_of(cast["kim"]).get(f"/talk/comments/{said.pk}/more/").status_code == 404
