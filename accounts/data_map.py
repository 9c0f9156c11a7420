"""What is held of those who sign in, by this room and the libraries it uses; and what is kept of any visit."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from accounts.models import LogEntry, User
from kit.data_map import (
    ADDRESS,
    BY,
    LOOSE,
    NAME,
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
    store,
)
from kit.models import SentForm

OUR_OWN = "our own schedule"
ACCOUNTABLE = "UK GDPR article 5(2): we must be able to show who did what"


def _looks_before(before: datetime) -> QuerySet[Any]:
    return LogEntry.objects.filter(verb="looked", at__lt=before)


def _codes_before(before: datetime) -> QuerySet[Any]:
    confirmations: QuerySet[Any] = EmailConfirmation.objects.filter(created__lt=before)
    return confirmations


SIGNING_IN = Purpose(
    "let people sign in to what is theirs, and nobody else",
    "those who sign in",
    Basis.PUBLIC_TASK,
    Kept("the account is closed, or its owner is erased", 0, OUR_OWN),
)
LOG = Purpose(
    "show who did what, and who looked at details of people",
    "staff, and whoever uses a personal link",
    Basis.LEGAL_OBLIGATION,
    Kept("the record of the programme is kept", None, ACCOUNTABLE),
)
LOOKS = Kept("somebody looked", 730, ACCOUNTABLE, _looks_before)
VISITS = Purpose(
    "keep a visit going from one page to the next",
    "whoever visits the site",
    Basis.PUBLIC_TASK,
    Kept("the visit ends, or two weeks after its last page", 0, OUR_OWN),
)
SECRET = Personal(Kind.TECHNICAL, on_access=OnAccess.LEAVE_OUT, because="is a secret of signing in")

held(
    User,
    Heading.ACCOUNT,
    SIGNING_IN,
    whose=[""],
    programme=None,
    nothing="id is_superuser is_staff is_active date_joined groups user_permissions",
    name=NAME,
    email=ADDRESS,
    password=SECRET,
    last_login=Personal(Kind.TECHNICAL, blank=None),
)
held(
    EmailAddress,
    Heading.ACCOUNT,
    SIGNING_IN,
    whose=["user"],
    programme=None,
    row=OnErasure.DELETE,
    nothing="id user verified primary",
    email=ADDRESS,
)
held(
    EmailConfirmation,
    Heading.ACCOUNT,
    Purpose(
        "make sure that an address is the one of whoever gave it",
        "those who sign in",
        Basis.PUBLIC_TASK,
        Kept("an address was given and not confirmed", 7, OUR_OWN, _codes_before),
    ),
    whose=["email_address__user"],
    programme=None,
    row=OnErasure.DELETE,
    nothing="id email_address created sent",
    key=SECRET,
)
held(
    Authenticator,
    Heading.ACCOUNT,
    SIGNING_IN,
    whose=["user"],
    programme=None,
    row=OnErasure.DELETE,
    nothing="id user type created_at last_used_at",
    data=SECRET,
)
held(
    Session,
    Heading.ACCOUNT,
    VISITS,
    programme=None,
    row=OnErasure.DELETE,
    nothing="session_key expire_date",
    session_data=Personal(
        Kind.TECHNICAL,
        on_access=OnAccess.LEAVE_OUT,
        because="says which account is signed in, and holds what a page needs from the last one",
    ),
)
held(
    LogEntry,
    Heading.WORK,
    LOG,
    frozen="the log is never changed; it holds codes, and no words of anybody",
    whose=["by"],
    programme="programme_id",
    nothing="id at verb object_type object_id programme_id details",
    by=kept(BY, "the log says who did what; the account loses its name and address", whose=""),
    pressed_by=Personal(
        Kind.TECHNICAL,
        OnErasure.KEEP,
        OnAccess.LEAVE_OUT,
        "says which row’s personal link was used, and names nobody",
        whose=LOOSE,
    ),
)
held(
    AdminLogEntry,
    Heading.WORK,
    LOG,
    programme=None,
    nothing="id action_time content_type object_id action_flag change_message",
    user=BY,
    object_repr=NAME,
)
held(SentForm, programme=None, nothing="key fingerprint led_to sent_at")
held(Group, programme=None, nothing="id name permissions")
held(Permission, programme=None, nothing="id name content_type codename")
held(ContentType, programme=None, nothing="id app_label model")

store(
    Store(
        "cache",
        "how often an address, or a visitor’s internet address, has tried to sign in or sent a form lately, for a day "
        "at most; and public pages as they were drawn",
        VISITS,
        OnErasure.DELETE,
        paths=("cache/*",),
    )
)
store(
    Store(
        "queue of the worker",
        "which task is to run; no details of people are in it",
        VISITS,
        OnErasure.KEEP,
        "names nobody",
        ("celery/*",),
    )
)
store(
    Store(
        "logs of the processes",
        "lines on standard error, kept by whoever runs the site; no details of people are in them",
        VISITS,
        OnErasure.KEEP,
        "name nobody",
    )
)
