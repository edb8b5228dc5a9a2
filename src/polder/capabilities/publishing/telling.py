"""What publishing registers at start: sentences for its events, tasks for the inbox, kinds of notices, its round."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.publishing import (
    asking_readers,
    compliance,
    inbox,
    operations,
    queries,
    review_notices,
    saying,
)
from polder.capabilities.publishing.findings import inbox as mending
from polder.capabilities.publishing.findings import turns
from polder.ground.ledger import rounds, subjects, words

_SENTENCES = {
    "page.written": gettext_lazy("%(who)s began the page %(thing)s."),
    "page.edited": gettext_lazy("%(who)s wrote version %(version)s of %(thing)s."),
    "page.submitted": gettext_lazy("%(who)s submitted version %(version)s of %(thing)s."),
    "page.withdrawn": gettext_lazy("%(who)s took %(thing)s back."),
    "page.advised": gettext_lazy("%(who)s advised on %(thing)s."),
    "page.asked_also": gettext_lazy("%(who)s asked others for advice on %(thing)s as well."),
    "page.asked_no_longer": gettext_lazy("%(who)s withdrew a request for advice on %(thing)s."),
    "page.answered": gettext_lazy("%(who)s answered an objection to %(thing)s."),
    "page.approved": gettext_lazy("%(who)s approved version %(version)s of %(thing)s."),
    "page.returned": gettext_lazy("%(who)s sent %(thing)s back to its authors."),
    "page.laid_aside": gettext_lazy("%(who)s does not go on with %(thing)s."),
    "page.claimed": gettext_lazy("%(who)s is looking at %(thing)s."),
    "page.published": gettext_lazy("Version %(version)s of %(thing)s was published."),
    "page.unpublished": gettext_lazy("%(thing)s was taken from readers."),
    "page.stays": gettext_lazy("%(who)s chose until when %(thing)s stays."),
    "page.expired": gettext_lazy("The time of %(thing)s was over: readers do not see it any more."),
    "page.verified": gettext_lazy("%(who)s verified %(thing)s."),
    "page.moved": gettext_lazy("%(who)s moved %(thing)s to %(aspect)s."),
    "page.arranged": gettext_lazy("%(who)s put the pages under %(thing)s in order."),
    "template.made": gettext_lazy("%(who)s made the template %(thing)s for pages under %(aspect)s."),
    "template.changed": gettext_lazy("%(who)s changed the template %(thing)s."),
    "template.retired": gettext_lazy("%(who)s retired the template %(thing)s."),
    "page.placed": gettext_lazy("%(who)s moved %(thing)s to another place."),
    "page.address_given": gettext_lazy("%(who)s gave %(thing)s another address."),
    "page.address_taken": gettext_lazy("%(who)s took an address away from %(thing)s."),
    "page.still_the_same": gettext_lazy("%(who)s found that the translation %(thing)s still says the same."),
    "page.hidden": gettext_lazy("%(who)s hid %(thing)s for a day."),
    "page.shown_again": gettext_lazy("%(who)s showed %(thing)s again."),
    "page.aimed": gettext_lazy("%(who)s chose for whom %(thing)s is."),
    "page.binned": gettext_lazy("%(who)s put %(thing)s in the bin."),
    "page.restored": gettext_lazy("%(who)s brought %(thing)s back from the bin."),
    "page.gone": gettext_lazy("%(thing)s had lain in the bin for 93 days and is gone."),
    "page.rerouted": gettext_lazy("The matrix changed: others are asked about %(thing)s now."),
    "page.remarked": gettext_lazy("Something to mend was found in %(thing)s."),
    "page.mended": gettext_lazy("What was found in %(thing)s is mended."),
    "page.finding_accepted": gettext_lazy("%(who)s left something in %(thing)s as it is, for a time."),
    "page.reading_required": gettext_lazy("%(who)s asked that %(thing)s be read."),
    "page.acknowledged": gettext_lazy("%(who)s confirmed having read %(thing)s."),
}


def register() -> None:
    """Called once, in `ready()`."""
    from polder.capabilities.publishing import acting
    from polder.capabilities.publishing.views import panels  # needs all apps

    subjects.register(
        "page",
        subjects.of_model("publishing.Page"),
        gone=gettext_lazy("a page that was removed"),
        seen=queries.seen_by,
        unseen=gettext_lazy("a page"),
    )
    gone = gettext_lazy("a template that was removed")
    subjects.register("template", subjects.of_model("publishing.PageTemplate"), gone=gone)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    kinds = {
        "consult": gettext_lazy("Advise"),
        "approve": gettext_lazy("Approve"),
        "returned": gettext_lazy("Sent back to you"),
        "left": gettext_lazy("Left behind"),
        "review": gettext_lazy("Still right?"),
        "read": gettext_lazy("To read"),
    }
    source = tasks.Source(kinds=kinds, for_person=inbox.for_person, panel=panels.panel, actions=acting.ACTIONS)
    tasks.register("publishing", source)
    for kind, label in {
        "approve": gettext_lazy("You are asked to approve"),
        "consult": gettext_lazy("You are asked for advice"),
        "returned": gettext_lazy("What you wrote is sent back to you"),
    }.items():
        notices.register_kind(notices.Kind(kind, label=label, task=True, rhythms={"mail": "once"}))
    notices.register_kind(
        notices.Kind(
            "published",
            label=gettext_lazy("A page that you are told about is published"),
            say=saying.published,
            rhythms={"mail": "daily"},
        )
    )
    notices.register_kind(
        notices.Kind("withdrawn", label=gettext_lazy("A request to you was withdrawn"), say=saying.withdrawn)
    )
    notices.register_kind(
        notices.Kind("hidden", label=gettext_lazy("A page that concerns you was hidden"), say=saying.hidden)
    )
    notices.register_kind(
        notices.Kind("must_read", label=gettext_lazy("Something you must read is due"), say=saying.must_read)
    )
    notices.register_kind(
        notices.Kind(
            "must_read_team", label=gettext_lazy("Your people have not read what they must"), say=saying.of_the_team
        )
    )
    asking_readers.register()
    review_notices.register()
    mending.register()
    rounds.every(timedelta(seconds=30))(run)
    rounds.every(timedelta(seconds=30))(look)
    rounds.every(timedelta(minutes=2))(look_into_files)
    rounds.every(timedelta(seconds=30))(look_outside)
    rounds.every(timedelta(minutes=10))(tell_of_reviews)
    rounds.every(timedelta(hours=1))(remind)
    rounds.every(timedelta(hours=6))(empty_bin)


def run(at: datetime) -> None:
    """What is due in publishing."""
    operations.run_due(at)


def empty_bin(at: datetime) -> None:
    """What has lain in the bin long enough."""
    operations.empty_bin(at)


def look(at: datetime) -> None:
    """Pages whose turn it is to be looked at (findings/)."""
    turns.look(at)


def look_outside(at: datetime) -> None:
    """Other sites that pages link to, where the operator allows it."""
    turns.look_outside(at)


def look_into_files(at: datetime) -> None:
    """Files that are new or other than they were, and pages that never had a turn."""
    turns.welcome(at)
    turns.look_into_files(at)


def tell_of_reviews(at: datetime) -> None:
    """Pages that have come to a step of the ladder of review (P8)."""
    review_notices.tell(at)


def remind(at: datetime) -> None:
    """Must-reads whose last day comes near or is over."""
    compliance.remind(at)
