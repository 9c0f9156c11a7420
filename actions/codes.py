"""QR codes of our own addresses."""

from io import BytesIO

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage


def qr_code(address: str) -> SafeString:
    """Return the QR code of an address of ours, as SVG."""
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=4).save(drawn)
    # Our own address, drawn by the library as a path: nothing in it was typed by anybody.
    return mark_safe(drawn.getvalue().decode().partition("?>")[2])  # noqa: S308
