"""What stands there so far of one follow-up: the answer that was sent, and what was begun and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from actions.models import AnswerDraft, FollowUp, ProgressUpdate
from kit.stale_edits import Snapshot


@dataclass(frozen=True)
class AnswerSnapshot(Snapshot):
    """The four pieces of an answer or a draft, as they are typed; those that nobody has written are empty."""

    standing: str = ""
    what_happened: str = ""
    what_helped: str = ""
    what_hindered: str = ""

    @classmethod
    def of(cls, written: ProgressUpdate | AnswerDraft | None) -> AnswerSnapshot:
        """Return what an answer or a draft says; an empty one where there is none."""
        if written is None:
            return cls()
        return cls(written.standing, written.what_happened, written.what_helped, written.what_hindered)


@dataclass(frozen=True)
class AnswerState(Snapshot):
    """The latest answer and the draft of one follow-up, either of which may be missing."""

    last: ProgressUpdate | None
    draft: AnswerDraft | None

    @classmethod
    def of(cls, follow_up: FollowUp, *, with_draft: bool = True) -> AnswerState:
        """Read what stands there now, the draft too or, as the team may see it, the answer alone. Two queries."""
        last = ProgressUpdate.objects.filter(follow_up=follow_up).order_by("-version").first()
        draft = AnswerDraft.objects.filter(follow_up=follow_up).first() if with_draft else None
        return cls(last, draft)

    @property
    def newest(self) -> ProgressUpdate | AnswerDraft | None:
        """What was written last, sent or not."""
        if self.last is None or (self.draft is not None and self.draft.saved_at >= self.last.given_at):
            return self.draft
        return self.last

    def by_box(self) -> dict[str, Any]:
        """Return what was written last, by the names of the boxes it stands in."""
        return AnswerSnapshot.of(self.newest).by_box()

    def version(self) -> str:
        """Return what tells how it stood when a window was opened from how it stands now.

        The same words sent anew are another version: whoever reads the one must not overwrite the other unseen.
        """
        stands = [self.last.version if self.last else 0, AnswerSnapshot.of(self.draft).by_box()]
        return sha256(repr(stands).encode()).hexdigest()[:16]
