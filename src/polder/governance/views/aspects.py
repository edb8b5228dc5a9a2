"""The page of one aspect: who decides here, what I may, what stands where, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.governance import aspect_field, drafts, store
from polder.governance.deciding import panel
from polder.governance.facts import POWERS, AspectKey, BodyKey
from polder.governance.models import Aspect
from polder.governance.resolution import Explanation, Reading, explain
from polder.governance.saying import answer_sentence, power_words
from polder.governance.settable import settable_aspects
from polder.governance.views.asof import change_days, moment_asked, staff
from polder.governance.views.findings import shown_findings
from polder.ground.ledger.queries import timeline
from polder.ground.organisation import panels
from polder.ground.organisation.views.acting import asker_of

APPROVE_DAYS = (2, 4, 6)  # where nothing is set
SETTINGS = ("four_eyes", "consult_days", "approve_days", "review_months", "unpublish_after", "guardian")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that counts here, and the aspect that sets it ("" when nobody does: the default)."""

    name: str
    value: object
    set_on: AspectKey | None
    set_on_name: str
    named: str = ""  # of the body, for the guardian

    @property
    def steps(self) -> tuple[int, ...]:
        """Of the approval clock: working days until the reminder, the deputies, the next one up (G9)."""
        return self.value if isinstance(self.value, tuple) else APPROVE_DAYS


@require_GET
def aspect(request: HttpRequest, key: str) -> HttpResponse:
    """`/aspects/homepage/`: one aspect at a moment."""
    now = timezone.now()
    reading = store.reading_now()
    if key not in reading.facts.aspects:
        raise Http404
    moment = moment_asked(request.GET.get("at", ""), now, store.zone(reading.facts))
    aspect_key = AspectKey(key)
    row = Aspect.objects.get(key=key)
    context = {
        "nav_key": "matrix",
        "aspect": reading.facts.aspects[aspect_key],
        "line": [reading.facts.aspects[above] for above in reversed(reading.line(aspect_key)[1:])],
        "below": [
            reading.facts.aspects[each]
            for each in reading.below(aspect_key)[1:]
            if reading.facts.aspects[each].parent == key
        ],
        "decides": panel(reading, aspect_key, moment.at),
        "mine": _mine(reading, asker_of(request).key, aspect_key, moment.at),
        "settings": list(settings_of(reading, aspect_key)),
        "settable": aspect_key in settable_aspects(reading, asker_of(request).key, moment.at),
        "findings": shown_findings(reading, moment.at, asker_of(request).key, aspects=[key]),
        "changes": drafts.touching(aspect_key),
        "timeline": timeline(f"aspect:{row.pk}", person=asker_of(request), at=now),
        "panels": panels.shown("aspect", row, asker=asker_of(request), at=moment.at),
        "moment": moment,
        "staff": staff(change_days(reading.facts, moment.zone), moment, now),
    }
    return render(request, "governance/aspect.html", context)


def settings_of(reading: Reading, aspect: AspectKey) -> Iterator[Setting]:
    """The nearest value of each setting on the line, with where it is set."""
    for name in SETTINGS:
        for above in reading.line(aspect):
            value = getattr(reading.facts.aspects[above], name)
            if value is not None:
                body = reading.facts.bodies.get(BodyKey(str(value))) if name == "guardian" else None
                yield Setting(name, value, above, reading.facts.aspects[above].name, body.name if body else "")
                break
        else:
            yield Setting(name, None, None, "")


def _mine(reading: Reading, person: str, aspect: AspectKey, at: datetime) -> list[tuple[str, Explanation, str]]:
    """Each power with its answer for one person, and the reason as a sentence."""
    answers = [(power, explain(reading, person, power, aspect, "content", at)) for power in POWERS]
    return [(power_words(power), why, answer_sentence(reading, why)) for power, why in answers]


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for a field that asks for an aspect: takes what was typed, whatever the field is called."""
    typed = str(next(iter(request.GET.values()), ""))[:200]
    return render(request, "governance/_aspect_suggestions.html", {"aspects": aspect_field.suggestions(typed)})
