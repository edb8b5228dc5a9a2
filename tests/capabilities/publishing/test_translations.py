"""A translation begins as a copy, and everybody sees when it no longer says what it was made from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.publishing import operations, translations
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Change, Page
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(published):
    """`/pages/salary/` in English."""
    return published("salary")


def through(page, cast, at, **values):
    if values:
        operations.edit(page, values=values, by=cast["omar"], at=at)
    operations.submit(page, by=cast["omar"], at=at, minor=True)
    operations.approve(page, by=cast["meral"], at=at)
    return ContentPage.objects.get(pk=page.pk)


@pytest.fixture
def dutch(cast, ours):
    """Its translation, published an hour later."""
    at = timezone.now() + timedelta(hours=1)
    made = operations.translate(ours, language="nl", by=cast["omar"], at=at)
    return through(made, cast, at, title="Salaris")


def test_a_translation_is_a_draft_with_the_text_that_readers_see(cast, ours):
    now = timezone.now()
    operations.aim(ours, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now)
    operations.edit(ours, values={"body": [("text", "<p>Not yet.</p>")]}, by=cast["omar"], at=now)
    made = operations.translate(ours, language="nl", by=cast["omar"], at=now)
    made = ContentPage.objects.get(pk=made.pk)
    ours.refresh_from_db()
    assert (made.title, made.slug, made.live, made.revision_number) == ("Salary", "salary-nl", False, 1)
    assert made.readable_text() == "About salary."
    assert made.get_latest_revision_as_object().readable_text() == "About salary."
    assert (made.locale.language_code, made.translation_key) == ("nl", ours.translation_key)
    assert (made.aspect, made.audience, made.translated_from_id) == (ours.aspect, ours.audience, ours.pk)
    assert (made.published_on, made.verified_on, made.owner) == (None, None, cast["omar"])
    assert Change.objects.get(page=made).state == Change.State.DRAFT
    assert Event.objects.filter(kind="page.written", thing=f"page:{made.pk}").exists()


def test_it_stands_under_the_translation_of_the_page_above(cast, ours, dutch, published):
    bonus = published("bonus", under=ours)
    made = operations.translate(bonus, language="nl", by=cast["omar"], at=timezone.now())
    assert made.get_parent().pk == dutch.pk
    assert made.slug == "bonus"


def test_what_cannot_be_translated_is_refused_in_words(cast, ours, dutch):
    now = timezone.now() + timedelta(hours=2)
    for language, words in (("nl", "already"), ("en", "already"), ("xx", "not written"), ("", "not written")):
        with pytest.raises(Invalid, match=words):
            operations.translate(ours, language=language, by=cast["omar"], at=now)
    with pytest.raises(Refused):
        operations.translate(ours, language="nl", by=cast["kim"], at=now)
    operations.throw_away(dutch, by=cast["meral"], at=now)
    with pytest.raises(Invalid, match="in the bin"):
        operations.translate(ours, language="nl", by=cast["omar"], at=now)


def test_a_reader_sees_in_which_languages_it_is_and_that_this_one_is_behind(cast, ours, dutch, client_of):
    kim, later = client_of(cast["kim"]), timezone.now() + timedelta(hours=2)
    assert "did not yet" not in kim.get(dutch.url).content.decode()
    assert dutch.url in kim.get(ours.url).content.decode()
    through(ours, cast, later, title="Pay")
    shown = kim.get(dutch.url).content.decode()
    assert "The page in English changed" in shown
    assert "Still the same" not in shown
    assert "did not yet" not in kim.get(ours.url).content.decode()
    assert "Still the same" in client_of(cast["omar"]).get(dutch.url).content.decode()
    operations.aim(ours, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=later)
    assert "changed on" not in kim.get(dutch.url).content.decode()


def test_behind_ends_when_it_is_published_or_said_to_be_the_same(cast, ours, dutch):
    later = timezone.now() + timedelta(hours=2)
    with pytest.raises(WrongState):
        operations.still_the_same(dutch, by=cast["omar"], at=later)
    with pytest.raises(WrongState):
        operations.still_the_same(ours, by=cast["omar"], at=later)
    through(ours, cast, later, title="Pay")
    assert translations.to_follow(cast["omar"], later).get().pk == dutch.pk
    with pytest.raises(Refused):
        operations.still_the_same(dutch, by=cast["kim"], at=later)
    operations.still_the_same(dutch, by=cast["omar"], at=later + timedelta(minutes=1))
    assert not translations.to_follow(cast["omar"], later).exists()
    assert Event.objects.get(kind="page.still_the_same").thing == f"page:{dutch.pk}"
    through(ours, cast, later + timedelta(hours=1), title="Wages")
    assert translations.to_follow(cast["omar"], later).exists()
    through(dutch, cast, later + timedelta(hours=2), title="Loon")
    assert not translations.to_follow(cast["omar"], later).exists()


def test_nothing_is_behind_what_readers_do_not_see(cast, ours, dutch):
    later = timezone.now() + timedelta(hours=2)
    through(ours, cast, later, title="Pay")
    operations.unpublish(ours, by=cast["meral"], at=later)
    assert not translations.to_follow(cast["omar"], later).exists()


def test_the_list_is_for_who_may_edit_and_costs_the_same_for_many(
    cast, ours, dutch, published, client_of, count_queries
):
    later = timezone.now() + timedelta(hours=2)
    through(ours, cast, later, title="Pay")
    omar = client_of(cast["omar"])
    assert "Salaris" in omar.get("/pages/translations/").content.decode()
    assert "Salaris" not in client_of(cast["kim"]).get("/pages/translations/").content.decode()
    for name in ("one", "two"):
        page = published(name)
        made = operations.translate(page, language="nl", by=cast["omar"], at=later)
        through(made, cast, later)
        through(page, cast, later + timedelta(minutes=1), title=name)
    with count_queries(9):
        assert "3 translations are behind" in omar.get("/pages/translations/").content.decode()


def test_a_translation_is_begun_and_found_the_same_on_the_screen(cast, ours, client_of):
    omar = client_of(cast["omar"])
    answer = omar.post(f"/place/{ours.pk}/translate/", {"language": "nl"})
    made = Page.objects.get(locale__language_code="nl")
    assert answer["Location"] == f"/edit/pages/{made.pk}/edit/"
    assert "draft" in omar.get(f"/place/{ours.pk}/").content.decode()
    through(made, cast, timezone.now())
    through(ours, cast, timezone.now(), title="Pay")
    assert "behind" in omar.get(f"/place/{ours.pk}/").content.decode()
    assert omar.post(f"/place/{made.pk}/same/", {"list": "1"})["Location"] == "/pages/translations/"
    assert "up to date" in omar.get(f"/place/{ours.pk}/").content.decode()
    assert client_of(cast["kim"]).post(f"/place/{ours.pk}/translate/", {"language": "nl"}).status_code == 404
