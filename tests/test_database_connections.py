"""Connections to the database server: as the site wants them, and made anew where the server has ended them."""

from copy import deepcopy

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler


@pytest.mark.postgres
@pytest.mark.django_db
def test_pooled_connections_that_the_server_has_cut_are_replaced_before_they_are_used() -> None:
    database = deepcopy(settings.DATABASES["default"]) | {"NAME": connection.settings_dict["NAME"]}
    ours = ConnectionHandler({"default": database})["default"]
    try:
        with ours.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        ours.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            assert cursor.fetchone() == (True,)
        with ours.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone() != (pid,)
    finally:
        ours.close()
        ours.close_pool()


@pytest.mark.postgres
@pytest.mark.django_db
def test_queries_are_not_compiled_which_costs_more_than_it_saves() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
