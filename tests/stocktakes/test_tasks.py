"""The sweep: the rows are the queue."""

import pytest
from celery import current_app

from stocktakes.models import Stocktake
from stocktakes.services import issue_stocktake
from stocktakes.tasks import render_due
from tests.stocktakes.factories import unreadable


def test_render_due_makes_every_edition_that_waits(world, gathered, at, without_pango):
    issue_stocktake(world.programme, title="Two", foreword="More.", by=world.lead, at=at)
    render_due()
    assert list(Stocktake.objects.order_by("number").values_list("number", "status")) == [(1, "issued"), (2, "issued")]


def test_render_due_goes_on_after_one_that_cannot_be_made(world, gathered, at, without_pango):
    Stocktake.objects.filter(pk=gathered.pk).update(data=unreadable(gathered.data))
    issue_stocktake(world.programme, title="Two", foreword="More.", by=world.lead, at=at)
    render_due()
    assert list(Stocktake.objects.order_by("number").values_list("status", flat=True)) == ["failed", "issued"]


@pytest.mark.pango
def test_render_due_adds_pdfs_that_could_not_be_drawn_before(issued, without_pango):
    without_pango()
    render_due()
    assert sorted(issued.files.values_list("kind", flat=True)) == ["csv", "html", "pdf"]


def test_issue_stocktake_goes_on_when_the_broker_is_away(
    world, at, settings, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setitem(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    with django_capture_on_commit_callbacks(execute=True) as rung:
        stocktake = issue_stocktake(world.programme, title="One", foreword="One.", by=world.lead, at=at)
    assert (stocktake.status, len(rung)) == ("rendering", 1)
