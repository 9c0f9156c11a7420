"""What every answer carries, and what no line of the log does."""

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils.module_loading import import_string

# The beginning of each address that takes the token of a personal link.
LINKS = sorted(
    f"/{pattern.pattern}".partition("<")[0]
    for included in get_resolver().url_patterns
    for pattern in getattr(included, "url_patterns", [included])
    if "token>" in str(pattern.pattern)
)


@pytest.mark.parametrize("path", ["/nothing/", "/home/", "/desk/neighbours/rounds/", "/accounts/inactive/", "/f/x/"])
@pytest.mark.parametrize("who", ["nobody", "lead", "staff_elsewhere"])
def test_what_is_not_public_is_kept_by_no_cache(request, client_of, programme, path, who):
    client = client_of(None if who == "nobody" else request.getfixturevalue(who))
    answer = client.get(path)
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/nothing/",
        "/home/",
        "/admin/",
        "/favicon.ico",
        "/robots.txt",
        "/programmes/neighbours/",
        "/programmes/neighbours/brand.css",
        "/static/css/throughline.css",
        "/no-slash",
    ],
)
def test_every_answer_gives_no_feature_of_the_device_and_shows_on_no_other_site(client, programme, path):
    answer = client.get(path)
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    given = dict(each.split("=") for each in answer["Permissions-Policy"].split(", "))
    assert given == dict.fromkeys(given, "()")
    assert {"camera", "microphone", "geolocation"} <= given.keys()


def test_public_page_says_itself_how_long_it_is_kept(client, programme):
    assert client.get("/programmes/neighbours/")["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(("method", "status"), [("get", 404), ("options", 405), ("post", 403)])
def test_token_of_a_personal_link_is_in_no_line_of_the_log(db, caplog, method, status, link):
    if method == "post" and link in ("/l/", "/t/"):
        # Mail programs leave a mailing with one click, from no page of ours: it is looked up, and not there.
        status = 404
    line = settings.LOGGING["formatters"]["line"]
    formatter = import_string(line["()"])(fmt=line["fmt"], style=line["style"])
    client = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.WARNING):
        assert getattr(client, method)(f"{link}a-token_of-43-characters/").status_code == status
    lines = [formatter.format(record) for record in caplog.records]
    assert [line.partition(" django.")[2].rpartition(": ")[2] for line in lines] == [f"{link}…/"]
