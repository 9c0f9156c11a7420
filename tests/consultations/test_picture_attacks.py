"""Files that are made to do harm: refused or made safe, and in the memory that an ordinary photograph takes."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from consultations.posters.pictures import MAX_PIXELS, NotAPicture, drawn_anew
from tests.pictures import picture as sent

MEGABYTE = 1024 * 1024
# What the library unpacks of a picture's words before it gives up is 64 MB.
MOST_TO_LOOK = 96 * MEGABYTE
# An ordinary photograph of 12 million pixels takes about 75 MB to draw; the largest that is drawn at all, thrice that.
MOST_MEMORY = 260 * MEGABYTE
# A picture is unpacked to four bytes a pixel, and while one that moves is drawn, up to five copies are held: two by
# what reads it, one that it hands out, and two of ours.
MOST_WHEN_ATTACKED = 5 * 4 * max(MAX_PIXELS["PNG"], MAX_PIXELS["WEBP"])


def chunk(kind: bytes, content: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def packed(zeros: int) -> bytes:
    """So many zeros as a PNG packs them: one megabyte, packed once and said again and again."""
    packer, (again, rest) = zlib.compressobj(wbits=-15), divmod(zeros, MEGABYTE)
    piece = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(wbits=-15)
    rows = piece * again + last.compress(bytes(rest)) + last.flush()
    return b"\x78\x9c" + rows + struct.pack(">HH", zeros % 65521, 1)


def png_of(width: int, height: int, *, zeros: int | None = None, before: bytes = b"", after: bytes = b"") -> bytes:
    """A PNG of so many black pixels, all of them there unless fewer `zeros` are; with parts before and after them."""
    rows = packed(height * (1 + 3 * width) if zeros is None else zeros)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", rows) + after + chunk(b"IEND", b"")


def moving_png_of(width: int, height: int, frames: int) -> bytes:
    """A PNG that moves: a whole picture, then many of one pixel."""

    def frame(number: int, width: int, height: int) -> bytes:
        return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, 1, 10, 0, 0))

    pixel = zlib.compress(bytes(4))
    numbers = range(1, 2 * frames - 1, 2)
    more = b"".join(frame(n, 1, 1) + chunk(b"fdAT", struct.pack(">I", n + 1) + pixel) for n in numbers)
    return png_of(
        width, height, before=chunk(b"acTL", struct.pack(">II", frames, 0)) + frame(0, width, height), after=more
    )


def gif_of(frames: int) -> bytes:
    """A GIF with so many frames."""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00" + frame * frames + b";"


def webp_of(side: int, frames: int = 0) -> bytes:
    """A WebP that says it is so large, and moves in so many frames of one pixel."""

    def part(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content

    body = part(b"VP8X", bytes([0x12 if frames else 0x10, 0, 0, 0]) + (side - 1).to_bytes(3, "little") * 2)
    if frames:
        pixel = sent("WEBP", size=(1, 1), mode="RGBA", lossless=True).getvalue()[12:]
        body += part(b"ANIM", bytes(6)) + part(b"ANMF", bytes(12) + b"\x64\0\0\0" + pixel) * frames
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG that says it is so large."""
    content = sent(size=(30, 20)).getvalue()
    return content.replace(struct.pack(">HH", 20, 30), struct.pack(">HH", height, width), 1)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return out.getvalue()


HTML = b"<html><script>alert(1)</script></html>"
REFUSED = {
    "50,000 x 50,000 PNG": png_of(50_000, 50_000),
    "PNG of one enormous row": png_of(2**31 - 1, 1),
    # As many as the library would still unpack by itself.
    "PNG of 81 million pixels": png_of(9_000, 9_000),
    "PNG with 100 MB of words": png_of(30, 20, before=b"".join(
        chunk(b"zTXt", b"%d\0\0" % number + packed(1_000_000)) for number in range(100)
    )),
    "JPEG of 65,000 a side": jpeg_of(65_000, 65_000),
    "10,000-frame GIF": gif_of(10_000),
    "WebP of 16,384 a side": webp_of(16_384),
    "WebP of 81 million pixels that moves": webp_of(9_000, frames=2),
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
    "PNG without its rows": png_of(40, 30, zeros=50),
    "only the first bytes of a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "nothing": b"",
}  # fmt: skip
TAILS = {"HTML": HTML, "zip": zipped(), "PHP": b"<?php system($_GET[0]); ?>"}
# Drawn whole, and only then refused, for there is nothing on them.
EMPTY = {"PNG that moves 10,000 times": moving_png_of(5_000, 4_000, 10_000)}
# What becomes of files that are pictures of ours all the same.
DRAWN = {
    "WebP that moves 10,000 times": (webp_of(4_000, frames=10_000), [1600, 1600]),
    **{f"JPEG and {other}": (sent().getvalue() + tail, [30, 20]) for other, tail in TAILS.items()},
    **{f"{format} that says it is an SVG.svg": (sent(format).getvalue(), [30, 20]) for format in ("PNG", "WEBP")},
}


@pytest.mark.parametrize("name", EMPTY)
def test_what_moves_is_drawn_before_it_is_found_empty(name):
    with pytest.raises(NotAPicture, match="of one colour all over"):
        drawn_anew(io.BytesIO(EMPTY[name]))


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


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
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


# A process of its own, since what one has once taken it keeps. Not by `ru_maxrss`: a new process begins with what the
# one took that started it, and would seem to need nothing.
MEASURED = """
import io, json, pathlib, re, sys
import django
django.setup()
from PIL import Image
from consultations.posters.pictures import NotAPicture, drawn_anew, look_at

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) * 1024

def became(path, deed):
    with path.open("rb") as file:
        try:
            drawn = deed(file)
        except NotAPicture:
            return "refused"
    return drawn and Image.open(io.BytesIO(drawn[0])).size

files, taken = sorted(pathlib.Path(sys.argv[1]).iterdir()), [most()]
for deed in (look_at, drawn_anew):
    outcomes = {path.name: became(path, deed) for path in files}
    taken.append(most())
print(json.dumps([outcomes, taken]))
"""


def measured(folder: Path, files: dict[str, bytes]) -> tuple[dict[str, object], int, int]:
    """Look at all files in one process, then draw them: what became of each, and what looking and all of it took."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, folder],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        check=True,
    )
    outcomes, (before, looked, drawn) = json.loads(ran.stdout)
    return outcomes, looked - before, drawn - before


def test_all_attacks_one_after_the_other_are_refused_or_drawn_in_bounded_memory(tmp_path):
    files = REFUSED | EMPTY | {name: content for name, (content, _) in DRAWN.items()}
    outcomes, looked, drawn = measured(tmp_path, files)
    assert outcomes == dict.fromkeys([*REFUSED, *EMPTY], "refused") | {name: size for name, (_, size) in DRAWN.items()}
    assert (looked < MOST_TO_LOOK, drawn < MOST_WHEN_ATTACKED) == (True, True), (looked, drawn)


@pytest.mark.parametrize(
    ("format", "mode", "size", "options"),
    [
        ("JPEG", "RGB", (8000, 6000), {}),
        ("JPEG", "RGB", (8000, 6000), {"progressive": True}),
        ("PNG", "RGBA", (5000, 4000), {"compress_level": 1}),
    ],
    ids=["JPEG", "JPEG in several passes", "PNG one can see through"],
)
def test_largest_pictures_are_drawn_in_bounded_memory(format, mode, size, options, tmp_path):
    outcomes, _, drawn = measured(tmp_path, {"it": sent(format, size=size, mode=mode, **options).getvalue()})
    assert (outcomes["it"][0], drawn < MOST_MEMORY) == (1600, True), drawn
