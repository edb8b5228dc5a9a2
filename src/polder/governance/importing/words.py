"""The words that headings, legends and cells are made of, in Dutch, English, German and French (importer.md 2-4).

Words are compared without accents and case: `plain` gives the form in which they stand here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Meaning(NamedTuple):
    """What a word or letter stands for: one of R, A, C, I or none, with the scheme's own remark.

    `asked`: only a person can say; until then no letter. `doubtful`: read as R, but asked (`word_meaning`).
    """

    letter: str | None
    remark: str | None = None
    asked: bool = False
    doubtful: bool = False


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The text without accents and in small letters, of the same length as its composed form (NFC)."""
    if text.isascii():
        return text.lower()
    return "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=5_000)
def _plain_sign(sign: str) -> str:
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign


_R, _A, _C, _I = Meaning("R"), Meaning("A"), Meaning("C"), Meaning("I")
DOUBTFUL = Meaning("R", doubtful=True)
_SUPPORT, _VERIFY, _SIGNS_OFF = Meaning("R", "support"), Meaning("C", "verify"), Meaning(None, "S", asked=True)


def _table(rows: dict[Meaning, str]) -> dict[str, Meaning]:
    return {plain(word.strip()): meaning for meaning, words in rows.items() for word in words.split(",")}


CELL_WORDS = _table(
    {
        _R: "verantwoordelijk, uitvoerend, uitvoeren, uitvoerder, responsible, doer, does, performs, "
        "durchführungsverantwortlich, durchführend, ausführend, réalisateur, réalise, exécutant",
        _A: "eindverantwoordelijk, aansprakelijk, beslist, accountable, owner, approver, approves, "
        "rechenschaftspflichtig, gesamtverantwortlich, autorité, approbateur, approuve",
        _C: "geraadpleegd, raadplegen, consulteren, adviseert, adviserend, consulted, consult, advises, "
        "konsultiert, beratend, consulté",
        _I: "geïnformeerd, informeren, informed, inform, informiert, informé",
        DOUBTFUL: "verantwortlich, responsable",
    }
)
HEADING_WORDS = CELL_WORDS | _table(
    {
        _SUPPORT: "support, supports, ondersteunend, ondersteunt, unterstützend, soutien",
        _VERIFY: "verifies, verifieert, controleert, prüft",
        _SIGNS_OFF: "signs off, tekent af",
    }
)


def _alternatives(words: dict[str, Meaning]) -> str:
    """The longest first: `eindverantwoordelijk` contains `verantwoordelijk`."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


CELL_WORD = re.compile(rf"(?:{_alternatives(CELL_WORDS)})(?![^\W_])")
# In headings and legends a word may be inflected: "Verantwoordelijke", "Verantwortliche", "informées".
_HEADING_WORD = re.compile(rf"(?<![^\W_])({_alternatives(HEADING_WORDS)})(?:e|en|er|es|n|s)?(?![^\W_])")


class FoundWord(NamedTuple):
    """A word of the letters within a longer text, as written, with its meaning."""

    start: int
    word: str
    meaning: Meaning


@lru_cache(maxsize=20_000)
def words_in(text: str) -> tuple[FoundWord, ...]:
    """The words of the letters in a heading or legend, from left to right."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(
        FoundWord(m.start(), composed[m.start() : m.end()], HEADING_WORDS[" ".join(m[1].split())])
        for m in _HEADING_WORD.finditer(plain(text))
    )


NO_LETTER = {"-", "–", "—", ".", "n.v.t.", "nvt", "n/a", "na", "none", "geen"}
EVERYONE = {"all", "everyone", "all employees", "all staff", "iedereen", "alle medewerkers"}

_ASPECT_WORDS = set(
    "activity activities task tasks process processes aspect aspects deliverable deliverables decision decisions "
    "topic topics taak taken activiteit activiteiten proces processen aspecten onderdeel onderdelen onderwerp "
    "onderwerpen aufgabe aufgaben tatigkeit tatigkeiten tache taches activite activites livrable livrables".split()
)
_PARTY_WORDS = set(
    "role roles function functions team teams department departments party parties rol rollen functie functies "
    "afdeling afdelingen partij partijen rolle abteilung abteilungen".split()
)
_COMPOUND = re.compile(
    r"(?:(?P<aspect>(?:werk|deel|hoofd|kern|bedrijfs|sub|teil|haupt|arbeits|kern)"
    r"(?:proces(?:sen)?|activiteit(?:en)?|taak|taken|onderwerp(?:en)?|aufgaben?|tatigkeit(?:en)?))"
    r"|(?P<party>(?:project|projekt|werk|deel|bedrijfs)(?:rol(?:len)?|rolle|functies?|teams?)))"
)
WHO_WORDS = {"who", "wie", "wer", "qui", "person", "persoon", "naam", "name", "nom", "medewerker", "employee", "actor"}
LETTER_WORDS = {"letter", "letters", "raci", "rasci", "racio", "arci", "rasic", "daci", "veri", "rapid", "pacsi"}
LETTER_WORDS |= {"code", "buchstabe", "lettre", "type", "verantwoordelijkheid", "responsibility", "bevoegdheid"}

LEGEND_WORDS = set(
    "legend legenda legende key letter letters code codes meaning betekenis bedeutung erklarung signification lettre "
    "buchstabe verklaring uitleg explanation".split()
)


@lru_cache(maxsize=5_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", plain(text)))


@lru_cache(maxsize=5_000)
def kinds_of(heading: str) -> frozenset[str]:
    """Which of `aspect` and `party` a heading of the label column names; a longer heading may name both."""
    kinds = set()
    for token in _tokens(heading):
        compound = _COMPOUND.fullmatch(token)
        if token in _ASPECT_WORDS or (compound and compound["aspect"]):
            kinds.add("aspect")
        if token in _PARTY_WORDS or (compound and compound["party"]):
            kinds.add("party")
    return frozenset(kinds)


def is_aspect_word(heading: str) -> bool:
    """Whether a heading has an aspect word and no party word."""
    return kinds_of(heading) == {"aspect"}


_NUMBER_WORDS = set("no nr num number numbers nummer nummers numero id ref # n".split())
_REMARK_WORDS = set(
    "remark remarks comment comments note notes opmerking opmerkingen toelichting bemerkung bemerkungen anmerkung "
    "anmerkungen remarque remarques commentaire commentaires notitie notities".split()
)
_NOTE_WORDS = (
    _NUMBER_WORDS
    | _REMARK_WORDS
    | set(
        "description descriptions omschrijving omschrijvingen beschrijving beschreibung "
        "frequency frequentie haufigkeit frequence term termijn deadline frist termin delai echeance "
        "start startdatum startdate begin beginn debut hours uren stunden heures review reviews herziening uberprufung "
        "revision retention bewaartermijn bewaren aufbewahrung aufbewahrungsfrist conservation "
        "priority prioriteit prioritat priorite sla slas system systems systeem systemen systeme "
        "facet deelgebied".split()
    )
)
# Words that may stand beside one of those without making it something else: "Review date", "Hours per week".
_FILLERS = set(
    "date datum of the per van de het der des du la le in en and week month year jaar maand day days dagen tage jours "
    "period periode level niveau time tijd estimated geschatte class klasse code d from vanaf a b c".split()
)


@lru_cache(maxsize=5_000)
def is_note_heading(heading: str) -> bool:
    """L8: a heading that decides that its column is a note, even over cells that look like letters."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain(heading))
    if heading.strip() in {"#", "№", "n°", "N°", "Nº", "nº"}:
        return True
    tokens = re.findall(r"[^\W_]+", bare)
    return any(t in _NOTE_WORDS for t in tokens) and all(t in _NOTE_WORDS or t in _FILLERS for t in tokens)


@lru_cache(maxsize=5_000)
def is_legend_heading(heading: str) -> bool:
    """A heading under which letters may be explained, or none at all."""
    return all(token in LEGEND_WORDS for token in _tokens(heading))


@lru_cache(maxsize=5_000)
def is_number_heading(heading: str) -> bool:
    """A heading of the numbers of the rows."""
    if heading.strip() in {"#", "№", "n°", "N°", "Nº", "nº"}:
        return True
    tokens = _tokens(heading)
    return bool(tokens) and tokens[0] in _NUMBER_WORDS and is_note_heading(heading)


@lru_cache(maxsize=5_000)
def is_remark_heading(heading: str) -> bool:
    """A heading of remarks: in a list (L6) they belong to the party."""
    return is_note_heading(heading) and any(t in _REMARK_WORDS for t in _tokens(heading))


_TOTAL = re.compile(
    r"(?:(?:#|aantal|totaal|total|totals|totalen|som|sum|summe|anzahl|gesamt|count|nombre)(?:\s*(?:of|van|de|der))?"
    r"(?:\s*[a-z](?:\s*['’]?s)?)?|[a-z]\s*#|check|controle|checks)\s*:?"
)


@lru_cache(maxsize=5_000)
def is_total_heading(heading: str) -> bool:
    """L11: a heading of counts and totals, as "# R", "Totaal A" or "Check"."""
    return _TOTAL.fullmatch(" ".join(plain(heading).split())) is not None and heading.strip() != "#"
