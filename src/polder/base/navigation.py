"""The one navigation. Apps register entries in `ready()`; rail, bottom bar, menu sheet and account menu show them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Visible = Callable[[HttpRequest], bool]
Count = Callable[[HttpRequest], int]
Mark = Callable[[HttpRequest], str]

PHONE_PLACES: Final = 4  # the fifth place of the bottom bar is the menu


def signed_in(request: HttpRequest) -> bool:
    """The default: whoever is signed in sees the entry. What it opens decides for itself whether it opens."""
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading in the rail."""

    key: str
    label: str | Promise
    order: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go. `count` is the small number beside it; `letter` the key after `g` that goes there.

    `mark` gives a piece of HTML in the place of the number: one that keeps itself up to date.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    group: str = "work"  # WORK, GOVERNANCE, MANAGEMENT or ACCOUNT below, or a registered group
    order: int = 100
    phone: bool = False
    visible: Visible = signed_in
    count: Count | None = None
    letter: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one request sees it."""

    entry: Entry
    url: str
    count: int
    current: str  # "page", "true" (below this entry) or ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    group: Group
    entries: tuple[Shown, ...]

    @property
    def on_phone(self) -> bool:
        return any(shown.entry.phone for shown in self.entries)


class RegistrationError(Exception):
    """Two apps want the same key, or an entry cannot be shown. Stops the start."""


@dataclass
class Navigation:
    """The registry. One instance (`registry`) serves the product; tests make their own."""

    groups: dict[str, Group] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def register_group(self, group: Group) -> None:
        if group.key in self.groups:
            raise RegistrationError(f"The navigation already has a group {group.key!r}.")
        self.groups[group.key] = group

    def register(self, entry: Entry) -> None:
        """Adds an entry. Raises RegistrationError on a taken key or letter, an unknown group, a fifth phone entry."""
        if entry.key in self.entries:
            raise RegistrationError(f"The navigation already has an entry {entry.key!r}.")
        if entry.group not in self.groups:
            raise RegistrationError(f"Entry {entry.key!r} names the group {entry.group!r}, which does not exist.")
        if entry.letter and any(other.letter == entry.letter for other in self.entries.values()):
            raise RegistrationError(f"Entry {entry.key!r} wants the key {entry.letter!r}, which is taken.")
        if entry.phone and sum(other.phone for other in self.entries.values()) >= PHONE_PLACES:
            raise RegistrationError(f"Entry {entry.key!r} wants a fifth place in the bottom bar; there are four.")
        self.entries[entry.key] = entry

    def shown(self, request: HttpRequest, current_key: str = "") -> list[ShownGroup]:
        """What this request may see, by group and order. `current_key` overrules what the address says."""
        seen = [(entry, reverse(entry.url_name)) for entry in self._ordered() if entry.visible(request)]
        marks = {current_key: "page"} if current_key else _current(request.path, seen)
        by_group: dict[str, list[Shown]] = {}
        for entry, url in seen:
            count = entry.count(request) if entry.count else 0
            mark = entry.mark(request) if entry.mark else ""
            by_group.setdefault(entry.group, []).append(Shown(entry, url, count, marks.get(entry.key, ""), mark))
        in_order = sorted(self.groups.values(), key=lambda group: (group.order, group.key))
        return [ShownGroup(group, tuple(by_group[group.key])) for group in in_order if group.key in by_group]

    def _ordered(self) -> list[Entry]:
        return sorted(self.entries.values(), key=lambda entry: (entry.order, entry.key))


def _current(path: str, seen: list[tuple[Entry, str]]) -> dict[str, str]:
    """The entry whose address is the longest beginning of `path`; home only for itself."""
    matches = [(url, entry.key) for entry, url in seen if path == url or (url != "/" and path.startswith(url))]
    if not matches:
        return {}
    url, key = max(matches, key=lambda match: len(match[0]))
    return {key: "page" if path == url else "true"}


# The headings of the frame. ACCOUNT is not in the rail: its entries stand in the menu behind one's initials.
WORK: Final = "work"
GOVERNANCE: Final = "governance"
MANAGEMENT: Final = "management"
ACCOUNT: Final = "account"

registry = Navigation()
registry.register_group(Group(WORK, _("Workplace"), 10))
registry.register_group(Group(GOVERNANCE, _("Governance"), 20))
registry.register_group(Group(MANAGEMENT, _("Management"), 30))
registry.register_group(Group(ACCOUNT, _("Your account"), 90))
