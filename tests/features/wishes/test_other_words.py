"""A wisher may put a wish in other words while nobody answered; and colleagues talk about it."""

import pytest

from polder.capabilities.discussion import errors as talk_errors
from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.models import Comment
from polder.features.wishes import operations, queries
from polder.features.wishes.models import Wish
from polder.ground.ledger.models import Event
from tests.features.wishes.wishing import aspect, now, said_to, told, waits_for

pytestmark = pytest.mark.django_db


def reworded(wish, title="White on black, for those who work at night", text="", by=None, **seen):
    return operations.reword(wish, title, text, by=by or wish.wisher, at=now(), **seen)


def test_the_wisher_puts_it_in_other_words_and_who_is_behind_it_is_told(cast, wished):
    wish = operations.support(wished(), by=cast["meral"], at=now())
    before, due = wish.title, wish.due_at
    reworded(wish)
    wish.refresh_from_db()
    assert (wish.title, wish.due_at, wish.votes) == ("White on black, for those who work at night", due, 2)
    assert [old.title for old in queries.page_of(wish, cast["omar"], now()).wordings] == [before]
    assert said_to(cast["meral"]) == {f"The wish that you are behind says now: “{wish.title}”"}
    assert told("wish_reworded") == ["meral"]
    assert list(queries.near_to("black ground and white letters", cast["omar"], now()).wishes) == [wish]
    assert [task.title for task in waits_for(cast["kim"])] == [wish.title]


def test_the_same_words_change_nothing_and_leave_no_trace(wished):
    wish = wished()
    reworded(wish, f" {wish.title} ", "\x00")
    assert not Event.objects.filter(kind="wish.reworded").exists()


def test_nobody_else_puts_it_in_other_words_nor_the_wisher_once_it_is_answered(cast, wished):
    wish = wished()
    with pytest.raises(operations.NotYours):
        reworded(wish, by=cast["kim"])
    for title in ("", "\x00", "x" * 161):
        with pytest.raises(operations.Invalid):
            reworded(wish, title)
    operations.answer(wish, "will_do", by=cast["kim"], at=now())
    with pytest.raises(operations.WrongState):
        reworded(wish)


def test_an_answer_is_to_the_words_that_were_read(cast, wished, client_of):
    wish = wished()
    reworded(wish)
    with pytest.raises(operations.Stale):
        operations.answer(wish, "will_do", seen=0, by=cast["kim"], at=now())
    page = client_of(cast["kim"])
    posted = {"answer": "will_do", "text": "Next week"}
    assert page.post(f"{wish.get_absolute_url()}answer/", {**posted, "seen": "0"}).status_code == 409
    assert page.post(f"{wish.get_absolute_url()}answer/", {**posted, "seen": "1"}).status_code == 302
    assert Wish.objects.get().state == "will_do"


def test_in_two_windows_the_second_is_refused_in_words_and_loses_nothing(cast, wished, client_of):
    wish = wished()
    client, address = client_of(cast["tim"]), f"{wish.get_absolute_url()}change/"
    assert 'name="seen" value="0"' in client.get(address).content.decode()
    assert client.post(address, {"title": "White on black", "seen": "0"}).status_code == 302
    second = client.post(address, {"title": "Black on white", "seen": "0"})
    assert (second.status_code, b"Black on white" in second.content) == (409, True)
    assert "put in other words since you read it" in second.content.decode()
    assert client.post(address, {"title": "", "seen": "1"}).status_code == 422
    assert client.post(address, {"title": "x", "seen": "9" * 30}).status_code == 422
    assert client_of(cast["kim"]).get(address).status_code == 404
    assert "White on black" in client.get(wish.get_absolute_url()).content.decode()


def test_colleagues_talk_about_it_and_the_wisher_is_told(cast, wished, guest, client_of):
    wish = wished()
    talk.say(wish.ref, "Only on the phone, or also at the desk?", by=cast["meral"], at=now())
    talk.say(wish.ref, "At the desk.", by=cast["tim"], at=now())
    assert told("wish_said") == ["tim"]
    assert said_to(cast["tim"]) == {f"Somebody said something about your wish “{wish.title}”"}
    page = client_of(cast["omar"]).get(f"/talk/{wish.ref}/about/").content.decode()
    assert "also at the desk?" in page
    assert client_of(guest).get(f"/talk/{wish.ref}/about/").status_code == 404


def test_talk_about_it_closes_with_it_and_goes_where_it_goes(cast, wished):
    first, second = wished(), wished("White on black")
    talk.say(second.ref, "Good", by=cast["meral"], at=now())
    operations.move(second, aspect=aspect("salary"), by=cast["kim"], at=now())
    assert Comment.objects.get().aspect == aspect("salary")
    operations.merge(second, first, by=cast["meral"], at=now())
    with pytest.raises(talk_errors.WrongState):
        talk.say(second.ref, "Too late", by=cast["meral"], at=now())
    operations.take_down(first, "It names a resident", by=cast["kim"], at=now())
    with pytest.raises(talk_errors.NotFound):
        talk.say(first.ref, "Hidden", by=cast["omar"], at=now())
    with pytest.raises(talk_errors.WrongState):
        talk.say(first.ref, "Hidden", by=cast["tim"], at=now())
