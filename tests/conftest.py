"""What holds for all tests: the locale of whoever runs them has no say in the language of reports."""

from __future__ import annotations

import os

os.environ["LC_ALL"] = "C.UTF-8"
