"""What is changed only while it may be: by one statement, so that of two who press at once the second is told."""

import pytest

from findings.models import Theme
from kit.lifecycle import publish, swap, withdraw
from kit.refusals import InvalidTransition
from tests.findings.factories import ThemeFactory


def stored(theme):
    return Theme.objects.values_list("name", "published_at", "published_by").get(pk=theme.pk)


def test_swap_changes_the_row_and_the_object_at_hand(db):
    theme = ThemeFactory(name="Benches")
    swap(theme, Theme.objects.filter(name="Benches"), "It has another name by now.", name="Seats")
    assert (theme.name, stored(theme)[0]) == ("Seats", "Seats")


def test_swap_of_what_is_so_no_longer_is_refused_and_changes_neither(db):
    theme, other = ThemeFactory(name="Benches"), ThemeFactory(name="Benches")
    Theme.objects.filter(pk=theme.pk).update(name="Chairs")
    with pytest.raises(InvalidTransition, match=r"It has another name by now."):
        swap(theme, Theme.objects.filter(name="Benches"), "It has another name by now.", name="Seats")
    assert (theme.name, stored(theme)[0], stored(other)[0]) == ("Benches", "Chairs", "Benches")


def test_publish_and_withdraw_set_the_pair_once(lead, at):
    theme = ThemeFactory(published_at=None, published_by=None)
    with pytest.raises(InvalidTransition, match=r"This is not public."):
        withdraw(theme)
    publish(theme, by=lead, at=at)
    assert (theme.published_at, theme.published_by, stored(theme)[1:]) == (at, lead, (at, lead.pk))
    with pytest.raises(InvalidTransition, match=r"This is public already."):
        publish(theme, by=lead, at=at)
    withdraw(theme)
    assert (theme.published_at, theme.published_by, stored(theme)[1:]) == (None, None, (None, None))


def test_publish_of_what_may_not_be_public_is_refused(lead, at):
    theme = ThemeFactory(name="Benches", published_at=None, published_by=None)
    with pytest.raises(InvalidTransition, match=r"Nothing of that name."):
        publish(theme, by=lead, at=at, among=Theme.objects.filter(name="Seats"), refusal="Nothing of that name.")
    assert stored(theme)[1:] == (None, None)
