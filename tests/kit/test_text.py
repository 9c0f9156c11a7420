"""Counts with their nouns, and text that has to stay on one line."""

import pytest

from kit.text import listed_counts, one_line, several


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Our gate", "Our gate"),
        ("Our\r\nBcc: everybody@example.org", "Our Bcc: everybody@example.org"),
        ("  a \t b\x00c ", "a b c"),
        ("ŵ" * 300, "ŵ" * 250),
    ],
)
def test_one_line_is_printable_and_no_longer_than_a_subject(text: str, line: str) -> None:
    assert one_line(text) == line


def test_one_line_is_cut_where_it_is_told_to() -> None:
    assert one_line("452 Too many\nrecipients", 8) == "452 Too "


def test_counts_stand_with_their_nouns_and_nothing_is_left_out_but_none() -> None:
    assert (several(1, "theme"), several(9, "theme"), several(0, "body", "bodies")) == (
        "1 theme",
        "9 themes",
        "0 bodies",
    )
    assert (
        listed_counts((28, "poster", "posters"), (0, "letter", "letters"), (1, "talk", "talks")) == "28 posters, 1 talk"
    )
