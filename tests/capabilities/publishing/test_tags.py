"""Tags are written with a page, follow its versions, and lead readers to what they may see."""

import pytest
from django.utils import timezone
from taggit.models import Tag
from wagtail.test.utils.form_data import nested_form_data, streamfield

from polder.capabilities.publishing import operations, tagging, tree
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Page
from polder.features.news.models import Channel, NewsItem
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def tagged(cast, published):
    """`tagged("salary", ["Money"])`: a page that readers see, with those tags."""

    def made(slug, tags):
        page, now = published(slug), timezone.now()
        operations.edit(page, values={"tags": tags}, by=cast["omar"], at=now)
        operations.submit(page, by=cast["omar"], at=now, minor=True)
        operations.approve(page, by=cast["meral"], at=now)
        return ContentPage.objects.get(pk=page.pk)

    return made


def names(page):
    return sorted(tag.name for tag in page.tags.all())


def test_readers_see_the_tags_of_the_version_that_is_live(cast, tagged, client_of):
    page, kim = tagged("salary", ["Money", " tax  year "]), client_of(cast["kim"])
    shown = kim.get(page.url).content.decode()
    assert 'href="/tags/money/"' in shown
    assert 'href="/tags/tax-year/"' in shown
    operations.edit(page, values={"tags": ["Wages"]}, by=cast["omar"], at=timezone.now())
    assert "Wages" not in kim.get(page.url).content.decode()
    assert kim.get("/tags/wages/").status_code == 404
    operations.submit(page, by=cast["omar"], at=timezone.now(), minor=True)
    operations.approve(page, by=cast["meral"], at=timezone.now())
    assert names(ContentPage.objects.get(pk=page.pk)) == ["Wages"]
    assert kim.get("/tags/money/").status_code == 404
    assert "Salary" in kim.get("/tags/wages/").content.decode()


def test_a_word_is_one_tag_whatever_its_capitals(cast, tagged):
    tagged("salary", ["Leave"])
    page = tagged("rules", ["LEAVE", "leave", "Leave "])
    assert names(page) == ["Leave"]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("wrong", [["x" * 41], ["--"], ["<script>"], ["a\x00b"], [f"tag {n}" for n in range(11)], [""]])
def test_what_cannot_be_a_tag_is_refused_in_words(cast, published, wrong):
    page = published("salary")
    with pytest.raises(Invalid):
        operations.edit(page, values={"tags": wrong}, by=cast["omar"], at=timezone.now())


def test_any_word_has_an_address(cast, tagged, client_of):
    kim = client_of(cast["kim"])
    tagged("salary", ["C++", "R/A", "Überstunden", "日本", "..a"])
    for slug in Tag.objects.values_list("slug", flat=True):
        assert slug
        assert kim.get(f"/tags/{slug}/").status_code == 200
    assert kim.get("/tags/", {"term": "\0"}).json() == []
    for slug in ("nothing", "%00", "a" * 300):  # the second arrives as a byte that is no letter
        assert kim.get(f"/tags/{slug}/").status_code == 404


def test_the_list_of_a_tag_holds_what_one_may_read_and_nothing_else(cast, tagged, client_of):
    open_one, closed = tagged("salary", ["Money"]), tagged("bonus", ["Money", "Secret plan"])
    hr = Party.objects.get(ref="unit:hr")
    operations.aim(closed, parties=[hr], by=cast["meral"], at=timezone.now())
    kim, tim = client_of(cast["kim"]), client_of(cast["tim"])
    shown = kim.get("/tags/money/").content.decode()
    assert open_one.title in shown
    assert "Bonus" not in shown
    assert "1 thing" in shown
    assert "2 things" in tim.get("/tags/money/").content.decode()
    assert kim.get("/tags/secret-plan/").status_code == 404
    assert kim.get("/tags/", {"term": "sec"}).json() == []
    assert tim.get("/tags/", {"term": "SEC"}).json() == ["Secret plan"]


def test_a_tag_costs_the_same_for_few_and_for_many(cast, tagged, client_of, count_queries):
    kim = client_of(cast["kim"])
    for number in range(5):
        tagged(f"page-{number}", ["Money", f"more-{number}"])
    kim.get("/tags/money/")
    with count_queries(9):
        kim.get("/tags/money/")


def test_tags_are_written_in_the_editor(cast, published, client_of):
    page, omar = published("salary"), client_of(cast["omar"])
    form = omar.get(f"/edit/pages/{page.pk}/edit/").content.decode()
    assert 'data-w-tag-url-value="/tags/"' in form
    values = {
        "title": "Salary",
        "slug": "salary",
        "introduction": "",
        "body": streamfield([]),
        "tags": 'Money, "tax year"',
        "loaded_revision_id": ContentPage.objects.get(pk=page.pk).latest_revision_id,
    }
    answer = omar.post(f"/edit/pages/{page.pk}/edit/", nested_form_data({**values, "action-go-on": "1"}))
    assert answer.status_code == 302
    draft = ContentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert names(draft) == ["Money", "tax year"]
    seen = {"loaded_revision_id": ContentPage.objects.get(pk=page.pk).latest_revision_id}
    refused = omar.post(f"/edit/pages/{page.pk}/edit/", nested_form_data({**values, **seen, "tags": "<b>"}))
    assert "cannot be a tag" in refused.content.decode()


def test_news_carries_tags_as_well_and_a_new_page_is_checked(cast):
    salary, now = Aspect.objects.get(key="salary"), timezone.now()
    channel = Channel.objects.create(aspect=salary, slug="salary")
    item = NewsItem(title="Bonus", slug="bonus", summary="Yes.", channel=channel)
    item.tags.set(["Money"])
    operations.write(item, parent=tree.part("news"), aspect=salary, by=cast["omar"], at=now)
    assert names(NewsItem.objects.get(pk=item.pk)) == ["Money"]
    other = NewsItem(title="Other", slug="other", summary="Yes.", channel=channel)
    other.tags.set(["x" * 60])
    with pytest.raises(Invalid):
        operations.write(other, parent=tree.part("news"), aspect=salary, by=cast["omar"], at=now)
    assert not Page.objects.filter(slug="other").exists()


def test_a_translation_begins_with_the_same_tags(cast, tagged):
    page = tagged("salary", ["Money"])
    made = operations.translate(page, language="nl", by=cast["omar"], at=timezone.now())
    assert names(ContentPage.objects.get(pk=made.pk)) == ["Money"]
    assert [tag.name for tag in tagging.tags_of(made)] == ["Money"]
