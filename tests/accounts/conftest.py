import pytest


@pytest.fixture(autouse=True)
def mail_takes_the_outbox(settings):
    """Django's test runner puts a backend of its own in the place of ours."""
    settings.EMAIL_BACKEND = "outbox.backend.OutboxEmailBackend"
