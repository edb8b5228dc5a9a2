"""English in the code, Dutch in the catalogues: complete, compiled, and with every placeholder."""

import re
from pathlib import Path

import polib
import pytest

import polder
from tests import sentences

SOURCE = Path(polder.__file__).parent
CATALOGUES = sorted(SOURCE.glob("**/locale/nl/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def name(path: Path) -> str:
    """`governance/views/matrix.py`."""
    return str(path.relative_to(SOURCE))


def entries(path: Path) -> list[polib.POEntry]:
    """What the catalogue translates today."""
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def dutch(entry: polib.POEntry) -> list[str]:
    """Its translations: one, or one for each number."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_its_dutch_in_a_catalogue():
    known = {
        sentences.Sentence(entry.msgctxt or None, entry.msgid, entry.msgid_plural or None)
        for path in CATALOGUES
        for entry in entries(path)
    }
    sources = [*SOURCE.glob("**/*.py"), *SOURCE.glob("**/templates/**/*.html"), *SOURCE.glob("**/templates/**/*.txt")]
    missing = [
        f"{name(path)}: {sentence.text}"
        for path in sorted(sources)
        if "migrations" not in path.parts
        for sentence in sentences.of_file(path)
        if sentence not in known
    ]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_nothing_in_the_catalogue_is_fuzzy_or_without_dutch(path):
    assert [entry.msgid for entry in entries(path) if entry.fuzzy or not all(dutch(entry))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_the_dutch_has_the_placeholders_of_the_english(path):
    def placeholders(text: str) -> set[str]:
        return set(PLACEHOLDER.findall(text))

    wrong = [
        entry.msgid
        for entry in entries(path)
        for text in dutch(entry)
        if not placeholders(text) <= placeholders(entry.msgid + (entry.msgid_plural or ""))
        or (not entry.msgid_plural and placeholders(text) != placeholders(entry.msgid))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_the_compiled_catalogue_is_that_of_the_text(path):
    compiled = {(entry.msgctxt, entry.msgid): dutch(entry) for entry in polib.mofile(str(path.with_suffix(".mo")))}
    assert compiled == {(entry.msgctxt, entry.msgid): dutch(entry) for entry in entries(path)}


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_dutch_says_u(path):
    assert [text for entry in entries(path) for text in dutch(entry) if re.search(r"\b(jij|jouw|jullie)\b", text)] == []
