"""Who is told, and who is not, when the last day of a round that is open is put off."""

from datetime import datetime

from django.utils import timezone

from actions.models import FollowUp, FollowUpRound
from actions.rounds.recipients import Recipient, RoundRecipients
from actions.rounds.reminders import messages_of, why_not_written_to
from kit.days import day
from outbox.models import State


def extension_recipients(round: FollowUpRound, at: datetime) -> RoundRecipients:
    """Return who of a round hears of a later last day: by e-mail, by telephone, or not at all. Two queries.

    Whoever is still waited for is told, because what was written to them names another day; nobody else is.
    """
    messages, told, on = messages_of(round), RoundRecipients(), timezone.localdate(at)
    for follow_up in round.follow_ups.with_names().order_by("proposer__area__number", "pk"):
        if follow_up.status != FollowUp.Status.ASKED:
            told.not_asked.append(Recipient(follow_up.proposer, f"{follow_up.get_status_display()}."))
            continue
        sent = [each for each in messages.get(str(follow_up.proposer_id), ()) if each.state != State.CANCELLED]
        if why_not := why_not_written_to(follow_up, sent, on):
            told.by_telephone.append(Recipient(follow_up.proposer, why_not))
        else:
            asked = f"Asked on {day(timezone.localdate(follow_up.asked_at))}, and has not answered."
            told.by_email.append(Recipient(follow_up.proposer, asked))
    return told
