"""Which templates there are under an aspect is design (M13): made, changed and retired there, offered to who writes below."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing import audiences, operations, templating, tree
from polder.capabilities.publishing.errors import Invalid, Stale, WrongState
from polder.capabilities.publishing.models import Page, PageTemplate
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db

BODY = [
    ("heading", "What it is"),
    ("callout", {"kind": "note", "text": "<p>Say it in one sentence.</p>"}),
    ("steps", [{"title": "Ask", "text": ""}]),
]


@pytest.fixture
def make(cast):
    """`make("homepage")`: a template under it, by Noor, who does the work everywhere but on salary."""

    def made(aspect: str, *, name: str = "Service page", by: str = "noor", **more) -> PageTemplate:
        given = {"kind": "pages.contentpage", "body": BODY, "purpose": "For services"} | more
        return operations.make_template(
            Aspect.objects.get(key=aspect), name=name, by=cast[by], **{"at": timezone.now()} | given
        )

    return made


def add_address(parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["pages", "contentpage", parent.pk])


def sent(**values: str) -> dict[str, str]:
    """What the editor's window sends: one heading."""
    return {
        "name": "How-to", "purpose": "Step by step", "kind": "pages.contentpage", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-value": "Before you begin",
        "body-0-id": "", **values,
    }  # fmt: skip


def test_who_has_the_design_makes_one_and_an_event_says_so(make, cast):
    template = make("homepage")
    event = Event.objects.get(kind="template.made")
    assert (event.thing, event.aspect) == (f"template:{template.pk}", template.aspect_id)
    assert "design" in event.mandate
    for key in ("kim", "tim", "bas"):  # Kim does the content of the homepage
        with pytest.raises(Refused, match="Noor Haddad"):
            make("homepage", by=key, name="Other")


def test_it_is_offered_under_its_aspect_and_below_as_far_as_letters_reach(make):
    make("hr-content")
    for key, there in (("hr-content", 1), ("leave", 1), ("salary", 0), ("homepage", 0), ("intranet", 0)):
        assert len(templating.offered(Aspect.objects.get(key=key))) == there, key
    make("intranet", name="Everywhere")
    assert [row.name for row in templating.offered(Aspect.objects.get(key="leave"))] == ["Service page", "Everywhere"]


def test_a_retired_one_is_offered_no_more_and_its_name_is_free(make, cast):
    template = make("homepage")
    with pytest.raises(Invalid, match="of that name"):
        make("homepage")
    with pytest.raises(Refused):
        operations.retire_template(template, by=cast["kim"], at=timezone.now())
    operations.retire_template(template, by=cast["noor"], at=timezone.now())
    assert templating.offered(template.aspect) == []
    make("homepage")
    with pytest.raises(WrongState):
        operations.change_template(template, values={"name": "New"}, by=cast["noor"], at=timezone.now())


def test_of_two_who_change_it_the_second_hears_of_the_first(make, cast):
    template = make("homepage")
    operations.change_template(template, values={"name": "First"}, by=cast["noor"], at=timezone.now(), seen=1)
    with pytest.raises(Stale):
        operations.change_template(template, values={"name": "Second"}, by=cast["noor"], at=timezone.now(), seen=1)
    assert PageTemplate.objects.get().name == "First"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "x" * 81}, {"kind": "pages.nothing"}, {"kind": "publishing.page"}, {"body": []},
        {"purpose": "x" * 201}, {"body": [("heading", "x" * 200)]}, {"kind": "organisation.person"},
    ],
)  # fmt: skip
def test_what_will_not_do_is_refused(make, wrong):
    with pytest.raises(Invalid):
        make("homepage", **wrong)


def test_what_it_holds_is_cleaned_and_a_piece_of_another_site_takes_technology(make, settings):
    settings.EMBED_HOSTS = frozenset({"maps.example.org"})
    made = make("homepage", body=[("text", "<p onclick='x'>Hello<script>alert(1)</script></p>")])
    assert "script" not in made.body[0].value.source
    assert "onclick" not in made.body[0].value.source
    embed = [("embed", {"title": "Map", "address": "https://maps.example.org/x", "height": "low"})]
    with pytest.raises(Refused, match="technology"):
        make("homepage", body=embed, name="Map", at=datetime(2026, 8, 3, 9, tzinfo=UTC))  # not yet intranet manager


def test_an_author_chooses_what_to_begin_with(make, page_of, cast, client_of):
    template, parent = make("hr-content"), page_of("hr-content", by=cast["omar"], live=True)
    client = client_of(cast["omar"])
    choice = client.get(add_address(parent)).content.decode()
    assert "What do you begin with?" in choice
    assert f'href="?from={template.pk}"' in choice
    begun = client.get(add_address(parent), {"from": template.pk}).content.decode()
    assert "Say it in one sentence." in begun
    assert "What it is" in begun
    empty = client.get(add_address(parent), {"from": "empty"}).content.decode()
    assert "Say it in one sentence." not in empty
    assert not ContentPage.objects.filter(title="").exists()


def test_without_templates_the_editor_opens_at_once(page_of, cast, client_of):
    parent = page_of("hr-content", by=cast["omar"], live=True)
    assert "What do you begin with?" not in client_of(cast["omar"]).get(add_address(parent)).content.decode()


def test_at_the_top_of_pages_the_template_brings_its_aspect(make, cast, client_of):
    template, client = make("hr-content"), client_of(cast["omar"])
    other = make("homepage", name="Of the homepage")
    top = tree.part("pages")
    choice = client.get(add_address(top)).content.decode()
    assert "Service page" in choice
    assert "Of the homepage" not in choice
    begun = client.get(add_address(top), {"from": template.pk}).content.decode()
    assert f'<option value="{template.aspect_id}" selected>' in begun
    for asked in (other.pk, 0, "x", "²", "9" * 40):
        assert client.get(add_address(top), {"from": asked}).status_code == 404, asked


def test_a_page_begun_with_it_goes_its_own_way(make, page_of, cast, client_of):
    template, parent = make("hr-content"), page_of("hr-content", by=cast["omar"], live=True)
    operations.change_template(template, values={"body": [("heading", "Other")]}, by=cast["noor"], at=timezone.now())
    page = ContentPage(title="Begun", slug="begun", body=templating.as_raw(template.body))
    operations.write(page, parent=parent, aspect=template.aspect, by=cast["omar"], at=timezone.now())
    operations.retire_template(template, by=cast["noor"], at=timezone.now())
    assert "What it is" in ContentPage.objects.get(pk=page.pk).readable_text()


def test_blocks_of_a_copy_have_no_marks_of_the_first(make):
    first = PageTemplate.objects.get(pk=make("homepage").pk).body
    raw, again = templating.as_raw(first), templating.as_raw(first)
    assert raw[2]["value"][0]["value"] == {"title": "Ask", "text": ""}
    marks = [{row["id"] for row in copy} | {row["id"] for row in copy[2]["value"]} for copy in (raw, again)]
    assert len(marks[0]) == 4
    assert not marks[0] & marks[1]


def test_one_is_written_in_the_editor_of_pages_and_from_a_page(page_of, cast, client_of):
    page = page_of("homepage", by=cast["noor"], live=True)
    client, aspect = client_of(cast["noor"]), Aspect.objects.get(key="homepage")
    address = reverse("polder_templates:add", args=[aspect.pk])
    assert client.get(address).status_code == 200
    assert "About homepage" in client.get(address, {"page": page.pk}).content.decode()
    answer = client.post(address, sent())
    made = PageTemplate.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.name, made.body[0].value) == ("How-to", "Before you begin")
    edit = reverse("polder_templates:edit", args=[made.pk])
    assert client.post(edit, sent(name="Otherwise", seen="1")).status_code == 302
    late = client.post(edit, sent(name="Too late", seen="1"))
    assert "Somebody changed the template" in late.content.decode()
    assert "Too late" in late.content.decode()
    assert PageTemplate.objects.get().name == "Otherwise"
    assert client.post(edit, sent(name="", seen="2")).status_code == 200
    assert PageTemplate.objects.get().number == 2


def test_a_page_that_is_not_for_them_is_nobodys_example(page_of, cast, client_of):
    page = page_of("salary", by=cast["meral"], live=True)
    Page.objects.filter(pk=page.pk).update(audience=audiences.audience_of([Party.objects.get(ref="unit:hr")]))
    address = reverse("polder_templates:add", args=[Aspect.objects.get(key="homepage").pk])
    for asked in (page.pk, tree.part("pages").pk, 0, "x", "²", "9" * 30):
        assert client_of(cast["noor"]).get(address, {"page": asked}).status_code == 404, asked


def test_who_sees_templates_and_who_is_told_who_makes_them(make, cast, client_of):
    template = make("homepage")
    addresses = {
        "list": reverse("publishing:templates", args=[template.aspect_id]),
        "one": template.get_absolute_url(),
        "new": reverse("polder_templates:add", args=[template.aspect_id]),
        "edit": reverse("polder_templates:edit", args=[template.pk]),
    }
    expected = {"noor": (200, 200, 200, 200), "kim": (200, 200, 403, 403), "omar": (404, 404, 404, 404)}
    for key, statuses in expected.items():
        client = client_of(cast[key])
        assert tuple(client.get(address).status_code for address in addresses.values()) == statuses, key
    assert client_of(cast["kim"]).post(reverse("publishing:template_retire", args=[template.pk])).status_code == 403
    assert client_of(cast["omar"]).post(reverse("publishing:template_retire", args=[template.pk])).status_code == 404
    assert client_of(cast["bas"]).get(addresses["edit"]).status_code in {403, 404}


def test_the_page_of_an_aspect_names_its_templates_to_who_writes_there(make, cast, client_of):
    address = make("homepage").aspect.get_absolute_url()
    assert "/templates/under/" in client_of(cast["noor"]).get(address).content.decode()
    assert "/templates/under/" not in client_of(cast["tim"]).get(address).content.decode()


def test_the_little_picture_shows_as_much_as_there_is_room_for(make):
    many = make("homepage", body=BODY * 20)
    shapes = templating.outline(many.body)
    assert {shape.kind for shape in shapes} == {"title", "heading", "callout", "line"}
    assert max(shape.y + shape.height for shape in shapes) <= 62


def test_lists_cost_the_same_for_few_and_many(make, cast, client_of):
    aspect = make("homepage").aspect
    client = client_of(cast["noor"])
    addresses = [reverse("publishing:templates", args=[aspect.pk]), add_address(tree.part("pages"))]
    few = [_queries(client, address) for address in addresses]
    for number in range(6):
        make("homepage", name=f"Number {number}")
    assert [_queries(client, address) for address in addresses] == few


def _queries(client, address: str) -> int:
    client.get(address)  # what is kept for long is there
    with CaptureQueriesContext(connection) as made:
        client.get(address)
    return len(made)
