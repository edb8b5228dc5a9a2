"""What words mean here."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.stamps import stamp
from polder.capabilities.publishing import explaining
from polder.features.knowledge.errors import Invalid, NotFound, Stale
from polder.features.knowledge.models import Term
from polder.features.knowledge.operations.common import note
from polder.features.knowledge.wording import one_line
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def define(
    word: str,
    meaning: str,
    *,
    aspect: Aspect,
    term: Term | None = None,
    by: Person,
    at: datetime,
    seen: str | None = None,
) -> Term:
    """A new word, or another meaning of one; asks `edit` on its aspect, and on the one it had. `seen` is it `as_opened`.

    Raises Refused, Stale when somebody else changed it since, Invalid, NotFound.
    """
    with acts.act():
        granted = mandate.require(by, "edit", aspect, at=at)
        row = Term(aspect=aspect) if term is None else _locked(term)
        if row.pk and row.aspect_id != aspect.pk:
            mandate.require(by, "edit", row.aspect, at=at)
        if row.pk and seen is not None and seen != as_opened(row):
            raise Stale(
                _(
                    "%(name)s changed this word since you opened it: “%(meaning)s”. Save again to put yours in its place."
                )
                % {"name": row.changed_by.name, "meaning": row.meaning}
            )
        word, meaning = one_line(word), one_line(meaning)
        if not 0 < len(word) <= 80 or not 0 < len(meaning) <= 500:
            raise Invalid(_("Give the word, and what it means in at most 500 letters."))
        other = Term.objects.filter(word__iexact=word).exclude(pk=row.pk).select_related("aspect").first()
        if other is not None:
            raise Invalid(
                _("“%(word)s” has a meaning already, under %(aspect)s.") % {"word": other.word, "aspect": other.aspect}
            )
        row.aspect, row.word, row.meaning, row.changed_by, row.changed_at = aspect, word, meaning, by, at
        row.save()
        explaining.forget()
        note("term.defined", f"term:{row.pk}", aspect, granted, by, at)
    return row


def as_opened(term: Term) -> str:
    """What stands in its form."""
    return stamp(term.word, term.meaning, term.aspect_id)


def forget(term: Term, *, by: Person, at: datetime) -> None:
    """The word needs no meaning any more. Raises NotFound, Refused."""
    with acts.act():
        row = _locked(term)
        granted = mandate.require(by, "edit", row.aspect, at=at)
        note("term.removed", f"term:{row.pk}", row.aspect, granted, by, at)
        row.delete()
        explaining.forget()


def _locked(term: Term) -> Term:
    row = Term.objects.select_for_update(of=("self",)).select_related("aspect", "changed_by").filter(pk=term.pk).first()
    if row is None:
        raise NotFound(_("That is not there any more."))
    return row
