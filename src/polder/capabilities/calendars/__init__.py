"""The year (B12): what happens when, from whoever registers it, as a page and as a feed that calendars read.

    sources.register("bodies", Source(label=_("Meetings"), entries=meetings_of))

`entries(person, begin, end, at)` gives what the person may know between two moments, in a bounded number of queries.
"""
