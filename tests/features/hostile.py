"""What nobody writes by accident: bytes no database keeps, numbers no column holds, digits that are no number."""

HOSTILE = ("", "a\x00b'\"%_\\(*[:^~ {0} ;--", "9" * 40, "²", "NaN", "1e400", "x" * 70_000)


def each_alone(fields, fine):
    """`fine`, with one of the fields hostile at a time."""
    for name in fields:
        for value in HOSTILE:
            yield {**fine, name: value}
