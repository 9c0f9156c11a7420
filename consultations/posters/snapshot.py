"""Everything the team writes of a poster, as one thing: how one window knows that another has written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from consultations.posters.models import Poster
from kit.stale_edits import Snapshot


@dataclass(frozen=True)
class PosterSnapshot(Snapshot):
    """Everything a poster says, and where it hangs; `answers` are by prompt, in order, a blank one is none."""

    number: int | None
    title: str
    group_name: str
    place: str
    speaking_for: int | None
    alt_text: str
    words: str
    transcript: str
    artist_credit: str
    answers: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, poster: Poster) -> PosterSnapshot:
        """Return how a poster stands. Two queries."""
        written = dict(poster.answers.values_list("prompt_id", "text"))
        prompts = poster.programme.poster_prompts.order_by("position").values_list("pk", flat=True)
        return cls(
            poster.number,
            poster.title,
            poster.group_name,
            poster.place,
            poster.speaking_for_id,
            poster.alt_text,
            poster.words,
            poster.transcript,
            poster.artist_credit,
            tuple((prompt, written.get(prompt, "")) for prompt in prompts),
        )

    def columns(self) -> dict[str, Any]:
        """Return what stands in the poster's own columns."""
        return {name: value for name, value in vars(self).items() if name != "answers"}

    def by_box(self) -> dict[str, Any]:
        """Return what stands in each box of the form: one for each prompt, and a choice of groups."""
        boxes = self.columns() | {"number": self.number or "", "speaking_for": str(self.speaking_for or "")}
        return boxes | {f"answer_{prompt}": text for prompt, text in self.answers}
