"""The matrix of the cast, changed by its chair."""

from polder.governance import operations


def apply(lines, cast, at):
    """What Saskia, who answers for everything, changes at once."""
    operations.apply_lines(lines, title="For the news", by=cast["saskia"], at=at)
