"""What is kept of a form that was sent, to tell whether it is sent again or says something else by now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac


def fingerprint_of(words: Mapping[str, Any]) -> str:
    """Return 64 characters that are the same for the same words, whatever has become of the row since.

    They are keyed by the site's secret: nobody who reads them alone can try out whose words they were.
    """
    text = json.dumps(words, sort_keys=True, default=str)
    return salted_hmac("kit.fingerprints", text, algorithm="sha256").hexdigest()
