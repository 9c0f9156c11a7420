"""The floor: a Django that says hello, with the middleware that `startproject` gives.

With BENCH_DATABASE and BENCH_QUERY in the environment it asks a database one query first (as JSON: Django's settings of
the database; the SQL and its parameters).
"""

import json
import os
import secrets

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

SQL, PARAMETERS = json.loads(os.environ.get("BENCH_QUERY", '["", []]'))


def hello(request: HttpRequest) -> HttpResponse:
    """Say hello, once the query was answered if there is one."""
    if SQL:
        with connection.cursor() as cursor:
            cursor.execute(SQL, PARAMETERS)
            cursor.fetchall()
    return HttpResponse("hello")


urlpatterns = [path("", hello)]

settings.configure(
    SECRET_KEY=secrets.token_urlsafe(50),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.hello",
    DATABASES={"default": json.loads(os.environ.get("BENCH_DATABASE", "{}"))},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)

application = get_wsgi_application()
