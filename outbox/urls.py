"""Addresses of the message pages."""

app_name = "outbox"

urlpatterns: list = []
