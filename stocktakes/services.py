"""Issuing an edition, making its files, and nothing after that: an issued edition never changes."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import move
from kit.numbering import next_number
from kit.pdf import PdfNotPossible
from kit.refusals import InvalidTransition, SubmittedDifferently
from kit.typefaces import require_letters
from outbox.services import ring
from programmes.models import Doing, Programme
from programmes.quiet_periods.checks import refuse_if_quiet
from stocktakes.frozen_line import canonical, gather, one_moment, sha256
from stocktakes.models import FileKind, Making, Stocktake, StocktakeFile
from stocktakes.rendering import edition_csv, edition_html, edition_pdf
from stocktakes.verbs import Verb

logger = logging.getLogger(__name__)
# Far longer than the making takes; a worker that was lost holds an edition up for no longer than this.
LEASE = timedelta(minutes=10)
DOORBELL = partial(ring, "stocktakes.tasks.render_due")


def issue_stocktake(
    programme: Programme,
    *,
    title: str,
    foreword: str,
    by: User,
    at: datetime,
    corrects: Stocktake | None = None,
    number: int | None = None,
) -> Stocktake:
    """Gather an edition in one consistent read and freeze it; a worker then makes its files and issues it.

    `at` is the moment of which it gives account; `corrects` the edition it stands instead of; `number` the number that
    whoever asks expects it to have, so that asking twice makes one edition. Refuses with SubmittedDifferently when that
    number was asked for with other words, and with InvalidTransition when it is not the next, or when `corrects` is not
    an issued edition of the same programme; with LettersMissing when a word could not be set on paper.
    """
    refuse_if_quiet(programme.pk, Doing.ISSUING, at=at)
    asked = {"title": title, "foreword": foreword, "corrects": corrects}
    if corrects is not None and (corrects.programme_id != programme.pk or not corrects.issued_at):
        raise InvalidTransition("Only an edition that has been issued can be corrected.")
    try:
        with one_moment():
            next_one = next_number(programme.stocktakes.all())
            if number not in (None, next_one):
                return _asked_before(programme, number, asked)
            edition = {"number": next_one, "title": title, "foreword": foreword}
            edition |= {"corrects": corrects.number if corrects else None}
            data, pictures = gather(programme, edition=edition, as_at=at)
        require_letters(canonical(data).decode())
        # Written in another transaction than that of the one moment, which could not wait for anybody who writes too.
        with transaction.atomic():
            stocktake = Stocktake.objects.create(
                programme=programme,
                number=next_one,
                **asked,
                as_at=at,
                data=data,
                data_sha256=sha256(canonical(data)),
                requested_by=by,
            )
            Making.objects.create(stocktake=stocktake)
            for picture in pictures:
                picture.stocktake = stocktake
            stocktake.pictures.bulk_create(pictures)
            record(Verb.GATHERED, stocktake, by=by, at=at, programme_id=programme.pk, number=stocktake.number)
            transaction.on_commit(DOORBELL)
    except IntegrityError as error:
        if number is None:
            raise InvalidTransition("Somebody else asked for this edition at the same moment.") from error
        return _asked_before(programme, number, asked)
    return stocktake


def _asked_before(programme: Programme, number: int, asked: dict[str, Any]) -> Stocktake:
    """Return the edition of that number, which is there already; refuse what is not what was asked for then."""
    edition = programme.stocktakes.filter(number=number).first()
    if edition is None:
        raise InvalidTransition(f"Edition {number} is not the next one.")
    if any(getattr(edition, name) != value for name, value in asked.items()):
        raise SubmittedDifferently(f"Edition {number} has been asked for already, with other words.")
    return edition


def render_stocktake(stocktake: Stocktake, *, at: datetime, by: User | None = None) -> Stocktake:
    """Make the files of an edition from its frozen rows alone, and issue it with them.

    One worker at a time has it in hand; an edition in another's is left alone. Without the libraries that draw PDFs it
    is issued as page and spreadsheet, and `add_pdf` brings the PDF later. Whatever else goes wrong leaves it failed
    with a sentence, to be tried again.
    """
    if _take_in_hand(stocktake, at=at):
        try:
            files = _draw(stocktake)
            with transaction.atomic():
                StocktakeFile.objects.bulk_create(files)
                move(stocktake, to=Stocktake.Status.ISSUED, issued_at=at)
                _making(stocktake).update(done_percent=100, claimed_until=None)
                kinds = [str(file.kind) for file in files]
                record(Verb.ISSUED, stocktake, by=by, at=at, programme_id=stocktake.programme_id, files=kinds)
        except Exception as error:  # Drawing can fail in as many ways as there are words and pictures.
            logger.exception("Stocktake %s could not be made.", stocktake.pk)
            problem = f"Something went wrong while its files were made ({type(error).__name__}). Nothing was issued."
            # It was issued by another worker meanwhile: all is well.
            with suppress(InvalidTransition), transaction.atomic():
                move(stocktake, to=Stocktake.Status.FAILED, problem=problem)
                _making(stocktake).update(done_percent=0, claimed_until=None)
                record(Verb.FAILED, stocktake, by=by, at=at, programme_id=stocktake.programme_id)
    stocktake.refresh_from_db()
    return stocktake


def add_pdf(stocktake: Stocktake, *, at: datetime, by: User | None = None) -> bool:
    """Give an edition that was issued without one its PDF, drawn from its frozen page; return whether it has it now."""
    page = stocktake.files.get(kind=FileKind.HTML)
    try:
        pdf = _file(stocktake, FileKind.PDF, edition_pdf(stocktake, bytes(page.content)))
        with transaction.atomic():
            pdf.save(force_insert=True)
            record(Verb.PDF_ADDED, stocktake, by=by, at=at, programme_id=stocktake.programme_id)
    except IntegrityError:  # Another worker was first.
        return True
    except PdfNotPossible:
        return False
    except Exception:
        logger.exception("The PDF of stocktake %s could not be made.", stocktake.pk)
        return False
    return True


def retry_stocktake(stocktake: Stocktake, *, by: User, at: datetime) -> Stocktake:
    """Have an edition that could not be made tried again, from the same frozen data.

    Refuses with InvalidTransition one that did not fail.
    """
    with transaction.atomic():
        move(stocktake, to=Stocktake.Status.RENDERING, problem="")
        record(Verb.RETRIED, stocktake, by=by, at=at, programme_id=stocktake.programme_id)
        transaction.on_commit(DOORBELL)
    return stocktake


def _making(stocktake: Stocktake) -> QuerySet[Making]:
    return Making.objects.filter(pk=stocktake.pk)


def _take_in_hand(stocktake: Stocktake, *, at: datetime) -> bool:
    """Whether this worker has the edition in hand now: no other has, and it is still to be made."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    if not _making(stocktake).filter(free).update(claimed_until=at + LEASE, done_percent=5):
        return False
    if Stocktake.objects.in_the_making().filter(pk=stocktake.pk).exists():
        return True
    _making(stocktake).update(claimed_until=None)
    return False


def _draw(stocktake: Stocktake) -> list[StocktakeFile]:
    page = edition_html(stocktake)
    _set_percent(stocktake, 25)
    files = [
        _file(stocktake, FileKind.HTML, page),
        _file(stocktake, FileKind.CSV, edition_csv(stocktake)),
    ]
    _set_percent(stocktake, 40)
    with suppress(PdfNotPossible):
        files.append(_file(stocktake, FileKind.PDF, edition_pdf(stocktake, page)))
    _set_percent(stocktake, 95)
    return files


def _file(stocktake: Stocktake, kind: FileKind, content: bytes) -> StocktakeFile:
    return StocktakeFile(stocktake=stocktake, kind=kind, content=content, size=len(content), sha256=sha256(content))


def _set_percent(stocktake: Stocktake, percent: int) -> None:
    _making(stocktake).update(done_percent=percent)
