"""What was worked out is kept until anything happens; what is asked twice in one look is answered once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from polder.ground.ledger import acts
from polder.ground.ledger.once import OneLook, again, looking, once
from polder.ground.ledger.remembering import SPAN, forget, remembered

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)


@pytest.fixture
def counted():
    """`counted()`: one more than the last time."""
    numbers = iter(range(100))
    return lambda: next(numbers)


@pytest.mark.django_db
class TestRemembering:
    def test_what_was_worked_out_is_kept_until_anything_happens(self, happened, counted):
        happened()
        assert [remembered("n", at=AT, make=counted) for _ in range(3)] == [0, 0, 0]
        happened()
        assert remembered("n", at=AT, make=counted) == 1

    def test_it_is_kept_for_one_key_in_one_language(self, happened, counted):
        happened()
        assert remembered("n", 1, at=AT, make=counted) == 0
        assert remembered("n", 2, at=AT, make=counted) == 1
        with translation.override("nl"):
            assert remembered("n", 1, at=AT, make=counted) == 2

    def test_the_clock_ends_it_too(self, happened, counted):
        happened()
        assert remembered("n", at=AT, make=counted) == 0
        assert remembered("n", at=AT + SPAN, make=counted) == 1
        assert remembered("n", at=AT - timedelta(days=1), make=counted) == 2

    def test_nothing_and_none_are_answers_too(self, happened):
        happened()
        assert remembered("n", at=AT, make=lambda: None) is None
        assert remembered("n", at=AT, make=lambda: 1) is None

    def test_inside_an_act_and_without_a_ledger_nothing_is_kept(self, happened, counted):
        assert [remembered("n", at=AT, make=counted) for _ in range(2)] == [0, 1]
        happened()
        with acts.act():
            assert [remembered("n", at=AT, make=counted) for _ in range(2)] == [2, 3]
        forget()
        assert remembered("n", at=AT, make=counted) == 4


class TestOneLook:
    def test_what_is_asked_twice_in_one_look_is_answered_once(self, counted):
        assert [once("n", make=counted) for _ in range(2)] == [0, 1]
        with looking():
            assert [once("n", make=counted) for _ in range(2)] == [2, 2]
            with looking():
                assert once("n", make=counted) == 2
        with looking():
            assert once("n", make=counted) == 3

    @pytest.mark.django_db
    def test_an_act_in_a_look_asks_anew(self, counted):
        with looking():
            assert once("n", make=counted) == 0
            with acts.act():
                assert once("n", make=counted) == 1
                assert not again("n")

    def test_it_knows_what_is_asked_a_second_time(self):
        assert [again("n"), again("n")] == [False, False]
        with looking():
            assert [again("n"), again("n"), again("m")] == [False, True, False]

    def test_a_get_is_one_look_and_a_post_is_none(self, counted):
        def view(_request):
            return HttpResponse(f"{once('n', make=counted)} {once('n', make=counted)}")

        asked = RequestFactory()
        assert OneLook(view)(asked.get("/")).content == b"0 0"
        assert OneLook(view)(asked.post("/")).content == b"1 2"
