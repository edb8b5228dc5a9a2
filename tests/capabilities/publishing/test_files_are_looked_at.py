"""A picture says what it shows; a file passes the installation's scanner before it is kept."""

import io
import zipfile

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


def document_form(person, content, name="rules.pdf"):
    data = {"title": "Rules", "aspect": Aspect.objects.get(key="salary").pk}
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
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


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def ooxml(folder="word", **more):
    return packed(**{"[Content_Types].xml": "<Types/>", f"{folder}__document.xml": "<document/>"}, **more)


def odf(kind="text", **more):
    return packed(mimetype=f"application/vnd.oasis.opendocument.{kind}", **{"content.xml": "<c/>"}, **more)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rules.pdf", b"%PDF-1.7"), ("RULES.PDF", b"%PDF-1.4"), ("a.docx", ooxml()), ("a.xlsx", ooxml("xl")),
        ("a.odt", odf()), ("a.ods", odf("spreadsheet", **{"Basic__script-lc.xml": "<l/>"})),
        ("a.txt", "Één".encode()), ("a.csv", b"a;b"), ("a.vtt", b"WEBVTT\n"), ("a.mp4", b"\0\0\0\x18ftypmp42"),
    ],
)  # fmt: skip
def test_documents_of_kinds_that_people_read_are_kept(cast, tmp_path, settings, name, content):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    form = document_form(cast["meral"], content, name)
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docm", ooxml(), "of this kind"), ("a.exe", b"MZ", "of this kind"), ("a.html", b"<p>", "of this kind"),
        ("a.svg", b"<svg/>", "of this kind"), ("a.zip", ooxml(), "of this kind"), ("none", b"x", "of this kind"),
        ("a.com", b"X5O!P%@AP[4", "of this kind"), ("a.pdf.exe", b"%PDF-1.7", "of this kind"),
        ("a.pdf", b"<script>alert(1)</script>", "not what its name says"), ("a.txt", b"MZ\0\0", "not what its name says"),
        ("a.docx", b"PK\3\4 and no more", "not what its name says"), ("a.docx", ooxml("xl"), "not what its name says"),
        ("a.docx", packed(evil="x"), "not what its name says"), ("a.odt", odf("spreadsheet"), "not what its name says"),
        ("a.docx", ooxml(**{"word__vbaProject.bin": "x"}), "macros"), ("a.xlsx", ooxml("xl", xl__macrosheets__s="x"), "macros"),
        ("a.odt", odf(Basic__Standard__Module1="x"), "macros"), ("a.odt", odf(Scripts__python__evil="x"), "macros"),
        ("a.docx", ooxml(word__bomb=b"\0" * (24 << 20)), "far larger"),
    ],
)  # fmt: skip
def test_documents_that_could_harm_or_lie_are_refused_in_words(cast, name, content, words):
    assert words in str(document_form(cast["meral"], content, name).errors["file"])


def test_a_document_has_a_limit_to_its_size(cast, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1 << 20
    assert "too big" in str(document_form(cast["meral"], b"%PDF-" + b"x" * (1 << 20)).errors["file"])
    assert "file" in document_form(cast["meral"], b"").errors
