"""Whoever may see nothing is told nothing: each kind of notice asks, when it is shown, whether its reader may see the thing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.ground.organisation.models import Person

pytestmark = pytest.mark.django_db

# What everybody may know whose notice it is: a glass on an aspect, a load over the matrix, and without a title a request.
_KNOWN = {
    "break_glass": "broke the glass on",
    "organisation_loaded": "were loaded anew",
    "withdrawn": "You are no longer asked about a page",
    "proposal_released": "You are no longer asked about a proposal",
}


@pytest.fixture
def guest(made):
    """Somebody whom nobody lets see anything."""
    found = Person.objects.active(timezone.now()).filter(kind=Person.Kind.GUEST).first()
    found.pk, found.key, found.name, found.email = None, "nobody-at-all", "Nobody at All", "nobody@example.org"
    found._state.adding = True
    found.save()
    return found


def test_no_kind_of_notice_names_to_a_stranger_what_is_there(guest):
    now = timezone.now()
    nouns = {"file_hidden": ("picture", "document")}
    said: dict[str, set[str]] = {}
    for kind in notices.kinds():
        for noun in nouns.get(kind.key, ("thing",)) if kind.say else ():
            told = [
                Notice(pk=number, kind=kind.key, thing=f"{noun}:{number}", person=guest, at=now, shown_at=now, data={})
                for number in range(1, 151)
            ]
            for words in notices.words_for(guest, told, now).values():
                said.setdefault(kind.key, set()).add(words.title)
    assert {
        kind: titles for kind, titles in said.items() if not all(_KNOWN.get(kind, "…") in each for each in titles)
    } == {}


def test_nothing_waits_for_a_stranger(guest):
    assert tasks.for_person(guest, timezone.now() + timedelta(seconds=1)) == []
