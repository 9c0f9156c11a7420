"""What the database itself refuses of meetings, posters, rounds and what is said in them, whoever writes it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.db.models import F

from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CommitmentSheetFactory,
    CommitmentSourceFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import (
    AskedRepresentativeFactory,
    ConsultationFactory,
    ConversationFactory,
    FeedbackFactory,
    HandInFactory,
    PosterCallFactory,
    PosterFactory,
    SentPictureFactory,
    TellingPlanFactory,
)
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.phases.factories import (
    ArrangementFactory,
    AttendanceFactory,
    AttendanceImportFactory,
    EvaluationFactory,
    MeetingFactory,
    PhaseFactory,
    ReachFactory,
)
from tests.programmes.factories import StatementFactory

pytestmark = pytest.mark.django_db
THEN, DAY = datetime(2016, 6, 7, 12, tzinfo=UTC), date(2016, 6, 7)
HALF_PAST, ODD = THEN.replace(minute=30), THEN.replace(microsecond=1)

# A row that stands, and what it may not become.
REFUSED = {
    "phase_level_known": (PhaseFactory, {"level": "x"}),
    "phase_on_the_hour": (PhaseFactory, {"starts_at": ODD}),
    "phase_window_in_order": (PhaseFactory, {"starts_at": THEN, "ends_at": THEN}),
    "phase_closed_at_and_by": (PhaseFactory, {"closed_at": THEN, "closed_by": None}),
    "phase_reopened_is_not_closed": (PhaseFactory, {"closed_at": THEN, "closed_by": F("pk"), "reopened_at": THEN}),
    "meeting_on_the_quarter": (MeetingFactory, {"ends_at": ODD}),
    "meeting_registration_on_the_hour": (MeetingFactory, {"evaluation_closes_at": HALF_PAST}),
    "meeting_window_in_order": (MeetingFactory, {"starts_at": THEN, "ends_at": THEN}),
    "meeting_registration_in_order": (MeetingFactory, {"registration_closes_at": THEN}),
    "attendance_presence_known": (AttendanceFactory, {"presence": "x"}),
    "attendance_needs_met_known": (AttendanceFactory, {"needs_met": "x"}),
    "attendance_not_met_says_why": (AttendanceFactory, {"needs_met": "not_met", "needs_note": ""}),
    "attendance_checked_in_at_and_by": (AttendanceFactory, {"checked_in_at": THEN, "checked_in_by": None}),
    "meeting_cancelled_at_and_by": (MeetingFactory, {"cancelled_at": THEN, "cancelled_by": None}),
    "arrangement_kind_known": (ArrangementFactory, {"kind": "x"}),
    "arrangement_status_of_its_kind": (ArrangementFactory, {"status": "claimed"}),
    "arrangement_language_of_interpreter": (ArrangementFactory, {"language": "Farsi"}),
    "arrangement_other_says_what": (ArrangementFactory, {"kind": "other", "particulars": ""}),
    "attendance_import_imported_at_and_by": (AttendanceImportFactory, {"imported_at": THEN, "imported_by": None}),
    "evaluation_overall_known": (EvaluationFactory, {"overall": "x"}),
    "evaluation_took_part_known": (EvaluationFactory, {"took_part": "x"}),
    "reach_at_least_one": (ReachFactory, {"people": 0}),
    "consultation_audience_known": (ConsultationFactory, {"audience": "x"}),
    "consultation_on_the_hour": (ConsultationFactory, {"ends_at": HALF_PAST}),
    "consultation_closed_at_and_by": (ConsultationFactory, {"closed_at": THEN}),
    "consultation_window_in_order": (ConsultationFactory, {"starts_at": THEN, "ends_at": THEN}),
    "asked_representative_way_known": (AskedRepresentativeFactory, {"way": "x"}),
    "asked_representative_printed_only_letters": (AskedRepresentativeFactory, {"printed_at": THEN}),
    "telling_plan_reminders_in_order": (TellingPlanFactory, {"second_reminder_days": 7}),
    "feedback_said_unless_draft": (FeedbackFactory, {"status": "received", "said_at": None}),
    "feedback_reviewed_at_and_by": (FeedbackFactory, {"reviewed_at": THEN, "reviewed_by": None}),
    "poster_published_with_consent": (PosterFactory, {"consent_to_publish": False}),
    "poster_picture_has_alt_text": (PosterFactory, {"picture": "posters/a.jpg", "alt_text": ""}),
    "poster_published_has_number_and_title": (PosterFactory, {"title": ""}),
    "poster_withdrawn_at_and_by": (PosterFactory, {"withdrawn_by": F("published_by")}),
    "poster_withdrawn_is_not_shown": (
        PosterFactory,
        {"withdrawn_at": THEN, "withdrawn_by": F("published_by"), "published_at": None, "published_by": None},
    ),
    "conversation_published_at_and_by": (ConversationFactory, {"published_by": None}),
    "conversation_published_has_number": (ConversationFactory, {"number": None}),
    "theme_published_at_and_by": (ThemeFactory, {"published_by": None}),
    "finding_kind_known": (FindingFactory, {"kind": "x"}),
    "finding_decided_at_and_by": (FindingFactory, {"decided_at": THEN, "decided_by": None}),
    "finding_refusal_has_reason": (
        FindingFactory,
        {"decision": "not_taken_forward", "reason": "", "decided_at": THEN, "decided_by": F("published_by")},
    ),
    "finding_published_at_and_by": (FindingFactory, {"published_by": None}),
    "poster_call_on_the_hour": (PosterCallFactory, {"ends_at": ODD}),
    "poster_call_window_in_order": (PosterCallFactory, {"starts_at": THEN, "ends_at": THEN}),
    "hand_in_of_one_thing": (HandInFactory, {"poster": None, "conversation": None}),
    "hand_in_channel_known": (HandInFactory, {"channel": "x"}),
    "sent_picture_refused_with_reason": (SentPictureFactory, {"state": "refused", "problem": ""}),
    "action_area_published_at_and_by": (ActionAreaFactory, {"published_by": None}),
    "proposer_dates_in_order": (ProposerFactory, {"from_on": DAY, "until_on": date(2016, 6, 6)}),
    "commitment_published_at_and_by": (CommitmentFactory, {"published_by": None}),
    "round_dates_in_order": (FollowUpRoundFactory, {"planned_on": DAY, "answer_by_on": date(2016, 6, 6)}),
    "round_steps_in_order": (FollowUpRoundFactory, {"first_reminder_days": 3, "last_call_days": 3}),
    "round_status_has_its_moments": (FollowUpRoundFactory, {"status": "open", "opened_at": None}),
    "follow_up_settled_unless_asked": (FollowUpFactory, {"status": "asked", "settled_at": THEN}),
    "follow_up_link_expires": (FollowUpFactory, {"token_hash": "0" * 64, "link_expires_at": None}),
    "factor_not_merged_into_itself": (FactorFactory, {"merged_into": F("pk")}),
    "factor_kind_known": (FactorFactory, {"kind": "x"}),
    "progress_standing_known": (ProgressUpdateFactory, {"standing": "x"}),
    "progress_channel_known": (ProgressUpdateFactory, {"channel": "x"}),
    "progress_public_only_after_review": (
        ProgressUpdateFactory, {"status": "published", "reviewed_at": None, "reviewed_by": None}
    ),
    "progress_reviewed_at_and_by": (ProgressUpdateFactory, {"reviewed_at": THEN, "reviewed_by": None}),
    "commitment_sheet_closed_at_and_by": (CommitmentSheetFactory, {"closed_at": THEN, "closed_by": None}),
    "commitment_source_channel_known": (CommitmentSourceFactory, {"channel": "x"}),
    "statement_compliance_known": (StatementFactory, {"compliance": "x"}),
    "statement_failures_unless_full": (StatementFactory, {"compliance": "full", "failures": "One"}),
    "statement_reviewed_after_prepared": (StatementFactory, {"reviewed_on": date(2016, 3, 1)}),
}  # fmt: skip

# Two rows that stand, and what they may not both be.
TWICE = {
    "meeting_once": (MeetingFactory, ["programme", "title", "title_key", "starts_at"], {}),
    "attendance_once": (AttendanceFactory, ["meeting", "person"], {}),
    "attendance_key": (AttendanceFactory, ["key"], {"key": "00000000-0000-0000-0000-000000000007"}),
    "attendance_token_hash": (AttendanceFactory, ["token_hash"], {"token_hash": "0" * 64}),
    "evaluation_key": (EvaluationFactory, ["key"], {}),
    "poster_number_once": (PosterFactory, ["programme", "number"], {}),
    "conversation_number_once": (ConversationFactory, ["programme", "number"], {}),
    "hand_in_key": (HandInFactory, ["key"], {}),
    "sent_picture_key": (SentPictureFactory, ["key"], {}),
    "action_area_number_once": (ActionAreaFactory, ["programme", "number"], {}),
    "proposer_once_at_a_time": (ProposerFactory, ["area", "person"], {"until_on": None}),
    "round_number_once": (FollowUpRoundFactory, ["programme", "number"], {}),
    "follow_up_once_a_round": (FollowUpFactory, ["round", "proposer"], {}),
    "follow_up_token_hash": (FollowUpFactory, ["token_hash"], {"token_hash": "0" * 64, "link_expires_at": THEN}),
    "factor_name_once": (FactorFactory, ["programme", "kind", "name", "name_key"], {}),
    "progress_version_once": (ProgressUpdateFactory, ["follow_up", "version"], {}),
    "commitment_sheet_code": (CommitmentSheetFactory, ["code"], {}),
    "commitment_sheet_of_programme_once": (CommitmentSheetFactory, ["programme"], {"area": None}),
    "commitment_source_key": (CommitmentSourceFactory, ["key"], {}),
    "statement_once": (StatementFactory, ["programme"], {}),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses_what_cannot_be(name):
    factory, wrong = REFUSED[name]
    row = factory()
    with pytest.raises(IntegrityError, match=name):
        type(row)._default_manager.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize("name", TWICE)
def test_database_refuses_what_is_there_already(name):
    factory, fields, common = TWICE[name]
    one, other = factory(), factory()
    rows = type(one)._default_manager
    rows.filter(pk=one.pk).update(**common)
    one.refresh_from_db()
    rest = {key: value for key, value in common.items() if key not in fields}
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        rows.filter(pk=other.pk).update(**rest, **{field: getattr(one, field) for field in fields})
