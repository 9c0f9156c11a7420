"""Pages set on paper: what they are drawn with, and what they never fetch."""

import pytest

from kit.pdf import pdf_of
from kit.qr import qr_code


@pytest.mark.pango
@pytest.mark.parametrize(
    "source", ["file:///etc/hostname", "http://192.0.2.1/a.jpg", "/static/css/admin.css", "/media/posters/1.jpg"]
)
def test_pdf_of_fetches_nothing_but_its_own_files(source):
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        pdf_of(f'<h1>One</h1><img src="{source}" alt="A">', sheet="css/poster-print.css", colour="#0b5c63")


def test_qr_code_can_stand_on_a_page_twice():
    code = qr_code("http://testserver/join/3", called="Tom & Joan")
    assert (" id=" in code, "<title>Tom &amp; Joan</title>" in code, code.lstrip().startswith("<svg")) == (
        False,
        True,
        True,
    )
