"""Ask the web server of this container whether it is ready: `python -m config.probe` ends with 0 or 1."""

import os
import sys
from http.client import HTTPConnection


def ready(port: int, host_name: str) -> bool:
    """Whether `/readyz` answers 200 when asked under `host_name`, which the site must know."""
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": host_name})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not ready(int(os.environ.get("PORT", "8000")), os.environ["ALLOWED_HOSTS"].split(",")[0]))
