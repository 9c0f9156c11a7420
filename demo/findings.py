"""What was heard in what people said: themes, the excerpts tied to them, and what was drawn from them."""

from __future__ import annotations

from datetime import datetime

from consultations.models import Conversation, FeedbackAnswer, Poster
from demo.programmes import Rows, leaving_out
from demo.team import Team
from findings.models import Finding, Theme
from findings.services import code_excerpt, decide_finding, publish_finding, publish_theme
from programmes.models import Programme


def load_themes(programme: Programme, written: Rows, team: Team, published_at: datetime) -> list[Theme]:
    """Make the themes, and publish those that are not held back."""
    themes = []
    for number, row in enumerate(written["themes"], start=1):
        theme = Theme.objects.create(programme=programme, number=number, **leaving_out(row, "published"))
        if row.get("published", True):
            publish_theme(theme, by=team.lead, at=published_at)
        themes.append(theme)
    return themes


def code_posters(themes: list[Theme], posters: list[Poster], rows: list[Rows], team: Team, at: datetime) -> None:
    """Tie lines of posters to themes: line 0 is the poster's words, the others its answers to the prompts."""
    for poster, row in zip(posters, rows, strict=True):
        lines = [row["words"], *row["answers"]]
        for theme, line in row["heard"].items():
            code_excerpt(themes[int(theme) - 1], source=poster, excerpt=lines[line], by=team.analyst, at=at)


def code_conversations(
    themes: list[Theme], conversations: list[Conversation], rows: list[Rows], team: Team, at: datetime
) -> None:
    """Tie pieces of conversations to themes."""
    for conversation, row in zip(conversations, rows, strict=True):
        for theme, excerpt in row["heard"]:
            code_excerpt(themes[theme - 1], source=conversation, excerpt=excerpt, by=team.analyst, at=at)


def code_answer(theme: Theme, answer: FeedbackAnswer, team: Team, at: datetime) -> None:
    """Tie the whole of one answer to a theme."""
    code_excerpt(theme, source=answer, excerpt=answer.text, by=team.analyst, at=at)


def load_findings(
    programme: Programme, written: Rows, themes: list[Theme], team: Team, published_at: datetime
) -> list[Finding]:
    """Make the priorities and gaps with what was decided, and publish those that are not held back."""
    findings = []
    for number, row in enumerate(written["findings"], start=1):
        finding = Finding.objects.create(
            programme=programme, number=number, kind=row["kind"], title=row["title"], text=row["text"]
        )
        finding.themes.set([themes[theme - 1] for theme in row["themes"]])
        if "decision" in row:
            decide_finding(finding, decision=row["decision"], reason=row["reason"], by=team.lead, at=published_at)
        if row.get("published", True):
            publish_finding(finding, by=team.lead, at=published_at)
        findings.append(finding)
    return findings
