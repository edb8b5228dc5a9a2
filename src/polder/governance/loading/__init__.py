"""Loading a whole organisation: the founding act, or the whole truth anew (section 11). All or nothing.

load(facts, by=None, at=now)                  into an empty installation
load(facts, by=None, at=now, replace=True)    what the file leaves out is removed; the ledger keeps what was
"""

from polder.governance.loading.operation import AlreadyLoaded, CannotLoad, Loaded, is_loaded, load

__all__ = ["AlreadyLoaded", "CannotLoad", "Loaded", "is_loaded", "load"]
