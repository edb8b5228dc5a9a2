"""A link names a page or a file by its number: nobody writes, and no reader gets, an address that is not for them."""

import io
import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from polder.capabilities.publishing import audiences, content, operations, tree
from polder.capabilities.publishing.models import Attachment, Page, Picture
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def secret(page_of, cast) -> Page:
    """For HR only; noor, who writes elsewhere, may not know of it."""
    page = page_of("salary", by=cast["meral"], live=True, title="secret-bonus")
    Page.objects.filter(pk=page.pk).update(audience=audiences.audience_of([Party.objects.get(ref="unit:hr")]))
    return Page.objects.get(pk=page.pk)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(out, "PNG")
    return out.getvalue()


def text(kind: str, data: object) -> str:
    """What the window of a text sends: one paragraph that is a link."""
    block = {
        "key": "abcde", "text": "Look here", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 9}],
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": data}}})


def begun(client, written: object, kind="text", **more):
    sent = {
        "title": "New", "slug": "new", "introduction": "", "under": str(Aspect.objects.get(key="homepage").pk),
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "body-count": "1", "body-0-deleted": "",
        "body-0-order": "0", "body-0-type": kind, "body-0-id": "", "body-0-value": written, **more,
    }  # fmt: skip
    return client.post(reverse("wagtailadmin_pages:add", args=["pages", "contentpage", tree.part("pages").pk]), sent)


def test_an_author_links_to_no_page_that_they_may_not_read(secret, page_of, cast, client_of):
    answer = begun(client_of(cast["noor"]), text("LINK", {"id": secret.pk, "url": "/x/", "parentId": 1}))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "not there for you" in said
    assert "secret-bonus" not in said
    assert not Page.objects.filter(slug="new").exists()
    fine = page_of("homepage", by=cast["noor"], live=True, title="open")
    assert begun(client_of(cast["noor"]), text("LINK", {"id": fine.pk})).status_code == 302


@pytest.mark.parametrize("number", ["x", "", None, 0, -1, 10**30, [1]])
def test_a_link_to_what_is_no_number_breaks_nothing(cast, client_of, number):
    for kind in ("LINK", "DOCUMENT"):
        assert begun(client_of(cast["noor"]), text(kind, {"id": number})).status_code in {200, 302, 400}


def test_an_author_links_to_no_document_that_they_may_not_have(cast, client_of):
    file = ContentFile(b"%PDF-1.7", "merger-plan.pdf")
    plan = Attachment.objects.create(title="Plan", file=file, aspect=Aspect.objects.get(key="salary"))
    answer = begun(client_of(cast["noor"]), text("DOCUMENT", {"id": plan.pk, "url": "/", "filename": "x"}))
    assert answer.status_code == 200
    assert "not there for you" in answer.content.decode()
    assert "merger-plan" not in answer.content.decode()


def test_readers_get_the_words_of_a_link_without_the_address_of_what_they_may_not_read(
    secret, page_of, cast, client_of
):
    page = page_of("hr-content", by=cast["meral"], live=True, title="open")
    body = [("text", f'<p><a linktype="page" id="{secret.pk}">the bonus</a></p>')]
    operations.edit(page, values={"body": body}, by=cast["meral"], at=timezone.now())
    content.go_live(Page.objects.get(pk=page.pk), by=cast["meral"])
    shown = client_of(cast["kim"]).get(page.url).content.decode()
    assert "<a>the bonus</a>" in shown
    assert secret.url not in shown
    assert f'<a href="{secret.url}">the bonus</a>' in client_of(cast["meral"]).get(page.url).content.decode()
    draft = client_of(cast["meral"]).get(reverse("publishing:draft", args=[page.pk])).content.decode()
    assert secret.url in draft


def test_many_links_in_many_texts_cost_what_one_does(page_of, cast, client_of):
    page = page_of("hr-content", by=cast["meral"], live=True, title="open")
    others = [page_of("homepage", by=cast["noor"], live=True, title=f"other{n}") for n in range(6)]

    def cost(linked):
        body = [("text", f'<p><a linktype="page" id="{each.pk}">{each.title}</a></p>') for each in linked]
        operations.edit(page, values={"body": body}, by=cast["meral"], at=timezone.now())
        content.go_live(Page.objects.get(pk=page.pk), by=cast["meral"])
        client = client_of(cast["kim"])
        client.get(page.url)
        with CaptureQueriesContext(connection) as found:
            shown = client.get(page.url).content.decode()
        assert all(f'href="{each.url}"' in shown for each in linked)
        return len(found)

    assert cost(others) == cost(others[:1])


def test_a_file_that_is_not_for_its_author_stands_in_no_block_and_is_not_told_by_name(cast, client_of):
    salary = Aspect.objects.get(key="salary")
    plan = Attachment.objects.create(title="Merger", file=ContentFile(b"%PDF-1.7", "merger.pdf"), aspect=salary)
    face = Picture.objects.create(
        title="Merger",
        description="Merger",
        file=ContentFile(_picture(), "merger.png"),
        aspect=salary,
        width=4,
        height=3,
    )
    client = client_of(cast["noor"])
    for answer in (
        begun(client, str(plan.pk), "document"),
        begun(client, "", "image", **{"body-0-value-image": str(face.pk), "body-0-value-alt_text": "x"}),
    ):
        assert answer.status_code == 200
        assert "not there for you" in answer.content.decode()
        assert "erger" not in answer.content.decode()
    assert begun(client_of(cast["meral"]), str(plan.pk), "document").status_code in {200, 302}
