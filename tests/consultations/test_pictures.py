"""Pictures somebody sent: drawn anew, or refused in words."""

import io
import struct

import pytest
from PIL import Image, ImageCms

from consultations.posters import pictures
from consultations.posters.pictures import NotAPicture, drawn_anew, keep_picture, small_path
from tests.consultations.factories import PosterFactory
from tests.pictures import picture as sent

ORIENTATION = 0x0112


def test_picture_is_kept_without_exif_and_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(0x8825)[1] = "N"
    large, small = (Image.open(io.BytesIO(each)) for each in drawn_anew(sent(exif=exif)))
    assert (large.format, large.size, dict(large.getexif())) == ("JPEG", (20, 30), {})
    assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (20, 30), {})


def test_large_picture_is_made_smaller_twice():
    large, small = (Image.open(io.BytesIO(each)).size for each in drawn_anew(sent(size=(3200, 1600))))
    assert (large, small) == ((1600, 800), (560, 280))


@pytest.mark.parametrize(
    ("format", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_picture_of_another_kind_becomes_jpeg(format, mode):
    assert [Image.open(io.BytesIO(each)).mode for each in drawn_anew(sent(format, mode=mode))] == ["RGB", "RGB"]


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", sent().getvalue()[:300]]
)
def test_file_that_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture, match="must be a JPEG, PNG or WebP"):
        drawn_anew(io.BytesIO(content))


def test_picture_of_another_format_is_refused():
    with pytest.raises(NotAPicture, match="must be a JPEG, PNG or WebP"):
        drawn_anew(sent("GIF", mode="P"))


def test_picture_too_large_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", {"JPEG": 599})
    with pytest.raises(NotAPicture, match="too many pixels"):
        drawn_anew(sent())
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(NotAPicture, match="smaller than"):
        drawn_anew(sent())


def test_same_picture_is_kept_once(db):
    first, second = PosterFactory(alt_text="A bench"), PosterFactory(alt_text="A bench")
    for poster in (first, second):
        keep_picture(poster, sent())
        poster.save()
    assert first.picture.name == second.picture.name
    assert (second.width, second.height) == (30, 20)
    assert second.picture.storage.exists(small_path(second.picture.name))


def scan():
    """A poster in 65,536 greys: light paper, something dark on it, and a strip of middling grey."""
    row = [8_000] * 20 + [32_000] * 20 + [60_000] * 20
    file = io.BytesIO()
    Image.frombytes("I;16", (60, 40), struct.pack("<60H", *row) * 40).save(file, "PNG")
    file.seek(0)
    return file


def test_scan_in_16_bits_of_grey_looks_as_it_does():
    for drawn in drawn_anew(scan()):
        image = Image.open(io.BytesIO(drawn)).convert("L")
        greys = [image.getpixel(at) for at in ((50, 20), (10, 20), (30, 20))]
        assert greys == pytest.approx([60_000 // 257, 8_000 // 257, 32_000 // 257], abs=6)


def swapped_profile():
    """A colour profile in which red is what green is to everybody, and green red; made of the usual one's parts."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA")])
def test_colours_of_a_profile_become_those_that_every_screen_shows(format, mode):
    colour = (220, 20, 30) if mode == "RGB" else (220, 20, 30, 255)
    for drawn in drawn_anew(sent(format, (60, 40), mode, colour, icc_profile=swapped_profile())):
        image = Image.open(io.BytesIO(drawn))
        red, green, _ = image.getpixel((50, 20))
        assert (green > 180, red < 90, "icc_profile" in image.info) == (True, True, False)


@pytest.mark.parametrize("profile", [b"no profile", b"x" * 100, swapped_profile()[:200]])
def test_what_is_no_profile_changes_no_colour(profile):
    plain, profiled = (drawn_anew(sent("PNG", colour="teal", **options)) for options in ({}, {"icc_profile": profile}))
    assert plain == profiled


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_picture_of_one_colour_is_told(mode):
    file = io.BytesIO()
    Image.new(mode, (600, 400), 90 if mode == "L" else "teal").save(file, "JPEG")
    with pytest.raises(NotAPicture, match="of one colour all over"):
        drawn_anew(file)


def test_picture_of_which_only_what_is_seen_through_differs_is_of_one_colour():
    image, file = Image.new("RGBA", (60, 40), (255, 255, 255, 0)), io.BytesIO()
    image.paste((10, 20, 30, 0), (0, 0, 30, 40))
    image.save(file, "PNG")
    with pytest.raises(NotAPicture, match="of one colour all over"):
        drawn_anew(file)
