"""An aspect under which something falls is not removed: it is said how much of what, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from polder.capabilities.publishing.models import Attachment
from polder.features.bodies.models import Budget
from polder.features.knowledge import operations as knowledge
from polder.features.news import operations as news
from polder.features.news.operations import Terms
from polder.governance import operations as matrix
from polder.governance.changes import Assign
from polder.governance.errors import WrongState
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect
from polder.governance.operations import aspects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def leave(cast) -> Aspect:
    letter = Assign(AspectKey("leave"), "*", PartyKey("person:meral"), "A")
    matrix.apply_lines([letter], title="Meral", by=None, at=timezone.now())
    return Aspect.objects.get(key="leave")


def a_file(leave, cast):
    Attachment.objects.create(title="Form", file=ContentFile(b"x", "form.txt"), aspect=leave)


def a_question(leave, cast):
    knowledge.ask("Who may?", "I want to know.", aspect=leave, language="en", by=cast["kim"], at=timezone.now())


def a_channel(leave, cast):
    news.open_channel(leave, by=cast["meral"], at=timezone.now())


def a_newsletter(leave, cast):
    channel = news.open_channel(Aspect.objects.get(key="hr-content"), by=cast["meral"], at=timezone.now())
    news.begin_newsletter(leave, Terms("Weekly", [channel]), by=cast["meral"], at=timezone.now())


def a_budget(leave, cast):
    Budget.objects.create(aspect=leave, year=2026, planned=1000)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_file, "1 file"), (a_question, "1 question"), (a_channel, "1 channel"), (a_newsletter, "1 newsletter"),
        (a_budget, "1 budget of a year"),
    ],
)  # fmt: skip
def test_an_aspect_that_holds_only_this_stays_and_says_so(cast, leave, make, said):
    make(leave, cast)
    with pytest.raises(WrongState) as refused:
        aspects.remove(leave, by=None, at=timezone.now() + timedelta(minutes=1))
    assert said in " ".join(map(str, refused.value.details))
    assert leave.assignments.exists()
    assert Aspect.objects.filter(pk=leave.pk).exists()


def test_an_aspect_with_nothing_but_letters_goes(cast, leave):
    aspects.remove(leave, by=None, at=timezone.now())
    assert not Aspect.objects.filter(key="leave").exists()
