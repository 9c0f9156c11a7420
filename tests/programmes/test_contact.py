"""How a programme's contact is reached, wherever people are told to write or ring."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from programmes.models import Programme
from tests.programmes.factories import ProgrammeFactory


def written(programme: Programme, how: str = "") -> str:
    """Return what the tag writes, without its markup."""
    html = Template(f"{{% write_to programme {how} %}}").render(Context({"programme": programme}))
    return re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize(
    ("telephone", "address", "how", "words"),
    [
        ("", "", "by_post=True", "The team, team@example.org"),
        ("0141 496 0000", "", "", "The team, team@example.org, or ring 0141 496 0000"),
        ("", "1 Ford Street,\n\nGateshead ", "by_post=True", "The team, team@example.org, or 1 Ford Street, Gateshead"),
        ("", "1 Ford Street", "", "The team, team@example.org"),
        ("1", "B", "by_post=True", "The team, team@example.org, or B, or ring 1"),
    ],
)
def test_write_to_names_each_way_that_there_is(telephone, address, how, words):
    programme = Programme(contact_name="The team", contact_email="team@example.org")
    programme.contact_telephone, programme.contact_address = telephone, address
    assert written(programme, how) == words


def test_write_to_leads_to_mail_and_telephone_and_shows_words_as_words():
    programme = Programme(contact_name="<b>Tom</b> & Co", contact_email="t@example.org", contact_telephone="+44 (0)141")
    html = Template('{% write_to programme subject="Another format" %}').render(Context({"programme": programme}))
    assert html == (
        '&lt;b&gt;Tom&lt;/b&gt; &amp; Co, <a href="mailto:t@example.org?subject=Another%20format">t@example.org</a>, '
        'or ring <a href="tel:+440141">+44 (0)141</a>'
    )


def test_telephone_number_that_nobody_could_ring_is_refused(db):
    programme = ProgrammeFactory(contact_telephone="ask us")
    with pytest.raises(ValidationError) as refused:
        programme.full_clean()
    assert refused.value.message_dict == {
        "contact_telephone": ["Enter a telephone number with its area code, for example 0141 496 0000."]
    }
