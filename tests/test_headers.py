"""What every answer carries, and what no line of the log does."""

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string


@pytest.mark.parametrize("path", ["/nothing/", "/home/", "/desk/neighbours/rounds/", "/accounts/inactive/", "/f/x/"])
@pytest.mark.parametrize("who", ["nobody", "lead", "staff_elsewhere"])
def test_what_is_not_public_is_kept_by_no_cache(request, client_of, programme, path, who):
    client = client_of(None if who == "nobody" else request.getfixturevalue(who))
    answer = client.get(path)
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_public_page_says_itself_how_long_it_is_kept(client, programme):
    assert client.get("/programmes/neighbours/")["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize(("method", "status"), [("get", 404), ("options", 405), ("post", 403)])
def test_token_of_a_personal_link_is_in_no_line_of_the_log(db, caplog, method, status):
    line = settings.LOGGING["formatters"]["line"]
    formatter = import_string(line["()"])(fmt=line["fmt"], style=line["style"])
    client = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.WARNING):
        assert getattr(client, method)("/f/a-token_of-43-characters/").status_code == status
    lines = [formatter.format(record) for record in caplog.records]
    assert [line.partition(" django.")[2].rpartition(": ")[2] for line in lines] == ["/f/…/"]
