"""Names that mean the same party, in Dutch and English: what a spreadsheet calls "Comms" is the unit Communications.

Only words that name the same part of an organisation; what merely lies near each other is left to a person to choose.
Every match by synonym is shown before anything is saved.
"""

import unicodedata
from functools import lru_cache

# A line for each group; the names that mean the same are parted by commas;
# a line that begins with blanks goes on with the one before.
_TEXT = """
Communications, Communication, Comms, Communicatie, Corporate communications, Corporate communicatie,
  Concerncommunicatie, Communication and marketing, Marketing en communicatie
Internal communications, Internal comms, Interne communicatie
HR, HRM, P&O, P en O, Personeel en organisatie, Personeel & organisatie, Personeelszaken, Human resources, Human
  resource management, People and organisation, People & culture, Personnel
IT, ICT, I&A, Informatisering en automatisering, Information technology, Informatietechnologie, Automatisering
Steering group, Steering committee, Steerco, Stuurgroep, Stuurgroep intranet, Intranet steering group, Steering
  board
Working group, Werkgroep, Werkgroep intranet, Intranet working group
Editorial board, Redactieraad, Editorial council
Intranet manager, Intranetmanager, Intranetbeheerder, Intranet beheerder, Intranet administrator, Intranet lead
Service desk, Servicedesk, Help desk, Helpdesk, IT service desk, ICT servicedesk, Servicepunt ICT
Works council, Ondernemingsraad, OR, Employee council
Knowledge management, Kennismanagement, Knowledge managers, Kennisbeheer
Product owners, Product owner, Producteigenaren, Producteigenaar
Local editors, Local editor, Lokale redacteuren, Lokale redacteur, Decentrale redacteuren, Decentrale redactie,
  Department editors
Chief editor, Editor in chief, Hoofdredacteur, Managing editor
Editors, Redacteuren, Redactie, Editorial team, Content editors, Contentredactie
Privacy officer, Data protection officer, DPO, FG, Functionaris gegevensbescherming, Privacyfunctionaris
Security officer, CISO, Chief information security officer, Information security officer, Informatiebeveiliging,
  Beveiligingsfunctionaris
Security and privacy officer, Privacy and security officer, Functionaris beveiliging en privacy
Search and analytics specialist, Specialist zoeken en analyse, Zoekspecialist, Search specialist
Finance, Financiën, Finance and control, Financiën en control, Planning en control, Financial affairs
Legal, Legal affairs, Juridische zaken, Legal department, Juridische afdeling, JZ
Facilities, Facility management, Facilitair, Facilitaire zaken, Facilitaire dienst, Facilities management, FM
Procurement, Purchasing, Inkoop
Management, Directie, Management team, Managementteam, MT, Executive board, Directieteam, Board of directors
Records management, Documentaire informatievoorziening, DIV, Archive, Archief, Archiefbeheer
Application management, Applicatiebeheer, Application managers, Functioneel beheer, Functional management
Project manager, Projectleider, Projectmanager, Project leader
Supplier, Leverancier, Vendor
Everyone, Iedereen, All, Alle medewerkers, All employees, All staff, Employees, Medewerkers
"""
GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(name.strip() for name in line.split(",")) for line in _TEXT.replace("\n  ", " ").strip().splitlines()
)
_IN_BETWEEN = str.maketrans({"&": " en ", "+": " en "})
_AND = frozenset({"and", "en", "und", "et"})
_KIND_OF_PARTY = frozenset({"afdeling", "department", "dept", "the", "de", "het"})


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """The name for comparing: without case, accents, punctuation and blanks; "and" in whatever language is one word.

    A name without a letter or digit stays as it is.
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in bare.translate(_IN_BETWEEN)).split()
    return "".join("en" if word in _AND else word for word in words) or " ".join(name.split())


@lru_cache(maxsize=50_000)
def without_kind(name: str) -> str:
    """`folded` without words that only say what kind of party it is: "Afdeling HR" is "hr"."""
    return folded(" ".join(word for word in name.split() if folded(word) not in _KIND_OF_PARTY) or name)


_MEANT = {folded(name): number for number, group in enumerate(GROUPS) for name in group}
_NAMES = {number: tuple(dict.fromkeys(folded(n) for n in group)) for number, group in enumerate(GROUPS)}
_EVERYONE = frozenset(_NAMES[len(GROUPS) - 1])


def same_as(name: str) -> tuple[str, ...]:
    """The folded names that mean the same as this one, itself left out; none when it is not known."""
    own = folded(name)
    for known in dict.fromkeys((own, without_kind(name))):
        if known in _MEANT:
            return tuple(other for other in _NAMES[_MEANT[known]] if other != own)
    return ()


def means_everyone(name: str) -> bool:
    """Whether the name stands for everybody in the organisation."""
    return folded(name) in _EVERYONE
