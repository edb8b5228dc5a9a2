"""Timelines: who, for whom, what, by which mandate, in words and within a few queries."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from polder.ground.ledger import acts, queries, subjects, words
from polder.ground.ledger.models import Event
from polder.ground.ledger.subjects import Named
from polder.ground.organisation.models import Person
from tests.ground.ledger.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_words(monkeypatch):
    """Registries of this test: people by their model, units called after their number."""
    monkeypatch.setattr(words, "_kinds", {})
    monkeypatch.setattr(words, "_mandate_tellers", [])
    monkeypatch.setattr(subjects, "_kinds", {})
    subjects.register("person", subjects.of_model("organisation.Person"), gone="somebody")
    subjects.register(
        "unit", lambda numbers: {number: Named(f"Unit <{number}>", f"/u/{number}/") for number in numbers}
    )


@pytest.fixture
def anna():
    return Person.objects.create(key="anna", name="Anna de Wit")


@pytest.fixture
def bas():
    return Person.objects.create(key="bas", name="Bas <b>")


def done(kind="letter.given", **facts):
    with acts.act():
        acts.record(kind, **{"thing": "thing:1", "by": None, "at": AT, **facts})


def first(subject="thing:1", person=None):
    return queries.timeline(subject, person=person, at=AT).entries[0]


def test_a_sentence_names_who_for_whom_and_what(anna, bas):
    words.register("letter.given", _("%(who)s gave %(party)s the letter %(letter)s."))
    done(by=anna.pk, acting_for=bas.pk, data={"party": "unit:2", "letter": "A"}, about=["unit:2"])
    assert first().text == "Anna de Wit for Bas <b> gave Unit <2> the letter A."


def test_names_are_links_and_nothing_in_them_is_markup(anna, bas):
    words.register("letter.given", "%(who)s gave %(party)s & all the letter <%(letter)s>.")
    done(by=anna.pk, acting_for=bas.pk, data={"party": "unit:2", "letter": "<i>"}, about=["unit:2"])
    html = first().html
    assert '<a href="/u/2/">Unit &lt;2&gt;</a> &amp; all the letter &lt;&lt;i&gt;&gt;.' in html
    assert "Bas &lt;b&gt;" in html


def test_a_list_of_subjects_is_said_by_name():
    words.register("letter.given", "%(parties)s")
    done(data={"parties": ["unit:2", "unit:3"]}, about=["unit:2", "unit:3"])
    assert first().text == "Unit <2> and Unit <3>"
    assert first().html == '<a href="/u/2/">Unit &lt;2&gt;</a> and <a href="/u/3/">Unit &lt;3&gt;</a>'


def test_an_event_without_a_sentence_is_told_in_general_words(anna):
    done("thing.done", by=anna.pk, about=["unit:2"])
    assert first("unit:2").text == "Anna de Wit: thing.done, thing 1."


def test_somebody_who_is_gone_and_a_value_that_is_not_there_break_nothing():
    words.register("letter.given", "%(who)s, %(nothing)s.")
    done(by=99)
    assert first().text == "somebody, –."


def test_a_sentence_can_be_chosen_by_what_happened(anna):
    def tell(told: words.Told) -> words.Sentence:
        return words.Sentence("%(who)s ended it (%(n)s)." if told.data["end"] else "%(who)s went on.", {"n": 3})

    words.register("letter.given", tell)
    done(by=anna.pk, data={"end": True})
    assert first().text == "Anna de Wit ended it (3)."


def test_the_mandate_is_said_in_words(anna):
    done(by=anna.pk, mandate={"code": "caretaker"})
    assert first().mandate == "as caretaker"
    words.register_mandates(lambda mandate: f"because {mandate['code']}")
    assert first().mandate == "because caretaker"
    done(by=anna.pk)
    assert first().mandate == ""


def test_a_timeline_is_in_the_language_of_its_reader(anna, bas):
    done(by=anna.pk, acting_for=bas.pk, mandate={"code": "caretaker"})
    with translation.override("nl"):
        assert first().mandate == "als waarnemer"
        assert first().text.startswith("Anna de Wit namens Bas <b>: ")


def test_private_events_are_told_only_to_the_people_in_them(anna, bas):
    words.register("draft.made", "%(who)s drafted something.", private=True)
    done("draft.made", by=anna.pk, about=["unit:2"])
    assert queries.timeline("unit:2", person=bas, at=AT).entries == []
    assert queries.timeline("unit:2", person=None, at=AT).entries == []
    assert [entry.text for entry in queries.timeline("unit:2", person=anna, at=AT).entries] == [
        "Anna de Wit drafted something."
    ]
    assert not queries.events_visible_to(bas, AT).exists()
    assert queries.events_visible_to(anna, AT).count() == 1
    assert len(queries.newest(limit=5)) == 1


def test_older_entries_follow_page_by_page():
    for _number in range(5):
        done()
    newest = queries.timeline("thing:1", person=None, at=AT, limit=2)
    assert ([entry.number for entry in newest.entries], newest.before) == ([5, 4], 4)
    older = queries.timeline("thing:1", person=None, at=AT, before=newest.before, limit=3)
    assert ([entry.number for entry in older.entries], older.before, older.older_url) == ([3, 2, 1], None, "")


def test_a_timeline_costs_the_same_with_3_and_with_60_events(anna, bas, django_assert_num_queries):
    words.register("letter.given", "%(who)s %(party)s", private=False)
    for number in range(60):
        done(
            thing=f"thing:{number % 20}",
            by=anna.pk if number % 2 else bas.pk,
            data={"party": "unit:2"},
            about=["unit:2"],
        )
    for limit in (3, 60):
        with django_assert_num_queries(2):  # the events; the people
            queries.timeline("unit:2", person=None, at=AT, limit=limit)


def test_a_kind_has_one_sentence_and_a_subject_one_finder():
    words.register("letter.given", "once")
    with pytest.raises(ValueError, match=r"letter\.given"):
        words.register("letter.given", "twice")
    with pytest.raises(ValueError, match="person"):
        subjects.register("person", lambda numbers: {})


def test_the_page_of_an_event_shows_what_was_recorded(client_of, anna):
    done(by=anna.pk, mandate={"code": "caretaker"}, data={"letter": "A"})
    answer = client_of(anna).get(reverse("ledger:event", args=[1]))
    assert answer.status_code == 200
    content = answer.content.decode()
    assert "Anna de Wit" in content
    assert Event.objects.get().digest in content
    assert client_of(anna).get(reverse("ledger:event", args=[2])).status_code == 404


def test_the_page_of_a_private_event_is_not_there_for_others(client_of, anna, bas):
    words.register("draft.made", "%(who)s drafted something.", private=True)
    done("draft.made", by=anna.pk)
    assert client_of(anna).get(reverse("ledger:event", args=[1])).status_code == 200
    assert client_of(bas).get(reverse("ledger:event", args=[1])).status_code == 404


def test_a_timeline_is_a_page_and_htmx_gets_the_older_entries(client_of, anna):
    for _number in range(25):
        done(by=anna.pk)
    address = reverse("ledger:timeline", args=["thing:1"])
    page = client_of(anna).get(address)
    assert page.content.decode().count('<li class="done">') == 20
    assert f"{address}?before=6" in page.content.decode()
    part = client_of(anna).get(f"{address}?before=6", headers={"HX-Request": "true"})
    assert part.content.decode().count('<li class="done">') == 5
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("address", ["/ledger/about/nothing/", "/ledger/about/%3Cscript%3E:1/"])
def test_what_is_no_subject_has_no_timeline(client_of, anna, address):
    assert client_of(anna).get(address).status_code == 404


def test_nobody_signed_out_reads_the_ledger(client):
    done()
    for address in (reverse("ledger:event", args=[1]), reverse("ledger:timeline", args=["thing:1"])):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]
