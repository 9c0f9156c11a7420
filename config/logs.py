"""What is left out of the log."""

import logging
import re

# Whoever reads a personal link can open it; Django logs the address of whatever it refuses. Their addresses begin with
# one letter, one for each purpose; a test holds that every one of them is known here.
TOKEN = re.compile(r"(/[fimrt]/)[^/\s]+")


class TokenlessFormatter(logging.Formatter):
    """One line, without the tokens of personal links."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1…", super().format(record))
