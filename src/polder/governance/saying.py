"""An explanation in sentences (G16): one that answers, and the chain of facts behind it. For screens and terminal."""

from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from polder.base import glyphs
from polder.base.words import say_list, say_span
from polder.governance.facts import PartyKey, PersonKey, Power
from polder.governance.grid import party_name
from polder.governance.resolution import Explanation, Reading
from polder.governance.resolution.explain import (
    AssignmentFact,
    BreakGlassFact,
    ChainFact,
    DecisionFact,
    DeputyshipFact,
    MembershipFact,
)
from polder.ground.organisation.models import Seat

NAMED = 3


def power_words(power: Power | str) -> str:
    """A power as people say it: "publish", "set R, C and I"."""
    return {
        "view_draft": _("read drafts"),
        "comment": _("comment"),
        "edit": _("edit"),
        "publish": _("publish"),
        "assign": _("set R, C and I"),
    }.get(power, power)


def answer_sentence(reading: Reading, why: Explanation) -> str:
    """The reason in one sentence: through which letter, or why not and who can."""
    if why.allowed:
        return _reason(reading, why)
    who = who_can(reading, why)
    refused = {
        "unknown": _("This person or aspect is not known."),
        "inactive": _("Whoever is not active here has no power at all."),
        "no_accountable": _("Nobody answers for it at this moment."),
        "four_eyes": _("Four eyes: whoever wrote the change may not publish it."),
        "not_assigned": _("No letter here gives it."),
    }.get(why.code, why.code)
    return f"{refused} {who}" if who else refused


def who_can(reading: Reading, why: Explanation) -> str:
    """ "Anna de Wit and Kim Smit can." Empty when nobody can, or the answer was yes."""
    names = [reading.facts.people[person].name for person in why.who_can if person in reading.facts.people]
    return _("%(names)s can.") % {"names": say_list(names, at_most=NAMED)} if names else ""


def chain_sentences(reading: Reading, why: Explanation, zone: tzinfo, at: datetime) -> list[str]:
    """Each fact of the chain as a sentence, in its order."""
    return [_fact(reading, fact, zone, at) for fact in why.chain]


def _reason(reading: Reading, why: Explanation) -> str:
    given = next(
        (fact.assignment for fact in why.chain if isinstance(fact, AssignmentFact) and not fact.passed_over), None
    )
    if why.code == "break_glass" or given is None:
        return _("By breaking the glass, for at most four hours.")
    words = {
        "letter": glyphs.letter_name(given.letter),
        "party": party_name(reading, given.party),
        "aspect": reading.facts.aspects[given.aspect].name,
    }
    if why.code == "caretaker":
        return _("%(letter)s as %(party)s on %(aspect)s: caretaker, because the proper seat is vacant.") % words
    if why.code == "escalated":
        return _("%(letter)s as %(party)s on %(aspect)s: the nearer one may not decide on their own change.") % words
    if why.code == "deputy":
        words["name"] = _person(reading, why.acting_for)
        return _("Deputy for %(name)s, who is %(letter)s as %(party)s on %(aspect)s.") % words
    return _("%(letter)s as %(party)s on %(aspect)s.") % words


def _fact(reading: Reading, fact: ChainFact, zone: tzinfo, at: datetime) -> str:
    today = at.astimezone(zone).date()
    match fact:
        case AssignmentFact(assignment=given, passed_over=passed):
            words = {
                "party": party_name(reading, given.party),
                "letter": glyphs.letter_name(given.letter),
                "aspect": reading.facts.aspects[given.aspect].name,
                "facet": glyphs.facet_name(given.facet),
                "span": say_span(given.valid_from, given.valid_until, zone, today),
            }
            if passed == "vacant":
                return (
                    _("%(party)s is %(letter)s on %(aspect)s, but nobody can act for it: the seat is vacant.") % words
                )
            if passed == "decision":
                return _("%(party)s is %(letter)s on %(aspect)s, and acts only by decision.") % words
            if passed == "barred":
                return _("%(party)s is %(letter)s on %(aspect)s, and may not decide on their own change.") % words
            return _("%(party)s is %(letter)s on %(aspect)s (%(facet)s), %(span)s.") % words
        case MembershipFact():
            return _membership(reading, fact, zone, today=at)
        case DeputyshipFact(deputyship=standin):
            return _("%(by)s is deputy for %(name)s, %(span)s.") % {
                "by": _person(reading, standin.by),
                "name": _person(reading, standin.acting_for),
                "span": say_span(standin.valid_from, standin.valid_until, zone, today),
            }
        case DecisionFact(decision=decision):
            return _("It was set by %(decision)s.") % {"decision": decision}
        case BreakGlassFact(glass=glass):
            return _("%(name)s broke the glass: %(reason)s") % {
                "name": _person(reading, glass.person),
                "reason": glass.reason,
            }


def _membership(reading: Reading, fact: MembershipFact, zone: tzinfo, today: datetime) -> str:
    words = {
        "name": _person(reading, fact.person),
        "party": party_name(reading, PartyKey(fact.party)),
        "span": say_span(fact.valid_from, fact.valid_until, zone, today.astimezone(zone).date()),
        "seat": Seat.Kind(fact.seat).label if fact.seat else "",
        "function": fact.function or "",
    }
    return {
        "person": _("%(name)s holds it by name."),
        "unit": _("%(name)s works in %(party)s."),
        "role": _("%(name)s holds the role %(party)s, %(span)s."),
        "seat": _("%(name)s has a seat in %(party)s (%(seat)s, %(function)s), %(span)s."),
        "head": _("%(name)s heads %(party)s."),
    }[fact.through] % words


def _person(reading: Reading, key: PersonKey | None) -> str:
    known = reading.facts.people.get(key) if key else None
    return known.name if known else str(key or "")
