"""`make bench` too: how long the desk takes at 400 organisations and 5,000 pieces of feedback.

Fills an empty database (that BENCH_DATABASE_URL names; without it on SQLite, and says so) with one programme, and asks
for its pages as its lead, in this process, nine times each. Prints the minimum, the median, and the processor's time:
on a shared machine single figures swing. 1 when the minimum of one is slower than it may be.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from bench.web import free_port, set_environment

ORGANISATIONS, PIECES, POSTERS, AREAS = 400, 5_000, 200, 60
# Pieces that nobody has reviewed, and organisations for which nobody speaks.
TO_REVIEW, UNSPOKEN = 100, 10
ROUNDS, MAY_TAKE_MS = 9, 300
SLUG = "hall"
PAGES = {
    "Today": "/desk/",
    "the programme's desk": f"/desk/{SLUG}/",
    "search": "/desk/search/?q=oak",
    "organisations": f"/desk/{SLUG}/organisations/",
    "feedback": f"/desk/{SLUG}/feedback/",
    "posters": f"/desk/{SLUG}/posters/",
    "action areas": f"/desk/{SLUG}/areas/",
    "answers to follow-ups": f"/desk/{SLUG}/updates/",
}


def fill(at: Any, *, to_review: int = TO_REVIEW, unspoken: int = UNSPOKEN) -> Any:
    """Make a programme as large as one can be thought of; return its lead."""
    from accounts.models import User
    from programmes.models import Programme, TeamMember

    lead = User.objects.create_user("lead@example.org", name="Lead", is_staff=True)
    programme = Programme.objects.create(
        slug=SLUG, title="A hall", question="What matters?", starts_on=at.date(), published_at=at, published_by=lead
    )
    TeamMember.objects.create(programme=programme, user=lead, hat="lead", from_on=at.date() - timedelta(days=9))
    partnerships = fill_organisations(programme, lead, unspoken, at)
    themes = fill_feedback(programme, lead, partnerships, to_review, at)
    fill_areas(programme, lead, themes, at)
    return lead


def fill_organisations(programme: Any, lead: Any, unspoken: int, at: Any) -> list[Any]:
    """Make organisations with somebody who speaks for each, but for the first few."""
    from stakeholders.models import Appointment, Organisation, Partnership, Person

    names = [f"Oak Street {number}" for number in range(ORGANISATIONS)]
    organisations = Organisation.objects.bulk_create(Organisation(name=name) for name in names)
    partnerships = Partnership.objects.bulk_create(
        Partnership(programme=programme, organisation=each, role="member", from_on=at.date() - timedelta(days=90))
        for each in organisations
    )
    people = Person.objects.bulk_create(
        Person(name=f"Somebody {number}", email=f"somebody{number}@example.org") for number in range(ORGANISATIONS)
    )
    Appointment.objects.bulk_create(
        Appointment(partnership=part, person=person, started_at=at - timedelta(days=80),
                    declared_can_decide_at=at, declared_can_engage_at=at, appointed_by=lead)
        for part, person in list(zip(partnerships, people, strict=True))[unspoken:]
    )  # fmt: skip
    return partnerships


def fill_feedback(programme: Any, lead: Any, partnerships: list[Any], to_review: int, at: Any) -> list[Any]:
    """Make feedback with what it says, all but the first few published and tied to one of twelve themes."""
    from consultations.models import Consultation, Feedback, FeedbackAnswer, Question
    from findings.models import Coding, Theme
    from phases.models import Phase

    phase = Phase.objects.create(programme=programme, position=1, name="Listening", purpose="To hear.", level="consult")
    consultation = Consultation.objects.create(phase=phase, slug="hall", title="What matters?")
    question = Question.objects.create(consultation=consultation, position=1, text="What matters?")
    published = {"published_at": at, "published_by": lead}
    themes = Theme.objects.bulk_create(
        Theme(programme=programme, number=number, name=f"Theme {number}", **published) for number in range(1, 13)
    )
    said_at = at - timedelta(days=30)
    pieces = Feedback.objects.bulk_create(
        Feedback(programme=programme, consultation=consultation, on_behalf_of=part, said_at=said_at,
                 started_at=said_at, **status)
        for part, status in zip(
            islice(cycle(partnerships), PIECES),
            [{"status": "received"}] * to_review
            + [{"status": "published", "reviewed_at": at, "reviewed_by": lead}] * (PIECES - to_review),
            strict=True,
        )
    )  # fmt: skip
    words = "It matters that somebody has time, and that the door is open. " * 5
    answers = FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(feedback=each, question=question, text=words, published_text=words) for each in pieces
    )
    Coding.objects.bulk_create(
        Coding(theme=theme, answer=answer, excerpt="the door is open")
        for theme, answer in zip(cycle(themes), answers[to_review:], strict=False)
    )
    return themes


def fill_areas(programme: Any, lead: Any, themes: list[Any], at: Any) -> None:
    """Make findings of the themes, and action areas of the findings; and posters."""
    from actions.models import ActionArea
    from consultations.models import Poster
    from findings.models import Finding

    published = {"published_at": at, "published_by": lead}
    findings = [
        Finding.objects.create(programme=programme, number=number, kind="priority", title=f"Finding {number}",
                               text="It matters.", **published)
        for number in range(1, 13)
    ]  # fmt: skip
    for finding, theme in zip(findings, themes, strict=True):
        finding.themes.add(theme)
    for number, finding in zip(range(1, AREAS + 1), cycle(findings), strict=False):
        area = ActionArea.objects.create(programme=programme, number=number, title=f"Area {number}", **published)
        area.findings.add(finding)
    Poster.objects.bulk_create(
        Poster(programme=programme, number=number, title=f"Poster {number}", group_name="A group", words="Come in.",
               made_on=at.date(), consent_to_publish=True, **published)
        for number in range(1, POSTERS + 1)
    )  # fmt: skip


def main() -> int:
    """Fill, ask, and say how long it took; 1 when a page is slower than it may be, or does not answer."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        set_environment(folder, free_port())
        os.environ["LOG_LEVEL"] = "ERROR"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client
        from django.utils import timezone

        from config.gunicorn import post_worker_init
        from digests.services import count_waiting_readers

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        client = Client(headers={"host": "127.0.0.1"})
        lead = fill(timezone.now())
        # What the clock does every five minutes.
        count_waiting_readers(at=timezone.now())
        client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
        # As each worker of the web server does.
        post_worker_init(None)
        print(f"{ORGANISATIONS} organisations, {PIECES:,} pieces of feedback, on {connection.vendor}")
        print(f"{'page':24}{'min ms':>10}{'median':>10}{'processor':>12}")
        slow = 0
        for name, path in PAGES.items():
            took, used = [], []
            for _ in range(ROUNDS + 1):
                began, before = time.perf_counter(), time.process_time()
                answer = client.get(path)
                took.append((time.perf_counter() - began) * 1000)
                used.append((time.process_time() - before) * 1000)
                if answer.status_code != 200:
                    sys.exit(f"{path} answered {answer.status_code}.")
            # The first of each reads its templates.
            best, is_slow = min(took[1:]), min(took[1:]) > MAY_TAKE_MS
            line = f"{name:24}{best:10.0f}{statistics.median(took[1:]):10.0f}{statistics.median(used[1:]):12.0f}"
            print(line + "  slower than it may be" * is_slow)
            slow += is_slow
        return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
