"""A personal link opens one thing, until it ends."""

from django.urls import reverse

from actions.rounds import links
from tests.refusing import refusing_writes


def test_a_link_opens_one_asking_until_it_ends(world, client, at):
    """Valid, expired and revoked links of one follow-up; the token leaves the address bar; GET writes nothing."""
    follow_up = world.follow_up
    links.give_link(follow_up)
    follow_up.link_expires_at = at.replace(year=at.year + 1)
    follow_up.save()
    opening = reverse("actions:follow-up-open", args=[links.token_for(follow_up)])
    page = reverse("actions:follow-up-answer", args=[follow_up.pk])
    others = reverse("actions:follow-up-answer", args=[world.published_update.follow_up_id])
    with refusing_writes():
        answer = client.get(opening)
        assert (answer.status_code, answer["Location"]) == (302, page)
        assert client.get(page).status_code == 200
        assert client.get(opening).status_code == 302
        assert client.get(others).status_code == 404
    type(follow_up).objects.filter(pk=follow_up.pk).update(link_revoked_at=at)
    assert (client.get(opening).status_code, client.get(page).status_code) == (404, 404)
    type(follow_up).objects.filter(pk=follow_up.pk).update(link_revoked_at=None, link_expires_at=at)
    assert (client.get(opening).status_code, client.get(page).status_code) == (404, 404)
