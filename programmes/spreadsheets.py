"""Cells that leave for somebody's spreadsheet."""

import re

# A spreadsheet takes a cell for a formula when it begins so, whatever blanks come before.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def safe_cell(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text
