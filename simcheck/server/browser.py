"""Show the page in the browser of this machine, for who starts the server by a double click."""

from __future__ import annotations

import json
import threading
import urllib.request
import webbrowser


def show(address: str) -> None:
    """Open an address. The server waits for no browser, nor for one that there is not."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def is_served(address: str) -> bool:
    """Whether a server of ours answers at an address already."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - an address of ours
            return "status" in json.load(answer)
    except (OSError, ValueError):
        return False
