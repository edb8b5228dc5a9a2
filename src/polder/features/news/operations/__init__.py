"""Everything that is done to channels, items as news, urgent messages and newsletters. Each verb is one act.

open_channel, change_channel, highlight             channels        asks `publish` on the channel's aspect
close                                               channels        asks `edit` there, as moderation does
name_urgent                                         broadcasting    asks `assign` above the aspect that is named
broadcast, approve, withdraw, end, put_away         broadcasting    asks `edit`, `publish` on that aspect
    begin_, change_, stop_newsletter, bring_out         newsletters     asks `publish` on the newsletter's aspect
    choose_newsletter                                   newsletters     asks that it is for them
"""

from polder.features.news.errors import Invalid, NotFound, Stale, WrongState
from polder.features.news.operations.broadcasting import approve, broadcast, end, name_urgent, put_away, withdraw
from polder.features.news.operations.channels import as_opened, change_channel, close, highlight, open_channel
from polder.features.news.operations.newsletters import (
    Terms,
    begin_newsletter,
    bring_out,
    bring_out_due,
    change_newsletter,
    choose_newsletter,
    stop_newsletter,
    terms_as_opened,
)

__all__ = [
    "Invalid",
    "NotFound",
    "Stale",
    "Terms",
    "WrongState",
    "approve",
    "as_opened",
    "begin_newsletter",
    "bring_out",
    "bring_out_due",
    "broadcast",
    "change_channel",
    "change_newsletter",
    "choose_newsletter",
    "close",
    "end",
    "highlight",
    "name_urgent",
    "open_channel",
    "put_away",
    "stop_newsletter",
    "terms_as_opened",
    "withdraw",
]
