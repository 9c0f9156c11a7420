"""Excerpts: the public reads them as somebody's own words, so they stand in what was said."""

from consultations.models import Conversation, FeedbackAnswer, Poster

Source = Poster | Conversation | FeedbackAnswer


def stands_in(excerpt: str, source: Source) -> bool:
    """Whether an excerpt stands, word for word, in one piece of input."""
    return bool(excerpt.strip()) and _plain(excerpt) in _plain(_words_of(source))


def _words_of(source: Source) -> str:
    if isinstance(source, Poster):
        texts = [source.title, source.words, source.transcript, *source.answers.values_list("text", flat=True)]
        return " ".join(texts)
    if isinstance(source, Conversation):
        return source.said
    return f"{source.text} {source.published_text}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
