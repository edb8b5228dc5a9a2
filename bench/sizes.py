"""The sizes of organisations that are measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of what. `things` are pages and items of news. `parties` of the assignments are drawn from that many units and roles; 0 means all."""

    people: int
    units: int
    roles_and_bodies: int
    aspects: int
    assignments: int
    events: int
    parties: int = 0
    things: int = 0


SIZES = {
    "S": Size(200, 30, 40, 80, 400, 5_000, things=500),
    "M": Size(10_000, 800, 600, 2_000, 9_000, 50_000, things=100_000),
    "L": Size(100_000, 6_000, 3_000, 20_000, 90_000, 200_000, things=1_000_000),
    # One screen of 300 aspects by 60 parties, every cell of which may be filled.
    "matrix": Size(400, 40, 40, 300, 4_000, 0, parties=60),
}
