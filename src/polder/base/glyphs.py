"""Letters, severities, initials: small marks whose shape says what their colour says (ui.md section 3)."""

from functools import lru_cache
from typing import Final
from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

LETTERS: Final = ("R", "A", "C", "I")
STATES: Final = ("", "take", "vacant", "gap", "gain", "lose")
FACET_CLASS: Final = {"content": "f-c", "design": "f-d", "technology": "f-t"}
SEVERITIES: Final = ("critical", "high", "medium", "low")
HUES: Final = ("", "h2", "h3", "h4")


def letter_name(letter: str) -> str:
    """The formal word: Responsible, Accountable, Consulted, Informed."""
    return {
        "R": pgettext("letter", "Responsible"),
        "A": pgettext("letter", "Accountable"),
        "C": pgettext("letter", "Consulted"),
        "I": pgettext("letter", "Informed"),
    }[letter]


def letter_verb(letter: str) -> str:
    """The word for people: does, answers, is asked, is told."""
    return {
        "R": pgettext("letter", "does"),
        "A": pgettext("letter", "answers"),
        "C": pgettext("letter", "is asked"),
        "I": pgettext("letter", "is told"),
    }[letter]


def facet_name(facet: str) -> str:
    """Content, design, technology, or all three for `*`."""
    return {
        "content": pgettext("facet", "content"),
        "design": pgettext("facet", "design"),
        "technology": pgettext("facet", "technology"),
        "*": pgettext("facet", "everything"),
    }[facet]


def letter_words(letter: str, state: str = "", inherited: bool = False, facet: str = "*") -> str:
    """The accessible name of a letter as it stands, in the active language."""
    name = letter_name(letter)
    if facet != "*":
        name = _("%(letter)s for %(facet)s") % {"letter": name, "facet": facet_name(facet)}
    suffix = {
        "": _("%(letter)s, from above") if inherited else "%(letter)s",
        "take": _("%(letter)s, as caretaker"),
        "vacant": _("%(letter)s, seat vacant"),
        "gap": _("%(letter)s, missing"),
        "gain": _("%(letter)s, gained"),
        "lose": _("%(letter)s, lost"),
    }[state]
    return suffix % {"letter": name}


def letter_classes(letter: str, state: str = "", inherited: bool = False, facet: str = "*", size: str = "") -> str:
    """The classes that draw a letter; a matrix writes them on a bare `<i>` inside its named button."""
    own_shape = state not in {"vacant", "gap"}
    parts = ["raci", letter.lower() if own_shape else "", "inh" if inherited and own_shape else "", state, size]
    if facet in FACET_CLASS:
        parts += ["only", FACET_CLASS[facet]]
    return " ".join(part for part in parts if part)


def letter_html(
    letter: str,
    *,
    state: str = "",
    inherited: bool = False,
    facet: str = "*",
    size: str = "",
    decorative: bool = False,
) -> SafeString:
    """A letter as a picture with a name. Cached per language: a matrix shows the same few thousands of times."""
    if letter not in LETTERS or state not in STATES:
        raise ValueError(f"No letter {letter!r} in state {state!r}.")
    return _drawn_letter(get_language() or "", letter, state, inherited, facet, size, decorative)


@lru_cache(maxsize=2048)
def _drawn_letter(
    language: str, letter: str, state: str, inherited: bool, facet: str, size: str, decorative: bool
) -> SafeString:
    classes = letter_classes(letter, state, inherited, facet, size)
    if decorative:
        return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letter)
    name = letter_words(letter, state, inherited, facet)
    return format_html('<span class="{}" role="img" aria-label="{}">{}</span>', classes, name, letter)


def severity_name(severity: str) -> str:
    return {
        "critical": pgettext("severity", "critical"),
        "high": pgettext("severity", "high"),
        "medium": pgettext("severity", "medium"),
        "low": pgettext("severity", "low"),
    }[severity]


def severity_html(severity: str, *, decorative: bool = False) -> SafeString:
    """Diamond, triangle, square or ring."""
    if severity not in SEVERITIES:
        raise ValueError(f"No severity {severity!r}.")
    if decorative:
        return format_html('<span class="sev {}" aria-hidden="true"></span>', severity)
    name = _("Severity: %(severity)s") % {"severity": severity_name(severity)}
    return format_html('<span class="sev {}" role="img" aria-label="{}"></span>', severity, name)


def initials(name: str) -> str:
    """First letter of the first and of the last word: "Anna de Wit" gives AW, "Plato" P, "" a question mark."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def hue(name: str) -> str:
    """One of four grounds, always the same for the same name."""
    return HUES[crc32(name.encode()) % len(HUES)]


def avatar_html(name: str, *, size: str = "", caretaker: bool = False) -> SafeString:
    """Initials on a ground; decoration, because the name is text beside it. Without a name: nobody, hatched."""
    if not name:
        classes = " ".join(part for part in ("avatar", "none", size) if part)
        return format_html('<span class="{}" role="img" aria-label="{}">?</span>', classes, _("Nobody"))
    classes = " ".join(part for part in ("avatar", hue(name), size, "take" if caretaker else "") if part)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))
