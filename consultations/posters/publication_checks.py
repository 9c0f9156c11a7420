"""What a poster still needs before the public can see it, in words for whoever looks after the wall."""

from consultations.posters.models import Poster


def missing_before_publication(poster: Poster) -> list[str]:
    """Return what is still to be written, none of it for the group to do; reads the poster's answers."""
    missing = []
    if not poster.title:
        missing.append("a title")
    if not poster.group_name:
        missing.append("who made it")
    if poster.number is None:
        missing.append("a number on the wall")
    if poster.picture and not poster.alt_text:
        missing.append("words for what the picture shows")
    if not poster.transcript and not poster.words and not poster.answers.all():
        missing.append("its words, for those who cannot read the picture")
    return missing
