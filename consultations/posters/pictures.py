"""Pictures of posters: drawn anew, so that nothing of the file that came is kept but what can be seen."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from consultations.posters.models import Poster
from kit.refusals import Refused
from kit.uploads import MEGABYTE

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 25 * MEGABYTE
TOO_HEAVY = f"The picture must be smaller than {MAX_BYTES // MEGABYTE} MB."
# Told by the file's first bytes, before any of it is unpacked. A JPEG is unpacked at the size that is needed; the other
# kinds only whole, and there each pixel costs four bytes.
MAX_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000, "WEBP": 16_000_000}
LARGE, SMALL = (1600, 1600), (560, 560)
# What a file that is no picture of ours begins with, and what to do about it.
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1", b"ftypavif")
USE_JPEG = (
    "This photograph is in a format (HEIC) that many devices cannot show. On an iPhone choose Settings, Camera, "
    "Formats, Most Compatible, and take it again; or send a screenshot of it."
)
NO_PICTURE = "The picture must be a JPEG, PNG or WebP file."
TOO_LARGE = "The picture has too many pixels. Send it smaller, or take the photograph again at an ordinary size."
BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
ONE_COLOUR = (
    "Nothing can be seen on this picture: it is of one colour all over. Open it and look; then take the photograph "
    "again, or save the picture as JPEG and send that."
)
# Light and dark that differ by no more are one: a JPEG rounds.
NO_DIFFERENCE = 2
# Grey in more than 8 bits, and what brings the lightest of it to 255.
DEEP_GREY = ("I", "I;16", "I;16B", "I;16L", "I;16N")
TO_8_BITS = 255 / 65535
MAX_PROFILE_BYTES = 4 * MEGABYTE


class NotAPicture(Refused):
    """The file is no picture that can be kept; the message says why, in words for whoever sent it."""


def look_at(file: IO[bytes]) -> None:
    """Refuse with NotAPicture what its size and its first bytes show to be nothing that can be kept.

    Unpacks nothing, so that it can be done while somebody waits. The file stands at its beginning afterwards.
    """
    _opened(file)
    file.seek(0)


def drawn_anew(file: IO[bytes]) -> tuple[bytes, bytes]:
    """Return a picture as two JPEGs, at most 1600 and 560 pixels a side, upright, in sRGB, with no EXIF and no place.

    Refuses with NotAPicture what is too large, or is not a JPEG, PNG or WebP that can be read whole, and what comes out
    in one colour alone. The memory it takes is bounded by MAX_PIXELS, whatever the file says.
    """
    image = _opened(file)
    # Whoever has drawn a PDF in this process has set it: half a photograph would be kept with the rest grey.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        profile = image.info.get("icc_profile")
        if image.mode in DEEP_GREY:
            image = _of_8_bits(image)
        elif image.mode not in ("RGB", "L", "CMYK"):
            image = _on_white(image)
        # JPEGs are unpacked at an eighth, a quarter or half their size, never smaller than what is kept of them.
        image.thumbnail(LARGE, reducing_gap=1.0)
        upright = _in_srgb(ImageOps.exif_transpose(image), profile)
        # Comments and profiles go along with a picture's copies otherwise.
        upright.info.clear()
    except BROKEN as error:
        raise NotAPicture(NO_PICTURE) from error
    if all(lightest - darkest <= NO_DIFFERENCE for darkest, lightest in _extremes(upright)):
        raise NotAPicture(ONE_COLOUR)
    return _jpeg(upright, LARGE), _jpeg(upright, SMALL)


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        raise NotAPicture(TOO_HEAVY)
    file.seek(0)
    if file.read(16)[4:12] in HEIC:
        raise NotAPicture(USE_JPEG)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(TOO_LARGE) from error
    except BROKEN as error:
        raise NotAPicture(NO_PICTURE) from error
    # A camera's JPEG of several pictures calls itself MPO.
    if image.width * image.height > MAX_PIXELS.get(image.format or "", MAX_PIXELS["JPEG"]):
        raise NotAPicture(TOO_LARGE)
    return image


def _of_8_bits(image: Image.Image) -> Image.Image:
    """Return a scan in 65,536 greys in 256 of them: all that are lighter than the first 256 would become white."""
    exif = image.info.get("exif")
    grey = image.point(lambda light: light * TO_8_BITS).convert("L")
    image.close()
    if exif:
        grey.info["exif"] = exif
    return grey


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in the colours of all screens; its profile, which says what colours it has, is then left out."""
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            drawn = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # What is no profile, or one of other colours than the picture's, says nothing of them.
            pass
        else:
            assert drawn is not None
            return drawn
    return image.convert("RGB")


def _extremes(image: Image.Image) -> list[tuple[int, int]]:
    """Return the darkest and the lightest there is of each colour."""
    return [band.getextrema() for band in image.split()]  # type: ignore[misc]


def _on_white(image: Image.Image) -> Image.Image:
    """Return a picture without holes, at most as large as what is kept of it."""
    exif = image.info.get("exif")
    # Colours from a table, and more than 8 bits, cannot be averaged.
    see_through = image.has_transparency_data
    plain = image.convert("RGBA" if see_through else "RGB")
    image.close()
    plain.thumbnail(LARGE)
    flat = plain
    if see_through:
        flat = Image.new("RGB", plain.size, "white")
        flat.paste(plain, mask=plain.getchannel("A"))
    if exif:
        flat.info["exif"] = exif
    return flat


def keep_picture(poster: Poster, file: IO[bytes]) -> None:
    """Set the poster's picture, large and small, from a file that somebody sent; the row is the caller's to save.

    The name follows from the content: the same picture is kept once, and a kept address never shows another. Refuses
    with NotAPicture as `drawn_anew` does. Raises OSError where it cannot be stored.
    """
    large, small = drawn_anew(file)
    name = f"{hashlib.sha256(large).hexdigest()[:20]}.jpg"
    field = poster._meta.get_field("picture")
    path = field.generate_filename(poster, name)
    _store(field.storage, {path: large, small_path(path): small})
    poster.picture = path
    with Image.open(io.BytesIO(large)) as image:
        poster.width, poster.height = image.size


def _store(storage: Storage, files: dict[str, bytes]) -> None:
    """Store files by their names, those that are not there already."""
    for where, content in files.items():
        # A machine that stopped in the middle of writing left less of it.
        if storage.exists(where) and storage.size(where) != len(content):
            storage.delete(where)
        if storage.exists(where):
            # As one that was written now: whoever sweeps lets it be until the row names it.
            Path(storage.path(where)).touch()
        else:
            storage.save(where, ContentFile(content))


def small_path(path: str) -> str:
    """Return where the small rendition of a kept picture is."""
    return f"{path.removesuffix('.jpg')}-small.jpg"


def large_path(path: str) -> str:
    """Return of which kept picture a file is the small rendition, should it be one."""
    return path.replace("-small.jpg", ".jpg")


def _jpeg(image: Image.Image, size: tuple[int, int]) -> bytes:
    image = image.copy()
    image.thumbnail(size)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
