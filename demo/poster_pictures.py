"""Pictures of the demonstration's posters, drawn as if cut from coloured paper; the same picture every time."""

from __future__ import annotations

import io
import random
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from demo.poster_scenes import SCENES, Canvas

WIDTH, HEIGHT = 1200, 800
# Drawn larger and made smaller, for edges as clean as scissors leave them.
FINER = 2
INK = "#1d2a35"
# Ground, and the papers that are cut; the names are read out.
PAPERS = {
    "rust": ("#f6d9a8", ["#b5502c", "#8a3a22", "#d98a52", "#6b4a2f"], "rust and brown", "sand"),
    "green": ("#cfe3d4", ["#2f6b4a", "#4f8f66", "#1f4a38", "#8fb58f"], "green", "pale green"),
    "plum": ("#d8d3ea", ["#5b4a91", "#7d6bb3", "#3d2f6b", "#a68fc4"], "plum and violet", "lilac"),
    "blue": ("#cfdfec", ["#2a5a86", "#4d83b3", "#1b3b5c", "#86a9c9"], "blue", "pale blue"),
    "teal": ("#cbe5e3", ["#0b5c63", "#2f8b8b", "#093f45", "#7db8b0"], "teal", "sea green"),
    "gold": ("#f5e6b8", ["#a8711a", "#d19a2e", "#7a4a12", "#c7b26a"], "gold and ochre", "cream"),
}


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    path = finders.find(f"fonts/atkinson-hyperlegible-next-latin-{weight}-normal.woff2")
    assert isinstance(path, str)
    return ImageFont.truetype(path, size)


def alt_text_of(poster: dict[str, Any], number: int) -> str:
    """Return what the picture of a poster shows, made from the same things as the picture."""
    _, _, papers, ground = PAPERS[poster["paper"]]
    scene = SCENES[poster["scene"]]
    by_hand = " Made with a local artist: the whole sheet is covered in layers of cut paper." if scene.covers else ""
    return (
        f"{scene.words[:1].upper()}{scene.words[1:]}, cut from {papers} paper on a {ground} ground.{by_hand} "
        f"Lettered across the top: “{poster['title']}”. Along the bottom: “{poster['words']}”"
    )


def draw_poster(poster: dict[str, Any], number: int) -> bytes:
    """Return the picture of a poster as a PNG of 1200 by 800 pixels; `number` decides how the scissors went."""
    ground, papers, _, _ = PAPERS[poster["paper"]]
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), ground)
    # Nothing secret hangs on how the scissors go.
    canvas = Canvas(ImageDraw.Draw(image), FINER, papers, ground, random.Random(number))  # noqa: S311
    SCENES[poster["scene"]].draw(canvas)
    _letter(canvas, poster["title"], poster["words"])
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _letter(canvas: Canvas, title: str, words: str) -> None:
    """Stick on two strips of white paper: the title at the top, the poster's words at the bottom."""
    large, small = _font(700, 76 * FINER), _font(400, 36 * FINER)
    width = large.getlength(title) / FINER
    canvas.cut([(60, 52), (width + 128, 46), (width + 132, 162), (56, 166)], "#ffffff")
    canvas.pen.text((92 * FINER, 108 * FINER), title, INK, large, anchor="lm")
    lines = _broken(words, small, 1020 * FINER)
    top = 752 - 48 * len(lines)
    canvas.cut([(56, top - 22), (1144, top - 18), (1140, 764), (60, 760)], "#ffffff")
    for number, line in enumerate(lines):
        canvas.pen.text((92 * FINER, (top + 24 + 48 * number) * FINER), line, INK, small, anchor="lm")


def _broken(words: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break words into lines that fit."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
