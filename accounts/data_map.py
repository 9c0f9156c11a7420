"""What is held of those who sign in, by this room and the libraries it uses; and what is kept of any visit."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from accounts.models import LogEntry, User
from accounts.services import close_account
from kit.data_map import (
    ADDRESS,
    BY,
    LOOSE,
    NAME,
    SPOILT,
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
    without_part,
)
from kit.models import SentForm

OUR_OWN = "our own schedule"
ACCOUNTABLE = "UK GDPR article 5(2): we must be able to show who did what"


def _looks_before(before: datetime) -> QuerySet[Any]:
    return LogEntry.objects.filter(verb="looked", at__lt=before)


def _codes_before(before: datetime) -> QuerySet[Any]:
    confirmations: QuerySet[Any] = EmailConfirmation.objects.filter(created__lt=before)
    return confirmations


def _visits_before(before: datetime) -> QuerySet[Any]:
    visits: QuerySet[Any] = Session.objects.filter(expire_date__lt=before)
    return visits


def _accounts_before(before: datetime) -> QuerySet[Any]:
    """Return who has not signed in since and has no part; whoever looks after the site or its mail has one."""
    unseen = Q(last_login__lt=before) | Q(last_login=None, date_joined__lt=before)
    of_site = Q(is_superuser=True) | Q(groups__isnull=False) | Q(user_permissions__isnull=False)
    looks_after = User.objects.filter(of_site).values("pk")
    return without_part(User, before).filter(unseen).exclude(pk__in=looks_after)


SIGNING_IN = Purpose(
    "let people sign in to what is theirs, and nobody else",
    "those who sign in",
    Basis.PUBLIC_TASK,
    Kept(
        "the last sign-in of somebody who is on no team, speaks for nobody and has no other part",
        730,
        OUR_OWN,
        _accounts_before,
        "accounts",
        partial(close_account, by=None),
    ),
)
LOG = Purpose(
    "show who did what, and who looked at details of people",
    "staff, and whoever uses a personal link",
    Basis.LEGAL_OBLIGATION,
    Kept("the record of the programme is kept", None, ACCOUNTABLE),
)
LOOKING = Purpose(
    "show who looked at details of people",
    "staff, and whoever uses a personal link",
    Basis.LEGAL_OBLIGATION,
    Kept("somebody looked", 730, ACCOUNTABLE, _looks_before, "looks"),
)
VISITS = Purpose(
    "keep a visit going from one page to the next",
    "whoever visits the site",
    Basis.PUBLIC_TASK,
    Kept("the visit ends, or two weeks after its last page", 0, OUR_OWN, _visits_before, "visits"),
)
SECRET = Personal(Kind.TECHNICAL, on_access=OnAccess.LEAVE_OUT, because="is a secret of signing in")

held(
    User,
    Heading.ACCOUNT,
    SIGNING_IN,
    called=("account", "accounts"),
    whose=[""],
    programme=None,
    nothing="id is_superuser is_staff is_active date_joined groups user_permissions",
    name=replace(NAME, blank="Name removed"),
    email=replace(ADDRESS, blank=lambda: f"{SPOILT}{token_hex(12)}@removed.invalid"),
    password=SECRET,
    last_login=Personal(Kind.TECHNICAL, blank=None),
)
held(
    EmailAddress,
    Heading.ACCOUNT,
    SIGNING_IN,
    called=("address to sign in with", "addresses to sign in with"),
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
        Kept("an address was given and not confirmed", 7, OUR_OWN, _codes_before, "unconfirmed-addresses"),
    ),
    called=("address that is to be confirmed", "addresses that are to be confirmed"),
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
    called=("second step of signing in", "second steps of signing in"),
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
    called=("visit", "visits"),
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
    sooner=[LOOKING],
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
    called=("change in the web admin", "changes in the web admin"),
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
