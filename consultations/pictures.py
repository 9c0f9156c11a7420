"""Pictures of posters: drawn anew, so that nothing of the file that came is kept but what can be seen."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from consultations.models import Poster

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12 * 1024 * 1024
# Told by the file's first bytes, before any of it is unpacked.
MOST_PIXELS = 50_000_000
LARGE, SMALL = (1600, 1600), (560, 560)


class NotAPicture(Exception):
    """The file is no picture that can be kept; the message says why, in words for whoever sent it."""


def drawn_anew(file: IO[bytes]) -> tuple[bytes, bytes]:
    """Return a picture as two JPEGs, at most 1600 and 560 pixels a side, upright, with no EXIF and no place.

    Refuses with NotAPicture what is too large, or is not a JPEG, PNG or WebP that can be read whole.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise NotAPicture("The picture must be smaller than 12 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise NotAPicture("The picture has too many pixels. Send one of at most 50 million.")
            image = ImageOps.exif_transpose(image)
            flat = Image.new("RGB", image.size, "white")
            flat.paste(image, mask=image.convert("RGBA").getchannel("A") if image.has_transparency_data else None)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as error:  # fmt: skip
        raise NotAPicture("The picture must be a JPEG, PNG or WebP file.") from error
    return _jpeg(flat, LARGE), _jpeg(flat, SMALL)


def keep_picture(poster: Poster, file: IO[bytes]) -> None:
    """Set the poster's picture, large and small, from a file that somebody sent; the row is the caller's to save.

    The name follows from the content: the same picture is kept once, and a kept address never shows another.
    """
    large, small = drawn_anew(file)
    name = f"{hashlib.sha256(large).hexdigest()[:20]}.jpg"
    field = poster._meta.get_field("picture")
    path = field.generate_filename(poster, name)
    for where, content in ((path, large), (small_path(path), small)):
        # A machine that stopped in the middle of writing left less of it.
        if field.storage.exists(where) and field.storage.size(where) != len(content):
            field.storage.delete(where)
        if not field.storage.exists(where):
            field.storage.save(where, ContentFile(content))
    poster.picture = path
    with Image.open(io.BytesIO(large)) as image:
        poster.width, poster.height = image.size


def small_path(path: str) -> str:
    """Return where the small rendition of a kept picture is."""
    return f"{path.removesuffix('.jpg')}-small.jpg"


def _jpeg(image: Image.Image, size: tuple[int, int]) -> bytes:
    image = image.copy()
    image.thumbnail(size)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
