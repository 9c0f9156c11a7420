"""Letters with sign-in codes that anybody can have sent to somebody, and how their owner is not barred by that.

Whoever types an address has letters sent there, so few are sent in a day; but then a stranger could use them up, and
keep the owner out. So each letter leads to a page of its own: who opens it has the mailbox. There the owner asks for
codes that nobody else can use up, and stops those that others ask for.
"""

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

SALT = "accounts.own_letters"
# For how many seconds a letter leads to the page: longer than strangers' letters are counted.
LIFETIME = 7 * 24 * 60 * 60
ANYBODY, OWNER = "sign_in_letters", "own_sign_in_letters"
# More than any limit allows; where nothing is counted, nothing can be stopped either.
MAX_ALLOWED = 50


def path_for(user: User) -> str:
    """Return the address of somebody's own page on this site."""
    return reverse("account-own-page", args=[signing.dumps([user.pk, _mark(user)], salt=SALT)])


def address_for(user: User) -> str:
    """Return the whole address of it, for a letter to them."""
    return f"{settings.SITE_URL}{path_for(user)}"


def owner_of(token: str) -> User | None:
    """Return whose page it is; None for a letter that is too old or went to another address, or a closed account."""
    try:
        pk, mark = signing.loads(token, salt=SALT, max_age=LIFETIME)
    # Letters of before name nothing but whose they are.
    except (signing.BadSignature, TypeError):
        return None
    owner = User.objects.filter(pk=pk, is_active=True).first()
    return owner if owner is not None and constant_time_compare(mark, _mark(owner)) else None


def _mark(user: User) -> str:
    """Return what a letter's link knows the address by to which it goes."""
    return salted_hmac(SALT, user.email.lower()).hexdigest()[:16]


def may_be_written_to(request: HttpRequest, email: str) -> bool:
    """Whether anybody may have a code sent to an address, known to us or not; that counts as one."""
    return bool(ratelimit.consume(request, action=ANYBODY, key=email.lower()))


def may_ask(request: HttpRequest, owner: User) -> bool:
    """Whether the owner may have a code sent, asked for on their own page; that counts as one."""
    return bool(ratelimit.consume(request, action=OWNER, key=str(owner.pk)))


def allow(request: HttpRequest, email: str) -> None:
    """Let anybody ask again from now on."""
    ratelimit.clear(request, action=ANYBODY, key=email.lower())


def stop(request: HttpRequest, owner: User) -> None:
    """Send no code that anybody else asks for, for a day: what is allowed is used up at once."""
    allow(request, owner.email)
    for _ in range(MAX_ALLOWED):
        if not may_be_written_to(request, owner.email):
            break
