"""The link by which somebody opens what is held of them, and the code that goes another way than the link."""

from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from kit.personal_links import PersonalLink
from privacy.access.models import OPEN_FOR, Bundle
from privacy.requests.models import Request

CODE = "privacy.access.code"
LINK = PersonalLink(
    "privacy.access.links",
    cookie="bundle",
    opens="privacy:bundle-open",
    leads_to="privacy:bundle-detail",
    rows=lambda at: Bundle.objects.open_by_link(at),
    gone_template="privacy/bundle_gone.html",
    subject=lambda bundle: str(bundle.request_id),
    held_by=lambda person, address: Bundle.objects.filter(request__person=person, request__email=address),
    programme=lambda bundle: bundle.request.programme,
    follow=lambda bundle, address: Request.objects.filter(pk=bundle.request_id).update(email=address),
    called=lambda bundle: "What we hold of you (ask us for the new code, which goes with it)",
)


def give_link(bundle: Bundle, at: datetime) -> None:
    """Set a new link with a new code on a bundle, not saved: the old ones open nothing any more."""
    LINK.give(bundle)
    bundle.link_expires_at = at + OPEN_FOR
    bundle.link_revoked_at = None
    bundle.wrong_codes = 0


def token_for(bundle: Bundle) -> str:
    """Return the token of a bundle's link."""
    return LINK.token_of(bundle)


def link_for(bundle: Bundle) -> str:
    """Return the address of a bundle's link."""
    return LINK.address_of(bundle)


def code_for(bundle: Bundle) -> str:
    """Return the code of a bundle: eight digits, made anew of the site's secret and the nonce."""
    digest = salted_hmac(CODE, f"{bundle.request_id}:{bundle.link_nonce}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**8:08d}"


def is_code_of(bundle: Bundle, typed: str) -> bool:
    """Whether what somebody typed is the code of a bundle, however they spaced it."""
    return constant_time_compare("".join(each for each in typed if each.isdecimal()), code_for(bundle))
