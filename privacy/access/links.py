"""The link by which somebody opens what is held of them, and the code that goes another way than the link."""

from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from kit.personal_links import PersonalLink, hash_of, new_nonce
from privacy.access.models import OPEN_FOR, Bundle

CODE = "privacy.access.code"
LINK = PersonalLink(
    "privacy.access.links",
    cookie="bundle",
    opens="privacy:bundle-open",
    leads_to="privacy:bundle-detail",
    rows=lambda at: Bundle.objects.open_by_link(at),
    gone_template="privacy/bundle_gone.html",
)


def give_link(bundle: Bundle, at: datetime) -> None:
    """Set a new link with a new code on a bundle, not saved: the old ones open nothing any more."""
    bundle.link_nonce = new_nonce()
    bundle.token_hash = hash_of(token_for(bundle))
    bundle.link_expires_at = at + OPEN_FOR
    bundle.link_revoked_at = None
    bundle.wrong_codes = 0


def token_for(bundle: Bundle) -> str:
    """Return the token of a bundle's link."""
    return LINK.token_for(str(bundle.request_id), bundle.link_nonce)


def link_for(bundle: Bundle) -> str:
    """Return the address of a bundle's link."""
    return LINK.address_for(token_for(bundle))


def code_for(bundle: Bundle) -> str:
    """Return the code of a bundle: eight digits, made anew of the site's secret and the nonce."""
    digest = salted_hmac(CODE, f"{bundle.request_id}:{bundle.link_nonce}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**8:08d}"


def is_code_of(bundle: Bundle, typed: str) -> bool:
    """Whether what somebody typed is the code of a bundle, however they spaced it."""
    return constant_time_compare("".join(each for each in typed if each.isdecimal()), code_for(bundle))
