"""Every write of the organisation, by subject. Each takes `by` (None: the registration itself) and `at`, keyword-only.

Each runs in one watched act (watch.py) and writes one event for each thing it changes. Checked in the order of
rehearsal.md: inactive, not_assigned, stale, wrong_state, invalid; the watcher adds own_mandate (G14) at the end.
"""

from polder.ground.organisation.operations import (
    bodies,
    deputies,
    invitations,
    operators,
    people,
    roles,
    settings,
    units,
)

__all__ = ["bodies", "deputies", "invitations", "operators", "people", "roles", "settings", "units"]
