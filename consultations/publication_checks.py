"""What a poster still needs before the public can see it, in words for whoever looks after the wall."""

from consultations.models import Poster


def what_is_lacking(poster: Poster) -> list[str]:
    """Return what is still to be written, none of it for the group to do; reads the poster's answers."""
    lacking = []
    if not poster.title:
        lacking.append("a title")
    if not poster.group_name:
        lacking.append("who made it")
    if poster.number is None:
        lacking.append("a number on the wall")
    if poster.picture and not poster.alt_text:
        lacking.append("words for what the picture shows")
    if not poster.transcript and not poster.words and not poster.answers.all():
        lacking.append("its words, for those who cannot read the picture")
    return lacking
