"""Wagtail may do for a person what the matrix lets them do, and nothing else: its every question is compared."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Collection, Locale, Site, Task, Workflow
from wagtail.permissions import policy_registry

from polder.capabilities.publishing import audiences, content, tree, writers
from polder.capabilities.publishing.errors import OutsideTheRoute
from polder.capabilities.publishing.models import Attachment, Page, PageTemplate, Picture
from polder.capabilities.publishing.wagtail import addresses
from polder.capabilities.publishing.wagtail.policies import POWER_FOR
from polder.features.pages.models import ContentPage
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from tests.waterland import Cast, load_waterland

ACTIONS = ("add", "change", "delete", "bulk_delete", "publish", "lock", "unlock", "choose", "view", "invented")
# What Wagtail would do past the route: never, whatever the matrix says.
NEVER = (
    "can_publish", "can_publish_subpage", "can_unpublish", "can_unschedule", "can_submit_for_moderation",
    "can_set_view_restrictions", "can_lock", "can_unlock", "can_delete",
)  # fmt: skip


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The organisation with a live page, a draft and a template under every aspect: made once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        noor, now = load_waterland()["noor"], timezone.now()
        for aspect in Aspect.objects.all():
            for name in ("live", "draft"):
                slug = f"{aspect.key}-{name}"
                page = ContentPage(title=slug, slug=slug, aspect=aspect, body=[("text", "<p>First</p>")])
                content.add(page, parent=tree.part("pages"), by=noor)
                if name == "live":
                    content.go_live(page, by=noor)
            PageTemplate.objects.create(
                aspect=aspect, name="Template", kind="pages.contentpage", body=[("heading", "x")], changed_at=now
            )
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(_world, db) -> Cast:
    """People by key, fresh for each test: Wagtail keeps answers with them."""
    return Cast({person.key: person for person in Person.objects.all()})


@pytest.fixture
def pages(cast) -> list[ContentPage]:
    """A live page and a draft under every aspect."""
    return list(ContentPage.objects.select_related("aspect"))


def expected(person: Person, action: str, page: Page) -> bool:
    power = POWER_FOR.get(action)
    if action == "delete":
        power = "publish" if page.live else "edit"
    return power is not None and mandate.may(person, power, page.aspect, at=timezone.now()).allowed


def test_policies_say_of_each_page_what_the_gate_says(pages, cast):
    policy = policy_registry.get_by_type(ContentPage)
    for person in cast.values():
        for action in ACTIONS:
            right = {page.pk for page in pages if expected(person, action, page)}
            said = {page.pk for page in pages if policy.user_has_permission_for_instance(person, action, page)}
            assert said == right, (person, action)


@pytest.mark.parametrize("action", ["add", "change", "publish", "choose"])
def test_policies_list_the_pages_that_the_gate_allows(pages, cast, action):
    policy = policy_registry.get_by_type(ContentPage)
    for person in cast.values():
        right = {page.pk for page in pages if expected(person, action, page)}
        listed = set(policy.instances_user_has_any_permission_for(person, [action]).values_list("pk", flat=True))
        assert listed == right, (person, action)
        assert policy.user_has_permission(person, action) is bool(right)


def test_policies_name_the_people_whom_the_gate_allows(pages, cast):
    policy = policy_registry.get_by_type(ContentPage)
    for page in pages:
        right = {person.pk for person in cast.values() if expected(person, "change", page)}
        named = policy.users_with_permission_for_instance("change", page)
        assert set(named.values_list("pk", flat=True)) == right


def test_the_tester_of_a_page_says_what_the_gate_says(pages, cast):
    for person in cast.values():
        for page in pages:
            asked = page.permissions_for_user(person)
            edits = expected(person, "change", page)
            assert asked.can_edit() is edits
            assert asked.can_add_subpage() is edits
            assert asked.can_copy() is edits
            assert asked.can_move() is expected(person, "publish" if page.live else "change", page)
            design = mandate.may(person, "edit", page.aspect, "design", at=timezone.now()).allowed
            assert asked.can_reorder_children() is design
            assert asked.can_view_revisions() is expected(person, "view", page)
            assert [name for name in NEVER if getattr(asked, name)()] == []


def test_the_root_and_the_front_page_are_edited_by_nobody(cast):
    for page in (tree.front_page(), Page.objects.get(depth=1)):
        for person in cast.values():
            asked = page.permissions_for_user(person)
            assert [name for name in ("can_edit", "can_move", "can_reorder_children") if getattr(asked, name)()] == []


@pytest.mark.parametrize("model", [Site, Collection, Locale, Task, Workflow, Group, Person])
def test_what_the_matrix_does_not_govern_is_closed_to_everybody(cast, model):
    policy = policy_registry.get_by_type(model)
    assert not any(policy.user_has_any_permission(person, ACTIONS) for person in cast.values())


@pytest.mark.parametrize("model", [Picture, Attachment])
def test_files_follow_their_aspect(cast, model):
    policy = policy_registry.get_by_type(model)
    for aspect in Aspect.objects.all():
        thing = model(title="x", aspect=aspect)
        for person in cast.values():
            for action in ("change", "delete", "choose"):
                allowed = mandate.may(person, POWER_FOR[action], aspect, at=timezone.now()).allowed
                allowed = allowed and action != "delete"  # files go to the bin by an operation of ours
                assert policy.user_has_permission_for_instance(person, action, thing) is allowed


def test_groups_and_their_permissions_give_nothing(pages, cast):
    from django.contrib.auth.models import Permission

    group = Group.objects.create(name="Everything")
    group.permissions.set(Permission.objects.all())
    lena = cast["lena"]
    lena.groups.add(group)
    lena = Person.objects.get(pk=lena.pk)
    assert lena.has_perm("wagtailadmin.access_admin") is writers.opens_the_editor(lena, timezone.now())
    assert not lena.has_perm("publishing.publish_page")


def test_the_editor_is_open_to_whoever_writes_publishes_or_designs_somewhere(cast):
    at = timezone.now()
    for person in cast.values():
        somewhere = any(
            mandate.may(person, power, aspect, at=at).allowed
            for power in ("edit", "publish")
            for aspect in Aspect.objects.all()
        )
        designs = any(mandate.may(person, "edit", aspect, "design", at=at).allowed for aspect in Aspect.objects.all())
        assert writers.writes_anywhere(person, at) is somewhere
        assert person.has_perm("wagtailadmin.access_admin") is (somewhere or designs)


def test_wagtail_cannot_publish_or_take_down_by_itself(pages, cast):
    draft = next(page for page in pages if page.slug == "leave-draft")
    with pytest.raises(OutsideTheRoute):
        draft.get_latest_revision().publish(user=cast["meral"], skip_permission_checks=True)
    live = next(page for page in pages if page.slug == "leave-live")
    with pytest.raises(OutsideTheRoute):
        live.unpublish()
    live.refresh_from_db()
    assert live.live


def wagtail_addresses() -> list[tuple[str, str]]:
    """Name and path of each of Wagtail's addresses; values that are needed are 3."""
    return sorted(set(_under(get_resolver(addresses), ())))


def _under(resolver: URLResolver, namespaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _under(pattern, (*namespaces, *filter(None, [pattern.namespace])))
        elif pattern.name:
            name = ":".join([*namespaces, pattern.name])
            names = pattern.pattern.regex.groupindex if not pattern.pattern.converters else pattern.pattern.converters
            for value in (3, "x"):
                try:
                    yield name, reverse(name, kwargs=dict.fromkeys(names, value))
                except NoReverseMatch:
                    continue
                break


def test_wagtail_answers_at_its_open_addresses_only(cast, client_of):
    editor, closed = client_of(cast["noor"]), []
    for name, path in wagtail_addresses():
        if not addresses.is_open(name):
            closed.append(name)
            assert editor.get(path).status_code == 404, name
            assert editor.post(path).status_code == 404, name
    assert {"wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete", "wagtailadmin_home"} <= set(closed)


def test_wagtail_shows_nothing_to_the_signed_out_and_to_who_writes_nowhere(cast, client_of):
    reader = next(person for person in cast.values() if not person.has_perm("wagtailadmin.access_admin"))
    for name, path in wagtail_addresses():
        assert Client().get(path).status_code in {302, 404}, name
        assert client_of(reader).get(path).status_code == (403 if addresses.is_open(name) else 404), name


# Where letters differ: content and design apart, nothing inherited and four eyes, a body, a role, a vacant seat.
TELLING = ("homepage", "salary", "strategy", "platform", "search")
EDITS = (
    "edit", "view_draft", "preview_on_edit", "history", "revisions_view", "revisions_revert", "revisions_compare",
)  # fmt: skip


def _addresses_of(page: Page) -> Iterator[tuple[str, str]]:
    newest = page.latest_revision_id
    of_versions = {"revisions_view": [newest], "revisions_revert": [newest], "revisions_compare": ["earliest", newest]}
    for name in EDITS:
        yield name, reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *of_versions.get(name, [])])


def test_the_editor_drafts_previews_and_versions_of_a_page_are_open_to_who_edits_it(pages, cast, client_of):
    chosen = [page for page in pages if page.aspect.key in TELLING[:3] and not page.live]
    for person in present(cast):
        client = client_of(person)
        for page in chosen:
            edits = expected(person, "change", page)
            for name, address in _addresses_of(page):
                assert (client.get(address).status_code == 200) is edits, (name, person, page)


def test_a_draft_is_looked_at_by_who_sees_drafts_and_as_another_by_who_edits(pages, cast, client_of):
    chosen = [page for page in pages if page.aspect.key in TELLING and not page.live]
    for person in present(cast):
        client = client_of(person)
        for page in chosen:
            sees, edits = expected(person, "view", page), expected(person, "change", page)
            for name in ("draft", "route", "place"):
                answer = client.get(reverse(f"publishing:{name}", args=[page.pk]))
                assert answer.status_code == (200 if sees else 404), (name, person, page)
            answer = client.get(reverse("publishing:as_reader", args=[page.pk]))
            assert answer.status_code == (200 if edits else 403 if sees else 404), (person, page)


def test_versions_of_one_page_are_had_at_no_address_of_another(pages, cast, client_of):
    mine = next(page for page in pages if page.slug == "homepage-draft")
    other = next(page for page in pages if page.slug == "salary-draft").latest_revision_id
    client = client_of(cast["noor"])
    assert expected(cast["noor"], "change", mine)
    for name, more in (
        ("view", [other]),
        ("revert", [other]),
        ("compare", ["earliest", other]),
        ("compare", [other, "latest"]),
    ):
        assert client.get(reverse(f"wagtailadmin_pages:revisions_{name}", args=[mine.pk, *more])).status_code == 404


def test_templates_follow_the_facet_design(cast, client_of):
    policy, at = policy_registry.get_by_type(PageTemplate), timezone.now()
    templates = list(PageTemplate.objects.select_related("aspect"))
    for person in present(cast):
        client = client_of(person)
        right = {one.pk for one in templates if mandate.may(person, "edit", one.aspect, "design", at=at).allowed}
        assert {one.pk for one in templates if policy.user_has_permission_for_instance(person, "change", one)} == right
        assert not any(policy.user_has_permission_for_instance(person, "delete", one) for one in templates)
        for one in templates:
            designs = one.pk in right
            knows = designs or mandate.may(person, "edit", one.aspect, at=at).allowed
            if one.aspect.key in TELLING:
                new, there = (
                    reverse("polder_templates:add", args=[one.aspect_id]),
                    reverse("polder_templates:edit", args=[one.pk]),
                )
                assert [client.get(each).status_code == 200 for each in (new, there)] == [designs] * 2, (person, one)
            listed = client.get(reverse("publishing:templates", args=[one.aspect_id]))
            assert listed.status_code == (200 if knows else 404), (person, one)


def present(cast: Cast) -> list[Person]:
    """Who can sign in."""
    return [person for person in cast.values() if person.counts(timezone.now())]


def test_what_is_not_for_somebody_does_not_exist_for_them(pages, cast, client_of):
    page = next(page for page in pages if page.slug == "salary-live")
    audience = audiences.audience_of([cast["meral"].party])
    Page.objects.filter(pk=page.pk).update(audience=audience)
    outsider = next(
        person
        for person in cast.values()
        if not mandate.may(person, "view_draft", page.aspect, at=timezone.now()).allowed
    )
    assert client_of(cast["meral"]).get(page.url).status_code == 200
    assert client_of(outsider).get(page.url).status_code == 404
    assert page.title not in client_of(outsider).get("/pages/").content.decode()


def test_a_private_document_is_had_by_who_may_read_a_page_that_shows_it_or_drafts_of_its_aspect(cast, client_of):
    """By its address, for every persona: the gate and the audience, nothing else."""
    for key in ("salary", "leave", "homepage"):
        paper = Attachment(title="Paper", aspect=Aspect.objects.get(key=key))
        paper.file.save(f"{key}.txt", ContentFile(b"x"))
        paper.save()
        for person in cast.values():
            if person.counts(timezone.now()):
                allowed = mandate.may(person, "view_draft", paper.aspect, at=timezone.now()).allowed
                answer = client_of(person).get(paper.url)
                b"".join(answer)  # read to its end, or the file stays open
                assert (answer.status_code == 200) is allowed, (key, person)


def test_bulk_actions_reports_and_settings_of_wagtail_are_closed(cast, client_of):
    names = {name for name, _path in wagtail_addresses() if not addresses.is_open(name)}
    assert {"wagtail_bulk_action", "wagtailadmin_reports:site_history", "wagtailadmin_reports:locked_pages"} <= names
    assert "wagtailadmin_workflows:index" in names


def test_the_menu_of_the_first_page_knows_who_writes(cast, client_of):
    for person in cast.values():
        menu = client_of(person).get("/people/").content.decode()
        assert ('href="/quality/"' in menu) is writers.writes_anywhere(person, timezone.now()), person
