"""What the pictures of the demo show: land below the sea, in all weathers, and the people who look after it."""

from collections.abc import Callable, Mapping
from functools import cache
from math import cos, pi, sin
from typing import Final

from polder.demo import drawing
from polder.demo.drawing import (
    BRICK,
    DEEP,
    DIKE,
    DITCH,
    DUSK,
    GRASS,
    HEIGHT,
    LAND,
    MEADOW,
    NIGHT,
    PALE,
    REED,
    ROOF,
    SKY,
    SLATE,
    SNOW,
    SUN,
    WATER,
    WHITE,
    WIDTH,
    Canvas,
)  # fmt: skip


def morning() -> Canvas:
    """A low sun behind the dike, a mill, ditches that run towards it."""
    to = Canvas("#cfe3e6", DUSK)
    to.disc(860, 392, 92, SUN)
    drawing.clouds(to, "#f8efe2", [(140, 150, 300), (560, 96, 220), (980, 190, 240)])
    drawing.furrows(to, 420, 860, [MEADOW, LAND, GRASS])
    drawing.dike(to, 424, -200, 1500, 26)
    drawing.windmill(to, 330, 402, 250)
    drawing.poplars(to, 1010, 402, 6, DIKE, 3)
    return to


def town_hall() -> Canvas:
    """A row of gables along the water, the town hall with its tower among them."""
    to = Canvas(SKY, PALE)
    drawing.clouds(to, WHITE, [(90, 130, 280), (820, 90, 330)])
    for x, wide, tall, wall in ((30, 170, 190, SLATE), (200, 150, 230, BRICK), (350, 160, 180, DEEP),
                                (790, 160, 220, BRICK), (950, 150, 180, SLATE), (1100, 170, 240, ROOF)):  # fmt: skip
        drawing.house(to, x, 500, wide, tall, wall)
    to.box(520, 250, 260, 250, BRICK)
    to.shape([(500, 254), (650, 170), (800, 254)], ROOF)
    to.box(622, 90, 56, 120, BRICK)
    to.shape([(612, 94), (650, 20), (688, 94)], WATER)
    to.disc(650, 140, 17, WHITE)
    to.line([(650, 140), (650, 129)], WATER, 3)
    to.line([(650, 140), (658, 144)], WATER, 3)
    for column in range(5):
        to.box(542 + column * 46, 290, 28, 56, PALE, 14)
        to.box(542 + column * 46, 380, 28, 44, PALE, 3)
    to.box(622, 428, 56, 72, WATER, 28)
    to.box(0, 500, WIDTH, 26, DIKE)
    to.box(0, 526, WIDTH, 220, DEEP)
    drawing.ripples(to, 526, "#7cb9c1", 5, 34)
    return to


def snow() -> Canvas:
    """White fields, bare trees, a lantern."""
    to = Canvas("#b9cdd3", "#e3ecec")
    drawing.furrows(to, 430, 420, [SNOW, "#e4edec", "#edf3f1"], "#b8d0d4")
    drawing.dike(to, 434, 380, 1600, 44, SNOW)
    for x, tall in ((760, 150), (880, 190), (1010, 160), (1130, 200)):
        to.line([(x, 392), (x, 392 - tall)], SLATE, 7)
        for number in range(4):
            up, out = tall * (0.4 + number * 0.15), tall * (0.26 - number * 0.04)
            to.line([(x - out, 392 - up - out), (x, 392 - up), (x + out, 392 - up - out)], SLATE, 4)
    to.box(240, 270, 7, 240, WATER)
    to.disc(243, 258, 46, "#e9dfc8")
    to.disc(243, 258, 21, SUN)
    drawing.snowfall(to, 11)
    return to


def lanterns() -> Canvas:
    """Evening: lights over a bridge, and once more in the water."""
    to = Canvas(NIGHT, "#2c6470")
    to.disc(1050, 120, 44, "#e9dfc8")
    to.box(0, 470, WIDTH, 250, "#0d2f38")
    for x, tall in ((20, 170), (180, 210), (1000, 190), (1140, 220)):
        drawing.house(to, x, 474, 140, tall, "#1c4b56", SUN)
    to.shape([(300, 480), (420, 380), (860, 380), (980, 480), (900, 480), (800, 424), (480, 424), (380, 480)], BRICK)
    for number in range(15):
        x = 90 + number * 78
        y = 260 + 46 * cos(number * pi / 3.5)
        to.line([(x - 78, 260 + 46 * cos((number - 1) * pi / 3.5)), (x, y)], "#3f94a0", 2.5)
        to.disc(x, y + 16, 14, SUN)
        to.box(x - 5, 540 + (number % 4) * 34, 10, 46, "#8a7a4d", 5)
    drawing.ripples(to, 480, "#1f5763", 7)
    return to


def bicycle() -> Canvas:
    """A bicycle on the dike, a light sky behind it."""
    to = Canvas(SKY, PALE)
    to.disc(1010, 210, 74, SUN)
    drawing.clouds(to, WHITE, [(120, 140, 260), (700, 110, 300)])
    drawing.fields(to, 500, [GRASS, MEADOW, LAND])
    drawing.dike(to, 560, -300, 1580, 60)
    left, right, axle = 480, 800, 408
    for x in (left, right):
        to.ring(x, axle, 92, WATER, 9)
        for number in range(10):
            angle = number * pi / 5
            to.line([(x, axle), (x + 86 * cos(angle), axle + 86 * sin(angle))], SLATE, 1.5)
    to.line([(left, axle), (560, 268), (742, 268), (620, axle), (left, axle)], BRICK, 11)
    to.line([(546, 232), (620, axle)], BRICK, 11)
    to.line([(728, 216), (right, axle)], BRICK, 11)
    to.line([(700, 206), (740, 206), (766, 226)], WATER, 9)
    to.box(508, 222, 74, 16, WATER, 8)
    to.disc(620, axle, 18, WATER)
    to.box(396, 262, 96, 62, REED, 10)
    to.line([(444, 326), (470, 380)], WATER, 6)
    return to


def desk() -> Canvas:
    """A screen with the polder on it, a lamp, a plant, a mug."""
    to = Canvas("#e6ece6", "#f4f2ea")
    to.box(0, 560, WIDTH, 170, "#d9c7a5")
    to.box(0, 560, WIDTH, 10, "#c4ad84")
    to.box(380, 170, 520, 320, WATER, 16)
    to.box(398, 188, 484, 270, SKY)
    to.disc(770, 272, 30, SUN)
    for number, colour in enumerate((DIKE, LAND, DITCH, MEADOW, DITCH, GRASS)):
        to.box(398, 330 + number * 21.4, 484, 21.6, colour)
    to.box(610, 490, 60, 60, SLATE)
    to.box(540, 546, 200, 16, SLATE, 8)
    to.line([(1010, 556), (1060, 380), (960, 270)], WATER, 10)
    to.shape([(900, 300), (950, 236), (1016, 270), (978, 320)], BRICK)
    to.box(986, 548, 110, 14, WATER, 7)
    for across in (-64, -34, 0, 34, 64):
        to.line([(214, 480), (214 + across, 330 + abs(across) * 0.9)], DIKE, 20)
    to.shape([(160, 470), (268, 470), (252, 562), (176, 562)], BRICK)
    to.box(800, 516, 46, 48, WHITE, 8)
    to.ring(848, 538, 16, WHITE, 6)
    return to


def parcels() -> Canvas:
    """The land from above: each parcel its own, the water between them shared."""
    to = Canvas(DITCH, DITCH)
    to.box(0, 0, WIDTH, HEIGHT, DITCH)
    colours, number, y = (LAND, GRASS, MEADOW, DIKE, "#d9dfb9", "#c9b98a", GRASS, LAND, MEADOW), 0, -30.0
    for tall in (150, 120, 170, 130, 190):
        x = -60.0 - tall / 3
        for wide in (210, 150, 260, 180, 230, 160, 250, 190):
            number += 1
            lean = 46
            to.shape(
                [(x, y), (x + wide, y), (x + wide + lean, y + tall), (x + lean, y + tall)], colours[number * 5 % 9]
            )
            for furrow in range(1, 4):
                at = y + tall * furrow / 4
                to.line([(x + 16 + lean * furrow / 4, at), (x + wide - 16 + lean * furrow / 4, at)], "#b4c896", 2)
            x += wide + 14
        y += tall + 14
    to.shape([(820, -10), (900, -10), (700, 320), (760, 730), (660, 730), (610, 310)], DEEP)
    to.box(596, 352, 190, 20, PALE, 4)
    drawing.house(to, 160, 250, 64, 46, BRICK)
    drawing.house(to, 1010, 500, 64, 46, ROOF)
    return to


def crane() -> Canvas:
    """Something is built: a crane above walls that are half done."""
    to = Canvas("#d7e6e8", DUSK)
    drawing.clouds(to, WHITE, [(120, 120, 240), (930, 220, 260)])
    to.box(860, 96, 18, 464, REED)
    to.line([(869, 60), (440, 112)], WATER, 3)
    to.line([(869, 60), (1040, 112)], WATER, 3)
    to.box(430, 108, 640, 16, REED)
    to.shape([(858, 108), (869, 50), (880, 108)], REED)
    for number in range(9):
        y = 132 + number * 46
        to.line([(860, y), (878, y + 46)], WATER, 2)
    to.box(1010, 124, 54, 46, SLATE)
    to.line([(520, 122), (520, 236)], WATER, 3)
    to.box(470, 236, 100, 26, BRICK)
    for column in range(4):
        for row in range(3 - column % 2):
            to.box(330 + column * 116, 486 - row * 92, 104, 80, (PALE, SKY)[row % 2])
            to.box(330 + column * 116, 566 - row * 92, 116, 12, SLATE)
        to.box(322 + column * 116, 330 + (column % 2) * 92, 10, 246, SLATE)
    drawing.fields(to, 560, [DIKE, GRASS, MEADOW])
    drawing.poplars(to, 60, 562, 6, DIKE, 9)
    return to


def summer() -> Canvas:
    """Still water, a boat, and a tree to sit under."""
    to = Canvas("#bfdfe3", "#f5e9cf")
    to.disc(360, 176, 82, SUN)
    drawing.clouds(to, WHITE, [(620, 120, 260), (980, 170, 220)])
    to.box(0, 400, WIDTH, 330, DEEP)
    to.box(0, 388, WIDTH, 18, DIKE)
    drawing.poplars(to, 620, 390, 8, DIKE, 4)
    drawing.ripples(to, 406, "#7cb9c1", 8, 34)
    to.box(330, 424, 60, 6, SUN, 3)
    to.box(300, 452, 110, 6, SUN, 3)
    to.box(342, 484, 50, 6, SUN, 3)
    to.shape([(560, 520), (820, 520), (780, 566), (600, 566)], ROOF)
    to.line([(690, 520), (690, 300)], WATER, 6)
    to.shape([(700, 310), (700, 500), (820, 500)], WHITE)
    to.shape([(680, 340), (680, 500), (600, 500)], PALE)
    to.shape([(930, 730), (1010, 560), (1290, 530), (1290, 730)], GRASS)
    drawing.tree(to, 1130, 590, 300, DIKE)
    return to


def gifts() -> Canvas:
    """Parcels with ribbons on a snowy sill, stars outside."""
    to = Canvas(NIGHT, "#2c6470")
    for number in range(46):
        to.disc(number * 197 % WIDTH, number * 83 % 330 + 10, 1.6 + number % 3, "#cfe0d8")
    to.disc(1010, 150, 60, "#e9dfc8")
    to.disc(984, 138, 54, "#1b4a55")
    drawing.dike(to, 520, -200, 1480, 60, "#d8e5e5")
    to.box(0, 516, WIDTH, 210, SNOW)
    for x, y, wide, tall, paper, ribbon in (
        (250, 360, 220, 210, BRICK, SUN), (500, 290, 180, 280, DEEP, PALE), (700, 410, 260, 160, SUN, ROOF),
        (560, 470, 150, 120, GRASS, WHITE),
    ):  # fmt: skip
        to.box(x, y, wide, tall, paper, 6)
        to.box(x + wide * 0.44, y, wide * 0.12, tall, ribbon)
        to.box(x, y + tall * 0.4, wide, wide * 0.1, ribbon)
        to.ring(x + wide * 0.4, y - 16, 22, ribbon, 9)
        to.ring(x + wide * 0.6, y - 16, 22, ribbon, 9)
    return to


def storm() -> Canvas:
    """High water against the dike, and dry land behind it."""
    to = Canvas("#4f6c75", "#9db4b8")
    drawing.clouds(to, "#3d5963", [(60, 110, 420), (520, 70, 380), (860, 150, 460)])
    for number in range(70):
        x, y = number * 173 % WIDTH, number * 97 % 430
        to.line([(x, y), (x - 26, y + 66)], "#b7c9cc", 2)
    to.box(0, 380, 760, 350, "#2a6672")
    for row in range(5):
        for number in range(8):
            x, y = number * 110 - row * 36, 384 + row * 66
            to.shape([(x, y + 26), (x + 54, y - 10), (x + 108, y + 26)], ("#3f94a0", "#2f7f8b")[row % 2])
            to.line([(x + 28, y + 6), (x + 54, y - 10), (x + 80, y + 6)], WHITE, 4)
    to.shape([(560, 730), (700, 350), (800, 350), (1060, 560), (1290, 590), (1290, 730)], DIKE)
    to.shape([(560, 730), (700, 350), (726, 350), (640, 730)], SLATE)
    to.shape([(1060, 560), (1290, 590), (1290, 620), (1020, 600)], DITCH)
    drawing.house(to, 1090, 574, 110, 90, BRICK, SUN)
    drawing.tree(to, 1040, 560, 110, GRASS)
    return to


def people() -> Canvas:
    """Colleagues beside each other on the dike, each in a colour of their own."""
    to = Canvas(SKY, DUSK)
    to.disc(640, 330, 150, SUN)
    drawing.clouds(to, WHITE, [(90, 130, 260), (930, 110, 280)])
    drawing.fields(to, 500, [GRASS, MEADOW, LAND])
    drawing.dike(to, 580, -240, 1520, 84)
    skins, coats = ("#8a5a3c", "#e2b48f", "#c68e63", "#f0cfae", "#6e452f"), (DEEP, BRICK, WATER, REED, SLATE, ROOF)
    for number in range(9):
        x, tall = 200 + number * 112, 150 + (number * 37 % 5) * 13
        ground = 512
        to.box(x - 26, ground - tall * 0.36, 20, tall * 0.36, WATER, 5)
        to.box(x + 6, ground - tall * 0.36, 20, tall * 0.36, WATER, 5)
        to.box(x - 36, ground - tall * 0.82, 72, tall * 0.52, coats[number % 6], 26)
        to.disc(x, ground - tall * 0.98, 27, skins[number * 2 % 5])
        if number % 3 == 1:
            to.shape([(x - 30, ground - tall * 1.04), (x + 30, ground - tall * 1.04), (x + 20, ground - tall * 1.2),
                      (x - 20, ground - tall * 1.2)], coats[(number + 2) % 6])  # fmt: skip
    return to


SCENES: Final[Mapping[str, Callable[[], Canvas]]] = {
    draw.__name__: draw
    for draw in (
        morning, town_hall, snow, lanterns, bicycle, desk, parcels, crane, summer, gifts, storm, people,
    )
}  # fmt: skip


@cache
def drawn(name: str) -> bytes:
    """The scene of that name, a PNG; each is drawn once."""
    return SCENES[name]().as_png()
