"""The organisation held still while something of it is changed (G19): one act alone, with what stands at its start."""

from collections.abc import Iterator
from contextlib import contextmanager

from polder.governance import store
from polder.governance.resolution import Reading
from polder.ground.ledger import acts


@contextmanager
def holding_still() -> Iterator[Reading]:
    """An act alone, and the organisation as it stands in it before anything is written.

    What this process has read before is used again when nobody has changed the matrix since: the lock is held, so that
    stays so.
    """
    if acts.is_alone():  # within another change: its rows are ahead of what is kept
        with acts.act(alone=True):
            yield store.reading_now()
        return
    version = acts.matrix_version()
    known = store.reading_now()
    with acts.act(alone=True):
        yield known if acts.matrix_version() == version else store.reading_now()
