"""Every number about people goes through the one rule before it reaches anybody outside the team.

Each column that holds a number is placed here, as one about people or not; so is each template that writes a count of
people as it is. What is counted for a page is counted by few names (`COUNTED`), which the templates are read for.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(settings.BASE_DIR)

ABOUT_PEOPLE = {
    "phases.Meeting.capacity": "where all places are taken it is how many have one: `Meeting.room_in_words`",
    "phases.Reach.people": "by group and in all: `consultations.coverage.people`",
    "consultations.Feedback.signatures": "a petition tells itself how many signed it: the desk alone is told",
    "consultations.Conversation.people_count": "how many took part: `public.pages.input.people_in_words`",
    "stakeholders.CoverageThresholds.people": "what the team calls enough: nobody is counted by it",
    "digests.WaitingReaders.people": "how many are to be written to: the desk alone is told",
    "privacy.AnswerCount.people": "by answer and in all: `privacy.equality.figures`, at the desk too",
    "privacy.RetentionForecast.rows": "how much of one kind goes on a day: leads alone are told, at the desk",
    "privacy.RetentionFailure.rows": "what could not be deleted: leads alone are told, at the desk",
}

# Orders, versions, sizes, tries, days, and numbers that things are called by: nobody is counted by them.
NOT_ABOUT_PEOPLE = {
    "accounts.LogEntry.programme_id",
    "actions.ActionArea.number",
    "actions.FollowUpRound.first_reminder_days",
    "actions.FollowUpRound.last_call_days",
    "actions.FollowUpRound.number",
    "actions.FollowUpRound.second_reminder_days",
    "actions.ProgressUpdate.version",
    "actions.RecordSending.number",
    "actions.Step.position",
    "consultations.Choice.rank",
    "consultations.Conversation.number",
    "consultations.FeedbackAnswer.number",
    "consultations.Option.position",
    "consultations.Poster.height",
    "consultations.Poster.number",
    "consultations.Poster.width",
    "consultations.PosterPrompt.position",
    "consultations.Question.position",
    "consultations.SentPicture.size",
    "consultations.SentPicture.tries",
    "consultations.TellingPlan.first_reminder_days",
    "consultations.TellingPlan.second_reminder_days",
    "digests.DigestEntry.object_id",
    "digests.WaitingReaders.version",
    "findings.Finding.number",
    "findings.Theme.number",
    "outbox.Attempt.code",
    "outbox.Message.doubts",
    "outbox.Message.tries",
    "outbox.Release.gone",
    "phases.Attendance.informed_revision",
    "phases.KeyTask.position",
    "phases.Meeting.calendar_revision",
    "phases.Meeting.revision",
    "phases.MeetingPaper.size",
    "phases.Phase.position",
    "privacy.AskedQuestion.position",
    "privacy.Bundle.wrong_codes",
    "privacy.FigureEdition.number",
    "privacy.PopulationFigure.per_cent",
    "privacy.Request.number",
    "privacy.RetentionPeriod.days",
    "programmes.Aim.position",
    "programmes.DocumentFile.size",
    "programmes.PublicVersion.number",
    "stakeholders.CoverageThresholds.organisations",
    "stocktakes.Making.done_percent",
    "stocktakes.Stocktake.number",
    "stocktakes.StocktakeFile.size",
    "stocktakes.StocktakePicture.poster_number",
}

# How counts of people are called where they are read: of a meeting, a conversation, people reached, what is deleted.
COUNTED = ["capacity", "placed", "waiting", "present", "expected", "people_count", "people", "rows"]

# Who writes one of them as it is, and why that is no disclosure.
AS_IT_IS = {
    "phases/_meeting_table.html": "the desk: meetings as the team runs them",
    "phases/_reach_table.html": "the desk: to whoever entered it, and to nobody else",
    "phases/meeting_check_in.html": "the desk: who stands at the door",
    "phases/meeting_people.html": "the desk: who is expected",
    "phases/meeting_detail.html": "its `present` is in words of the rule already",
    "actions/update_review_list.html": "the desk: pieces of work that wait to be read",
    "consultations/_coverage_key.html": "what the team calls enough",
    "consultations/coverage_cell.html": "what the team calls enough",
    "stakeholders/group_list.html": "what the team calls enough",
    "consultations/conversation_thanks.html": "what somebody has just typed, to them",
    "privacy/request_bundle.html": "the desk: rows of one person that wait to be decided",
    "privacy/request_found.html": "the desk: rows of one person that wait to be decided",
    "privacy/retention_done.html": "the desk: what has been deleted, to leads",
    "privacy/retention_due.html": "the desk: what is going to be deleted, to leads",
    "public/conversation_list.html": "its `people` is in words of the rule already",
}


def columns():
    rooms = {app.label for app in apps.get_app_configs() if (ROOT / app.label).is_dir()}
    whole = models.IntegerField, models.FloatField, models.DecimalField
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for field in model._meta.concrete_fields
        if isinstance(field, whole) and not field.primary_key
    }


def written(template):
    """Return which counts of people a template writes as they are; a length, plural or list is none."""
    outputs = re.findall(r"\{\{\s*([\w.]+)((?:\|[^}]*)?)\s*\}\}", template)
    named = [(name.rpartition(".")[2], filters) for name, filters in outputs]
    return {name for name, filters in named if name in COUNTED and not re.match(r"\|(length|pluralize|join)", filters)}


def writing(templates):
    return {name for name, text in templates.items() if written(text)}


def our_templates():
    folder = ROOT / "templates"
    files = [path for kind in ("html", "txt") for path in folder.rglob(f"*.{kind}")]
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def wordings_of_one_rule(texts):
    """Return who says by hand what one of the rules for small numbers hides, so that the other would make it false."""
    said = re.compile(r"\b1 to (7|9)\b|\bfewer than (8|10)\b|<code>(\*|&lt;10)</code>")
    return {name for name, text in texts.items() if said.search(text)}


def test_every_number_that_is_held_is_about_people_or_not():
    assert columns() == ABOUT_PEOPLE.keys() | NOT_ABOUT_PEOPLE


def test_no_template_writes_a_count_of_people_as_it_is_but_those_that_may():
    assert writing(our_templates()) == AS_IT_IS.keys()


def test_no_template_says_by_hand_what_a_small_number_is():
    assert wordings_of_one_rule(our_templates()) == set()


def test_small_number_that_is_said_by_hand_is_found():
    said = {"a": "<code>*</code> is 1 to 7 people", "b": "fewer than 10 people", "c": "1 to {{ rule.small }}"}
    assert wordings_of_one_rule(said) == {"a", "b"}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("Room for {{ meeting.capacity }} people", {"capacity"}),
        ("{{ meeting.present|default:0 }}, {{ placed }}", {"present", "placed"}),
        ("{{ meeting.room_in_words }} people, {{ waiting|length }} {{ placed|pluralize }}", set()),
    ],
)
def test_count_that_is_written_as_it_is_is_found(template, found):
    assert written(template) == found
