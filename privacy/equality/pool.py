"""Answers to one question that wait to be counted, sealed: who reads the database reads nothing in them.

An answer is added to a pool of counts. When enough wait, ten or more of them drawn by lot are folded into the totals
together, and ten stay behind with those to come: nobody can tell who was among them, and at the close there are always
ten to fold. How many are enough is itself drawn by lot each time, so that a total tells nothing by being round.

What waits is kept under the site's SECRET_KEY and looks anew at every writing: a stolen database, what PostgreSQL
leaves of old rows on its pages, an archive of its log, tell that somebody answered, and not what.
"""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import SystemRandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

# So many stay behind at each folding, and so many go at the least.
TOGETHER = 10
SALT, NONCE = "privacy.equality.pool", 12
LOTS = SystemRandom()
logger = logging.getLogger(__name__)


def drawn_due() -> int:
    """Draw how many must wait before the next folding: 20 to 29."""
    return 2 * TOGETHER + LOTS.randrange(TOGETHER)


@dataclass
class Pool:
    """How many wait of each answer, in the order of the wording, and at how many they are folded."""

    waiting: list[int]
    due: int = field(default_factory=drawn_due)

    def add(self, counts: Sequence[int]) -> None:
        """Let as many more wait of each answer."""
        self.waiting = [before + more for before, more in zip(self.waiting, counts, strict=True)]

    def fold(self) -> list[int]:
        """Take out what is to be added to the totals: nothing until enough wait, then all but ten drawn by lot."""
        nothing = [0] * len(self.waiting)
        if sum(self.waiting) < self.due:
            return nothing
        each = [answer for answer, count in enumerate(self.waiting) for _ in range(count)]
        staying = LOTS.sample(each, TOGETHER)
        stay = [staying.count(answer) for answer in range(len(nothing))]
        folded = [count - left for count, left in zip(self.waiting, stay, strict=True)]
        self.waiting, self.due = stay, drawn_due()
        return folded

    def close(self) -> list[int]:
        """Take out all that waits; fewer than ten, which happens only where no more ever came, are counted nowhere."""
        left, self.waiting = self.waiting, [0] * len(self.waiting)
        return left if sum(left) >= TOGETHER else [0] * len(left)

    def sealed(self, question: int) -> bytes:
        """Return what is stored of it: as long as any other of this question, and another at each writing."""
        nonce = os.urandom(NONCE)
        return nonce + _key(settings.SECRET_KEY).encrypt(
            nonce, self._packing(len(self.waiting)).pack(self.due, *self.waiting), str(question).encode()
        )

    @classmethod
    def unsealed(cls, stored: bytes | None, question: int, answers: int) -> Pool:
        """Return the pool of a question as it was stored; an empty one where nothing is, as after a restore.

        What a SECRET_KEY sealed that is gone is lost: at most 29 answers of each question, which the log says.
        """
        if not stored:
            return cls([0] * answers)
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
            try:
                opened = _key(secret).decrypt(stored[:NONCE], stored[NONCE:], str(question).encode())
            except InvalidTag:
                continue
            due, *waiting = cls._packing(answers).unpack(opened)
            return cls(waiting, due)
        logger.error("Answers about equality were kept under another SECRET_KEY, and are lost: a few, uncounted.")
        return cls([0] * answers)

    @staticmethod
    def _packing(answers: int) -> struct.Struct:
        return struct.Struct(f">{answers + 1}I")


def _key(secret: str) -> AESGCM:
    return AESGCM(salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest())
