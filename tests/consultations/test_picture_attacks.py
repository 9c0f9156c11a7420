"""Files that are made to do harm: refused or made safe, and in the memory that an ordinary photograph takes."""

import io
import os
import resource
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from django.conf import settings
from PIL import Image

from consultations.pictures import NotAPicture, drawn_anew, look_at
from tests.consultations.test_pictures import sent

MEGABYTE = 1024 * 1024
# An ordinary photograph of 12 million pixels takes about 75 MB to draw; the largest that is drawn at all, thrice that.
MOST_MEMORY = 260 * MEGABYTE


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def gif_of(frames: int) -> bytes:
    """A GIF with so many frames."""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00" + frame * frames + b";"


def webp_of(side: int) -> bytes:
    """A WebP that says it is so large."""
    chunk = b"\x10\0\0\0" + (side - 1).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", len(chunk)) + chunk
    return b"RIFF" + struct.pack("<I", len(body)) + body


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return out.getvalue()


HTML = b"<html><script>alert(1)</script></html>"
REFUSED = {
    "50,000 x 50,000 PNG": png_of(50_000, 50_000),
    "PNG of one enormous row": png_of(2**31 - 1, 1),
    "10,000-frame GIF": gif_of(10_000),
    "WebP of 16,384 a side": webp_of(16_384),
    "SVG": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "HTML": HTML,
    "zip": zipped(),
    "PDF": b"%PDF-1.7\n" + HTML,
    "HEIC": b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 500,
    "AVIF": b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1" + b"\x00" * 500,
    "TIFF": sent("TIFF").getvalue(),
    "BMP": sent("BMP").getvalue(),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "truncated JPEG": sent(size=(400, 300)).getvalue()[:700],
    "truncated PNG": sent("PNG", size=(400, 300)).getvalue()[:60],
    "PNG without its rows": png_of(40, 30, b"\x00" * 50),
    "only the first bytes of a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "nothing": b"",
}


@pytest.mark.parametrize("name", REFUSED)
def test_attack_is_refused_in_words(name):
    with pytest.raises(NotAPicture) as refusal:
        drawn_anew(io.BytesIO(REFUSED[name]))
    assert str(refusal.value)[-1] == "."


def test_half_a_photograph_is_refused_where_pdfs_are_drawn_too(monkeypatch):
    """The library that draws PDFs lets half pictures through, in the whole process, from its import on."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(NotAPicture):
        drawn_anew(io.BytesIO(REFUSED["truncated JPEG"]))


@pytest.mark.parametrize("name", ["50,000 x 50,000 PNG", "10,000-frame GIF", "WebP of 16,384 a side", "SVG", "HEIC"])
def test_attack_is_seen_before_anything_is_unpacked(name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(NotAPicture):
        look_at(io.BytesIO(REFUSED[name]))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


@pytest.mark.parametrize("tail", [HTML, zipped(), b"<?php system($_GET[0]); ?>"], ids=["HTML", "zip", "PHP"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_file_that_is_two_things_at_once_comes_out_as_the_picture_alone(format, tail):
    for drawn in drawn_anew(io.BytesIO(sent(format).getvalue() + tail)):
        assert Image.open(io.BytesIO(drawn)).format == "JPEG"
        assert [part for part in (b"alert", b"PK\x03\x04", b"<?php") if part in drawn] == []


def test_words_hidden_in_a_picture_are_left_out():
    exif = Image.Exif()
    exif[0x010E] = HTML.decode()
    exif.get_ifd(0x8825)[1] = "N"
    for drawn in drawn_anew(sent(exif=exif, comment=HTML, icc_profile=HTML, xmp=HTML)):
        image = Image.open(io.BytesIO(drawn))
        assert (dict(image.getexif()), "icc_profile" in image.info, "comment" in image.info) == ({}, False, False)
        assert b"alert" not in drawn


def test_wrong_suffix_makes_no_difference():
    file = sent("PNG")
    file.name = "photograph.jpg"
    assert Image.open(io.BytesIO(drawn_anew(file)[0])).format == "JPEG"


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 20)), (3, (40, 20)), (6, (20, 40)), (8, (20, 40))])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_picture_stands_upright(format, orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert Image.open(io.BytesIO(drawn_anew(sent(format, size=(40, 20), exif=exif))[0])).size == size


# A new process, since what a process has once taken it keeps: the highest mark would be another test's.
MEASURED = """
import io, resource, sys
import django
django.setup()
from PIL import Image
from consultations.pictures import drawn_anew
file, before = io.BytesIO(sys.stdin.buffer.read()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
drawn_anew(file)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("format", "mode", "size", "options"),
    [
        ("JPEG", "RGB", (8000, 6000), {}),
        ("JPEG", "RGB", (8000, 6000), {"progressive": True}),
        ("PNG", "RGBA", (5000, 4000), {"compress_level": 1}),
    ],
    ids=["JPEG", "JPEG in several passes", "PNG one can see through"],
)
def test_largest_pictures_are_drawn_in_bounded_memory(format, mode, size, options):
    content = sent(format, size=size, mode=mode, **options).getvalue()
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=content,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        check=True,
    )
    assert int(ran.stdout) * 1024 < MOST_MEMORY
