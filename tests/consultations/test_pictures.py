"""Pictures somebody sent: drawn anew, or refused in words."""

import io

import pytest
from PIL import Image

from consultations.posters import pictures
from consultations.posters.pictures import NotAPicture, drawn_anew, keep_picture, small_path
from tests.consultations.factories import PosterFactory

ORIENTATION = 0x0112


def sent(format="JPEG", size=(30, 20), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size).save(file, format, **options)
    file.seek(0)
    return file


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
