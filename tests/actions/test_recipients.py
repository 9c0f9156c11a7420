"""Who is asked and why, and who is not and why not."""

from datetime import date, timedelta

from django.utils import timezone

from actions.rounds.recipients import round_recipients
from tests.actions.factories import FollowUpFactory, FollowUpRoundFactory, ProgressUpdateFactory, ProposerFactory


def reasons(recipients: list) -> list[tuple[str, str]]:
    return [(each.proposer.person.name, each.why) for each in recipients]


def test_recipients_are_proposers_of_published_areas_who_are_current(programme, planned_round, proposer, at):
    area = proposer.area
    ProposerFactory(area=area, person__name="No Mail", person__email="")
    ProposerFactory(area=area, person__name="Bad Mail", person__email="not an address")
    gone = ProposerFactory(area=area, person__name="Gone", until_on=date(2016, 8, 1), public_name="A nurse")
    ProposerFactory(
        area=area, person__name="Next", took_over_from=gone, from_on=date(2016, 8, 1), public_name="Another nurse"
    )
    ProposerFactory(area=area, person__name="Left", until_on=timezone.localdate(at))
    ProposerFactory(area=area, person__name="Later", from_on=timezone.localdate(at) + timedelta(days=1))
    ProposerFactory(
        area__programme=programme, area__number=9, area__published_at=None, area__published_by=None, person__name="Hid"
    )
    ProposerFactory(person__name="Elsewhere")
    recipients = round_recipients(planned_round, at)
    assert reasons(recipients.by_email) == [
        ("Ines Okoro", "Put it forward on 4 January 2016."),
        ("Next", "Took it over from A nurse on 1 August 2016."),
    ]
    assert reasons(recipients.by_telephone) == [
        ("No Mail", "Put it forward on 4 January 2016."),
        ("Bad Mail", "Put it forward on 4 January 2016."),
    ]
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    assert [name for name, _ in reasons(recipients.not_asked)] == ["Gone", "Left", "Later", "Hid"]
    assert [why for _, why in reasons(recipients.not_asked)] == [
        "Has moved on (1 August 2016). Another nurse took it over.",
        f"Has moved on ({timezone.localdate(at):%-d %B %Y}). Nobody has taken it over yet.",
        f"Takes it on only on {tomorrow:%-d %B %Y}.",
        "This is not published yet.",
    ]


def test_recipients_leave_out_what_is_done_by_the_latest_published_word(programme, planned_round, proposer, lead, at):
    planned_round.number = 3
    planned_round.save()
    for number, standing, status in ((1, "done", "published"), (2, "under_way", "published"), (2, "stopped", "kept")):
        ProgressUpdateFactory(
            follow_up__round=FollowUpRoundFactory(programme=programme, number=number + 10 * len(standing)),
            follow_up__proposer=proposer,
            standing=standing,
            status=status,
            reviewed_at=at,
            reviewed_by=lead,
        )
    # Rounds 41, 92 and 72: the newest published word is "under way".
    assert reasons(round_recipients(planned_round, at).not_asked) == []
    ProgressUpdateFactory(
        follow_up__round=FollowUpRoundFactory(programme=programme, number=99),
        follow_up__proposer=proposer,
        standing="done",
        status="published",
        reviewed_at=at,
        reviewed_by=lead,
    )
    assert reasons(round_recipients(planned_round, at).not_asked) == [
        ("Ines Okoro", "The latest word on it is “Done”.")
    ]


def test_recipients_say_what_came_of_the_last_asking(programme, planned_round, proposer, at):
    planned_round.number = 2
    planned_round.save()
    earlier = FollowUpRoundFactory(programme=programme, number=1, name="September 2016")
    FollowUpFactory(round=earlier, proposer=proposer, status="no_reply", settled_at=at)
    assert reasons(round_recipients(planned_round, at).by_email) == [
        ("Ines Okoro", "Put it forward on 4 January 2016. September 2016: no reply.")
    ]


def test_recipients_take_the_same_number_of_queries(programme, planned_round, django_assert_num_queries, at):
    for more, asked in ((1, 1), (30, 31)):
        for _ in range(more):
            ProposerFactory(area__programme=programme)
        with django_assert_num_queries(3):
            recipients = round_recipients(planned_round, at)
        assert len(recipients.by_email) == asked
