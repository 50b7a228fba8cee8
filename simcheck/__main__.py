"""``python -m simcheck``: the command line without its script."""

from __future__ import annotations

from simcheck.cli import main

if __name__ == "__main__":
    main()
