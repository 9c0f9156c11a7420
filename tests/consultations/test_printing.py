"""The poster template, set on paper."""

from io import BytesIO

import pikepdf
import pytest

from consultations.posters.printing import template_pdf
from programmes.models import Programme
from tests.consultations.factories import PosterCallFactory, PosterPromptFactory
from tests.programmes.factories import FULL_CONTACT


@pytest.mark.pango
@pytest.mark.django_db
@pytest.mark.parametrize("contact", [{}, FULL_CONTACT], ids=["usual", "full"])
def test_template_pdf_is_one_page_with_words_for_its_code(programme, contact):
    Programme.objects.filter(pk=programme.pk).update(**contact)
    programme.refresh_from_db()
    PosterPromptFactory.create_batch(4, programme=programme)
    call = PosterCallFactory(programme=programme)
    for paper, width in (("A4", 595), ("A3", 841)):
        with pikepdf.open(BytesIO(template_pdf(call, paper))) as document:
            assert [int(page.mediabox[2]) for page in document.pages] == [width]
            described = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
            words = [str(each["/Alt"]) for each in described]
            assert words == ["A code that leads to the page where this poster is handed in"]
