"""The tags of the design system. A builtin: templates need no `load`. README.md beside `base` shows each in use."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language

from polder.base import glyphs, navigation, words
from polder.base.fields import field_facts
from polder.base.icons import icon_svg, logo_svg
from polder.base.toasts import Toast, take_toasts

register = template.Library()

STYLESHEETS = tuple(
    f"base/css/{name}.css"
    for name in (
        "tokens", "reset", "amounts", "frame", "controls", "letters", "people", "cards", "table", "forms", "messages",
        "matrix", "change", "body", "import", "profile", "article", "editor", "home", "utilities", "forced", "print",
    )
)  # fmt: skip
BADGES = {"", "good", "warn", "bad", "accent", "line"}
BADGE_ICONS = {"good": "check", "warn": "clock", "bad": "warn"}


# --- marks -----------------------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """{% icon "matrix" %} {% icon "check" "sm" %}: decoration; the button or link around it needs a name."""
    return icon_svg(str(name), str(size))


@register.simple_tag
def logo() -> SafeString:
    return logo_svg()


@register.simple_tag
def letter(
    letter: str, state: str = "", inherited: bool = False, facet: str = "*", size: str = "", decorative: bool = False
) -> SafeString:
    """{% letter "A" %} {% letter "A" "take" %} {% letter "R" inherited=True %} {% letter "A" facet="design" %}"""
    return glyphs.letter_html(
        letter, state=state, inherited=bool(inherited), facet=facet, size=size, decorative=decorative
    )


@register.filter
def letter_name(letter: str) -> str:
    return glyphs.letter_name(letter)


@register.filter
def letter_verb(letter: str) -> str:
    return glyphs.letter_verb(letter)


@register.filter
def facet_name(facet: str) -> str:
    return glyphs.facet_name(facet)


@register.simple_tag
def severity(name: str, decorative: bool = False) -> SafeString:
    """{% severity "high" %}: decorative=True when the word stands beside it."""
    return glyphs.severity_html(name, decorative=decorative)


@register.filter
def severity_name(name: str) -> str:
    return glyphs.severity_name(name)


@register.simple_tag
def avatar(name: str = "", size: str = "", caretaker: bool = False) -> SafeString:
    """{% avatar person.name %} {% avatar person.name "sm" %}; without a name: nobody, hatched."""
    return glyphs.avatar_html(str(name or ""), size=size, caretaker=bool(caretaker))


@register.simple_tag
def who(name: str, detail: str = "", url: str = "", size: str = "", caretaker: bool = False) -> SafeString:
    """{% who person.name person.title url=person.get_absolute_url %}: initials, name, a line under it."""
    shown = format_html('<a href="{}">{}</a>', url, name) if url else format_html("{}", name)
    small = format_html("<small>{}</small>", detail) if detail else ""
    picture = glyphs.avatar_html(str(name or ""), size=size, caretaker=bool(caretaker))
    return format_html('<span class="who">{}<span>{}{}</span></span>', picture, shown, small)


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "") -> SafeString:
    """{% badge "Vacant" "bad" %}: good, warn and bad bring their icon; icon="none" leaves it out."""
    if tone not in BADGES:
        raise template.TemplateSyntaxError(f"A badge has no tone {tone!r}.")
    chosen = icon or BADGE_ICONS.get(tone, "")
    drawn = icon_svg(chosen) if chosen and chosen != "none" else ""
    return format_html('<span class="{}">{}{}</span>', f"badge {tone}".strip(), drawn, text)


# --- amounts ---------------------------------------------------------------------------------------------------------
def _share(value: float) -> int:
    return max(0, min(100, round(float(value or 0))))


@register.simple_tag
def gauge(value: float, label: str = "", tone: str = "", more: float = 0, thin: bool = False) -> SafeString:
    """{% gauge 64 label="412 of 640 have confirmed" %}: 0 to 100; `more` is a second, paler part after it."""
    first, second = _share(value), _share(more)
    classes = " ".join(part for part in ("gauge", tone, "thin" if thin else "") if part)
    bars = format_html('<i class="v{}"></i>', first)
    if second:
        bars += format_html('<i class="v{} from{}"></i>', min(second, 100 - first), first)
    return format_html('<span class="{}" role="img" aria-label="{}">{}</span>', classes, label or f"{first}%", bars)


@register.simple_tag
def clock(text: str, share: float = 0, tone: str = "") -> SafeString:
    """{% clock "1 day" 75 "warn" %}: a ring that fills and always its words."""
    ring = format_html('<span class="ring v{}" aria-hidden="true"></span>', _share(share))
    return format_html('<span class="{}">{}{}</span>', f"clock {tone}".strip(), ring, text)


@register.simple_tag(takes_context=True)
def clock_until(context: Context, until: datetime, begun: datetime | None = None) -> SafeString:
    """{% clock_until request.due %}: what is left until a moment; `at` in the context is now, where it is given."""
    left = words.say_left(until, context.get("at") or timezone.now(), begun=begun)
    return clock(left.words, left.share, left.tone)


# --- days and moments ------------------------------------------------------------------------------------------------
def _today() -> date:
    return timezone.localdate()


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """{{ assignment.valid_from|moment }}: "Friday 27 November, 15:30" as <time>; "" for None."""
    if at is None:
        return ""
    said = words.say_moment(at, timezone.get_current_timezone(), _today())
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), said)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """{{ person.left_on|day }}: "Friday 27 November" (with the year when it is another)."""
    if value is None:
        return ""
    only = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', only.isoformat(), words.say_day(only, _today()))


@register.filter
def short_day(value: date | datetime | None) -> SafeString | str:
    """As `day`, without the weekday: for tables."""
    if value is None:
        return ""
    only = timezone.localtime(value).date() if isinstance(value, datetime) else value
    said = words.say_day(only, _today(), weekday=False)
    return format_html('<time datetime="{}" class="nowrap">{}</time>', only.isoformat(), said)


@register.filter
def near_day(value: date | datetime | None) -> str:
    """ "Today", "Yesterday", "Tomorrow", else as `day`."""
    if value is None:
        return ""
    only = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return words.say_near_day(only, _today())


@register.filter
def hour(at: datetime | None) -> str:
    """ "15:30"; in Dutch "15.30 uur"."""
    return words.say_time(timezone.localtime(at)) if at else ""


@register.filter
def money(amount: Decimal | float | int | None) -> str:
    return "" if amount is None else words.say_money(amount)


@register.filter
def plain_moment(at: datetime | None) -> str:
    """A moment where no element may stand: in a title, in an attribute."""
    return strip_tags(moment(at)) if at else ""


@register.simple_tag
def span(begin: datetime | None, end: datetime | None, *, hours: bool = True) -> str:
    """{% span seat.valid_from seat.valid_until %}: "since 1 March", "until ...", "until further notice".

    `hours=False` in lists: days alone.
    """
    return words.say_span(begin, end, timezone.get_current_timezone(), _today(), hours=hours)


@register.filter
def duration(length: timedelta) -> str:
    return words.say_duration(length)


@register.filter
def listing(items: Sequence[object], at_most: int = 0) -> str:
    """{{ names|listing }} "Anna, Bas and Kim"; {{ names|listing:2 }} "Anna, Bas and 3 more"."""
    return words.say_list([str(item) for item in items], at_most=at_most)


# --- forms -----------------------------------------------------------------------------------------------------------
@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """{% field form.name %}: label, hint, control, error. Options: label, hint, small=True, autofocus=True."""
    return render_to_string("base/_field.html", field_facts(bound, **options))


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """{% fields form %}: hidden fields, then every visible one in order."""
    hidden = format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))
    shown = format_html_join("", "{}", ((field(bound),) for bound in form.visible_fields()))
    return format_html("{}{}", hidden, shown)


@register.inclusion_tag("base/_error_summary.html")
def error_summary(form: BaseForm, focus: bool = True) -> Mapping[str, object]:
    """{% error_summary form %}: what must be mended, each a link to its field. Nothing when all is well."""
    mistakes = [
        {"id": form[name].id_for_label or form[name].auto_id, "label": form[name].label, "errors": errors}
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return {"mistakes": mistakes, "general": form.non_field_errors(), "focus": focus}


# --- blocks ----------------------------------------------------------------------------------------------------------
@register.simple_block_tag(end_name="endcard")
def card(
    content: str, title: str, key: str = "", count: object = None, tone: str = "accent", link: str = "",
    url: str = "", note: str = "", level: int = 2, classes: str = "", icon: str = "",
) -> SafeString:  # fmt: skip
    """{% card _("Findings") count=6 link=_("All findings") url=href %} ... {% endcard %}

    A section with its heading: title, count, one link or one note. Inside: `.body`, `.rows`, `footer`. `key` makes ids
    unique when two cards share a title.
    """
    facts = {
        "id": f"{key or slugify(title) or 'card'}-card",
        "title": title,
        "count": count,
        "tone": tone,
        "link": link,
        "url": url,
        "note": note,
        "heading": f"h{level}",
        "classes": classes,
        "icon": icon,
        "content": content,
    }
    return render_to_string("base/_card.html", facts)


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, tone: str = "", icon: str = "", live: bool = False) -> SafeString:
    """{% notice "warn" %}Two of these five belong to Pieter Dijkstra.{% endnotice %}: "", good, warn or bad."""
    chosen = icon or {"good": "check", "warn": "shield", "bad": "warn"}.get(tone, "info")
    frame = '<div class="{}" role="status">{}<div>{}</div></div>' if live else '<div class="{}">{}<div>{}</div></div>'
    return format_html(frame, f"notice {tone}".strip(), icon_svg(chosen), content)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str, level: int = 3) -> SafeString:
    """{% empty _("No proposals yet") %}<p>What it is, why it is empty.</p><a class="btn">One step</a>{% endempty %}"""
    return render_to_string("base/_empty.html", {"title": title, "heading": f"h{level}", "content": content})


@register.simple_tag
def scape(name: str = "strip") -> SafeString:
    """{% scape "hero" %}: the landscape, for home, profiles, signing in and empty states only."""
    return unchanging(f"base/scapes/{name}.svg")


# --- frame -----------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def navigation_groups(context: Context) -> list[navigation.ShownGroup]:
    """The groups of the rail for this request; `nav_key` in the context overrules what the address says is current."""
    request = _request(context)
    if request is None:
        return []
    return navigation.registry.shown(request, str(context.get("nav_key") or ""))


def _in_rail(groups: Sequence[navigation.ShownGroup]) -> tuple[navigation.ShownGroup, ...]:
    return tuple(shown for shown in groups if shown.group.key != navigation.ACCOUNT)


@register.filter
def in_account(groups: Sequence[navigation.ShownGroup]) -> list[navigation.Shown]:
    return [entry for shown in groups if shown.group.key == navigation.ACCOUNT for entry in shown.entries]


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> list[Toast]:
    request = _request(context)
    return list(take_toasts(request)) if request is not None and hasattr(request, "_messages") else []


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int, name: str = "page") -> str:
    """This address with another page number, all else kept."""
    request = _request(context)
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?{name}={number}"
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """This address, to come back to; an htmx request comes back to the page it stands in."""
    request = _request(context)
    return request.get_full_path() if request is not None else "/"


def _request(context: Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag
def unchanging(name: str) -> SafeString:
    """{% unchanging "base/_head.html" %}: a template that takes nothing, made once for each language and process."""
    return _made_once(name, get_language() or "", settings.STATIC_URL or "")


@register.simple_tag(takes_context=True)
def of_places(context: Context, name: str, groups: Sequence[navigation.ShownGroup]) -> SafeString:
    """{% of_places "base/_rail.html" groups %}: a piece of the frame that takes these places and what `shell` says.

    Made once for each way they can be: most pages that one reader opens have the same.
    """
    shell = context["shell"]
    facts = (str(shell.organisation), str(shell.search_url_name))
    return _made_of_places(name, get_language() or "", settings.STATIC_URL or "", facts, _in_rail(groups))


@lru_cache(maxsize=1_024)
def _made_of_places(
    name: str, language: str, static_url: str, facts: tuple[str, str], groups: tuple[navigation.ShownGroup, ...]
) -> SafeString:
    organisation, search = facts
    shell = {"organisation": organisation, "search_url_name": search}
    return render_to_string(name, {"groups": groups, "shell": shell})


@lru_cache(maxsize=64)
def _made_once(name: str, language: str, static_url: str) -> SafeString:
    return render_to_string(name)


@register.simple_tag
def stylesheets() -> tuple[str, ...]:
    """The style sheets of every page, in order of their layers."""
    return STYLESHEETS


@register.filter
def split(text: str) -> list[str]:
    """{% for script in "frame,keys"|split %}"""
    return text.split(",")
