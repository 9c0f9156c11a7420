"""Posters and conversations at the desk, and who handed them in."""

from datetime import timedelta

from kit.days import day
from tests.consultations.factories import (
    ConversationFactory,
    FeedbackFactory,
    HandInFactory,
    PosterCallFactory,
    PosterFactory,
    SentPictureFactory,
)
from tests.said import Given, Said
from tests.sentences_at_desk.cases_of_consultations import consultation_of
from tests.sentences_at_desk.desk_pages import BOTH, DESK, NOT_PUBLIC, at_desk, drawn, hide
from tests.stakeholders.factories import (
    AppointmentFactory,
)

DAY = timedelta(days=1)
CLOCKS = ["no day", "later", "open", "past"]


@DESK.of(kept=BOTH)
def photograph_kept(given: Given, kept: bool) -> Said:
    return drawn("consultations/_photograph_kept.html", form={"kept": "key" if kept else ""}), {
        "We have kept your photograph. You need not choose it again.": kept,
    }


@DESK.of(names=BOTH, consent=BOTH, thing=["poster", "conversation", "feedback"])
def who_handed_it_in(given: Given, names: bool, consent: bool, thing: str) -> Said:
    known = {} if names else {"contact_name": "", "contact_details": ""}
    known |= {"consented_at": given.at if consent else None}
    if thing == "poster":
        row = HandInFactory(poster=PosterFactory(programme=given.programme, number=1), **known)
    elif thing == "conversation":
        row = HandInFactory(poster=None, conversation=ConversationFactory(programme=given.programme), **known)
    else:
        row = HandInFactory(poster=None, feedback=FeedbackFactory(consultation=consultation_of(given), voice="own",
                                                                  publication="nameless"), **known)  # fmt: skip
    return at_desk(given, "consultations:hand-in-contact-look", row.pk, sends={}), {
        "Name Robin Adeyemi How to reach them robin@example.org How it came": names,
        "Nobody is written down, or not any more.": not names,
        "Agreed that it is shown": names and consent,
        ", and at whose word it was withdrawn, if it was.": names and thing == "poster",
        ", and the words as they were sent, before anybody of the team read them.": names and thing == "conversation",
        "and how to reach them. What they handed in": names and thing == "feedback",
    }


@DESK.of(public=BOTH, program=BOTH, told=BOTH, sought=BOTH)
def conversations_at_the_desk(given: Given, public: bool, program: bool, told: bool, sought: bool) -> Said:
    row = ConversationFactory(programme=given.programme, **({} if public else NOT_PUBLIC))
    if told:
        speaks = AppointmentFactory(partnership__programme=given.programme, partnership__organisation__name="Old Mill")
        HandInFactory(poster=None, conversation=row, appointment=speaks, as_sent="Nobody asks me.")
    hide(given, program)
    listed = at_desk(given, "consultations:conversation-review-list", asked="?q=nothing+like+it" if sought else "")
    return f"{at_desk(given, 'consultations:conversation-review', row.pk)} | {listed}", {
        "Nobody but the team can read it.": not public,
        "It is published. Everybody can read it as soon as the programme is public.": public and not program,
        "Everybody can read it, since": public and program,
        "Held for Old Mill": told,
        "As it was sent Nobody asks me.": told,
        "Write down a conversation": True,
        "Waiting to be read No conversation waits.": public and not sought,
        "Waiting to be read District nurses": not public and not sought,
    }


@DESK.of(
    stands=["withdrawn", "public", "lacking", "whole"], program=BOTH, picture=["", "refused", "arrived"], told=BOTH
)
def poster_at_the_desk(given: Given, stands: str, program: bool, picture: str, told: bool) -> Said:
    out = {} if stands == "public" else NOT_PUBLIC
    if stands == "public" and picture:
        # What is public has its picture already.
        return "", {}
    withdrawn = {"withdrawn_at": given.at, "withdrawn_by": given.lead} if stands == "withdrawn" else {}
    if stands == "withdrawn":
        withdrawn |= {"withdrawal_reason": "A name is in it." if told else ""}
    lacks = {"title": "", "transcript": "", "words": ""} if stands == "lacking" else {}
    row = PosterFactory(
        programme=given.programme,
        number=None if told and stands != "public" else 7,
        group_name="" if told else "Tenants",
        consent_to_publish=stands != "withdrawn",
        alt_text="A bench.",
        **out, **withdrawn, **lacks,
    )  # fmt: skip
    if picture:
        state = {"state": "refused", "problem": "It is no photograph."} if picture == "refused" else {}
        SentPictureFactory(poster=row, **state)
    HandInFactory(poster=row, consented_at=given.at if told and stands != "withdrawn" else None)
    hide(given, program)
    text = at_desk(given, "consultations:poster-review", row.pk)
    listed = at_desk(given, "consultations:poster-review-list")
    sought = at_desk(given, "consultations:poster-review-list", asked="?q=nothing+like+it")
    waits = stands in ("lacking", "whole")
    return f"{text} | {listed} | {sought}", {
        f"Withdrawn by its group on {day(given.at.date())}": stands == "withdrawn",
        f"written down by {given.lead}: A name is in it.": stands == "withdrawn" and told,
        "Everybody can see it: its public page.": stands == "public" and program,
        "It is published. Everybody can see it as soon as the programme is public.": stands == "public" and not program,
        "Before it is public it needs": stands == "lacking" or (stands == "whole" and told),
        "The photograph was refused: It is no photograph.": picture == "refused",
        "A photograph has arrived (": picture == "arrived",
        "There is no photograph.": not picture,
        f"Yes, said on {day(given.at.date())}": told and stands != "withdrawn",
        "The group wants it withdrawn": stands != "withdrawn",
        "The next free number on the wall is": told and stands != "public",
        "Its photograph was refused.": picture == "refused" and waits,
        "Its photograph is being made ready.": picture == "arrived" and waits,
        "Nothing is missing.": stands == "whole" and not told,
        "On the public wall No poster is public yet.": stands != "public",
        "On the public wall A caption to hang beside each": stands == "public" and program,
    }


@DESK.of(consent=BOTH, call=["no end", "end"])
def posters_that_wait(given: Given, consent: bool, call: str) -> Said:
    PosterCallFactory(
        programme=given.programme, starts_at=given.at - DAY, ends_at=given.at + 3 * DAY if call == "end" else None
    )
    PosterFactory(programme=given.programme, number=1, consent_to_publish=consent, alt_text="A bench.", **NOT_PUBLIC)
    return at_desk(given, "consultations:poster-review-list"), {
        "Nobody has agreed that it is shown.": not consent,
        "Groups can hand in posters until": call == "end",
        "Groups can hand in posters: the page": call == "no end",
        "The template to print, with the questions and the code that leads to that page: A4": True,
    }


@DESK.of(picture=BOTH)
def photograph_to_exchange(given: Given, picture: bool) -> Said:
    row = PosterFactory(programme=given.programme, number=1, **NOT_PUBLIC)
    if picture:
        type(row).objects.filter(pk=row.pk).update(picture="posters/bench.jpg", width=4, height=3)
    pages = [at_desk(given, f"consultations:poster-{page}", row.pk) for page in ("exchange", "review")]
    return " | ".join(pages), {
        "It takes the place of the photograph that is there now.": picture,
    }


@DESK.of(told=BOTH, address=BOTH)
def what_is_printed_of_posters(given: Given, told: bool, address: bool) -> Said:
    programme = given.programme
    programme.contact_address = "1 Ford Street" if address else ""
    more = {"words": "Sit down.", "place": "Gateshead", "artist_credit": "Drawn by Cy"} if told else {"words": ""}
    row = PosterFactory(programme=programme, number=1, **more)
    captions = [{"poster": row, "code": "", "address": "example.org"}]
    pages = [drawn("consultations/poster_captions.html", programme=programme, captions=captions, paper="A5")]
    pages.append(
        drawn(
            "consultations/poster_template.html", programme=programme, prompts=[], paper="A4", code="", address="x.org"
        )
    )
    return " | ".join(pages), {
        "Tenants' group, Gateshead": told,
        "“Sit down.”": told,
        "Drawn by Cy": told,
        f", or post it to {programme.contact_name}, 1 Ford Street.": address,
    }
