"""Pictures for tests: of two colours, since one of a single colour is none that anybody would keep."""

import io
from typing import Any

from PIL import Image, ImageDraw


def picture(
    format: str = "JPEG", size: tuple[int, int] = (30, 20), mode: str = "RGB", colour: Any = 0, **options: Any
) -> io.BytesIO:
    """Return a picture as a file: a plain ground with a lighter half."""
    drawn, file = Image.new("RGB" if mode == "P" else mode, size, colour), io.BytesIO()
    light = 200 if len(drawn.getbands()) == 1 else (200,) * len(drawn.getbands())
    ImageDraw.Draw(drawn).rectangle((0, 0, size[0] // 2, size[1]), fill=light)
    drawn.convert(mode).save(file, format, **options)
    file.seek(0)
    return file
