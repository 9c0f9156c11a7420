"""The web admin: staff see and choose only what is theirs, services move what has consequences, and all is logged."""

import io
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry, User
from actions.models import ActionArea
from consultations.models import Consultation, Poster
from findings.models import Finding, Theme
from programmes.admin.scoped import ScopedAdmin
from programmes.models import Programme, TeamMember
from stakeholders.models import Appointment, Organisation, Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import ActionAreaFactory, CommitmentFactory
from tests.conftest import staff_with
from tests.consultations.factories import ConsultationFactory, PosterFactory
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.phases.factories import PhaseFactory
from tests.pictures import picture
from tests.programmes.factories import TeamMemberFactory
from tests.stakeholders.factories import OrganisationFactory, PartnershipFactory
from tests.world import build_world

OURS = {model: page for model, page in admin.site._registry.items() if isinstance(page, ScopedAdmin)}


def address(model: type, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def fields_of(response) -> dict[str, object]:
    """What the form of a page would post as it stands."""
    posted: dict[str, object] = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if hasattr(bound.field.widget, "decompress"):
                for number, part in enumerate(bound.field.widget.decompress(value)):
                    posted[f"{bound.html_name}_{number}"] = "" if part is None else str(part)
            elif value is not None and value is not False:
                posted[bound.html_name] = value
    return posted


@pytest.fixture
def staff(client_of, lead):
    return client_of(lead)


def test_staff_see_rows_of_their_own_programmes_only(db, client_of):
    here, there = build_world("here"), build_world("there", mark="there-canary")
    mine, theirs = client_of(here.lead), client_of(there.lead)
    shared = {Organisation}
    for model, page in OURS.items():
        own = [row for row in page.model._default_manager.all() if page.programmes_of(row) == {here.programme.pk}]
        if model in shared or not own:
            continue
        listed = mine.get(address(model)).context["cl"].queryset
        assert {here.programme.pk} == set().union(*(page.programmes_of(row) for row in listed)), model
        for row in own[:1]:
            there_answers = theirs.get(address(model, "change", row.pk))
            unknown = theirs.get(address(model, "change", 987654))
            assert (there_answers.status_code, there_answers["Location"]) == (302, unknown["Location"])
            assert theirs.get(address(model, "history", row.pk)).status_code == 404
            answers = [theirs.get(address(model, "delete", pk)).status_code for pk in (row.pk, 987654)]
            assert answers == [403, 403]
            for deed in page.admin_actions:
                assert theirs.post(address(model, "do", row.pk, deed.name)).status_code == 404


def test_no_page_of_another_programme_shows_a_canary(db, client_of):
    here = build_world("here")
    build_world("there", mark="there-canary")
    client = client_of(here.lead)
    for model, page in OURS.items():
        paths = [address(model)]
        if page.has_add_permission.__func__ is ScopedAdmin.has_add_permission:
            paths.append(address(model, "add"))
        if row := client.get(address(model)).context["cl"].queryset.first():
            paths += [address(model, "change", row.pk), address(model, "history", row.pk)]
        for path in paths:
            response = client.get(path)
            assert response.status_code == 200, path
            assert "there-canary" not in response.text, path
            assert "Programme there" not in response.text, path


def test_what_no_page_shows_is_not_guessed_letter_by_letter(client_of, viewer, programme):
    PartnershipFactory(programme=programme, contact_email="rosa@example.org")
    records = client_of(viewer)
    at = "/admin/stakeholders/partnership/"
    offered = (f"role__exact=member&programme__id__exact={programme.pk}", "role__isnull=0", "q=organisation")
    assert [records.get(f"{at}?{asked}").status_code for asked in offered] == [200, 200, 200]
    for hidden in (
        "contact_email__startswith=r",
        "contact_telephone__gt=1",
        "contact_name=Rosa",
        "programme__team__id=1",
    ):
        assert records.get(f"{at}?{hidden}").status_code == 400, hidden


def test_viewer_looks_and_changes_nothing(db, client_of):
    here = build_world("here")
    client = client_of(staff_with("viewer", here.programme))
    area = here.area
    response = client.get(address(ActionArea, "change", area.pk))
    assert response.status_code == 200
    assert 'name="_save"' not in response.text
    assert client.post(address(ActionArea, "change", area.pk), {"title": "Mine"}).status_code == 403
    assert client.get(address(ActionArea, "add")).status_code == 403
    assert client.get(address(Person)).status_code == 403
    assert client.post(address(ActionArea, "do", area.pk, "withdraw")).status_code == 403


@pytest.mark.parametrize("who", ["representative", "nobody"])
def test_admin_is_for_staff(request, client_of, who):
    user = request.getfixturevalue(who) if who == "representative" else None
    assert client_of(user).get("/admin/").status_code in (302, 403)


def test_hats_decide_who_writes_what(programme, client_of):
    may_add = {
        hat: {model.__name__ for model, page in OURS.items() if client.get(address(model, "add")).status_code == 200}
        for hat in ("lead", "broker", "facilitator", "analyst", "viewer")
        for client in [client_of(staff_with(hat, programme))]
    }
    assert may_add["broker"] == {"Organisation", "StakeholderGroup", "Person", "Partnership"}
    assert may_add["facilitator"] == {
        "Person", "Phase", "Meeting", "Method", "KeyGroup", "PosterPrompt", "Poster", "Conversation", "ActionArea",
        "Commitment",
    }  # fmt: skip
    assert may_add["analyst"] == {"Theme", "Coding", "Finding", "Factor"}
    assert may_add["viewer"] == set()
    assert may_add["lead"] == {"Consultation", "Indicator", "Document"}.union(*may_add.values())


def test_save_writes_our_log_with_the_programme_and_nothing_when_nothing_changed(staff, programme, lead):
    area = ActionAreaFactory(programme=programme)
    path = address(ActionArea, "change", area.pk)
    posted = fields_of(staff.get(path))
    assert staff.post(path, posted).status_code == 302
    assert LogEntry.objects.count() == 0
    assert staff.post(path, posted | {"title": "New title"}).status_code == 302
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.by, entry.programme_id, entry.object_id) == ("changed", lead, programme.pk, str(area.pk))
    assert entry.details == {"fields": ["Title"], "was": {"title": f"{len(area.title)} characters"}}
    assert "New title" in staff.get(address(ActionArea, "history", area.pk)).text


def test_shared_body_is_logged_for_each_of_its_programmes(client_of, superuser, programme, other_programme):
    organisation = OrganisationFactory()
    for each in (programme, other_programme):
        PartnershipFactory(programme=each, organisation=organisation)
    path = address(Organisation, "change", organisation.pk)
    client = client_of(superuser)
    client.post(path, fields_of(client.get(path)) | {"name": "Renamed"})
    assert sorted(LogEntry.objects.values_list("programme_id", flat=True)) == sorted([programme.pk, other_programme.pk])
    # One programme alone does not rename what another shows too.
    assert client_of(staff_with("broker", programme)).post(path, {"name": "Mine"}).status_code == 403


def test_person_tied_to_nothing_is_seen_by_whoever_wrote_them_down(staff, client_of, staff_elsewhere):
    staff.post(
        address(Person, "add"), {"name": "Noor Haddad", "email": "", "telephone": "0191", "contact_by": "telephone"}
    )
    person = Person.objects.get(name="Noor Haddad")
    assert staff.get(address(Person, "change", person.pk)).status_code == 200
    assert client_of(staff_elsewhere).get(address(Person, "change", person.pk)).status_code == 302


def test_status_moments_and_decisions_are_not_typed(staff, programme):
    finding = FindingFactory(programme=programme, published_at=None, published_by=None)
    path = address(Finding, "change", finding.pk)
    posted = fields_of(staff.get(path))
    typed = {"decision": "accepted", "reason": "x", "published_at_0": "2020-01-01", "published_at_1": "10:00"}
    staff.post(path, posted | typed)
    stored = Finding.objects.get()
    assert (stored.decision, stored.reason, stored.published_at) == ("undecided", "", None)


def test_row_stays_in_its_programme(staff, programme, other_programme, lead):
    TeamMemberFactory(programme=other_programme, user=lead, hat="lead")
    theme = ThemeFactory(programme=programme)
    path = address(Theme, "change", theme.pk)
    staff.post(path, fields_of(staff.get(path)) | {"programme": other_programme.pk})
    assert Theme.objects.get().programme == programme


def test_parts_of_another_programme_are_refused(staff, programme, other_programme, lead):
    TeamMemberFactory(programme=other_programme, user=lead, hat="lead")
    area = ActionAreaFactory(programme=programme)
    foreign = PosterFactory(programme=other_programme)
    path = address(ActionArea, "change", area.pk)
    response = staff.post(path, fields_of(staff.get(path)) | {"posters": [foreign.pk]})
    assert "This belongs to another programme." in response.text
    assert area.posters.count() == 0


def test_deed_asks_on_get_and_acts_on_post(staff, programme, lead):
    poster = PosterFactory(programme=programme, published_at=None, published_by=None)
    path = address(Poster, "do", poster.pk, "publish")
    assert f'href="{path}"' in staff.get(address(Poster, "change", poster.pk)).text
    assert "Let everybody read this poster?" in staff.get(path).text
    assert Poster.objects.get().published_at is None
    assert staff.post(path)["Location"] == address(Poster, "change", poster.pk)
    assert Poster.objects.get().published_by == lead
    assert "This is public already." in staff.post(path).text
    assert LogEntry.objects.filter(verb="published", programme_id=programme.pk).count() == 1
    assert staff.get(address(Poster, "do", poster.pk, "burn")).status_code == 404


def test_deed_without_consent_says_so(staff, programme):
    poster = PosterFactory(
        programme=programme, consent_to_publish=False, published_at=None, published_by=None, group_name="Tea & talk"
    )
    response = staff.post(address(Poster, "do", poster.pk, "publish"))
    assert "Tea &amp; talk has not agreed that this poster is shown." in response.text


def test_every_deed_asks_first(db, client_of):
    here = build_world("here")
    client = client_of(here.lead)
    deeds = LogEntry.objects.exclude(verb="looked")
    before = deeds.count()
    asked = 0
    for model, page in OURS.items():
        for row in client.get(address(model)).context["cl"].queryset[:1]:
            for deed in page.admin_actions:
                asked += 1
                assert deed.question.split("“")[0] in client.get(address(model, "do", row.pk, deed.name)).text
    assert asked == 23
    assert deeds.count() == before


def test_decision_by_button_needs_its_reason(staff, programme):
    finding = FindingFactory(programme=programme)
    path = address(Finding, "do", finding.pk, "decide")
    refused = staff.post(path, {"decision": "not_taken_forward", "reason": ""})
    assert "Say why: people are told the reason." in refused.text
    staff.post(path, {"decision": "not_taken_forward", "reason": "No\x00 money."})
    assert (Finding.objects.get().decision, Finding.objects.get().reason) == ("not_taken_forward", "No money.")


def test_appointment_by_button_needs_both_declarations_and_ends_with_a_reason(staff, programme):
    partnership = PartnershipFactory(programme=programme)
    path = address(type(partnership), "do", partnership.pk, "appoint")
    typed = {"name": "Ada Obi", "email": "ada.obi@example.org", "can_decide": "on", "can_engage": "on"}
    typed |= {"channel": "telephone", "contact_by": "email"}
    assert "Both declarations are needed" in staff.post(path, typed | {"can_engage": ""}).text
    staff.post(path, typed)
    appointment = Appointment.objects.get()
    assert (appointment.channel, appointment.said_by) == ("telephone", "Ada Obi")
    assert "already has its representative" in staff.post(path, typed | {"email": "bo@example.org"}).text
    end = address(Appointment, "do", appointment.pk, "end")
    assert "Say in a few words why it ends." in staff.post(end, {"ending": "silent", "reason": ""}).text
    staff.post(end, {"ending": "silent", "reason": "No answer to three calls"})
    ended = Appointment.objects.get()
    assert (ended.ending, ended.end_reason) == ("silent", "No answer to three calls")


def test_target_moves_by_button_with_its_reason(staff, programme):
    path = address(Programme, "do", programme.pk, "target")
    assert "Say why the target moves" in staff.post(path, {"new_target_on": "2017-03-31"}).text
    assert "Enter a valid date" in staff.post(path, {"new_target_on": "soon", "reason": "x"}).text
    staff.post(path, {"new_target_on": "2017-03-31", "reason": "More groups."})
    assert programme.target_revisions.values_list("old_target_on", "new_target_on").get() == (None, date(2017, 3, 31))
    assert 'name="target_on"' not in staff.get(address(Programme, "change", programme.pk)).text


def test_consultation_that_has_begun_moves_by_buttons(staff, programme):
    consultation = ConsultationFactory(phase__programme=programme, ends_at=timezone.now() + timedelta(days=2))
    assert 'name="ends_at_0"' not in staff.get(address(Consultation, "change", consultation.pk)).text
    path = address(Consultation, "do", consultation.pk, "extend")
    later = timezone.localtime(timezone.now() + timedelta(days=9))
    typed = {"ends_at_0": f"{later:%Y-%m-%d}", "ends_at_1": "12:00"}
    assert "Say why it stays open longer." in staff.post(path, typed).text
    staff.post(path, typed | {"reason": "The post was slow."})
    assert timezone.localdate(Consultation.objects.get().ends_at) == later.date()


def test_saving_a_row_as_it_is_writes_nothing(staff, programme):
    phase = PhaseFactory(programme=programme)
    path = address(type(phase), "change", phase.pk)
    with CaptureQueriesContext(connection) as queries:
        staff.post(path, fields_of(staff.get(path)))
    assert [each["sql"] for each in queries if each["sql"].startswith("UPDATE")] == []


def test_phase_that_the_team_has_closed_is_saved_with_the_end_it_has(staff, programme, at):
    moment = at + timedelta(microseconds=1)
    phase = PhaseFactory(programme=programme, closing_summary="Heard.")
    type(phase).objects.filter(pk=phase.pk).update(ends_at=moment, closed_at=moment, closed_by=UserFactory())
    path = address(type(phase), "change", phase.pk)
    staff.post(path, fields_of(staff.get(path)) | {"purpose": "To hear more."})
    phase.refresh_from_db()
    assert (phase.purpose, phase.ends_at) == ("To hear more.", moment)


def test_number_twice_is_refused_with_a_sentence(staff, programme):
    ThemeFactory(programme=programme, number=1)
    second = ThemeFactory(programme=programme, number=2)
    path = address(Theme, "change", second.pk)
    response = staff.post(path, fields_of(staff.get(path)) | {"number": 1})
    assert response.status_code == 200
    assert "already exists" in response.text


def test_broken_window_is_refused_with_a_sentence(staff, programme):
    phase = PhaseFactory(programme=programme)
    path = address(type(phase), "change", phase.pk)
    typed = {"ends_at_0": "2015-01-01", "ends_at_1": "10:00"}
    response = staff.post(path, fields_of(staff.get(path)) | typed)
    assert "A phase ends after it begins" in response.text
    odd = staff.post(path, fields_of(staff.get(path)) | {"ends_at_0": "2031-01-01", "ends_at_1": "10:20"})
    assert "Give a full hour, for example 9:00 or 17:00." in odd.text
    for wrong in ("31/02/2016", "\x00", "9" * 40):
        assert staff.post(path, fields_of(staff.get(path)) | typed | {"ends_at_0": wrong}).status_code == 200


def test_picture_is_drawn_anew_and_needs_words(staff, programme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    poster = PosterFactory(programme=programme)
    path = address(Poster, "change", poster.pk)
    posted = fields_of(staff.get(path))
    red = picture("PNG", (40, 30), colour="red").getvalue()

    def sent(content: bytes) -> io.BytesIO:
        file = io.BytesIO(content)
        file.name = "../poster.svg"
        return file

    refused = staff.post(path, posted | {"new_picture": sent(b"<svg/>"), "alt_text": "A bench"})
    assert "The picture must be a JPEG, PNG or WebP file." in refused.text
    wordless = staff.post(path, posted | {"new_picture": sent(red), "alt_text": ""})
    assert "Say in words what the picture shows" in wordless.text
    staff.post(path, posted | {"new_picture": sent(red), "alt_text": "A red bench"})
    stored = Poster.objects.get()
    assert (stored.width, stored.height, stored.picture.name.endswith(".jpg")) == (40, 30, True)


def test_delete_only_where_nothing_depends(staff, programme):
    bare, used = ActionAreaFactory(programme=programme), ActionAreaFactory(programme=programme)
    CommitmentFactory(programme=programme, area=used)
    assert staff.post(address(ActionArea, "delete", used.pk), {"post": "yes"}).status_code == 403
    assert staff.post(address(ActionArea, "delete", bare.pk), {"post": "yes"}).status_code == 302
    assert list(ActionArea.objects.all()) == [used]
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.programme_id, entry.object_id) == ("removed", programme.pk, str(bare.pk))
    assert staff.post(address(Programme, "delete", programme.pk), {"post": "yes"}).status_code == 403


def test_first_lead_comes_with_a_new_programme_and_later_hats_at_the_desk(client_of, superuser, staff, programme):
    colleague = UserFactory(is_staff=True, name="New Colleague")
    representative = UserFactory(name="No Staff")
    page = client_of(superuser).get(address(Programme, "add"))
    assert ('name="team-0-user"' in page.text, colleague.name in page.text) == (True, True)
    assert representative.name not in page.text
    path = address(Programme, "change", programme.pk)
    page = staff.get(path)
    assert 'name="team-0-user"' not in page.text
    typed = {"team-TOTAL_FORMS": 2, "team-1-user": colleague.pk, "team-1-hat": "lead", "team-1-from_on": "2026-01-01"}
    staff.post(path, fields_of(page) | typed | {"team-0-DELETE": "on"})
    assert [member.hat for member in TeamMember.objects.all()] == ["lead"]


def test_user_added_by_a_superuser_can_sign_in_by_code(client_of, superuser, lead):
    typed = {"email": "New.One@example.org", "name": "New One", "usable_password": "false", "is_staff": "on"}
    client_of(superuser).post(address(User, "add"), typed)
    user = User.objects.get(email="new.one@example.org")
    assert user.emailaddress_set.values_list("email", "verified", "primary").get() == (user.email, True, True)
    assert client_of(lead).get(address(User)).status_code == 403
    again = client_of(superuser).post(address(User, "add"), typed)
    assert "Somebody signs in with this address already." in again.text


def test_log_is_read_only_even_for_a_superuser(client_of, superuser):
    entry = LogEntryFactory()
    client = client_of(superuser)
    assert client.get(address(LogEntry, "change", entry.pk)).status_code == 200
    assert client.get(address(LogEntry, "add")).status_code == 403
    assert client.post(address(LogEntry, "delete", entry.pk), {"post": "yes"}).status_code == 403
