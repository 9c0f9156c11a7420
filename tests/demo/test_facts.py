"""The facts of the two public records, held one by one: what the demonstration must say, whatever else it says."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.apps import apps

from accounts.models import LogEntry, User
from actions.models import ActionArea, Commitment, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from consultations.coverage.matrix import Coverage
from consultations.models import Consultation, Conversation, Feedback, Poster
from demo.poster_pictures import draw_poster
from demo.toml_files import read
from desk.todo import todo_by_programme
from findings.models import Finding, Theme
from kit.windows import Clock
from line.graph import Line
from outbox.models import Message
from phases.models import KeyGroup, Meeting, Phase
from privacy.models import Request
from programmes.models import DocumentKind, Programme
from stakeholders.coverage import Verdict
from stakeholders.models import Appointment, Invitation, MissingVoice, Partnership, Person, Role, StakeholderGroup
from stocktakes.models import Stocktake

ROOMS = [
    "outbox",
    "accounts",
    "programmes",
    "stakeholders",
    "phases",
    "consultations",
    "actions",
    "stocktakes",
    "privacy",
]
LONDON = ZoneInfo("Europe/London")
AREAS = [
    "Connecting through information, advice and digital media",
    "Making waiting rooms into connecting spaces",
    "Commissioning for social activity",
    "Promoting connectivity through grassroots sports activity/clubs",
    "Nurturing bumping spaces in all communities",
    "Connecting communities in emergencies – Before, during and after.",
    "Establishing a high street meditation centre",
    "Canny City – safe places to connect when in mental distress",
    "Establishing community launderette(s)",
    "Promoting connectivity through food",
    "Promoting connectivity for people with long term conditions",
    "Role of front line staff as connectors",
    "Promoting connectivity for children and young people not attending school full-time",
    "Promoting connectivity through volunteering",
    "Promoting connectivity through culture, creativity and diversity",
]


def says(text: str, *facts: str) -> None:
    assert [fact for fact in facts if fact not in text] == []


# -- Newcastle Gateshead --------------------------------------------------------------------------


def test_newcastle_asks_its_question_of_both_places(newcastle):
    assert newcastle.question == (
        "How can we work together to make Gateshead and Newcastle places in which people make and maintain good "
        "quality relationships?"
    )
    assert newcastle.title == "Connected people, connected communities"
    assert sorted(newcastle.places.values_list("name", flat=True)) == ["Gateshead", "Newcastle"]
    assert newcastle.aims.count() == 5
    says(newcastle.builds_on, "Asset based approaches", "integration", "Social prescribing")
    says(newcastle.intention, "housing", "urban design", "transport")
    says(newcastle.period_text, "late 2015", "early 2017")
    assert newcastle.starts_on == date(2015, 10, 1)


def test_newcastle_is_led_by_the_ccg_and_followed_up_by_involve_north_east(newcastle):
    parts = Partnership.objects.filter(programme=newcastle).exclude(role=Role.MEMBER)
    assert sorted(parts.values_list("role", "organisation__name")) == [
        ("facilitator", "Involve North East"),
        ("lead_body", "NHS Newcastle Gateshead Clinical Commissioning Group"),
    ]
    nobody = StakeholderGroup.objects.filter(programme=newcastle, partnerships=None)
    assert sorted(nobody.values_list("name", flat=True)) == ["Gypsies and Travellers", "People who are housebound"]
    says(newcastle.lead_body, "with its partners in Gateshead and Newcastle")
    says(parts.get(role=Role.FACILITATOR).part, "Leads and facilitates the follow-up")


def test_newcastle_talked_beforehand_on_an_information_sheet(newcastle):
    assert Conversation.objects.published().filter(programme=newcastle).count() == 19
    sheet = newcastle.documents.get(kind=DocumentKind.INFORMATION_SHEET, version_of=None)
    says(sheet.summary, "reports", "academic journals", "research")


def test_newcastle_made_28_posters_three_with_a_local_artist(newcastle):
    posters = Poster.objects.published().filter(programme=newcastle)
    assert sorted(posters.values_list("number", flat=True)) == list(range(1, 29))
    assert posters.filter(artist_credit="Made with a local artist").count() == 3
    assert [poster.number for poster in posters if poster.answers.count() != 3] == []
    words = list(posters.values_list("words", flat=True))
    assert len(set(words)) == 28


def test_newcastle_met_on_7_june_2016(newcastle):
    event = Meeting.objects.get(programme=newcastle, starts_at__date=date(2016, 6, 7))
    assert event.attendance_text == "more than 140"
    says(event.summary, "made posters of their own", "hung alongside the 28", "planned their first steps")
    says(
        event.feedback_summary,
        "time to talk to one another",
        "think about an issue in a different way",
        "share what we learn",
    )
    assert Feedback.objects.published().filter(meeting=event).count() == 10


def test_newcastle_took_on_its_fifteen_action_areas_in_order(newcastle):
    areas = ActionArea.objects.published().filter(programme=newcastle).order_by("number")
    assert list(areas.values_list("title", flat=True)) == AREAS
    assert [area.number for area in areas if area.steps.count() < 2 or not area.proposers.exists()] == []
    promised = Commitment.objects.published().filter(programme=newcastle)
    assert (promised.count(), promised.filter(area=None).count()) == (61, 15)
    by_telephone = Person.objects.filter(proposals__area__programme=newcastle, email="").exclude(telephone="")
    assert by_telephone.count() == 2


def test_newcastle_asked_in_september_and_december(newcastle):
    rounds = FollowUpRound.objects.filter(programme=newcastle).order_by("number")
    assert list(rounds.values_list("name", "status")) == [("September 2016", "closed"), ("December 2016", "closed")]
    line = Line.read(newcastle)
    assert dict(line.standings) == {
        "under_way": 7, "done": 3, "no_reply": 2, "stopped": 1, "not_started": 1, "handed_on": 1,
    }  # fmt: skip
    assert len(line.areas_that_told_us) == 12
    assert [area.number for area in line.areas if area.standing == "no_reply"] == [3, 13]
    assert line.areas[2].latest_word == "We asked in September and December 2016. We have not heard back."
    assert line.areas[6].latest_word == "No premises could be found at a rent the group could meet."
    assert line.helped[:3] == [
        ("A person with time to coordinate", 9), ("A place to meet, free", 7), ("Managers who gave permission", 5),
    ]  # fmt: skip
    assert line.hindered[:3] == [("No money for rooms", 8), ("People moved on", 6), ("Not knowing whom to ask", 4)]


def test_newcastle_handed_one_area_on_to_a_successor(newcastle):
    successor = Proposer.objects.get(took_over_from__isnull=False)
    assert (successor.area.number, successor.took_over_from.until_on) == (12, date(2016, 12, 12))
    assert FollowUp.objects.filter(proposer__area=successor.area).values_list("status", flat=True).get() == "moved_on"


def test_newcastle_leaves_out_what_would_tell_who_somebody_is(newcastle):
    update = ProgressUpdate.objects.exclude(redaction_reason="").get()
    assert "flats behind the surgery" in update.what_happened
    assert "flats behind the surgery" not in update.published_happened


def test_newcastle_says_what_was_heard_and_what_could_not_be_done(newcastle):
    assert Theme.objects.published().filter(programme=newcastle).count() == 9
    decided = Finding.objects.published().filter(programme=newcastle).values_list("decision", flat=True)
    assert sorted(decided) == ["accepted", "accepted", "accepted", "accepted", "not_taken_forward", "partly"]
    line = Line.read(newcastle)
    assert [node.number for node in [*line.posters, *line.conversations] if not node.successors] == []
    born_in_the_room = [
        area.number for area in line.areas if {node.kind for node in area.predecessors} <= {"poster", "conversation"}
    ]
    assert born_in_the_room == [6, 7, 9, 13, 14, 15]


def test_newcastle_gave_its_account_early_in_2017(newcastle):
    stocktake = Stocktake.objects.get(programme=newcastle)
    assert (stocktake.number, stocktake.status) == (1, "issued")
    assert stocktake.issued_at == datetime(2017, 1, 31, 12, tzinfo=LONDON)
    assert {"html", "csv"} <= set(stocktake.files.values_list("kind", flat=True))
    assert stocktake.data["stands"]["big"] == "12 of 15"


def test_newcastle_lies_whole_in_the_past(newcastle, loaded):
    phases = Phase.objects.filter(programme=newcastle).order_by("pk")
    assert list(phases.past(loaded)) == list(phases)
    assert not FollowUpRound.objects.exclude(status="closed").exists()


# -- Glasgow --------------------------------------------------------------------------------------


def test_glasgow_was_commissioned_by_the_hscp_and_designed_with_its_partners(glasgow):
    assert glasgow.lead_body == "Glasgow Health and Social Care Partnership"
    parts = Partnership.objects.filter(programme=glasgow).exclude(role=Role.MEMBER)
    assert sorted(parts.values_list("role", "organisation__name")) == [
        ("delivery_partner", "Impact Funding Partners"),
        ("facilitator", "Designers of the V&A"),
        ("lead_body", "Glasgow Health and Social Care Partnership"),
    ]
    says(parts.get(role=Role.LEAD_BODY).part, "Commissioned")
    says(parts.get(role=Role.FACILITATOR).part, "all groups of people are represented", "considerate of all needs")
    says(parts.get(role=Role.DELIVERY_PARTNER).part, "third sector", "uniquely placed", "social justice")
    says(glasgow.builds_on, "first of its kind in Scotland")
    aims = " ".join(glasgow.aims.values_list("text", flat=True))
    says(
        aims,
        "isolation and loneliness",
        "Inform what Glasgow HSCP does",
        "priorities",
        "gaps",
        "actions",
        "better connected",
    )
    says(glasgow.impact_statement, "vulnerable", "BME", "lived experience", "barriers")


def test_glasgow_has_43_members_each_for_a_group_with_one_representative(glasgow, loaded):
    members = Partnership.objects.filter(programme=glasgow, role=Role.MEMBER)
    assert members.count() == 43
    assert members.exclude(identified_by__name="Impact Funding Partners").count() == 0
    assert members.filter(uniquely_placed="").count() == 0
    keys = {row["organisation"]: row["group"] for row in read("glasgow/members")["members"]}
    assert len(set(keys.values())) == 43
    assert [each.pk for each in members if not each.groups.filter(name=keys[each.organisation.name]).exists()] == []
    appointments = Appointment.objects.current(loaded).filter(partnership__programme=glasgow)
    assert appointments.count() == 43
    assert appointments.values("partnership").distinct().count() == 43
    assert appointments.filter(started_at__gt=datetime(2021, 1, 27, tzinfo=LONDON)).count() == 0


def test_glasgow_names_every_group_and_those_whom_nobody_represents(glasgow):
    groups = StakeholderGroup.objects.filter(programme=glasgow)
    assert (groups.count(), groups.exclude(characteristic="").count(), groups.filter(why="").count()) == (45, 9, 0)
    assert sorted(groups.filter(partnerships=None).values_list("name", flat=True)) == [
        "Gypsy and Traveller communities",
        "People just home from hospital, living alone",
    ]


def test_glasgow_covers_most_groups_and_says_who_is_missing(glasgow, loaded):
    coverage = Coverage.read(glasgow, loaded)
    assert (len(coverage.rows), len(coverage.represented)) == (45, 43)
    by_verdict = Counter(row.cells[0].verdict for row in coverage.rows)
    assert by_verdict == {Verdict.COVERED: 26, Verdict.THIN: 17, Verdict.NOBODY: 2}
    reached = Counter(row.cells[-1].verdict for row in coverage.rows)
    assert reached == {Verdict.COVERED: 13, Verdict.THIN: 8, Verdict.NOBODY: 24}
    closed = Phase.objects.get(programme=glasgow, closed_at__isnull=False)
    assert (closed.name, closed.closing_explanations.count()) == ("Design", 2)
    assert list(MissingVoice.objects.filter(programme=glasgow).order_by("pk").values_list("status", flat=True)) == [
        "sought", "found",
    ]  # fmt: skip
    (todo,) = todo_by_programme(Programme.objects.filter(pk=glasgow.pk), User(is_superuser=True), loaded)
    voices = [each for each in todo.mine if each.item.words == "Find 1 missing voice"]
    assert [each.is_late for each in voices] == [True]


def test_newcastle_covers_all_but_two_groups_and_closed_each_phase_with_reasons(newcastle, loaded):
    coverage = Coverage.read(newcastle, loaded)
    assert [row.group.name for row in coverage.unrepresented] == ["Gypsies and Travellers", "People who are housebound"]
    closed = Phase.objects.filter(programme=newcastle, closed_at__isnull=False)
    assert [phase.closing_explanations.count() for phase in closed] == [2, 2, 2]


def test_glasgow_works_in_three_phases_and_its_consultation_is_still_open(glasgow, loaded):
    phases = Phase.objects.filter(programme=glasgow).order_by("position")
    assert list(phases.values_list("name", flat=True)) == ["Design", "Research", "Consultation"]
    assert list(phases.open(loaded)) == [phases[2]]
    says(phases[0].purpose, "put the key tasks in order", "evaluate the group’s thinking")
    says(phases[1].purpose, "cluster the members into key groups", "research methods", "consultation")
    assert KeyGroup.objects.filter(phase=phases[1]).count() == 7
    consultation = Consultation.objects.get(phase=phases[2])
    assert consultation.clock(loaded) == Clock.OPEN
    assert consultation.questions.count() == 4


def test_glasgow_has_something_to_do_today(glasgow, loaded):
    meetings = Meeting.objects.filter(programme=glasgow)
    assert (meetings.upcoming(loaded).count(), meetings.past(loaded).count()) == (2, 10)
    assert Feedback.objects.filter(programme=glasgow).to_review().count() == 4
    rosa = Appointment.objects.get(person__user__email="rosa.adeyemi@example.org")
    assert Feedback.objects.of_partnership(rosa.partnership).count() == 0
    invitations = Invitation.objects.filter(partnership__programme=glasgow)
    assert (invitations.open(loaded).count(), invitations.expired(loaded).count()) == (1, 1)
    assert invitations.get(status=Invitation.Status.DECLINED).decline_reason


def test_glasgow_shows_how_late_it_is_and_that_nothing_is_evidenced_yet(glasgow):
    assert glasgow.target_on == date(2022, 1, 31)
    assert glasgow.target_revisions.count() == 0
    assert glasgow.days_late(date(2022, 3, 2)) == 30
    indicator = glasgow.indicators.get()
    says(indicator.framework, "Community Plan")
    says(indicator.name, "Thriving Places", "positive perception of their mental or emotional wellbeing")
    assert indicator.evidence == "not_yet"


# -- Both -----------------------------------------------------------------------------------------


def test_everybody_is_invented_and_has_one_address_to_sign_in_with(loaded):
    addresses = EmailAddress.objects.filter(verified=True, primary=True).values_list("user__email", flat=True)
    assert sorted(addresses) == sorted(User.objects.values_list("email", flat=True))
    everybody = [*addresses, *Person.objects.exclude(email="").values_list("email", flat=True)]
    everybody += Programme.objects.values_list("contact_email", flat=True)
    assert [email for email in everybody if not email.endswith("@example.org")] == []
    # Numbers that Ofcom keeps for drama.
    numbers = [*Person.objects.exclude(telephone=""), *Request.objects.exclude(telephone="")]
    assert [each.telephone for each in numbers if not {"498", "496"} & {*each.telephone.split()}] == []


def test_nobody_is_written_to(loaded):
    assert Message.objects.count() == 0


def test_every_row_passes_the_checks_of_its_model(loaded):
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for row in model._default_manager.all():
                row.full_clean(exclude=["password"])


def test_every_publishing_is_in_the_log_in_its_own_time(newcastle):
    published = LogEntry.objects.of_programme(newcastle.pk).filter(verb="published")
    types = ["programmes.programme", "consultations.poster", "consultations.conversation", "findings.theme",
             "findings.finding", "actions.actionarea", "actions.commitment"]  # fmt: skip
    assert [published.filter(object_type=each).count() for each in types] == [1, 28, 19, 9, 6, 15, 61]
    assert published.filter(at__gte=datetime(2017, 2, 1, tzinfo=LONDON)).count() == 0
    assert published.filter(by=None).count() == 0


def test_pictures_are_small_and_told_in_words(newcastle):
    posters = list(newcastle.posters.order_by("number"))
    assert [(poster.width, poster.height) for poster in posters] == [(1200, 800)] * 28
    assert max(poster.picture.size for poster in posters) < 100_000
    assert [poster.number for poster in posters if poster.title not in poster.alt_text] == []
    assert len({poster.alt_text for poster in posters}) == 28


def test_picture_is_the_same_each_time_it_is_drawn():
    poster = read("newcastle/posters_1")["posters"][6]
    assert draw_poster(poster, 7) == draw_poster(poster, 7)
    assert draw_poster(poster, 7) != draw_poster(poster, 8)
