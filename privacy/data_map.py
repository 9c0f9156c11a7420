"""What is held of those who ask, complain or are erased: the register itself."""

from dataclasses import replace

from kit.data_map import (
    ABOUT,
    ADDRESS,
    CONTACT,
    FORM_KEY,
    LINK_HASH,
    LINK_NONCE,
    LOOSE,
    NAME,
    PART,
    TELEPHONE,
    WORDS,
    Basis,
    Heading,
    Kept,
    Kind,
    OnAccess,
    OnErasure,
    Personal,
    Purpose,
    Store,
    held,
    kept,
    letters,
    of,
    store,
)
from privacy.erasure.plan import NAME_REMOVED
from privacy.models import (
    AnswerCount,
    AskedQuestion,
    Bundle,
    ClockStop,
    EditionFigure,
    Erasure,
    FigureEdition,
    FoundRow,
    Hold,
    LedgerLine,
    PendingAnswers,
    PopulationFigure,
    Questionnaire,
    Request,
    RequestLetter,
    RetentionFailure,
    RetentionForecast,
    RetentionPeriod,
    RetentionRun,
)
from programmes.data_map import RECORD

ANSWERING = Purpose(
    "answer requests and complaints, and be able to show that they were answered",
    "those who ask, complain or act for somebody",
    Basis.LEGAL_OBLIGATION,
    Kept(
        "the record of the programme is kept",
        None,
        "UK GDPR articles 5(2) and 12 to 22; Data Protection Act 2018, section 164A",
    ),
)
REGISTER = "the register shows that a request was answered, and to whom"
SHOWN = Personal(Kind.VOICE, on_access=OnAccess.LEAVE_OUT, because="says in which rows somebody was found, and no more")

held(
    Request,
    Heading.ASKED,
    ANSWERING,
    whose=["person", "user"],
    nothing="id programme number kind law channel received_on acting_as identity_by identity_checked_at status due_on "
    "acknowledged_on promised_on extended_on outcome answered_on recorded_at",
    staff="identity_checked_by recorded_by",
    person=PART,
    user=PART,
    asked=kept(WORDS, REGISTER),
    name=kept(NAME, REGISTER),
    email=kept(ADDRESS, REGISTER),
    telephone=kept(TELEPHONE, REGISTER),
    postal_address=kept(CONTACT, REGISTER),
    # A name that is erased everywhere else is not kept by the list of what was looked for.
    other_names=Personal(Kind.CONTACT),
    acting_name=kept(of(NAME, LOOSE), REGISTER),
    identity_note=kept(ABOUT, REGISTER),
    extension_reason=kept(ABOUT, REGISTER),
    outcome_words=kept(WORDS, REGISTER),
    key=kept(FORM_KEY, "says which form was sent, and nothing of who sent it"),
    fingerprint=kept(FORM_KEY, "says nothing of anybody without the form it was made of"),
)
held(
    RequestLetter,
    Heading.ASKED,
    ANSWERING,
    whose=["request__person", "request__user"],
    programme="request__programme",
    nothing="id request kind written_at by_email",
    staff="written_by",
    text=kept(WORDS, REGISTER),
)
held(
    ClockStop,
    Heading.ASKED,
    ANSWERING,
    whose=["request__person", "request__user"],
    programme="request__programme",
    nothing="id request reason stopped_on started_on",
    staff="stopped_by started_by",
    words=kept(WORDS, REGISTER),
)
held(
    FoundRow,
    Heading.ASKED,
    ANSWERING,
    whose=["request__person", "request__user"],
    programme="request__programme",
    nothing="id request table row how decision decided_at",
    staff="decided_by",
    columns=replace(SHOWN, blank=list),
    hidden=replace(SHOWN, blank=NAME_REMOVED),
    reason=kept(SHOWN, REGISTER),
)
held(
    Bundle,
    Heading.ASKED,
    ANSWERING,
    whose=["request__person", "request__user"],
    programme="request__programme",
    nothing="id request given_at by_email link_expires_at link_revoked_at wrong_codes opened_at",
    staff="given_by",
    link_nonce=LINK_NONCE,
    token_hash=LINK_HASH,
)
held(
    Erasure,
    Heading.ASKED,
    ANSWERING,
    programme="request__programme",
    nothing="id request proposed_at confirmed_at receipt",
    staff="proposed_by confirmed_by",
)
held(LedgerLine, programme=None, nothing="key words followed_at")
held(
    Hold,
    Heading.WORK,
    ANSWERING,
    nothing="id programme reason kinds request until_on set_at released_at",
    staff="set_by released_by",
)
held(
    RetentionPeriod,
    Heading.WORK,
    Purpose("say how long the programme keeps what, and why", "staff", Basis.PUBLIC_TASK, RECORD),
    nothing="id programme key days reason set_at",
    staff="set_by",
)
held(RetentionForecast, nothing="id programme key what on rows")
held(RetentionFailure, nothing="id programme key table rows since last_tried_at sentence")
held(RetentionRun, programme=None, nothing="id on finished_at")
EQUALITY = Purpose(
    "see whether those who take part are like the people of the area (DPA 2018, schedule 1, paragraph 8)",
    "those who take part and choose to say, counted and never listed",
    Basis.PUBLIC_TASK,
    RECORD,
)
COUNTED = Personal(
    Kind.SPECIAL, OnErasure.KEEP, OnAccess.LEAVE_OUT, "it is a count of people, and leads to nobody", whose=LOOSE
)
held(
    Questionnaire,
    Heading.WORK,
    EQUALITY,
    nothing="id programme occasion lawful_basis condition policy_document close_on opened_at closed_at",
    staff="opened_by closed_by",
)
held(
    AskedQuestion,
    programme="questionnaire__programme",
    nothing="id questionnaire wording_key position population_source",
)
held(
    PendingAnswers,
    Heading.WRITTEN,
    EQUALITY,
    programme="question__questionnaire__programme",
    nothing="question",
    sealed=COUNTED,
)
held(
    AnswerCount,
    Heading.WRITTEN,
    EQUALITY,
    programme="question__questionnaire__programme",
    nothing="id question code",
    people=COUNTED,
)
held(PopulationFigure, programme="question__questionnaire__programme", nothing="id question code per_cent")
held(
    FigureEdition,
    Heading.WORK,
    EQUALITY,
    programme="questionnaire__programme",
    nothing="id questionnaire number drawn_at published_at",
    staff="drawn_by published_by",
)
held(EditionFigure, programme="edition__questionnaire__programme", nothing="id edition question code shown")
letters(Bundle, "bundle")
letters(Request, "request")


store(
    Store(
        "ledger of erasures",
        "which rows were erased, by keyed hashes, so that a restored backup is erased again before the site opens",
        ANSWERING,
        OnErasure.KEEP,
        "of nobody anything can be read from it",
        ("privacy/*",),
    )
)
