"""The message that asks a proposer."""

from datetime import timedelta

from actions.models import ActionArea
from actions.rounds import links
from actions.rounds.emails import ask_proposer
from outbox.delivery.send import send_due_messages
from outbox.models import Message
from tests.actions.factories import ProposerFactory
from tests.outbox.relay import Relay


def test_ask_proposer_is_complete_as_plain_text(follow_up, programme, at):
    message = Message.objects.get()
    assert message.subject == "“Benches”: how is it going?"
    assert (message.to_name, message.to_address) == ("Ines Okoro", "ines.okoro@example.org")
    assert message.expires_at == follow_up.link_expires_at
    for words in (
        "Dear Ines Okoro,",
        "On 4 January 2016 you put forward “Benches”, as part of Better neighbours.",
        links.address_for(follow_up),
        f"Please answer by {follow_up.round.answer_by_on:%A %-d %B %Y}",
        "Nothing you write is public before that",
        "programme@example.org",
    ):
        assert words in message.text
        assert words in message.html or words.startswith("Please")


def test_ask_proposer_names_whom_it_was_taken_over_from(follow_up, at):
    follow_up.proposer.took_over_from = ProposerFactory(area=follow_up.proposer.area, public_name="A nurse")
    message = ask_proposer(follow_up, again="other", at=at)
    assert "You took over “Benches” from A nurse, as part of Better neighbours." in message.text


def test_ask_proposer_after_the_last_day_asks_for_no_answer_by_it(follow_up, at):
    last = follow_up.round.answer_by_on
    on_it, after = (ask_proposer(follow_up, again=f"{n}", at=at + timedelta(days=21 + n)).text for n in (0, 1))
    assert f"Please answer by {last:%A %-d %B %Y}, on your own page:" in on_it
    assert f"{last:%A %-d %B %Y} was the last day, but we have not closed the round yet: you can still" in after
    assert "Please answer by" not in after


def test_ask_proposer_escapes_in_html_only_and_keeps_headers_on_one_line(follow_up, at):
    ActionArea.objects.update(title="Tea & <b>\ncake\x7f")
    follow_up.proposer.area.refresh_from_db()
    follow_up.proposer.person.name = "Ines\r\nOkoro"
    message = ask_proposer(follow_up, again="other", at=at)
    assert message.subject == "“Tea & <b> cake”: how is it going?"
    assert message.to_name == "Ines Okoro"
    assert "Tea & <b>" in message.text
    assert "Tea &amp; &lt;b&gt;" in message.html


def test_ask_proposer_again_for_the_same_step_carries_the_same_link_once(follow_up, at):
    again = ask_proposer(follow_up, at=at)
    assert Message.objects.get() == again
    assert links.address_for(follow_up) in ask_proposer(follow_up, again="reminder", at=at).text


def test_personal_link_leaves_the_database_with_the_message(follow_up, at, settings, tmp_path):
    link = links.address_for(follow_up)
    with Relay() as relay:
        settings.EMAIL_URL, settings.DATA_DIR = relay.url, tmp_path
        assert send_due_messages(at=at) == {"accepted": 1}
    assert link.encode() in relay.taken[0].content.replace(b"=\r\n", b"").replace(b"=3D", b"=")
    message = Message.objects.get()
    assert (message.state, message.text, message.html) == ("accepted", "", "")
