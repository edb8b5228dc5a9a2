"""What people do in a talk. Whoever may read a thing may talk about it while that is open; its R and A moderate."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from polder.capabilities.discussion import things
from polder.capabilities.discussion.enclosing import Ready
from polder.capabilities.discussion.errors import Invalid, NotFound, NotYours, WrongState
from polder.capabilities.discussion.mentions import keys_in
from polder.capabilities.discussion.models import Comment, Earlier, Enclosure, Reaction, Report
from polder.capabilities.discussion.things import Thing
from polder.capabilities.notifications import notices
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

LONGEST: Final = 5_000


def say(
    ref: str, text: str, *, parent: Comment | None = None, files: Sequence[Ready] = (), shows: str = "",
    by: Person, at: datetime,
) -> Comment:  # fmt: skip
    """A comment on a thing, or a reply. Tells who is mentioned (@key) and may read it, and whom it replies to.

    `files` come with it; `shows` says what pictures among them show.

    Raises NotFound, WrongState (closed; a reply to what is gone or is a reply itself), Invalid.
    """
    kept: list[str] = []
    try:
        return _say(ref, text, parent, files, shows, kept, by, at)
    except BaseException:
        _throw_away(kept)
        raise


def _say(
    ref: str, text: str, parent: Comment | None, files: Sequence[Ready], shows: str, kept: list[str],
    by: Person, at: datetime,
) -> Comment:  # fmt: skip
    with acts.act():
        thing = things.find(ref, by, at)
        _require_open(thing)
        if parent is not None and (parent.thing != ref or parent.parent_id is not None or not parent.shown):
            raise WrongState(_("That can no longer be replied to."))
        comment = Comment.objects.create(
            thing=ref, aspect=thing.aspect, parent=parent, author=by, text=_checked(text), at=at
        )
        for file in files:
            made = Enclosure(comment=comment, name=file.name, size=file.size, width=file.width, height=file.height)
            made.shows = _reason(shows)[:200] if file.width else ""
            made.file.save(file.name, ContentFile(file.content), save=False)
            kept.append(str(made.file.name))
            made.save()
        _note("comment.said", comment, by=by, at=at)
        _tell(comment, thing, by, at)
        things.follow(comment, "said", at)
    return comment


def change(comment: Comment, text: str, *, by: Person, at: datetime) -> Comment:
    """One's own words, anew; what they were stays to be seen. Raises NotFound, NotYours, WrongState, Invalid."""
    with acts.act():
        row, thing = _own(comment, by, at)
        _require_open(thing)
        words = _checked(text)
        if words != row.text:
            Earlier.objects.create(comment=row, text=row.text, until=at)
            row.text, row.edited_at = words, at
            row.save(update_fields=["text", "edited_at"])
            _note("comment.changed", row, by=by, at=at)
            _tell(row, thing, by, at)
            things.follow(row, "changed", at)
    return row


def take_back(comment: Comment, *, by: Person, at: datetime) -> None:
    """One's own words, and the files with them; that something stood there stays to be seen.

    Raises NotFound, NotYours, WrongState.
    """
    with acts.act():
        row, _thing = _own(comment, by, at)
        row.taken_back_at = at
        row.save(update_fields=["taken_back_at"])
        row.reports.filter(settled_at=None).update(settled_at=at)
        transaction.on_commit(partial(_throw_away, list(row.enclosures.values_list("file", flat=True))))
        row.enclosures.all().delete()
        _note("comment.taken_back", row, by=by, at=at)
        things.follow(row, "taken_back", at)


def react(ref: str, sign: str, *, comment: Comment | None = None, by: Person, at: datetime) -> bool:
    """Give a sign, or take the same one back. Whether it stands now. Raises NotFound, WrongState, Invalid."""
    with acts.act():
        thing = things.find(ref, by, at)
        if not thing.reactions or (comment is None and not thing.itself):
            raise WrongState(_("Reactions are closed here."))
        if sign not in Reaction.Sign.values or (comment is not None and comment.thing != ref):
            raise Invalid(_("There is no such reaction."))
        if comment is not None and not comment.shown:
            raise WrongState(_("That is not there any more."))
        given, made = Reaction.objects.get_or_create(
            thing=ref, comment=comment, person=by, sign=sign, defaults={"at": at}
        )
        if not made:
            given.delete()
    return made


def report(comment: Comment, reason: str, *, by: Person, at: datetime) -> Report:
    """Ask the R and A of the aspect to look at it. Raises NotFound, WrongState (reported by them already), Invalid."""
    with acts.act():
        row = _there(comment, by, at)[0]
        if not _reason(reason):
            raise Invalid(_("Say in a few words what is wrong with it."))
        if row.reports.filter(by=by, settled_at=None).exists():
            raise WrongState(_("You have reported this. Somebody will look at it."))
        made = Report.objects.create(comment=row, by=by, reason=_reason(reason), at=at)
        _note("comment.reported", row, by=by, at=at)
    return made


def hide(comment: Comment, reason: str, *, by: Person, at: datetime) -> None:
    """By who holds `edit` on the aspect, with a reason that its author reads. Raises NotFound, Refused, WrongState, Invalid."""
    with acts.act():
        row, granted = _moderated(comment, by, at)
        if not _reason(reason):
            raise Invalid(_("Say why: its author is told."))
        row.hidden_at, row.hidden_by, row.hidden_because = at, by, _reason(reason)
        row.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        row.reports.filter(settled_at=None).update(settled_at=at)
        _note("comment.hidden", row, by=by, at=at, granted=granted)
        key = f"{row.pk}:{at.isoformat()}"
        notices.tell([row.author_id], "comment_hidden", thing=f"comment:{row.pk}", event_at=at, key=key)
        things.follow(row, "hidden", at)


def leave(comment: Comment, *, by: Person, at: datetime) -> None:
    """It may stand: shown again when it was hidden, and reports are settled. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row, granted = _moderated(comment, by, at)
        row.hidden_at, row.hidden_by, row.hidden_because = None, None, ""
        row.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        row.reports.filter(settled_at=None).update(settled_at=at)
        _note("comment.left", row, by=by, at=at, granted=granted)
        things.follow(row, "left", at)


def entrust(ref: str, aspect: Aspect) -> None:
    """The thing moved to another aspect: its R and A moderate the talk from now on. Only inside the act that moves it."""
    entrust_all([ref], aspect)


def entrust_all(refs: Sequence[str], aspect: Aspect) -> None:
    """The same for many things, some hundreds to a query."""
    for first in range(0, len(refs), 500):
        Comment.objects.filter(thing__in=refs[first : first + 500]).update(aspect=aspect)


def _throw_away(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _reason(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:300]


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise Invalid(_("Write something first."))
    if len(words) > LONGEST:
        raise Invalid(_("That is too long: at most %(most)d letters.") % {"most": LONGEST})
    return words


def _require_open(thing: Thing) -> None:
    if not thing.comments:
        raise WrongState(_("Comments are closed here."))


def _there(comment: Comment, by: Person, at: datetime) -> tuple[Comment, Thing]:
    row = Comment.objects.select_for_update(of=("self",)).select_related("aspect").filter(pk=comment.pk).first()
    if row is None:
        raise NotFound(_("That is not there any more."))
    thing = things.find(row.thing, by, at)
    if row.taken_back_at is not None:
        raise WrongState(_("Its author took it back."))
    return row, thing


def _own(comment: Comment, by: Person, at: datetime) -> tuple[Comment, Thing]:
    row, thing = _there(comment, by, at)
    if row.author_id != by.pk:
        raise NotYours(_("Only who said it changes it."))
    if row.hidden_at is not None:
        raise WrongState(_("It was hidden. Ask who hid it."))
    return row, thing


def _moderated(comment: Comment, by: Person, at: datetime) -> tuple[Comment, Mandate]:
    row, _thing = _there(comment, by, at)
    return row, mandate.require(by, "edit", row.aspect, at=at)


def _tell(comment: Comment, thing: Thing, by: Person, at: datetime) -> None:
    named = list(Person.objects.filter(key__in=keys_in(comment.text)).exclude(pk=by.pk)[:50])
    may = things.readers(comment.thing, named, at)
    about, key = f"comment:{comment.pk}", str(comment.pk)
    notices.tell([person for person in named if person.pk in may], "mentioned", thing=about, event_at=at, key=key)
    if comment.parent is not None and comment.parent.author_id not in {by.pk, *may}:
        told = things.readers(comment.thing, [comment.parent.author], at)
        notices.tell(sorted(told), "replied", thing=about, event_at=at, key=key)


def _note(kind: str, comment: Comment, *, by: Person, at: datetime, granted: Mandate | None = None) -> None:
    acts.record(
        kind, thing=f"comment:{comment.pk}", by=by.pk, at=at, aspect=comment.aspect_id, mandate=granted,
        acting_for=None if granted is None else granted["for"], about=(comment.thing,),
    )  # fmt: skip
