"""What people wrote keeps its own direction and script, wherever it stands in the text of a page."""

from datetime import date

import pytest
from django.template import Context, Engine, Template
from django.utils.html import format_html

from kit.pdf import pdf_of
from kit.template_loader import set_apart

HEBREW = "שלום, 3"
APART = '<bdi dir="auto" lang="und-Hebr">שלום, 3</bdi>'


def drawn(source: str, **given: object) -> str:
    """Draw a template as our loader reads it."""
    return Template(set_apart(source), engine=Engine.get_default()).render(Context(given))


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("<p>By {{ x }}, here</p>", f"<p>By {APART}, here</p>"),
        ("{{ x|linebreaks }}", '<p dir="auto" lang="und-Hebr">שלום, 3</p>'),
        ("<p>{% firstof nobody x %}</p>", f"<p>{APART}</p>"),
        ('<a title="{{ x }}" href=/{{ x }}>{{ x }}</a>', f'<a title="{HEBREW}" href=/{HEBREW}>{APART}</a>'),
        ("<a{% if x %} title='>{{ x }}'{% endif %}>{{ x }}</a>", f"<a title='>{HEBREW}'>{APART}</a>"),
        ("<title>{{ x }}</title><p>{{ x }}", f"<title>{HEBREW}</title><p>{APART}"),
        ("<svg><title>{{ x }}</title><text>{{ x }}</text></svg>{{ x }}",
         f"<svg><title>{HEBREW}</title><text>{HEBREW}</text></svg>{APART}"),
        ("{% block title %}{{ x }}{% endblock %}{{ x }}", f"{HEBREW}{APART}"),
        ("{{ x|safe }}", HEBREW),
    ],
)  # fmt: skip
def test_value_in_the_text_of_a_page_is_set_apart(source, page):
    assert drawn(source, x=HEBREW) == page


@pytest.mark.parametrize("value", ["Zoë & “Łódź”", "", 3, None, date(2026, 11, 30), 1.5, format_html("<b>é</b>{}", "")])
def test_latin_letters_numbers_and_days_are_drawn_as_ever(value):
    engine = Engine.get_default()
    assert drawn("<p>{{ x }}</p>", x=value) == Template("<p>{{ x }}</p>", engine=engine).render(Context({"x": value}))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("& <我们", ' lang="und-Hani">&amp; &lt;我们'),
        ("Али & Ко", ' lang="und-Cyrl">Али &amp; Ко'),
        ("Ada, “שלום”", ">Ada, “שלום”"),
    ],
)
def test_script_of_the_first_letter_is_told_and_markup_is_escaped(words, told):
    assert drawn("{{ x }}", x=words) == f'<bdi dir="auto"{told}</bdi>'


@pytest.mark.parametrize("markup", ["<em>{}</em>", '<img alt="{}">'])
def test_markup_of_ours_with_words_in_it_is_left_as_it_is(markup):
    html = format_html(markup, HEBREW)
    assert drawn("{{ x }}", x=html) == html


@pytest.mark.pango
def test_words_from_right_to_left_are_so_on_paper(monkeypatch):
    from weasyprint import HTML

    told = []
    monkeypatch.setattr(
        HTML, "write_pdf", lambda self, **given: told.extend(each.get("dir") for each in self.etree_element.iter("p"))
    )
    page = '<p dir="auto">“שלום”.</p><p dir="auto">3 benches</p><p dir="auto"></p><p>As it is</p>'
    pdf_of(page, sheet="css/letter-print.css", colour="#0b5c63")
    assert told == ["rtl", "ltr", "ltr", None]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "https://example.org/?a=1&b=2",
            '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>',
        ),
        ("HTTP://example.org", '<a href="HTTP://example.org">HTTP://example.org</a>'),
        ("javascript:alert('https://')", "javascript:alert(&#x27;https://&#x27;)"),
        (" https://example.org", " https://example.org"),
    ],
)
def test_only_the_address_of_a_page_on_the_web_is_a_link(address, shown):
    assert drawn("{{ x|web_link }}", x=address) == shown
