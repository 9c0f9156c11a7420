"""The HTML beside a letter's text."""

from outbox.html_alternative import html_from_text


def body(text: str) -> str:
    return html_from_text("Tea & cake", text).split("<body>")[1].split("</body>")[0]


def test_html_from_text_draws_paragraphs_lists_and_links() -> None:
    drawn = body("Dear Ines,\n\nTwo\nlines\n\n- one\n- two\n\nhttps://example.org/f/abc/\n")
    assert " ".join(drawn.split()) == (
        "<p>Dear Ines,</p> <p>Two<br>lines</p> <ul> <li>one</li> <li>two</li> </ul> "
        '<p><a href="https://example.org/f/abc/" rel="nofollow">https://example.org/f/abc/</a></p>'
    )


def test_html_from_text_shows_what_looks_like_html_as_it_was_written() -> None:
    assert body("<b>Tea</b> & cake").strip() == "<p>&lt;b&gt;Tea&lt;/b&gt; &amp; cake</p>"
    assert "<title>Tea &amp; cake</title>" in html_from_text("Tea & cake", "")


def test_html_from_text_fetches_nothing() -> None:
    drawn = html_from_text("Tea", "Text\n\nhttps://example.org/picture.png")
    assert not any(word in drawn for word in ("src=", "<link", "url(", "@import"))
