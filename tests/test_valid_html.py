"""What the watch over the HTML of every page finds, and what it lets by."""

import pytest

from tests.valid_html import faults

PAGE = '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>One <div>two</div></p>", "unexpected-end-tag"),
        ("<ul><li>One</ul></span>", "unexpected-end-tag"),
        ("<b>One <i>two</b></i>", "adoption-agency-1.3"),
        ("<table><caption>A</caption><p>One</p></table>", "unexpected-start-tag-implies-table-voodoo"),
        ("<p>One &nosuch; two</p>", "expected-named-entity"),
        ('<p class="a" class="b">One</p>', "duplicate-attribute"),
        ('<time datetime="2016-06-07T10:00:00.123456+01:00">7 June</time>', "123456+01:00' is none"),
        ('<time datetime="7 June">7 June</time>', "datetime='7 June'"),
        ('<p id="a">One</p><p id="a">Two</p>', "id='a' is empty or there twice"),
        ('<label for="nowhere">One</label>', "nothing is called 'nowhere'"),
        ("<table><tbody><tr><td>One</td></tr></tbody></table>", "a table without a caption"),
        ('<img src="a.png" alt="">', "has no size"),
        ('<img src="a.png" alt="" width="9" height="9" loading="lazy">', "is the first, and put off"),
    ],
)  # fmt: skip
def test_a_fault_is_found(body: str, fault: str) -> None:
    assert [each for each in faults(PAGE.format(body)) if fault in each]


@pytest.mark.parametrize(
    "body",
    [
        "<p>One & two &lt; three</p>",
        '<time datetime="2016-06-07T10:00:00+01:00">7 June</time> <time datetime="2016-06-07">7 June</time>',
        '<table><caption>A</caption><tbody><tr><td>One</td></tr></tbody></table>',
        '<img src="a.png" alt="" width="9" height="9"><img src="b.png" alt="" width="9" height="9" loading="lazy">',
        '<label for="a">One</label><input id="a" aria-describedby="a-hint"><p id="a-hint" title="1 > 0">Two</p>',
    ],
)  # fmt: skip
def test_what_is_valid_is_let_by(body: str) -> None:
    assert faults(PAGE.format(body)) == []
