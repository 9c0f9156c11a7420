"""What the cases of pages for people share: pages read by a personal link, signed in, or by anybody."""

from typing import Any

from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse

from accounts.models import User
from kit.personal_links import PersonalLink, hash_of
from kit.public_forms import SALT, THANKS
from tests.reading import text_seen
from tests.said import Cases

PEOPLE = Cases()
BOTH = [False, True]


def anybody(page: str, *args: Any, sent: bool = False) -> str:
    """Read a page as anybody does; a page of thanks as whoever `sent` what it is about."""
    browser = Client()
    if sent:
        browser.cookies[THANKS] = get_cookie_signer(salt=THANKS + SALT).sign(reverse(page, args=args))
    return _read(browser, page, args)


def signed_in(user: User, page: str, *args: Any) -> str:
    """Read a page as whoever has signed in."""
    browser = Client()
    browser.force_login(user)
    return _read(browser, page, args)


def by_link(link: PersonalLink, row: Any, page: str, *args: Any, sends: dict[str, Any] | None = None) -> str:
    """Read a page of one row as whoever came by its personal link, or what answers them when they send something."""
    token_hash = hash_of(f"{row.pk}".rjust(43, "x"))
    type(row).objects.filter(pk=row.pk).update(token_hash=token_hash)
    browser = Client()
    # Let in before: what is answered since is no longer opened.
    browser.cookies[link.cookie] = get_cookie_signer(salt=f"{link.cookie}{link.purpose}:{row.pk}").sign(token_hash)
    return _read(browser, page, (row.pk, *args), sends)


def _read(browser: Client, page: str, args: tuple[Any, ...], sends: dict[str, Any] | None = None) -> str:
    url = reverse(page, args=args)
    response = browser.get(url) if sends is None else browser.post(url, sends)
    return text_seen(response.content.decode())
