"""Everything that is done to a page (rehearsal.md, acts on pages). Each verb is one act: settle, gate, rows, one event.

    write, edit, submit, withdraw                       writing     asks `edit`
    advise, answer                                      advising
    ask_also, ask_no_longer                             adding      asks `edit`, or who decides
    approve, send_back, publish, claim                  deciding    asks `publish`, or by the next A up (P6)
    publish_as_decided                                  deciding    by an adopted decision of a body
    lay_aside                                           deciding    by an author who may no longer write there
    unpublish, verify, move, hide, show_again, aim      keeping
    place                                               placing
    arrange                                             arranging   asks `edit` for the facet design
    make_template, change_template, retire_template     templating  asks `edit` for the facet design
    translate, still_the_same                           translating
    give_address, take_address                          addressing
    throw_away, restore, empty_bin                      binning
    hide_file, show_file, throw_file_away, restore_file filing
    stay                                                expiring    until when readers see it
    require_reading, acknowledge                        reading
    run_due                                             running     what happens by itself

Refusals come in the order of rehearsal.md: what is named, the mandate, `stale`, `wrong_state`, `not_asked`, `invalid`,
`unanswered_objection`, `consult_first`. `by` is active: sign-in and the request saw to that (G1).
"""

from polder.capabilities.publishing.operations.adding import ask_also, ask_no_longer
from polder.capabilities.publishing.operations.addressing import give_address, take_address
from polder.capabilities.publishing.operations.advising import advise, answer
from polder.capabilities.publishing.operations.arranging import arrange
from polder.capabilities.publishing.operations.binning import empty_bin, in_bin, restore, throw_away
from polder.capabilities.publishing.operations.deciding import (
    approve,
    claim,
    lay_aside,
    publish,
    publish_as_decided,
    send_back,
)
from polder.capabilities.publishing.operations.expiring import stay
from polder.capabilities.publishing.operations.filing import (
    empty_file_bin,
    hide_file,
    in_file_bin,
    restore_file,
    show_file,
    throw_file_away,
)
from polder.capabilities.publishing.operations.keeping import aim, hide, move, show_again, unpublish, verify
from polder.capabilities.publishing.operations.placing import place
from polder.capabilities.publishing.operations.reading import acknowledge, require_reading
from polder.capabilities.publishing.operations.running import next_due, run_due
from polder.capabilities.publishing.operations.templating import change_template, make_template, retire_template
from polder.capabilities.publishing.operations.translating import still_the_same, translate
from polder.capabilities.publishing.operations.writing import edit, submit, withdraw, write

__all__ = [
    "acknowledge",
    "advise",
    "aim",
    "answer",
    "approve",
    "arrange",
    "ask_also",
    "ask_no_longer",
    "change_template",
    "claim",
    "edit",
    "empty_bin",
    "empty_file_bin",
    "give_address",
    "hide",
    "hide_file",
    "in_bin",
    "in_file_bin",
    "lay_aside",
    "make_template",
    "move",
    "next_due",
    "place",
    "publish",
    "publish_as_decided",
    "require_reading",
    "restore",
    "restore_file",
    "retire_template",
    "run_due",
    "send_back",
    "show_again",
    "show_file",
    "stay",
    "still_the_same",
    "submit",
    "take_address",
    "throw_away",
    "throw_file_away",
    "translate",
    "unpublish",
    "verify",
    "withdraw",
    "write",
]
