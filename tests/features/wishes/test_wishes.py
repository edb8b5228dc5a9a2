"""Anybody wishes, others join in, who does the work answers in time, and everybody behind it is told at each step."""

from datetime import UTC, datetime, timedelta

import pytest

from polder.features.wishes import operations, queries, reactions
from polder.features.wishes.models import LONGEST_TEXT, Support, Wish
from polder.governance import operations as matrix
from polder.governance.changes import Unassign
from polder.governance.errors import Refused
from polder.governance.facts import AspectKey, PartyKey
from polder.ground.ledger.models import Event
from polder.ground.ledger.queries import events_visible_to
from polder.ground.organisation.models import Person
from tests.features.wishes.wishing import aspect, now, said_to, told, waits_for

pytestmark = pytest.mark.django_db


def test_it_is_a_task_of_the_r_and_of_the_a_when_it_is_late(cast, wished):
    wish = wished()
    assert [task.title for task in waits_for(cast["kim"])] == [wish.title]
    assert waits_for(cast["saskia"]) == waits_for(cast["tim"]) == waits_for(cast["meral"]) == []
    assert told("wish") == ["kim", "noor"]
    late = wish.due_at + timedelta(minutes=1)
    assert [(task.late, task.letter) for task in waits_for(cast["saskia"], late)] == [(True, "A")]
    assert [(task.late, task.letter) for task in waits_for(cast["kim"], late)] == [(True, "R")]
    operations.answer(wish, "will_do", by=cast["kim"], at=now())
    assert waits_for(cast["kim"], late) == waits_for(cast["saskia"], late) == []


def test_before_somebody_leaves_what_waits_for_their_answer_is_shown(cast, wished, client_of):
    wish, others = wished(), wished("Pay on the first of the month", about="salary")
    hidden = wished("It names somebody")
    operations.take_down(hidden, "x", by=cast["kim"], at=now())
    Person.objects.filter(key="bas").update(operator=True)
    client = client_of(Person.objects.get(key="bas"))
    page = client.get("/people/kim/leave/").content.decode()
    assert (wish.title in page, others.title in page, hidden.title in page) == (True, False, False)
    operations.answer(wish, "will_do", by=cast["kim"], at=now())
    assert "Wishes that wait" not in client.get("/people/kim/leave/").content.decode()


def test_where_nobody_does_the_work_who_answers_for_it_is_asked_at_once(cast, wished):
    nobody = [Unassign(AspectKey("salary"), "*", PartyKey("person:meral"), "R")]
    matrix.apply_lines(nobody, title="No R", by=cast["meral"], at=now())
    wished(about="salary")
    assert [task.letter for task in waits_for(cast["meral"])] == ["A"]
    assert told("wish") == ["meral"]


def test_the_clock_runs_in_working_days(wished):
    friday = datetime(2026, 3, 20, 15, tzinfo=UTC)
    assert wished(at=friday).due_at.date() == (friday + timedelta(days=5)).date()  # three working days later


def test_who_answers_for_it_is_reminded_once_when_it_is_late(wished):
    wished(at=now() - timedelta(days=30))
    assert told("wish") == ["kim", "noor"]
    reactions.remind(now())
    reactions.remind(now())
    assert told("wish") == ["kim", "noor", "saskia"]


def test_support_counts_each_person_once_and_can_be_withdrawn(cast, wished):
    wish = wished()
    assert wish.votes == 1
    for _twice in range(2):
        wish = operations.support(wish, by=cast["meral"], at=now())
    assert wish.votes == 2
    for _twice in range(2):
        wish = operations.withdraw(wish, by=cast["meral"], at=now())
    assert wish.votes == 1
    assert Event.objects.filter(kind="wish.supported").count() == 1
    assert Event.objects.filter(kind="wish.withdrawn").count() == 1


def kinds(wish, person):
    found = events_visible_to(person, now()).filter(mentions__subject=wish.ref)
    return set(found.values_list("kind", flat=True))


def test_who_is_behind_a_wish_is_told_to_nobody_else(cast, wished):
    wish = operations.support(wished(), by=cast["meral"], at=now())
    theirs = kinds(wish, cast["meral"])
    others = kinds(wish, cast["kim"])
    assert theirs - others == {"wish.supported"}


def test_the_ledger_tells_of_a_wish_to_who_may_see_it(cast, wished, guest):
    wish = wished()
    assert kinds(wish, cast["omar"]) == {"wish.made"}
    assert kinds(wish, guest) == set()
    operations.take_down(wish, "It names a resident", by=cast["kim"], at=now())
    assert kinds(wish, cast["omar"]) == set()
    assert kinds(wish, cast["kim"]) == kinds(wish, cast["tim"]) == {"wish.made", "wish.taken_down"}


def test_the_wisher_and_who_is_behind_it_are_told_of_each_answer(cast, wished):
    wish = operations.support(wished(), by=cast["meral"], at=now())
    operations.answer(wish, "not_now", "After the move to the new servers.", by=cast["kim"], at=now())
    assert told("wish_step") == ["meral", "tim"]
    assert said_to(cast["meral"]) == {f"“{wish.title}”: Not now"}
    operations.answer(wish, "done", by=cast["kim"], at=now())
    assert said_to(cast["tim"]) == {f"“{wish.title}”: Not now", f"“{wish.title}”: It is there"}
    assert [step.kind for step in wish.steps.all()] == ["not_now", "done"]


def test_an_answer_is_for_who_keeps_the_aspect_and_not_now_says_why(cast, wished):
    wish = wished()
    with pytest.raises(Refused):
        operations.answer(wish, "will_do", by=cast["tim"], at=now())
    for kind, text in (
        ("not_now", " "),
        ("open", "x"),
        ("taken", "x"),
        ("", ""),
        ("will_do", "x" * (LONGEST_TEXT + 1)),
    ):
        with pytest.raises(operations.Invalid):
            operations.answer(wish, kind, text, by=cast["kim"], at=now())
    assert (wish.steps.count(), Wish.objects.get().state) == (0, "open")


def test_votes_of_what_is_the_same_add_up_and_come_apart_again(cast, wished):
    first, second = wished(), wished("Let me read white on black", by="meral")
    for wish in (first, second):
        operations.support(wish, by=cast["omar"], at=now())
    operations.merge(second, first, by=cast["kim"], at=now())
    first.refresh_from_db()
    assert first.votes == 3  # tim, meral, and omar once
    assert told("wish_merged") == ["meral", "omar"]
    assert waits_for(cast["kim"])[0].title == first.title
    assert len(waits_for(cast["kim"])) == 1
    operations.answer(first, "will_do", by=cast["kim"], at=now())
    assert told("wish_step") == ["meral", "omar", "tim"]
    second.refresh_from_db()
    with pytest.raises(operations.WrongState):
        operations.support(second, by=cast["saskia"], at=now())
    operations.part(second, by=cast["kim"], at=now())
    assert sorted(Wish.objects.values_list("votes", flat=True)) == [2, 2]
    assert [task.title for task in waits_for(cast["kim"])] == [second.title]


def test_who_withdraws_is_not_behind_what_is_the_same_either(cast, wished):
    first, second = wished(), wished("Let me read white on black", by="meral")
    operations.merge(second, first, by=cast["kim"], at=now())
    assert operations.withdraw(first, by=cast["meral"], at=now()).votes == 1
    assert Support.objects.filter(person=cast["meral"]).count() == 0


def test_a_wish_leads_one_step_and_never_to_itself(cast, wished):
    first, second, third = wished(), wished("White on black"), wished("Black ground")
    with pytest.raises(operations.Invalid):
        operations.merge(first, first, by=cast["kim"], at=now())
    with pytest.raises(Refused):
        operations.merge(second, first, by=cast["tim"], at=now())
    operations.merge(third, second, by=cast["kim"], at=now())
    operations.merge(second, first, by=cast["kim"], at=now())
    assert set(Wish.objects.filter(same_as=first)) == {second, third}
    with pytest.raises(operations.WrongState):
        operations.merge(first, third, by=cast["kim"], at=now())


def test_it_moves_to_who_knows_and_the_wisher_is_told(cast, wished):
    wish = wished()
    operations.move(wish, aspect=aspect("salary"), by=cast["kim"], at=now())
    assert waits_for(cast["kim"]) == []
    assert [task.title for task in waits_for(cast["meral"])] == [wish.title]
    assert told("wish_moved") == ["tim"]
    assert "meral" in told("wish")


def test_what_is_taken_down_is_there_for_its_wisher_and_who_keeps_it(cast, wished, guest):
    wish = operations.support(wished(), by=cast["meral"], at=now())
    with pytest.raises(Refused):
        operations.take_down(wish, "Rude", by=cast["meral"], at=now())
    with pytest.raises(operations.Invalid):
        operations.take_down(wish, " \x00", by=cast["kim"], at=now())
    operations.take_down(wish, "It names a resident", by=cast["kim"], at=now())
    assert told("wish_taken_down") == ["tim"]
    assert waits_for(cast["kim"]) == []
    sees = {key for key in ("tim", "kim", "saskia", "meral", "omar") if queries.find(wish.pk, cast[key], now())}
    assert sees == {"tim", "kim", "saskia"}
    assert not queries.listed(cast["tim"], now()).exists()
    with pytest.raises(operations.NotFound):
        operations.support(wish, by=cast["omar"], at=now())
    operations.put_back(wish, by=cast["kim"], at=now())
    assert queries.listed(cast["omar"], now()).get() == wish
    assert len(waits_for(cast["kim"])) == 1


def test_for_guests_there_are_no_wishes(cast, wished, guest, client_of):
    wish = wished()
    assert queries.find(wish.pk, guest, now()) is None
    assert not queries.listed(guest, now()).exists()
    with pytest.raises(operations.NotFound):
        operations.wish("Mine", aspect=aspect(), by=guest, at=now())
    with pytest.raises(operations.NotFound):
        operations.support(wish, by=guest, at=now())
    for path in ("/wishes/", "/wishes/new/", "/wishes/near/", wish.get_absolute_url()):
        assert client_of(guest).get(path).status_code == 404


@pytest.mark.parametrize("title", ["", "  ", "\x00", "x" * 161])
def test_a_wish_has_words_and_not_too_many(cast, title):
    with pytest.raises(operations.Invalid):
        operations.wish(title, aspect=aspect(), by=cast["tim"], at=now())


def test_near_equal_ones_are_found_in_either_language_whatever_their_endings(cast, wished):
    dutch = wished("Een donker thema voor wie 's nachts werkt", "Voor de avonddienst")
    english = wished("Dark themes on the homepage, for night work")
    wished("Photographs of our own streets")
    near = queries.near_to("donkere thema's voor de avonddienst", cast["omar"], now())
    assert list(near.wishes) == [dutch]
    near = queries.near_to("a dark theme for the night", cast["omar"], now())
    assert list(near.wishes) == [english]
    assert aspect() in near.aspects
    assert list(queries.near_to("of the and", cast["omar"], now()).wishes) == []
    operations.take_down(english, "x", by=cast["kim"], at=now())
    assert list(queries.near_to("a dark theme for the night", cast["omar"], now()).wishes) == []


def test_the_list_by_its_orders_and_words(cast, wished):
    first, second, third = wished("A dark theme"), wished("Bigger letters"), wished("Photographs of streets", by="omar")
    operations.support(first, by=cast["meral"], at=now())
    operations.answer(second, "done", by=cast["kim"], at=now())

    def shown(**asked):
        return list(queries.listed(cast["omar"], now(), **asked))

    assert shown() == [third, second, first]
    assert shown(show="most") == [first, third]
    assert shown(show="answered") == [second]
    assert shown(show="mine") == [third]
    assert shown(words="photograph") == [third]
    assert shown(words="photograph theme") == []
    assert shown(aspect="salary") == []
