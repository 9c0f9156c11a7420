"""The HTML beside an e-mail’s text: the same words, drawn from them, so that the two cannot differ."""

from dataclasses import dataclass

from django.template.loader import render_to_string

BULLET = "- "


@dataclass(frozen=True)
class Block:
    """One paragraph of a plain text; or one list, whose lines begin with a dash."""

    lines: list[str]

    @property
    def is_list(self) -> bool:
        """Whether each line is one point of a list."""
        return all(line.startswith(BULLET) for line in self.lines)

    @property
    def points(self) -> list[str]:
        """The points of a list, without their dashes."""
        return [line.removeprefix(BULLET) for line in self.lines]

    @property
    def words(self) -> str:
        """The lines of a paragraph, as they stand."""
        return "\n".join(self.lines)


def html_from_text(subject: str, text: str) -> str:
    """Return an HTML document that says what `text` says: its paragraphs, lists and links, nothing from elsewhere."""
    paragraphs = [paragraph.splitlines() for paragraph in text.strip().split("\n\n") if paragraph.strip()]
    blocks = [Block(lines) for lines in paragraphs]
    return render_to_string("outbox/html_alternative.html", {"subject": subject, "blocks": blocks})
