"""What stands there so far of one asking: the answer that was sent, and what was begun and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from actions.models import AnswerDraft, FollowUp, ProgressUpdate, Standing

WORDS = ("standing", "what_happened", "what_helped", "what_hindered")


@dataclass(frozen=True)
class Written:
    """The latest answer and the draft of one asking, either of which may be missing."""

    last: ProgressUpdate | None
    draft: AnswerDraft | None

    @classmethod
    def of(cls, follow_up: FollowUp) -> Written:
        """Read what stands there now. Two queries."""
        last = ProgressUpdate.objects.filter(follow_up=follow_up).order_by("-version").first()
        return cls(last, AnswerDraft.objects.filter(follow_up=follow_up).first())

    @property
    def without_draft(self) -> Written:
        """What the team may see of it: the answer alone."""
        return Written(self.last, None)

    @property
    def newest(self) -> ProgressUpdate | AnswerDraft | None:
        """What was written last, sent or not."""
        if self.last is None or (self.draft is not None and self.draft.saved_at >= self.last.given_at):
            return self.draft
        return self.last

    @property
    def words(self) -> dict[str, str]:
        """What was written last, by the names of the boxes it stands in; nothing where there is nothing."""
        return words_of(self.newest)

    @property
    def standing_label(self) -> str:
        """Where it stands by what was written last, in words; empty where nothing is chosen yet."""
        code = self.words.get("standing")
        return str(Standing(code).label) if code in Standing.values else ""

    @property
    def written_at(self) -> datetime | None:
        """When the newest of it was written."""
        newest = self.newest
        return newest.saved_at if isinstance(newest, AnswerDraft) else newest.given_at if newest else None

    @property
    def version(self) -> str:
        """Tells what stood there when a window was opened from what stands there now."""
        stands = [self.last.version if self.last else 0, words_of(self.draft)]
        return sha256(repr(stands).encode()).hexdigest()[:12]

    def says(self, said: Mapping[str, str]) -> bool:
        """Whether the newest of it says just this already."""
        return self.newest is not None and self.words == said


def words_of(written: ProgressUpdate | AnswerDraft | None) -> dict[str, str]:
    """Return the four pieces of an answer or a draft, by their names."""
    return {name: getattr(written, name) for name in WORDS} if written else {}
