"""While somebody writes, the route stands beside the text: who is asked, who decides, who is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.models import Author, Change, Page
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast) -> ContentPage:
    """A page about salary, asked of the steering group; whoever wrote in it does not approve it."""
    page = ContentPage(title="Salary days", slug="salary-days", body=[("text", "<p>On the 25th.</p>")])
    aspect = Aspect.objects.get(key="salary")
    return operations.write(page, parent=tree.part("pages"), aspect=aspect, by=cast["omar"], at=timezone.now())


def editor_of(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page: Page, **values: str) -> dict[str, str]:
    """What the editor's window sends back."""
    page.refresh_from_db()
    return {
        "title": page.title, "slug": page.slug, "introduction": "", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "body-count": "0", "loaded_revision_id": str(page.latest_revision_id),
        **values,
    }  # fmt: skip


def test_the_editor_names_who_is_asked_and_who_decides(draft, cast, client_of):
    shown = client_of(cast["omar"]).get(editor_of(draft)).content.decode()
    assert "Steering group" in shown
    assert "Then <b>Meral Aydin</b> decides." in shown
    assert "Four eyes." in shown


def test_four_eyes_is_said_before_somebody_writes_and_not_after(draft, cast, client_of):
    shown = client_of(cast["meral"]).get(editor_of(draft)).content.decode()
    assert "Then <b>Meral Aydin</b> decides." not in shown
    assert "Saskia" in shown[shown.index('id="pld-next"') :]


def test_a_change_under_way_says_that_saving_begins_it_anew(draft, cast, client_of):
    client = client_of(cast["omar"])
    again = "It is on its way already: saving begins it anew."
    assert again not in client.get(editor_of(draft)).content.decode()
    operations.submit(draft, by=cast["omar"], at=timezone.now())
    assert again in client.get(editor_of(draft)).content.decode()


def test_the_route_of_a_page_to_be_is_shown_to_who_may_write_there_and_does_not_exist_for_others(cast, client_of):
    address = reverse("publishing:route_under", args=[Aspect.objects.get(key="salary").pk])
    assert "Steering group" in client_of(cast["omar"]).get(address).content.decode()
    assert client_of(cast["bas"]).get(address).status_code == 404


def test_a_new_page_under_one_with_an_aspect_shows_its_route_at_once(draft, cast, client_of):
    client = client_of(cast["omar"])
    under = client.get(reverse("wagtailadmin_pages:add", args=["pages", "contentpage", draft.pk]))
    assert "Steering group" in under.content.decode()
    anywhere = client.get(reverse("wagtailadmin_pages:add", args=["pages", "contentpage", tree.part("pages").pk]))
    assert "Choose its aspect" in anywhere.content.decode()


def test_an_older_version_comes_back_by_the_route_and_not_past_it(draft, cast, client_of):
    """Wagtail's own screen for it kept a revision without a gate, an event or an author."""
    first = draft.get_latest_revision()
    operations.edit(draft, values={"title": "Paydays"}, by=cast["omar"], at=timezone.now())
    operations.submit(draft, by=cast["omar"], at=timezone.now())
    operations.withdraw(draft, by=cast["omar"], at=timezone.now())
    address = reverse("wagtailadmin_pages:revisions_revert", args=[draft.pk, first.pk])
    client = client_of(cast["meral"])
    assert client.get(address).status_code == 200
    assert client.post(address, form_of(draft, title="Salary days")).status_code == 302
    page = Page.objects.get(pk=draft.pk)
    assert page.get_latest_revision_as_object().title == "Salary days"
    assert page.revision_number == 3
    assert Author.objects.filter(change=Change.objects.get(page=page), person=cast["meral"]).exists()
    assert Event.objects.filter(kind="page.edited", thing=f"page:{page.pk}").count() == 2


def test_the_editor_wears_the_theme_that_was_chosen(draft, cast, client_of):
    client = client_of(cast["omar"])
    assert 'class="w-theme-system' in client.get(editor_of(draft)).content.decode()
    client.cookies["polder_theme"] = "dark"
    shown = client.get(editor_of(draft)).content.decode()
    assert 'class="w-theme-dark' in shown
    assert 'data-theme="dark"' in shown


def test_who_writes_in_a_second_window_is_told_and_keeps_the_text(draft, cast, client_of):
    client = client_of(cast["omar"])
    sent = form_of(draft, title="From the second window")
    operations.edit(draft, values={"title": "From the first window"}, by=cast["omar"], at=timezone.now())
    answer = client.post(editor_of(draft), sent)
    assert answer.status_code == 200
    assert "Omar Idrissi saved version 2 after you opened this." in answer.content.decode()
    assert "From the second window" in answer.content.decode()
    assert ContentPage.objects.get(pk=draft.pk).get_latest_revision_as_object().title == "From the first window"
    client.post(editor_of(draft), form_of(draft, title="From the second window"))
    assert ContentPage.objects.get(pk=draft.pk).get_latest_revision_as_object().title == "From the second window"


def test_saving_without_saying_what_one_began_from_is_refused(draft, cast, client_of):
    number = draft.revision_number
    answer = client_of(cast["omar"]).post(editor_of(draft), form_of(draft, title="Other", loaded_revision_id=""))
    assert answer.status_code == 422
    assert "Nothing says which version you began from" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.revision_number == number


def test_deciding_without_saying_what_one_looked_at_is_refused(draft, cast, client_of):
    operations.submit(draft, by=cast["omar"], at=timezone.now(), minor=True)
    client = client_of(cast["meral"])
    for verb, given in (("approve", {}), ("approve", {"seen": "x"}), ("return", {"text": "Shorter."}), ("publish", {})):
        answer = client.post(f"/route/{draft.pk}/{verb}/", given)
        assert answer.status_code == 409, verb
        assert "Nothing says which version you looked at" in answer.content.decode()
    draft.refresh_from_db()
    assert not draft.live


def test_moments_that_nobody_can_foresee_are_refused(draft, cast, client_of):
    operations.submit(draft, by=cast["omar"], at=timezone.now(), minor=True)
    draft.refresh_from_db()
    client, seen = client_of(cast["meral"]), str(draft.revision_number)
    for name in ("publish_at", "stays_until"):
        for far in ("2999-01-01", "9999-12-31T23:59"):
            answer = client.post(f"/route/{draft.pk}/approve/", {"seen": seen, name: far})
            assert answer.status_code == 422, (name, far)
            assert "more than ten years" in answer.content.decode()
    assert client.post(f"/route/{draft.pk}/approve/", {"seen": seen}).status_code == 302
    assert client.post(f"/route/{draft.pk}/stay/", {"until": "2999-01-01"}).status_code == 422
