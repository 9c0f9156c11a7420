"""What the demonstration's posters show: scenes of cut paper between the two lettered strips."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import ImageDraw

Point = tuple[float, float]
WHITE = "#ffffff"


@dataclass
class Canvas:
    """A sheet of ground paper 1200 wide and 800 high, coloured papers and a pair of scissors."""

    pen: ImageDraw.ImageDraw
    finer: int
    papers: Sequence[str]
    ground: str
    chance: random.Random

    def paper(self, number: int) -> str:
        """Return one of the papers, beginning again when they run out."""
        return self.papers[number % len(self.papers)]

    def cut(self, points: Sequence[Point], paper: str) -> None:
        """Stick on a piece with straight edges."""
        self.pen.polygon([(x * self.finer, y * self.finer) for x, y in points], fill=paper)

    def box(self, x: float, y: float, width: float, height: float, paper: str) -> None:
        """Stick on a rectangle, a little askew as scissors leave it."""
        a, b, c, d = (self.chance.uniform(-5, 5) for _ in range(4))
        self.cut([(x, y + a), (x + width + b, y), (x + width, y + height + c), (x + d, y + height)], paper)

    def round(self, x: float, y: float, radius: float, paper: str, tall: float = 1.0) -> None:
        """Stick on a circle (or, with `tall`, an ellipse) whose edge was cut by hand."""
        wobble = [self.chance.uniform(0.975, 1.025) for _ in range(24)]
        points = [
            (x + radius * r * math.cos(math.tau * i / 24), y + radius * tall * r * math.sin(math.tau * i / 24))
            for i, r in enumerate(wobble)
        ]
        self.cut(points, paper)

    def ring(self, x: float, y: float, outer: float, inner: float, paper: str, hole: str) -> None:
        """Stick on a ring: a circle with another on top."""
        self.round(x, y, outer, paper)
        self.round(x, y, inner, hole)

    def wave(self, y: float, high: float, paper: str, bottom: float = 800, long: float = 300) -> None:
        """Stick on a band with a wavy upper edge."""
        start = self.chance.uniform(0, math.tau)
        edge = [(x, y + high * math.sin(start + math.tau * x / long)) for x in range(0, 1201, 20)]
        self.cut([*edge, (1200, bottom), (0, bottom)], paper)

    def person(self, x: float, feet: float, tall: float, paper: str) -> None:
        """Stick on somebody: a head, and a coat that widens to the ground."""
        head = tall * 0.16
        self.cut(
            [(x - head * 0.8, feet - tall + head * 2), (x + head * 0.8, feet - tall + head * 2),
             (x + tall * 0.26, feet), (x - tall * 0.26, feet)],
            paper,
        )  # fmt: skip
        self.round(x, feet - tall + head, head, paper)


@dataclass(frozen=True)
class Scene:
    """What a picture shows, in words and in paper; one that `covers` leaves no ground free."""

    words: str
    draw: Callable[[Canvas], None]
    covers: bool = False


def loaves(s: Canvas) -> None:
    s.box(0, 560, 1200, 260, s.paper(3))
    for i, x in enumerate((200, 600, 1000)):
        s.round(x, 470, 160, s.paper(i), 0.7)
        for cut in (-70, 0, 70):
            s.box(x + cut - 8, 390, 16, 90, s.ground)


def windows(s: Canvas) -> None:
    s.box(90, 230, 1020, 360, s.paper(0))
    for i in range(4):
        x = 140 + i * 240
        s.box(x, 280, 200, 190, s.ground)
        for j in (-50, 50):
            s.person(x + 100 + j, 470, 120 + s.chance.uniform(-10, 10), s.paper(i + 1 + (j > 0)))


def chairs(s: Canvas) -> None:
    for i, (x, back) in enumerate(((340, -1), (760, 1))):
        paper = s.paper(i)
        s.box(x, 430, 180, 40, paper)
        s.box(x if back < 0 else x + 144, 240, 36, 220, paper)
        s.box(x + 4, 460, 28, 150, paper)
        s.box(x + 148, 460, 28, 150, paper)
    s.round(640, 330, 60, s.paper(2))


def garden(s: Canvas) -> None:
    s.box(0, 520, 1200, 300, s.paper(2))
    for i in range(7):
        x = 110 + i * 163
        tall = s.chance.uniform(150, 260)
        s.box(x - 8, 540 - tall, 16, tall, s.paper(1))
        for side in (-1, 1):
            s.cut([(x, 500 - tall * 0.3), (x + side * 70, 440 - tall * 0.4), (x, 470 - tall * 0.5)], s.paper(3))
        s.round(x, 530 - tall, 46, s.paper(i % 2))
        s.round(x, 530 - tall, 18, s.ground)


def circles(s: Canvas) -> None:
    for i in range(11):
        x, y = 440 + 250 * math.cos(i * 0.9) * s.chance.uniform(0.5, 1), 400 + 130 * math.sin(i * 0.9)
        s.round(x, y, s.chance.uniform(40, 84), s.paper(i))
    s.round(1010, 430, 62, s.paper(2))


def tower(s: Canvas) -> None:
    s.box(420, 190, 360, 620, s.paper(2))
    for row in range(5):
        for column in range(3):
            lit = (row * 3 + column) % 4 != 0
            s.box(455 + column * 105, 215 + row * 92, 76, 58, "#f6d27a" if lit else s.paper(1))
    for i, x in enumerate((150, 260, 960, 1070)):
        s.person(x, 640, 170, s.paper(i))


def cups(s: Canvas) -> None:
    s.box(0, 590, 1200, 220, s.paper(3))
    for i, x in enumerate((220, 480, 740, 1000)):
        y = 400 + (i % 2) * 20
        s.ring(x + 92, y + 80, 56, 32, s.paper(i), s.ground)
        s.cut([(x - 90, y), (x + 90, y), (x + 66, y + 170), (x - 66, y + 170)], s.paper(i))
        for j in (-30, 20):
            s.cut([(x + j, y - 30), (x + j + 26, y - 80), (x + j, y - 130), (x + j + 8, y - 80)], WHITE)


def pitch(s: Canvas) -> None:
    s.box(0, 250, 1200, 560, s.paper(1))
    s.ring(600, 640, 190, 176, WHITE, s.paper(1))
    for i in range(6):
        s.person(150 + i * 180, 520 + (i % 2) * 60, 210, s.ground if i % 2 else s.paper(2))
    s.round(690, 600, 34, WHITE)


def path(s: Canvas) -> None:
    s.wave(420, 60, s.paper(3), long=1300)
    s.wave(520, 50, s.paper(1), long=1100)
    s.cut([(420, 800), (780, 800), (700, 560), (900, 430), (830, 420), (580, 560)], s.ground)
    for i, (x, y) in enumerate(((470, 640), (560, 630), (650, 640), (240, 560), (1010, 550))):
        s.person(x, y, 150, s.paper(0 if i < 3 else 2))


def speech(s: Canvas) -> None:
    spots = ((190, 310), (470, 260), (760, 320), (1030, 270), (260, 520), (560, 500), (870, 530))
    for i, (x, y) in enumerate(spots):
        s.cut([(x - 20, y + 50), (x + 34, y + 60), (x - 44, y + 118)], s.paper(i))
        s.round(x, y, 112, s.paper(i), 0.66)
        for line in range(2 + i % 2):
            s.box(x - 62, y - 34 + line * 30, 124 - 26 * line, 11, s.ground)


def waves(s: Canvas) -> None:
    for i in range(5):
        s.wave(270 + i * 80, 34, s.paper(i), long=260 + 60 * i)
    for i in range(6):
        s.round(140 + i * 185, 250 + 34 * (i % 2), 36, WHITE)


def bench(s: Canvas) -> None:
    s.round(980, 290, 90, "#f2b134")
    s.wave(600, 20, s.paper(3), long=900)
    s.box(260, 470, 680, 36, s.paper(2))
    s.box(260, 400, 680, 30, s.paper(2))
    for x in (310, 850):
        s.box(x, 400, 34, 230, s.paper(2))
    for i, x in enumerate((420, 560, 770)):
        s.person(x, 490, 190, s.paper(i if i < 2 else 0))


def bridge(s: Canvas) -> None:
    s.ring(600, 560, 440, 405, s.paper(2), s.ground)
    s.box(60, 505, 1080, 34, s.paper(2))
    for x in range(240, 1000, 90):
        arch = 560 - math.sqrt(420**2 - (x - 600) ** 2)
        s.box(x, arch, 12, 505 - arch, s.paper(2))
    s.wave(580, 22, s.paper(1), long=220)
    s.wave(640, 18, s.paper(0), long=260)


def table(s: Canvas) -> None:
    for i in range(6):
        s.person(180 + i * 168, 520, 230, s.paper(i))
    s.box(90, 470, 1020, 70, s.paper(2))
    s.box(160, 530, 40, 130, s.paper(2))
    s.box(1000, 530, 40, 130, s.paper(2))
    for i in range(6):
        s.round(180 + i * 168, 478, 48, WHITE, 0.35)


def lamp(s: Canvas) -> None:
    s.cut([(600, 250), (250, 640), (950, 640)], "#f6e3a1")
    s.cut([(520, 200), (680, 200), (740, 300), (460, 300)], s.paper(0))
    s.box(330, 600, 540, 40, s.paper(2))
    for i, x in enumerate((400, 560, 800)):
        s.person(x, 640, 190, s.paper(i))
    s.box(330, 620, 540, 40, s.paper(2))


def bunting(s: Canvas) -> None:
    for row in range(2):
        for i in range(9):
            x = 40 + i * 130 + 50 * row
            y = 220 + 130 * row + 26 * math.sin(i * 0.9 + row)
            s.cut([(x, y), (x + 104, y + 6), (x + 52, y + 110)], s.paper(i + row))
    s.person(540, 640, 170, s.paper(0))
    s.person(650, 640, 170, s.paper(2))


def shed(s: Canvas) -> None:
    s.box(0, 610, 1200, 200, s.paper(3))
    s.box(340, 360, 520, 270, s.paper(0))
    s.cut([(300, 370), (900, 370), (780, 220), (420, 220)], s.paper(2))
    s.box(540, 420, 130, 210, s.ground)
    s.box(730, 420, 90, 80, s.ground)
    for i, x in enumerate((180, 600, 1000)):
        s.person(x, 640, 200, s.paper(1 if i == 1 else 2))


def board(s: Canvas) -> None:
    s.box(200, 200, 800, 410, s.paper(2))
    s.box(230, 230, 740, 350, s.paper(3))
    for i in range(8):
        x, y = 260 + (i % 4) * 178, 255 + (i // 4) * 165
        s.box(x, y, 140, 126, WHITE if i % 3 else s.ground)
        for line in range(3):
            s.box(x + 20, y + 34 + line * 26, 100 - 18 * line, 9, s.paper(i))
        s.round(x + 70, y + 10, 9, s.paper(0))


def bus(s: Canvas) -> None:
    s.box(0, 600, 1200, 200, s.paper(3))
    s.box(180, 260, 840, 310, s.paper(0))
    for i in range(4):
        s.box(220 + i * 170, 300, 140, 120, s.ground)
        s.person(290 + i * 170, 420, 100, s.paper(2))
    s.box(910, 310, 84, 240, s.paper(1))
    for x in (360, 830):
        s.ring(x, 580, 68, 28, s.paper(2), s.ground)


def patchwork(s: Canvas) -> None:
    for row in range(5):
        for column in range(6):
            x, y, paper = column * 200, row * 164, s.paper(row * 3 + column)
            s.box(x, y, 204, 168, paper)
            other = s.paper(row + column + 1) if s.paper(row + column + 1) != paper else s.ground
            s.box(x + 48, y + 78, 108, 70, other)
            s.cut([(x + 36, y + 82), (x + 168, y + 82), (x + 102, y + 24)], s.ground if other != s.ground else WHITE)
            s.box(x + 90, y + 106, 26, 42, paper)
    for row in range(1, 5):
        for x in range(12, 1200, 60):
            s.box(x, row * 164 - 4, 32, 7, WHITE)


def faces(s: Canvas) -> None:
    s.box(0, 0, 1200, 800, s.paper(2))
    for i in range(15):
        x, y = 110 + (i % 5) * 245, 130 + (i // 5) * 230
        s.round(x, y, 124, s.paper(1 if i % 2 else 3))
        s.round(x, y + 14, 86, s.ground if i != 7 else "#f2b134", 1.12)
        s.round(x - 30, y, 9, s.paper(2))
        s.round(x + 30, y, 9, s.paper(2))
        s.cut([(x - 36, y + 46), (x + 36, y + 46), (x + 16, y + 64), (x - 16, y + 64)], s.paper(0))


def river(s: Canvas) -> None:
    for i in range(9):
        s.wave(-20 + i * 92, 30, s.paper(i + (i // 4)), long=340 + 40 * (i % 3))
    for i in range(8):
        x, y = 120 + (i % 4) * 300 + 80 * (i // 4), 300 + 190 * (i // 4) + 30 * (i % 2)
        s.cut([(x - 90, y), (x + 90, y), (x + 56, y + 46), (x - 56, y + 46)], "#f2b134" if i == 5 else WHITE)
        s.person(x - 26, y + 4, 84, s.paper(2))
        s.person(x + 26, y + 4, 70, s.paper(0) if i % 2 else s.paper(3))
    for i in range(10):
        x, y = 60 + i * 122, 420 + 170 * (i % 2)
        s.round(x, y, 26, s.ground, 0.5)
        s.cut([(x - 22, y), (x - 48, y - 14), (x - 48, y + 14)], s.ground)


def prams(s: Canvas) -> None:
    s.box(0, 600, 1200, 220, s.paper(3))
    for i, x in enumerate((300, 860)):
        s.person(x - 170, 620, 300, s.paper(2))
        s.cut([(x - 130, 420), (x - 100, 404), (x - 60, 450), (x - 90, 460)], s.paper(2))
        s.cut([(x - 90, 440), (x + 130, 440), (x + 80, 550), (x - 40, 550)], s.paper(i))
        s.cut([(x + 20, 440), (x + 130, 440), (x + 118, 350), (x + 60, 320)], s.paper(1 - i))
        for wheel in (-40, 84):
            s.ring(x + wheel, 590, 40, 18, s.paper(2), s.ground)


def ramp(s: Canvas) -> None:
    s.box(0, 610, 1200, 200, s.paper(3))
    s.box(760, 200, 440, 430, s.paper(2))
    s.box(850, 330, 130, 200, "#f6d27a")
    s.cut([(200, 616), (860, 530), (1040, 530), (1040, 630), (200, 630)], s.paper(0))
    for i, x in enumerate((330, 560)):
        ground = 622 - (x - 200) * 0.13
        s.person(x, ground - 30, 170, s.paper(2 if i else 1))
        s.ring(x + 6, ground - 60, 60, 46, s.paper(2), s.ground)
    s.person(915, 530, 150, s.paper(0))


def doors(s: Canvas) -> None:
    for i, x in enumerate((230, 730)):
        s.box(x - 30, 220, 300, 420, s.paper(2))
        s.box(x, 250, 240, 390, "#f6e3a1")
        s.box(x if i else x + 170, 250, 70, 390, s.paper(i))
        s.person(x + (150 if i else 88), 640, 260, s.paper(0 if i else 1))
    s.round(616, 430, 26, "#f2b134")


def pan(s: Canvas) -> None:
    for i in range(8):
        s.person(120 + i * 137, 470, 200, s.paper(i + (i > 3)))
    s.box(0, 560, 1200, 240, s.paper(3))
    s.cut([(330, 400), (870, 400), (800, 600), (400, 600)], s.paper(2))
    s.round(600, 402, 272, WHITE, 0.18)
    for side in (-1, 1):
        s.box(600 + side * 320 - 50, 420, 100, 34, s.paper(2))


SCENES = {
    "loaves": Scene("three loaves with slashed tops on a table", loaves),
    "windows": Scene("a long row of four windows with two people at each", windows),
    "chairs": Scene("two chairs turned towards each other, with something round between them", chairs),
    "garden": Scene("seven tall flowers growing in a dark bed", garden),
    "circles": Scene("a crowd of circles close together, and one standing apart", circles),
    "tower": Scene("a block of flats with most of its windows lit, and four people outside", tower),
    "cups": Scene("four steaming cups on a table", cups),
    "pitch": Scene("six players and a ball on a pitch with a centre circle", pitch),
    "path": Scene("three people together on a path over hills, and one at either side of it", path),
    "speech": Scene("seven speech bubbles, each with lines of writing", speech),
    "waves": Scene("five rows of waves like voices, with six white dots along the top", waves),
    "bench": Scene("three people on a bench, with the sun out", bench),
    "bridge": Scene("an arched bridge above two rows of high water", bridge),
    "table": Scene("six people side by side behind a long table laid with plates", table),
    "lamp": Scene("three people round a table under the light of one lamp", lamp),
    "bunting": Scene("two strings of bunting above two people side by side", bunting),
    "shed": Scene("a shed with its door open, one person in it and one on either side", shed),
    "board": Scene("a notice board with eight notices pinned to it", board),
    "bus": Scene("a minibus with somebody at each of its four windows", bus),
    "prams": Scene("two people, each with a pram", prams),
    "ramp": Scene("two people in wheelchairs going up a ramp to a lit doorway where somebody waits", ramp),
    "doors": Scene("two open doors side by side, with somebody standing in each", doors),
    "pan": Scene("eight people behind one enormous pan", pan),
    "patchwork": Scene("a patchwork of houses, row upon row, with stitches between", patchwork, covers=True),
    "faces": Scene("rows of smiling faces, one of them golden", faces, covers=True),
    "river": Scene("a river of many bands, with boats carrying people and fish between them", river, covers=True),
}
