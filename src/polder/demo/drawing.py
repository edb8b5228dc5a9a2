"""A dozen pictures for the demo's news, drawn here: nothing is fetched, nothing is anybody else's. Calm, flat, without words.

Each scene is drawn on a canvas of 1280 x 720, twice as large, and made smaller, which smooths its edges. Random numbers
have a seed of their own, so that a scene is the same each time.
"""

import io
from collections.abc import Sequence
from random import Random
from typing import Final

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 720
_FINE: Final = 2  # drawn so many times as large

type Point = tuple[float, float]
type Colour = str

SKY, PALE, LAND, MEADOW, GRASS, DIKE = "#dfebec", "#eef2ec", "#cfdcb7", "#b9cd9c", "#a2bd83", "#7f9f63"
DITCH, DEEP, WATER, SUN, BRICK, ROOF = "#9cc6cb", "#3f94a0", "#0b3e48", "#eec27a", "#c9795f", "#8f4d3b"
SNOW, WHITE, DUSK, NIGHT, REED, SLATE = "#f2f6f5", "#fbfbf7", "#f3dcc0", "#123a44", "#b98a3d", "#5f7f86"


class Canvas:
    """Shapes in the scene's own measure."""

    def __init__(self, above: Colour, below: Colour) -> None:
        self.image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), above)
        self._pen = ImageDraw.Draw(self.image)
        self._fade(above, below)

    def _fade(self, above: Colour, below: Colour) -> None:
        """The sky: from one colour into the other down to where land begins."""
        ends = [tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in (above, below)]
        bands = 48
        for band in range(bands):
            share = band / (bands - 1)
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(*ends, strict=True))
            top = HEIGHT * 0.7 * band / bands
            self._pen.rectangle(self._all([(0, top), (WIDTH, HEIGHT)]), fill=mixed)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._pen.polygon(self._all(points), fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, round_by: float = 0) -> None:
        corners = self._all([(x, y), (x + width, y + height)])
        self._pen.rounded_rectangle(corners, radius=round_by * _FINE, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self._pen.ellipse(self._all([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: Colour, thick: float) -> None:
        corners = self._all([(x - radius, y - radius), (x + radius, y + radius)])
        self._pen.ellipse(corners, outline=colour, width=round(thick * _FINE))

    def line(self, points: Sequence[Point], colour: Colour, thick: float) -> None:
        self._pen.line(self._all(points), fill=colour, width=round(thick * _FINE), joint="curve")

    def as_png(self) -> bytes:
        out = io.BytesIO()
        self.image.reduce(_FINE).save(out, "PNG")
        return out.getvalue()

    def _all(self, points: Sequence[Point]) -> list[Point]:
        return [(x * _FINE, y * _FINE) for x, y in points]


def fields(to: Canvas, top: float, colours: Sequence[Colour], ditch: Colour = DITCH) -> None:
    """Long parcels down to the lower edge, each higher than the one before, with a ditch between them."""
    y, deep = top, 26.0
    for number in range(12):
        if y >= HEIGHT:
            return
        to.box(0, y, WIDTH, deep, colours[number % len(colours)])
        to.box(0, y + deep, WIDTH, deep * 0.2, ditch)
        y, deep = y + deep * 1.2, deep * 1.4


def furrows(to: Canvas, top: float, eye: float, colours: Sequence[Colour], ditch: Colour = DITCH) -> None:
    """Parcels that run to one point on the horizon."""
    to.box(0, top, WIDTH, HEIGHT - top, colours[0])
    step, below = 260.0, HEIGHT - top
    for number in range(-9, 10):
        near, far = WIDTH / 2 + number * step, eye + number * 9
        colour = colours[number % len(colours)]
        to.shape([(far, top), (far + 9, top), (near + step, top + below), (near, top + below)], colour)
        to.shape([(far, top), (far + 1.5, top), (near + 34, top + below), (near, top + below)], ditch)


def dike(to: Canvas, base: float, left: float, right: float, high: float, colour: Colour = DIKE) -> None:
    to.shape([(left, base), (left + high * 2.6, base - high), (right - high * 2.6, base - high), (right, base)], colour)


def tree(to: Canvas, x: float, ground: float, tall: float, leaves: Colour, trunk: Colour = ROOF) -> None:
    to.box(x - tall * 0.03, ground - tall * 0.5, tall * 0.06, tall * 0.5, trunk)
    for across, up, wide in ((0, 0.72, 0.3), (-0.2, 0.58, 0.2), (0.2, 0.58, 0.21)):
        to.disc(x + across * tall, ground - up * tall, wide * tall, leaves)


def poplars(to: Canvas, x: float, ground: float, count: int, leaves: Colour, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a row of trees keeps no secret
    for number in range(count):
        tall, at = chance.uniform(48, 82), x + number * 34
        to.box(at - 1.5, ground - 14, 3, 14, leaves)
        to.box(at - 8, ground - tall, 16, tall - 8, leaves, 8)


def house(to: Canvas, x: float, ground: float, wide: float, tall: float, wall: Colour, lit: Colour = PALE) -> None:
    """A stepped gable, two rows of windows, a door."""
    roof, step = tall * 0.34, wide / 6
    to.box(x, ground - tall, wide, tall, wall)
    for number in range(3):
        to.box(x + step * number, ground - tall - roof * (number + 1) / 3, wide - 2 * step * number, roof / 3 + 1, wall)
    for row in range(2):
        for column in range(3):
            to.box(
                x + wide * (0.14 + 0.27 * column), ground - tall * (0.88 - 0.34 * row), wide * 0.17, tall * 0.22, lit, 2
            )
    to.box(x + wide * 0.4, ground - tall * 0.3, wide * 0.2, tall * 0.3, WATER, 3)


def windmill(to: Canvas, x: float, ground: float, tall: float, body: Colour = ROOF) -> None:
    wide = tall * 0.36
    to.shape([(x - wide / 2, ground), (x - wide * 0.27, ground - tall * 0.66), (x + wide * 0.27, ground - tall * 0.66),
              (x + wide / 2, ground)], body)  # fmt: skip
    to.shape(
        [(x - wide * 0.33, ground - tall * 0.64), (x, ground - tall * 0.84), (x + wide * 0.33, ground - tall * 0.64)],
        WATER,
    )
    hub = (x, ground - tall * 0.72)
    for across, up in ((0.42, 0.3), (-0.3, 0.42), (-0.42, -0.3), (0.3, -0.42)):
        end = (hub[0] + across * tall, hub[1] - up * tall)
        to.line([hub, end], WATER, tall * 0.016)
        side = (-up * tall * 0.11, -across * tall * 0.11)
        near = (hub[0] + across * tall * 0.25, hub[1] - up * tall * 0.25)
        to.shape([near, end, (end[0] + side[0], end[1] + side[1]), (near[0] + side[0], near[1] + side[1])], WHITE)
    to.disc(*hub, tall * 0.025, WATER)


def clouds(to: Canvas, colour: Colour, places: Sequence[tuple[float, float, float]]) -> None:
    for x, y, wide in places:
        to.box(x, y, wide, wide * 0.12, colour, wide * 0.06)
        to.box(x + wide * 0.2, y - wide * 0.09, wide * 0.5, wide * 0.14, colour, wide * 0.07)


def ripples(to: Canvas, top: float, colour: Colour, seed: int, count: int = 26) -> None:
    chance = Random(seed)  # noqa: S311 - nor do waves
    for _number in range(count):
        y = chance.uniform(top + 12, HEIGHT - 8)
        wide = (y - top) * chance.uniform(0.25, 0.6) + 24
        to.box(chance.uniform(-40, WIDTH), y, wide, 3.5, colour, 2)


def snowfall(to: Canvas, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nor does snow
    for _number in range(150):
        to.disc(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(2, 5.5), WHITE)
