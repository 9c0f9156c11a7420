"""Editions to test with."""

from tests.stocktakes.conftest import editions, gathered, issued, world

__all__ = ["editions", "gathered", "issued", "world"]
