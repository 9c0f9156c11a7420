"""The embedded broker: Celery's folder of files, of which a broken one ends nobody.

A file is a doorbell that somebody rang. One that holds nothing that can be read, as a full disk or a power cut leaves
them, is as if it had not been rung: the rows wait for the clock's next minute.
"""

import logging
from typing import Any

from kombu.transport import filesystem

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Hands on what can be read."""

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Return the next ring. A file is gone once it has been looked at, whatever was in it."""
        while True:
            try:
                ring = super()._get(queue)
                # Read as the worker will, which would end by it.
                self.Message(ring, channel=self)
            except (ValueError, TypeError, LookupError, AttributeError) as error:
                logger.warning("A file in the embedded queue cannot be read (%s): dropped.", type(error).__name__)
            else:
                return ring

    def _queue_bind(self, exchange: str, *queue: Any) -> None:
        """Note which queue an exchange has, also where a full disk has left its file empty."""
        try:
            super()._queue_bind(exchange, *queue)
        except ValueError:
            self._exchange_file(exchange).unlink(missing_ok=True)
            super()._queue_bind(exchange, *queue)


class Transport(filesystem.Transport):
    """Celery's, with this channel."""

    Channel = Channel
