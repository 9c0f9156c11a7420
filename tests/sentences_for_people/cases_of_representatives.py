"""Being asked to speak for an organisation, what a representative is asked and has sent, and what became of it."""

from datetime import timedelta

from django.utils import timezone

from kit.days import day
from programmes.models import Programme
from stakeholders.links import LINK
from tests.consultations.factories import (
    ConsultationFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    HandInFactory,
    QuestionFactory,
)
from tests.said import Given, Said
from tests.sentences_for_people.own_pages import BOTH, PEOPLE, anybody, by_link, signed_in
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)

DAY = timedelta(days=1)
NOT_PUBLIC = {"published_at": None, "published_by": None}


def hide(given: Given, public: bool) -> None:
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(**NOT_PUBLIC)


# -- Being asked ------------------------------------------------------------------------------------------


@PEOPLE.of(status=["accepted", "declined", "passed_on"], public=BOTH, then=["named", "asked in their place"])
def invitation_done(given: Given, status: str, public: bool, then: str) -> Said:
    partnership = PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
    speaks = AppointmentFactory(partnership=partnership) if status == "accepted" else None
    asked = InvitationFactory(
        partnership=partnership, status=status, appointment=speaks, settled_at=given.at, expires_at=given.at + 9 * DAY
    )
    if status == "passed_on":
        by = None if then == "named" else given.lead
        InvitationFactory(partnership=partnership, passed_on_from=asked, name="Ben", invited_by=by)
    hide(given, public)
    passed_on = status == "passed_on"
    return by_link(LINK, asked, "stakeholders:invitation-done"), {
        "You speak for Old Mill": status == "accepted",
        f"whenever you sign in, we send a code to {asked.email}.": status == "accepted",
        "Read about Better neighbours": status == "accepted" and public,
        "We have asked Ben, and told them that you named them. You need do nothing more.": (
            passed_on and then == "named"
        ),
        "We asked whom you named, and by now somebody else. You need do nothing more.": passed_on and then != "named",
        "We will not ask you again. Should things change, write to us: Old Mill is welcome.": status == "declined",
    }


@PEOPLE.of(known=BOTH)
def invitation_gone(given: Given, known: bool) -> Said:
    if not known:
        text = anybody("stakeholders:invitation-open", "x" * 43)
    else:
        over = InvitationFactory(partnership__programme=given.programme, status="withdrawn", settled_at=given.at)
        text = by_link(LINK, over, "stakeholders:invitation-read")
    return text, {
        "If you would like to answer or to know more, write to": known,
        "If you would like to answer or to know more, reply to the message that it came in.": not known,
    }


@PEOPLE.of(question=BOTH, named=BOTH, spoken_for=BOTH)
def invitation_read(given: Given, question: bool, named: bool, spoken_for: bool) -> Said:
    Programme.objects.filter(pk=given.programme.pk).update(question="What do you need?" if question else "")
    partnership = PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
    asked = InvitationFactory(partnership=partnership)
    if named:
        before = InvitationFactory(partnership=partnership, name="Ben", status="passed_on", settled_at=given.at)
        type(asked).objects.filter(pk=asked.pk).update(passed_on_from=before, invited_by=None)
    if spoken_for:
        AppointmentFactory(partnership=partnership)
    return by_link(LINK, asked, "stakeholders:invitation-read"), {
        "What do you need?": question,
        "Ben named you as the right person to ask.": named,
        "We would like Old Mill to have a say in it, and need one person who speaks for it.": not named,
        "Somebody speaks for it now. If you say yes, you take over from them, and we tell them.": spoken_for,
    }


# -- What is asked of a representative --------------------------------------------------------------------


def spoken(given: Given, groups: int = 0):
    appointment = AppointmentFactory(partnership__programme=given.programme, partnership__organisation__name="Old Mill")
    made = [StakeholderGroupFactory(programme=given.programme, name=name) for name in ("Carers", "Tenants")[:groups]]
    appointment.partnership.groups.set(made)
    return appointment, made


def draft_of(given: Given, appointment, asked, **more):
    return FeedbackFactory(
        consultation=asked, status="draft", said_at=None, appointment=appointment, said_by=appointment.person,
        on_behalf_of=appointment.partnership, **more,
    )  # fmt: skip


@PEOPLE.of(draft=["none", "empty", "written"], public=BOTH)
def feedback_closed(given: Given, draft: str, public: bool) -> Said:
    appointment, _ = spoken(given)
    asked = ConsultationFactory(phase__programme=given.programme, title="Benches", ends_at=given.at - DAY)
    if draft != "none":
        begun = draft_of(given, appointment, asked)
        if draft == "written":
            FeedbackAnswerFactory(feedback=begun, question=QuestionFactory(consultation=asked))
    hide(given, public)
    return signed_in(appointment.person.user, "consultations:feedback-edit", given.programme.slug, asked.slug), {
        "Benches has closed It was open until": True,
        "What you wrote was not sent, but it is not lost.": draft == "written",
        "What you wrote What is missing? More benches.": draft == "written",
        "You had begun, but not written anything yet.": draft == "empty",
        "If you still want to say something, write to": draft != "written",
        "and what came of it": public,
    }


@PEOPLE.of(page=["edit", "check"], groups=[0, 1, 2], ends=BOTH, wrote=BOTH)
def feedback_page(given: Given, page: str, groups: int, ends: bool, wrote: bool) -> Said:
    appointment, made = spoken(given, groups)
    asked = ConsultationFactory(phase__programme=given.programme, ends_at=given.at + 3 * DAY if ends else None)
    question = QuestionFactory(consultation=asked)
    begun = draft_of(given, appointment, asked, speaking_for=made[0] if made and wrote else None)
    FeedbackAnswerFactory.create_batch(int(wrote), feedback=begun, question=question)
    text = signed_in(appointment.person.user, f"consultations:feedback-{page}", given.programme.slug, asked.slug)
    edits, checks = page == "edit", page == "check"
    return text, {
        "You write on behalf of Old Mill, speaking for Carers.": edits and groups == 1,
        "You write on behalf of Old Mill.": edits and groups != 1,
        "You can send this until": edits and ends,
        "Speaking for All of the groups it represents": checks and groups > 0 and not wrote,
        "Speaking for Carers": checks and groups > 0 and wrote,
        "Change which group you are speaking for": checks and groups > 1,
        "You gave no answer.": checks and not wrote,
        "What is missing? More benches.": checks and wrote,
    }


# -- What became of it ------------------------------------------------------------------------------------


@PEOPLE.of()
def feedback_taken_back(given: Given) -> Said:
    appointment, _ = spoken(given, 1)
    FeedbackFactory(
        consultation__phase__programme=given.programme, status="withdrawn", withdrawn_at=given.at,
        said_by=appointment.person, appointment=appointment, on_behalf_of=appointment.partnership,
    )  # fmt: skip
    return signed_in(appointment.person.user, "findings:own-input"), {
        f"Taken back on {day(timezone.localdate(given.at))}.": True
    }


@PEOPLE.of(status=["received", "published", "kept"], came=BOTH, public=BOTH, page=["input", "receipt"])
def feedback_sent(given: Given, status: str, came: bool, public: bool, page: str) -> Said:
    appointment, made = spoken(given, 1)
    read = {} if status == "received" else {"reviewed_at": given.at, "reviewed_by": given.lead}
    # What somebody of the team wrote down for them says not who said it.
    said_by = appointment.person if came else None
    sent = FeedbackFactory(
        consultation__phase__programme=given.programme, status=status, said_by=said_by,
        appointment=appointment, on_behalf_of=appointment.partnership, speaking_for=made[0] if came else None,
        what_became_of_it="A bench stands." if came and status != "received" else "", **read,
    )  # fmt: skip
    hide(given, public)
    user, on = appointment.person.user, day(timezone.localdate(given.at))
    is_page = page == "receipt"
    text = signed_in(user, "findings:feedback-receipt", sent.pk) if is_page else signed_in(user, "findings:own-input")
    return text, {
        "Thank you. We have it. Your reference is": is_page and status == "received",
        "Somebody of the team reads every word. Nothing is made public before that.": is_page and status == "received",
        "We have it, and it is waiting to be read.": not is_page and status == "received",
        f"Read and published on {on}.": status == "published",
        f"Read on {on}, and not published.": status == "kept",
        "What became of what you said": is_page and status != "received",
        "A bench stands.": came and status != "received",
        "goes on from here": is_page and public,
        "on behalf of Old Mill, speaking for Carers.": is_page and came,
        "on behalf of Old Mill.": is_page and not came,
        f" by {appointment.person}, on behalf of": is_page and came,
    }


@PEOPLE.of(stands=["nothing", "the team", "published", "published before its programme", "programme hidden"], two=BOTH)
def told_of_a_conversation(given: Given, stands: str, two: bool) -> Said:
    appointment, _ = spoken(given)
    if two:
        AppointmentFactory(person=appointment.person, partnership__programme=given.programme)
    is_public = {"published_at": given.at - 5 * DAY, "published_by": given.lead}
    if stands != "nothing":
        talk = ConversationFactory(programme=given.programme, **(NOT_PUBLIC if stands == "the team" else is_public))
        HandInFactory(
            poster=None, conversation=talk, appointment=appointment, as_sent="So it was." if two else "",
            contact_name="", contact_details="",
        )  # fmt: skip
    if stands == "published before its programme":
        Programme.objects.filter(pk=given.programme.pk).update(published_at=given.at - 2 * DAY)
    hide(given, stands != "programme hidden")
    since = {"published": -5, "published before its programme": -2}.get(stands, 0)
    return signed_in(appointment.person.user, "findings:own-input"), {
        "You have not sent anything yet.": stands == "nothing",
        "A conversation: District nurses": stands != "nothing",
        "Only the team can read it.": stands in ("the team", "programme hidden"),
        f"Everybody can read it, since {day(timezone.localdate(given.at + since * DAY))}": since < 0,
        "Everybody can read it": since < 0,
        "So it was.": two and stands != "nothing",
        "Tell us of a conversation, for Old Mill": two,
    }
