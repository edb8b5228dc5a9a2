"""The screens of the product: one row each. A new screen gets a row here, and `make look ONLY=name` draws it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Screen:
    """`who` is the key of a persona of the demo, None for somebody who is not signed in.

    `first` is done on the page before it is looked at: open a panel, choose a cell.
    """

    name: str
    path: str
    who: str | None
    first: Callable[[Page], None] | None = None


EMPLOYEE = "youssef-el-amrani"
AUTHOR = "lotte-visser"
ACCOUNTABLE = "merel-hoogland"
ADVISOR = "ruud-wessels"
MANAGER = "kim-hoekstra"
CHAIR = "anna-de-wit"
OPERATOR = "pieter-dekkers"
LEAVER = "fatima-benali"
SPECIALIST = "willemijn-brouwer"


def _take_the_tour(page: Page) -> None:
    page.locator(".tour .primary").click()
    page.wait_for_load_state("networkidle")


def _open_a_cell(page: Page) -> None:
    page.locator("table button[name=cell]").nth(20).click()
    page.locator("#why h2, #why h3").first.wait_for()


def _near_a_search(page: Page) -> None:
    page.locator("#id_name").fill("Search for everybody")
    page.locator("#id_goal").fill("Colleagues find the right answer with one search in pages and files")
    for field, days in (("#id_begins", 5), ("#id_ends", 60)):
        page.locator(field).fill((datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d"))
    page.locator("#near .nearby").wait_for()


def _follow(title: str) -> Callable[[Page], None]:
    """To the change set of that title: its number depends on the database."""

    def go(page: Page) -> None:
        page.get_by_role("link", name=title).first.click()
        page.wait_for_load_state("networkidle")

    return go


def _how_it_was(page: Page) -> None:
    _follow("Bij elke regeling")(page)
    page.locator("main details summary").first.click()


def _other_words(page: Page) -> None:
    _follow("Zoeken met een foto")(page)
    page.locator("a[href$='/change/']").click()
    page.wait_for_load_state("networkidle")


def _played(title: str) -> Callable[[Page], None]:
    """To a scenario, until the worker has played it."""

    def go(page: Page) -> None:
        _follow(title)(page)
        page.locator("#run [data-say]").wait_for(timeout=60_000)

    return go


def _write(page: Page) -> None:
    """Into the editor: a page's number depends on the database."""
    page.get_by_role("link", name=re.compile("^(Edit|Bewerken|Write a page|Een pagina schrijven)$")).first.click()
    page.locator("#pld-next, .outlined").first.wait_for()
    if page.locator(".outlined").count():
        page.locator("a[href='?from=empty']").click()
    page.locator("#pld-next").wait_for()


def _begin(page: Page) -> None:
    """To the choice of what to begin a new page with."""
    page.get_by_role(
        "link", name=re.compile("^(Write a page|Een pagina schrijven|Een pagina schrijven)$")
    ).first.click()
    page.locator(".outlined").wait_for()


def _begin_with(page: Page) -> None:
    """Into the editor, with a template in it."""
    _begin(page)
    page.locator(".outlined a").first.click()
    page.locator("#pld-next").wait_for()


def _templates(page: Page) -> None:
    """From the page of an aspect to its templates."""
    page.locator("a[href^='/templates/under/']").first.click()
    page.locator(".outlined").wait_for()


def _template(page: Page) -> None:
    """One of them."""
    _templates(page)
    page.locator(".outlined a").first.click()
    page.locator("article.paper").wait_for()


def _write_template(page: Page) -> None:
    """A page made into a template, in the editor."""
    page.locator("a[href*='/edit/templates/new/']").first.click()
    page.locator("#id_name").wait_for()


def _preview(page: Page) -> None:
    """The editor, with what readers would see open beside the text."""
    _write(page)
    page.locator("[data-side-panel-toggle=preview]").first.click()
    page.frame_locator("#w-preview-iframe, .w-preview__iframe").first.locator("h1").wait_for()


def _as_a_reader(chosen: str = "") -> Callable[[Page], None]:
    """The page as somebody else would see it; with the form open where nobody is chosen."""

    def go(page: Page) -> None:
        page.goto(f"{page.locator("a[href$='/as/']").first.get_attribute('href')}{chosen}")
        if not chosen:
            page.locator(".asreader summary").click()

    return go


def _place(page: Page) -> None:
    """To the place of the page that is open; its number depends on the database, its words on the language."""
    page.locator("a[href^='/place/']").first.click()
    page.wait_for_load_state("networkidle")


def _open_a_word(page: Page) -> None:
    """What it means here."""
    page.locator("button.term").first.click()


def _file(page: Page) -> None:
    """To the first file of the list."""
    page.locator("tbody th a").first.click()
    page.wait_for_load_state("networkidle")


def _order(page: Page) -> None:
    """To the order of what stands under it, for who has the design."""
    page.locator("a[href^='/order/']").first.click()
    page.locator("#order-h").wait_for()


def _to(selector: str) -> Callable[[Page], None]:
    """Along the first link of that kind: its words differ by language, its number by database."""

    def go(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")

    return go


def _in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def _write_urgent(page: Page) -> None:
    """Filled in and looked at: nothing is sent."""
    page.fill("[name=title]", "No power in the town hall")
    page.fill("[name=text]", "Use the stairs, save your work, and leave by the north door.")
    page.select_option("[name=audience]", ["unit:operations", "unit:citizen-services"])
    page.locator("button[name=look]").click()
    page.wait_for_load_state("networkidle")


def _accept_the_first(page: Page) -> None:
    page.locator("main a[href$='/accept/']").first.click()
    page.wait_for_load_state("networkidle")


_WHY = "/matrix/why/?aspect=homepage-layout&party=role:local-editors"

_OWN_FILE = b"""Activity;Intranet manager;Communications;IT;Depts
Layout of the homepage;R/A;C;C;I
News carousel;;R/A;A;
News, local;I;S;;R/A
Knowledge base;C;;R;
Search;A;;R;see note
"""


def _choose_own_file(page: Page) -> None:
    """A little matrix in which something is asked, something missing, and something to be chosen."""
    page.set_input_files("#file", {"name": "raci.csv", "mimeType": "text/csv", "buffer": _OWN_FILE})
    page.wait_for_url("**/matrix/import/*/")


def _foretell(page: Page) -> None:
    """Shorter reviews, looked at and not applied."""
    page.fill("#id_review_months", "1")
    page.locator("button[value=look]").click()
    page.wait_for_load_state("networkidle")


SCREENS: tuple[Screen, ...] = (
    # The way in
    Screen("sign-in", "/account/login/", None),
    Screen("sign-in-by-code", "/sign-in/code/", None),
    Screen("forgotten-password", "/account/password/reset/", None),
    Screen("personas", "/demo/", None),
    # Home, and oneself
    Screen("home", "/", MANAGER),
    Screen("home-employee", "/", EMPLOYEE),
    Screen("home-accountable", "/", ACCOUNTABLE),
    Screen("home-chair", "/", CHAIR),
    Screen("home-operator", "/", OPERATOR),
    Screen("home-leaver", "/", LEAVER),
    Screen("tour", "/", AUTHOR, _take_the_tour),
    Screen("news", "/news/", EMPLOYEE),
    Screen("channel-settings", "/news/in/news-and-announcements/settings/", CHAIR),
    Screen("urgent", "/news/urgent/", EMPLOYEE),
    Screen("urgent-message", "/news/urgent/1/", MANAGER),
    Screen("urgent-new", "/news/urgent/new/", MANAGER, _write_urgent),
    Screen("news-calendar", "/news/calendar/", MANAGER),
    Screen("news-calendar-week", "/news/calendar/?view=week", EMPLOYEE),
    Screen("newsletters", "/news/letters/", EMPLOYEE),
    Screen("newsletter", "/news/letters/this-week-in-polderveen/", "sanne-de-vries"),
    Screen("newsletter-issue", "/news/letters/this-week-in-polderveen/1/", EMPLOYEE),
    Screen(
        "newsletter-preview", "/news/letters/this-week-in-polderveen/preview/?person=ruud-wessels", "sanne-de-vries"
    ),
    Screen("newsletter-settings", "/news/letters/this-week-in-polderveen/settings/", "sanne-de-vries"),
    Screen("channel-new", "/news/channels/new/", MANAGER),
    Screen("pages", "/pages/", EMPLOYEE),
    Screen("page", "/pages/leave-and-absence/holiday-leave/", EMPLOYEE),
    Screen("page-kept", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE),
    Screen("as-reader", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE, _as_a_reader()),
    Screen("as-reader-not", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE, _as_a_reader("?guest=1&reads=nl")),
    Screen("begin-with", "/pages/", MANAGER, _begin),
    Screen("editor-with-template", "/pages/", MANAGER, _begin_with),
    Screen("templates", "/aspects/homepage/", MANAGER, _templates),
    Screen("template", "/aspects/homepage/", MANAGER, _template),
    Screen("template-write", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE, _write_template),
    Screen("editor-preview", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE, _preview),
    Screen("editor", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE, _write),
    Screen("order", "/pages/leave-and-absence/", ACCOUNTABLE, _order),
    Screen("editor-new", "/pages/", ACCOUNTABLE, _write),
    Screen("editor-tree", "/edit/pages/", MANAGER),
    Screen("knowledge", "/knowledge/", EMPLOYEE),
    Screen("article", "/knowledge/a-gift-at-the-counter/", EMPLOYEE),
    Screen("article-kept", "/knowledge/a-case-in-the-wrong-team/", MANAGER, _open_a_word),
    Screen("questions", "/knowledge/questions/", EMPLOYEE),
    Screen("question", "/knowledge/questions/", LEAVER, _follow("Schrijven we inwoner")),
    Screen("question-kept", "/knowledge/questions/", ACCOUNTABLE, _follow("May I carry leave over")),
    Screen("question-ask", "/knowledge/questions/ask/?title=How+many+hours+of+leave+may+I+take%3F", EMPLOYEE),
    Screen("wishes", "/wishes/", EMPLOYEE),
    Screen("wishes-most", "/wishes/?show=most", EMPLOYEE),
    Screen("wish", "/wishes/", EMPLOYEE, _follow("One search at the front desk")),
    Screen("wish-kept", "/wishes/", ACCOUNTABLE, _follow("See who of my team")),
    Screen("wish-decided", "/wishes/?show=answered", EMPLOYEE, _follow("One word for one thing")),
    Screen("wish-before", "/wishes/", EMPLOYEE, _how_it_was),
    Screen("wish-words", "/wishes/?show=mine", EMPLOYEE, _other_words),
    Screen("wish-new", "/wishes/new/?title=Who+of+my+team+is+on+leave%3F", EMPLOYEE),
    Screen("spaces", "/spaces/?show=all", MANAGER),
    Screen("space-of-unit", "/spaces/unit/hr/", ACCOUNTABLE),
    Screen("space-of-body", "/spaces/body/working-group/", ADVISOR),
    Screen("space-tasks", "/spaces/unit/hr/tasks/", ACCOUNTABLE),
    Screen("space-board", "/spaces/unit/hr/tasks/?view=board", ACCOUNTABLE),
    Screen("space-task", "/spaces/unit/hr/tasks/", ACCOUNTABLE, _follow("Rewrite the page on parental leave")),
    Screen("space-task-new", "/spaces/unit/hr/tasks/new/", ACCOUNTABLE),
    Screen("space-files", "/spaces/unit/hr/files/", ACCOUNTABLE),
    Screen("space-file", "/spaces/unit/hr/files/", ACCOUNTABLE, _follow("Plan for the annual conversations")),
    Screen("space-end", "/spaces/unit/hr/end/", ACCOUNTABLE),
    Screen("space-open", "/spaces/unit/communications/open/", MANAGER),
    Screen("words", "/knowledge/words/", AUTHOR),
    Screen("word-new", "/knowledge/words/new/", AUTHOR),
    Screen("place", "/pages/leave-and-absence/holiday-leave/", ACCOUNTABLE, _place),
    Screen("page-behind", "/pages/verlof-en-verzuim/ouderschapsverlof/", ACCOUNTABLE),
    Screen("translations", "/pages/translations/", ACCOUNTABLE),
    Screen("tag", "/tags/leave/", EMPLOYEE),
    Screen("page-with-files", "/pages/leave-and-absence/parental-leave/", EMPLOYEE),
    Screen("files", "/files/", ACCOUNTABLE),
    Screen("files-documents", "/files/documents/", ACCOUNTABLE),
    Screen("file", "/files/", ACCOUNTABLE, _file),
    Screen("file-bin", "/bin/files/pictures/", AUTHOR),
    Screen("bin", "/bin/", AUTHOR),
    Screen("reviews", "/reviews/?when=all", AUTHOR),
    Screen("quality", "/quality/", ACCOUNTABLE),
    Screen("aspect-to-mend", "/aspects/employment-and-benefits/", ACCOUNTABLE),
    Screen("quality-accept", "/quality/", ACCOUNTABLE, _accept_the_first),
    Screen("rehearsals", "/rehearsals/", AUTHOR),
    Screen(
        "rehearsal-holds", "/rehearsals/", AUTHOR, _played("The works council is asked before personal data change")
    ),
    Screen("rehearsal-fails", "/rehearsals/", MANAGER, _played("Human resources is asked about the tiles")),
    Screen("rehearsal-new", "/rehearsals/new/", AUTHOR),
    # What waits, and what one is told
    Screen("inbox", "/inbox/", MANAGER),
    Screen("inbox-accountable", "/inbox/", ACCOUNTABLE),
    Screen("inbox-empty", "/inbox/", EMPLOYEE),
    Screen("notices", "/notices/", CHAIR),
    Screen("notices-empty", "/notices/", EMPLOYEE),
    Screen("telling", "/notices/settings/", MANAGER),
    Screen("post", "/registration/mail/", OPERATOR),
    # The matrix
    Screen("matrix", "/matrix/", MANAGER),
    Screen("matrix-design", "/matrix/?facet=design", MANAGER),
    Screen("matrix-gaps", "/matrix/?gaps=1", CHAIR),
    Screen("matrix-mine", "/matrix/?mine=1", AUTHOR),
    Screen("matrix-next-week", "/matrix/?party=unit:knowledge-management&at=" + _in_days(8), MANAGER),
    Screen("matrix-cell", "/matrix/", MANAGER, _open_a_cell),
    Screen("why", _WHY, AUTHOR),
    Screen("matrix-print", "/matrix/print/", MANAGER),
    Screen("aspect", "/aspects/homepage-layout/", AUTHOR),
    Screen("aspect-branch", "/aspects/homepage/", MANAGER),
    Screen("aspect-gap", "/aspects/case-management/", CHAIR),
    Screen("aspect-edit", "/aspects/homepage-layout/settings/", CHAIR),
    Screen("aspect-foretold", "/aspects/leave-and-absence/settings/", CHAIR, _foretell),
    Screen("aspect-kept", "/aspects/leave-and-absence/", ACCOUNTABLE),
    Screen("aspect-new", "/aspects/homepage/new/", CHAIR),
    Screen("history", "/matrix/history/", CHAIR),
    Screen("import", "/matrix/import/", MANAGER),
    Screen("import-reading", "/matrix/import/", MANAGER, _choose_own_file),
    Screen("change-sets", "/matrix/changes/?tab=applied", CHAIR),
    Screen(
        "change-set-waiting", "/matrix/changes/?tab=proposed", CHAIR, _follow("A successor for knowledge management")
    ),
    Screen("change-set-draft", "/matrix/changes/", MANAGER, _follow("Ask fewer people about the homepage")),
    Screen("change-set-applied", "/matrix/changes/?tab=applied", MANAGER, _follow("The matrix from our spreadsheet")),
    Screen("findings", "/findings/", MANAGER),
    Screen("findings-mine", "/findings/", ACCOUNTABLE),
    Screen("me", "/me/", AUTHOR),
    Screen("second-factor", "/account/2fa/", AUTHOR),
    # People, units, roles and bodies
    Screen("people", "/people/", EMPLOYEE),
    Screen("person", "/people/kim-hoekstra/", AUTHOR),
    Screen("person-leaving", "/people/fatima-benali/", MANAGER),
    Screen("person-history", "/people/kim-hoekstra/history/", MANAGER),
    Screen("person-new", "/people/new/", OPERATOR),
    Screen("person-edit", "/people/kim-hoekstra/edit/", OPERATOR),
    Screen("person-leave-goals", "/people/willemijn-brouwer/leave/", OPERATOR),
    Screen("person-leave", "/people/lotte-visser/leave/", OPERATOR),
    Screen("people-import", "/people/import/", OPERATOR),
    Screen("units", "/units/", EMPLOYEE),
    Screen("unit", "/units/hr/", ACCOUNTABLE),
    Screen("unit-edit", "/units/hr/edit/", OPERATOR),
    Screen("roles", "/roles/", EMPLOYEE),
    Screen("role", "/roles/intranet-manager/", MANAGER),
    Screen("role-hold", "/roles/intranet-manager/hold/", OPERATOR),
    Screen("bodies", "/bodies/", EMPLOYEE),
    Screen("body", "/bodies/steering-group/", CHAIR),
    Screen("body-edit", "/bodies/steering-group/edit/", OPERATOR),
    Screen("body-seat", "/bodies/steering-group/seat/", OPERATOR),
    Screen("body-kinds", "/set-up/bodies/", OPERATOR),
    Screen("body-set-up", "/set-up/bodies/working_group/", OPERATOR),
    Screen("body-charter", "/bodies/working-group/charter/", OPERATOR),
    Screen("body-rhythm", "/bodies/steering-group/rhythm/", CHAIR),
    Screen("meeting", "/bodies/steering-group/", CHAIR, _to("main a[href^='/meetings/']")),
    Screen("papers", "/bodies/steering-group/", CHAIR, _to("main a[href$='/papers/']")),
    Screen("meeting-new", "/bodies/steering-group/meetings/new/", CHAIR),
    Screen("proposals", "/bodies/steering-group/proposals/", CHAIR),
    Screen("proposal", "/bodies/steering-group/", CHAIR, _follow("Renew search: buy, build or wait?")),
    Screen("proposal-advised", "/bodies/editors-circle/", LEAVER, _follow("One word for one thing, also in letters")),
    Screen("proposal-new", "/bodies/working-group/proposals/new/", MANAGER),
    Screen("decisions", "/decisions/", EMPLOYEE),
    Screen("year", "/year/", CHAIR),
    Screen("year-links", "/year/links/", CHAIR),
    Screen("budget", "/budget/", EMPLOYEE),
    Screen("budget-entered", "/budget/", MANAGER),
    Screen("budget-entry", "/budget/entry/", MANAGER),
    Screen("budget-file", "/budget/file/", MANAGER),
    Screen("budget-round", f"/budget/{datetime.now(UTC).year + 1}/", CHAIR),
    # Projects
    Screen("direction", "/direction/?dropped=1", EMPLOYEE),
    Screen("direction-table", "/direction/?as=table", EMPLOYEE),
    Screen("goal", "/direction/", CHAIR, _follow("Who searches finds it")),
    Screen("goal-new", "/direction/new/", CHAIR),
    Screen("projects", "/projects/", EMPLOYEE),
    Screen("project-new", "/projects/new/?aspect=search", MANAGER, _near_a_search),
    Screen("project", "/projects/a-search-that-finds/", SPECIALIST),
    Screen("project-proposed", "/projects/answers-at-the-front-desk/", "imane-idrissi"),
    Screen("project-close", "/projects/a-search-that-finds/close/", CHAIR),
    Screen("project-timeline", "/projects/timeline/", EMPLOYEE),
    Screen("project-table", "/projects/timeline/?as=table", EMPLOYEE),
    Screen("deputies", "/deputies/", ADVISOR),
    Screen("registration", "/registration/", OPERATOR),
    Screen("organisation-settings", "/registration/organisation/", OPERATOR),
    # The parts that screens are made of
    Screen("styleguide", "/styleguide/", MANAGER),
)
