"""A picture says what it shows; a file passes the installation's scanner before it is kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form

from polder.capabilities.publishing.models import Attachment, Picture
from polder.governance.models import Aspect

pytestmark = pytest.mark.django_db

EVIL = b"X5O!P%@AP-EVIL-TEST-FILE"


@pytest.fixture
def scanner(tmp_path, settings):
    """A small real one: it refuses what has EVIL in it."""
    script = tmp_path / "scan"
    script.write_text('#!/bin/sh\nif grep -q EVIL "$1"; then exit 1; fi\n')
    script.chmod(0o755)
    settings.SCAN_COMMAND = [str(script)]
    settings.MEDIA_ROOT = str(tmp_path / "files")


def picture(name="street.png", extra=b""):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue() + extra, content_type="image/png")


def image_form(person, file, **values):
    aspect = Aspect.objects.get(key="salary").pk
    data = {"title": "Street", "description": "A street with trees", "aspect": aspect, **values}
    return get_image_form(Picture)(data, {"file": file}, instance=Picture(), user=person)


def document_form(person, content):
    data = {"title": "Rules", "aspect": Aspect.objects.get(key="salary").pk}
    file = SimpleUploadedFile("rules.pdf", content, content_type="application/pdf")
    return get_document_form(Attachment)(data, {"file": file}, instance=Attachment(), user=person)


def test_a_picture_without_words_is_refused(cast, scanner):
    assert image_form(cast["meral"], picture()).is_valid()
    assert "description" in image_form(cast["meral"], picture(), description=" ").errors


def test_only_aspects_of_ones_own_are_offered(cast, scanner):
    assert "aspect" in image_form(cast["kim"], picture()).errors
    offered = image_form(cast["meral"], picture()).fields["aspect"].queryset
    assert "homepage" not in {aspect.key for aspect in offered}


def test_what_the_scanner_refuses_is_not_kept(cast, scanner):
    assert document_form(cast["meral"], b"%PDF-1.7 plain").is_valid()
    assert "refused" in str(document_form(cast["meral"], EVIL).errors["file"])
    assert "refused" in str(image_form(cast["meral"], picture(extra=EVIL)).errors["file"])


def test_a_scanner_that_is_away_lets_nothing_in(cast, settings, tmp_path):
    settings.SCAN_COMMAND = [str(tmp_path / "not-there")]
    assert "does not answer" in str(document_form(cast["meral"], b"%PDF-1.7").errors["file"])


def test_a_picture_that_is_none_is_refused(cast, scanner):
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"<html></html>"):
        file = SimpleUploadedFile("street.png", content, content_type="image/png")
        assert "file" in image_form(cast["meral"], file).errors
