"""Django's own way to send mail, which sign-in codes take: it ends in the outbox like everything else."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from outbox.models import About
from outbox.services import Email, queue_message

# A sign-in code is of no use after this; see ACCOUNT_LOGIN_BY_CODE_TIMEOUT.
LIFETIME = timedelta(minutes=15)


class OutboxEmailBackend(BaseEmailBackend):
    """Queues each e-mail in the fast lane, one row for each recipient. Attachments have no place here."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        at = timezone.now()
        emails = list(email_messages)
        for email in emails:
            html: str | None = None
            if isinstance(email, EmailMultiAlternatives):
                html = next((str(part) for part, kind in email.alternatives if kind == "text/html"), None)
            for recipient in email.recipients():
                name, address = parseaddr(recipient)
                queued = Email(
                    to_address=address,
                    to_name=name,
                    reply_to=next(iter(email.reply_to), ""),
                    subject=str(email.subject),
                    text=str(email.body),
                    html=html,
                    fast_lane=True,
                    forgets_text=True,
                )
                about = About("sign-in", secrets.token_hex(16))
                queue_message(about, queued, kind="sign-in", at=at, expires_at=at + LIFETIME)
        return len(emails)
