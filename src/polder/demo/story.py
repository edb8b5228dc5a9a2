"""What happened in Polderveen after its spreadsheet was taken over: who changed which letters, when and why.

Moments are days before the demo is made, so that the story is as old for everybody. Keys of aspects are those the importer
makes from the names in data/intranet-raci.xlsx.
"""

from dataclasses import dataclass

from polder.governance.changes import Assign, ChangeAspect, MatrixLine, Unassign
from polder.governance.facts import AspectKey, Facet, Letter, PartyKey

KNOWLEDGE = (
    "policies-and-regulations",
    "knowledge-base",
    "glossary",
    "questions-and-answers",
    "expert-finder-and-profiles",
    "document-management",
    "project-team-spaces",
    "sources-and-quality-of-ai-answers",
    "ai-assistant",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One change set: made by `by`, `days_ago`."""

    days_ago: int
    by: str
    title: str
    reason: str
    lines: tuple[MatrixLine, ...]


def _give(aspect: str, party: str, letter: Letter, facet: Facet = "*") -> Assign:
    return Assign(AspectKey(aspect), facet, PartyKey(party), letter)


def _take(aspect: str, party: str, letter: Letter, facet: Facet = "*") -> Unassign:
    return Unassign(AspectKey(aspect), facet, PartyKey(party), letter)


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        262, "anna-de-wit", "Four eyes on news and on urgent announcements",
        "A press release was on the intranet before the council had it.",
        (
            ChangeAspect(AspectKey("news-and-announcements"), {"four_eyes": True}),
            ChangeAspect(AspectKey("urgent-announcements"), {"four_eyes": True}),
        ),
    ),
    Chapter(
        243, "anna-de-wit", "Somebody keeps each part in order",
        "The headings of the spreadsheet had no letters.",
        (
            _give("strategy-and-governance", "role:intranet-manager", "R"),
            _give("technology-platform", "unit:it", "R"),
            _give("design-standards", "unit:communications", "R"),
            _give("homepage", "unit:communications", "R"),
            _give("knowledge", "unit:knowledge-management", "R"),
            _give("search", "role:search-and-analytics-specialist", "R"),
            _give("integrations", "unit:it", "R"),
            _give("hr-self-service", "unit:hr", "R"),
            _give("forms-and-automations", "role:product-owners", "R"),
            _give("communities-and-collaboration", "role:intranet-manager", "R"),
            _give("mobile", "unit:it", "R"),
            _give("artificial-intelligence", "role:intranet-manager", "R"),
            _give("training-and-support", "role:intranet-manager", "R"),
            _give("measurement", "role:search-and-analytics-specialist", "R"),
        ),
    ),
    Chapter(
        214, "anna-de-wit", "Who answers for the AI assistant",
        "Both wanted it. Knowledge management answers for what it says, IT for how it runs.",
        (
            _give("ai-assistant", "unit:knowledge-management", "A"),
            _give("ai-assistant", "unit:it", "A", "technology"),
        ),
    ),
    Chapter(
        190, "anna-de-wit", "Somebody answers for the moderation of communities",
        "The spreadsheet left it open; complaints went from desk to desk.",
        (_give("moderation-of-communities", "role:intranet-manager", "A"),),
    ),
    Chapter(
        152, "kim-hoekstra", "Facilities writes about buildings",
        "They found an editor. Until the reorganisation the intranet manager still answers.",
        (_give("buildings-and-facilities", "unit:facilities", "R", "content"),),
    ),
    Chapter(
        121, "kim-hoekstra", "The search specialist makes the report on stale content",
        "It is one query more for her, and nobody else made it.",
        (_give("report-on-stale-content", "role:search-and-analytics-specialist", "R"),),
    ),
    Chapter(
        118, "anna-de-wit", "An ambassador in every department",
        "A proposal of the works council; Bram coordinates.",
        (
            _give("ambassadors-network", "role:ambassadors-coordinator", "A"),
            _give("ambassadors-network", "role:local-editors", "R"),
        ),
    ),
    Chapter(
        95, "anna-de-wit", "Communications answers for the look of the homepage",
        "What stands where is the intranet manager's; how it looks follows the house style.",
        (_give("homepage-layout", "unit:communications", "A", "design"),),
    ),
    Chapter(
        61, "merel-hoogland", "The works council is asked about personal data",
        "Agreed with the works council in spring.",
        (_give("changes-of-personal-data", "body:works-council", "C"),),
    ),
    Chapter(
        44, "sanne-de-vries", "Product owners no longer write push messages",
        "Two messages on one evening were one too many.",
        (
            _take("push-messages", "role:product-owners", "R"),
            _give("push-messages", "role:product-owners", "I"),
        ),
    ),
    Chapter(
        19, "peter-dijkgraaf", "The contact centre hears of outages first",
        "They get the phone calls.",
        (_give("availability-and-speed", "unit:contact-centre", "I"),),
    ),
)  # fmt: skip

# From the first of a coming month, decided by the chair.
REORGANISATION = Chapter(
    9, "anna-de-wit", "Reorganisation: Facilities answers for its own pages",
    "Facilities becomes a department of its own, with an editor.",
    (
        _take("buildings-and-facilities", "role:intranet-manager", "A"),
        _give("buildings-and-facilities", "unit:facilities", "A"),
        _give("buildings-and-facilities", "role:intranet-manager", "C"),
    ),
)  # fmt: skip

# Waits for the chair: what Fatima answers for goes to Willemijn on the day she leaves.
SUCCESSOR = Chapter(
    5, "kim-hoekstra", "A successor for knowledge management",
    "Fatima leaves next week and her place is not filled. Willemijn knows the work.",
    (
        *(_take(key, "unit:knowledge-management", "A") for key in KNOWLEDGE),
        *(_give(key, "role:search-and-analytics-specialist", "A") for key in KNOWLEDGE),
    ),
)  # fmt: skip

# Still on Kim's desk.
DRAFT = Chapter(
    2, "kim-hoekstra", "Ask fewer people about the homepage",
    "Five parties are asked about each tile; two only want to know.",
    (
        _take("homepage-layout", "unit:hr", "C"),
        _give("homepage-layout", "unit:hr", "I"),
    ),
)  # fmt: skip
