"""What waits for whom because of projects, and what they are told."""

from datetime import timedelta

import pytest

from polder.capabilities.notifications import notices, tasks
from polder.features.projects import operations
from polder.governance import finding_words, findings, store
from polder.governance.operations import assign
from polder.ground.ledger import outbox
from polder.ground.ledger.queries import timeline
from polder.ground.organisation.models import Party
from polder.ground.organisation.operations import people as registration
from tests.features.projects.plans import NEARLY, aspect, at, proposed, running

pytestmark = pytest.mark.django_db


def waiting(person, when=at):
    return {task.kind for task in tasks.for_person(person, when) if task.kind.startswith("project")}


def told(person, when=at):
    outbox.deliver("tests", clock=lambda: when, limit=1_000)
    rows = list(notices.told(person, when))
    said = notices.words_for(person, rows, when)
    return {(row.kind, said[row.pk].title) for row in rows if row.pk in said and row.kind.startswith("project")}


def test_each_gets_what_is_theirs_to_do(cast):
    row = aspect("leave")
    row.requires = ["Works council"]
    row.save()
    project = proposed(cast, "tim", last=40)
    assert (waiting(cast["meral"]), waiting(cast["tim"])) == ({"project"}, {"project_voice"})
    operations.accept(project, by=cast["meral"], at=at)
    operations.ask_to_join(project, function="IT", by=cast["noor"], at=at)
    assert (waiting(cast["meral"]), waiting(cast["tim"])) == (set(), {"project_ask"})
    operations.ask_to_close(project, by=cast["tim"], at=at)
    assert waiting(cast["meral"]) == {"project_close"}
    later = at + timedelta(days=100)  # until June Omar answers for leave
    assert waiting(cast["tim"], later) == {"project_ask", "project_over"}
    registration.leave(cast["tim"], left_on=later, by=None, at=at)
    assert waiting(cast["meral"], later) == {"project_close", "project_owner"}


def test_who_owns_what_is_near_who_proposed_and_who_is_in_it_are_told(cast):
    first = running(cast, "tim", people=[("noor", "Communications", 20)])
    proposed(cast, "omar", name="Leave again", goal=NEARLY, in_spite="Others.", people=[("kim", "IT", 5)])
    assert ("project_near", "“Leave again” is proposed, near a project of yours") in told(cast["tim"])
    assert ("project_decided", "“Leave in one place” is accepted; its team is made") in told(cast["tim"])
    assert told(cast["noor"]) == {("project_joined", "You are in the project “Leave in one place”")}
    operations.close_out(first, outcome="Done", aspect=aspect("leave"), receiver=cast["omar"], by=cast["meral"], at=at)
    assert ("project_ended", "“Leave in one place” is closed") in told(cast["noor"])


def test_nothing_public_names_a_restricted_project(cast):
    hidden = running(cast, "tim", first=0, restricted=True, people=[("noor", "IT", 20)])
    assign(aspect("leave"), party=Party.objects.get(body=hidden.body), letter="C", by=cast["meral"], at=at)
    operations.report(hidden, done="A", next="B", by=cast["tim"], at=at)
    operations.close_out(hidden, outcome="Done", aspect=aspect("leave"), receiver=cast["omar"], by=cast["meral"], at=at)
    for subject in (f"aspect:{aspect('leave').pk}", f"body:{hidden.body.pk}", f"person:{cast['tim'].pk}", hidden.ref):
        entries = timeline(subject, person=cast["kim"], at=at).entries
        assert not [entry.text for entry in entries if hidden.name in entry.text]
        assert not [entry.text for entry in entries if "restricted project" in entry.text]
    assert [
        entry
        for entry in timeline(hidden.ref, person=cast["tim"], at=at).entries
        if "a restricted project" in entry.text
    ]


def test_a_missing_voice_and_a_missing_owner_are_findings_of_the_governing_aspect(cast):
    row = aspect("leave")
    row.requires = ["Works council"]
    row.save()
    project = proposed(cast, "tim", last=300)
    proposed(cast, "omar", name="Hidden", goal=NEARLY, last=300, restricted=True, in_spite="x")
    later = at + timedelta(days=20)

    def found(when):
        codes = {"project_voice", "project_without_owner"}
        listed = findings.open_now(store.reading_now(), when, codes=codes)
        return [
            (each.found.code, each.found.aspect, finding_words.sentence(store.reading_now(), each.found))
            for each in listed
        ]

    voice = ("project_voice", "leave", "Leave in one place (Works council): a voice is missing while it is set up")
    assert found(at) == [voice]
    registration.leave(cast["tim"], left_on=later, by=None, at=at)
    assert found(later) == [("project_without_owner", "leave", "Leave in one place: its owner has left"), voice]
    operations.appoint_owner(project, cast["noor"], function="Works council", by=cast["meral"], at=later)
    assert found(later) == []
