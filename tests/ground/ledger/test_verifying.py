"""L1: `verify` names the first event that was changed or dropped."""

import pytest
from django.db import connection

from polder.base import guards
from polder.ground.ledger import verifying
from polder.ground.ledger.verifying import Anchor

pytestmark = pytest.mark.django_db


@pytest.fixture
def tampered(happened):
    """`tampered(sql)`: forty events, then what somebody with the database can do; gives the verdict."""

    def tamper(*statements: str, **options) -> verifying.Verdict:
        happened(40, by=3, acting_for=4, aspect=5, mandate={"code": "deputy"}, data={"letter": "A"}, about=["unit:2"])
        guards.lift_all()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        guards.set_all()
        return verifying.verify(**options)

    return tamper


def test_an_empty_ledger_is_whole():
    assert verifying.verify() == verifying.Verdict(events=0)


def test_a_ledger_that_nobody_touched_is_whole(tampered):
    assert tampered() == verifying.Verdict(events=40)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'thing.undone'",
        'data = \'{"letter":"R"}\'',
        "mandate = '{}'",
        "about = '[]'",
        "thing = 'thing:99'",
        "actor = 9",
        "actor = NULL",
        "acting_for = actor, actor = acting_for",
        "aspect = NULL",
        "at = '2026-03-02 09:00:01'",
        "digest = (SELECT digest FROM ledger_event WHERE number = 16)",
    ],
)
def test_an_event_that_was_changed_is_named(tampered, change):
    verdict = tampered(f"UPDATE ledger_event SET {change} WHERE number IN (17, 30)")  # noqa: S608  # what is tried
    assert (verdict.broken, verdict.events) == (17, 16)
    assert "changed" in verdict.why


def test_an_event_that_was_dropped_is_named(tampered):
    verdict = tampered(
        "DELETE FROM ledger_mention WHERE event_id IN (17, 18)", "DELETE FROM ledger_event WHERE number IN (17, 18)"
    )
    assert (verdict.broken, verdict.why) == (17, "It is missing.")


def test_a_tail_that_was_cut_off_is_named(tampered):
    verdict = tampered("DELETE FROM ledger_mention WHERE event_id > 35", "DELETE FROM ledger_event WHERE number > 35")
    assert (verdict.broken, verdict.events) == (36, 35)
    assert "the head says there are 40" in verdict.why


def test_a_head_that_was_dropped_or_set_back_is_noticed(tampered):
    assert tampered("UPDATE ledger_head SET number = 35").broken == 36


def test_a_ledger_without_its_head_is_broken_from_the_start(tampered):
    assert tampered("DELETE FROM ledger_head").broken == 1


def test_a_head_with_another_digest_is_noticed(tampered):
    verdict = tampered("UPDATE ledger_head SET digest = (SELECT digest FROM ledger_event WHERE number = 39)")
    assert verdict.broken == 40
    assert "head" in verdict.why


def test_two_events_that_changed_places_are_noticed(tampered):
    verdict = tampered(
        "UPDATE ledger_event SET thing = CASE number WHEN 17 THEN 'thing:17' ELSE 'thing:16' END WHERE number IN (17, 18)"
    )
    assert verdict.broken == 17


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_mention WHERE event_id = 17 AND subject = 'unit:2'",
        "UPDATE ledger_mention SET subject = 'unit:3' WHERE event_id = 17 AND subject = 'unit:2'",
        "INSERT INTO ledger_mention (event_id, subject) VALUES (17, 'unit:3')",
        "DELETE FROM ledger_mention WHERE event_id = 17",
    ],
)
def test_an_event_that_was_moved_to_another_timeline_is_named(tampered, statement):
    verdict = tampered(statement)
    assert (verdict.broken, verdict.why) == (17, "It is not on the timelines it was written for.")


def test_a_tail_cut_off_together_with_the_head_shows_against_an_anchor_kept_elsewhere(tampered, happened):
    happened(40, by=3, acting_for=4, aspect=5, mandate={"code": "deputy"}, data={"letter": "A"}, about=["unit:2"])
    kept = verifying.anchor()
    cut = (
        "DELETE FROM ledger_mention WHERE event_id > 35",
        "DELETE FROM ledger_event WHERE number > 35",
        "UPDATE ledger_head SET number = 35, digest = (SELECT digest FROM ledger_event WHERE number = 35)",
    )
    verdict = tampered(*cut, known=kept)
    assert verdict.broken == 36
    assert "the anchor is of 40" in verdict.why
    assert verifying.verify().whole


def test_an_anchor_of_another_ledger_is_noticed(tampered):
    verdict = tampered(known=Anchor(12, "0" * 64))
    assert (verdict.broken, verdict.why) == (12, "It is not the event that the anchor was taken of.")


def test_an_anchor_is_read_as_it_was_printed(tampered):
    tampered()
    head = verifying.anchor()
    assert verifying.read_anchor(str(head)) == head
    assert verifying.verify(known=head).whole
    assert verifying.read_anchor(str(Anchor(0, ""))) == Anchor(0, "")


@pytest.mark.parametrize("text", ["", "12", "x:y", "12:abc"])
def test_what_is_no_anchor_is_refused(text):
    with pytest.raises(ValueError, match="is not an anchor"):
        verifying.read_anchor(text)


def test_another_key_proves_nothing_and_says_so(tampered, settings):
    tampered()
    settings.POLDER_LEDGER_KEY = "another"
    verdict = verifying.verify()
    assert verdict.broken == 1
    assert "another key" in verdict.why


def test_a_ledger_whose_guards_are_gone_is_not_whole(happened):
    happened(2)
    guards.lift_all()
    verdict = verifying.verify()
    assert verdict.broken is None
    assert "ledger_no_update" in verdict.missing_guards
    assert not verdict.whole


def test_pages_of_events_join_without_a_seam(tampered, monkeypatch):
    monkeypatch.setattr(verifying, "_PAGE", 7)
    seen: list[int] = []
    assert tampered(progress=seen.append).events == 40
    assert seen == [7, 14, 21, 28, 35, 40]
