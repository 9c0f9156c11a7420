"""QR codes of our own addresses, for screens and for paper."""

from io import BytesIO

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage


def qr_code(address: str, *, called: str = "") -> SafeString:
    """Return the QR code of an address of ours, as SVG; `called` is what it is to whoever cannot see it."""
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=4).save(drawn)
    # Several may stand on one page: the library's identifier would be there more than once.
    code = drawn.getvalue().decode().partition("?>")[2].replace(' id="qr-path"', "")
    if called:
        code = code.replace("<svg ", '<svg role="img" ', 1)
        code = code.replace("<path", format_html("<title>{}</title><path", called), 1)
    # Our own address, drawn by the library as a path: nothing in it was typed by anybody.
    return mark_safe(code)  # noqa: S308
