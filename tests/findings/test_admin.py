"""The admin’s pages of what was heard: nobody’s words are made up, and no choice breaks a page."""

import pytest
from django.urls import reverse

from findings.models import Coding
from tests.consultations.factories import PosterFactory
from tests.findings.factories import FindingFactory, ThemeFactory


@pytest.mark.parametrize("number", ["9" * 25, "999999", "no"])
def test_choice_that_is_not_there_is_refused_with_a_sentence(client_of, lead, programme, number):
    finding = FindingFactory(programme=programme)
    page = reverse("admin:findings_finding_change", args=[finding.pk])
    typed = {"number": finding.number, "kind": finding.kind, "title": finding.title, "text": finding.text}
    answer = client_of(lead).post(page, typed | {"themes": [number]})
    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["themes"])
    assert list(finding.themes.all()) == []


@pytest.mark.parametrize(
    ("excerpt", "errors"),
    [
        ("our living room", {}),
        ("our  Living\nroom", {}),
        ("nobody said this", {"excerpt": ["These words do not stand there. Copy them from what was said."]}),
        ("x" * 60_000, {"excerpt": ["“Excerpt” is 60,000 characters long. Shorten it to 4,000 or fewer."]}),
    ],
)
def test_excerpt_stands_in_what_was_said(client_of, lead, programme, client, excerpt, errors):
    theme = ThemeFactory(programme=programme)
    poster = PosterFactory(programme=programme, words="The bench by the shop is our living room.")
    typed = {"theme": theme.pk, "poster": poster.pk, "excerpt": excerpt}
    answer = client_of(lead).post(reverse("admin:findings_coding_add"), typed)
    assert (answer.context["adminform"].form.errors if answer.context else {}) == errors
    assert Coding.objects.count() == (0 if errors else 1)
    assert client.get(f"/programmes/{programme.slug}/").status_code == 200
