"""From a Report to text on a screen or data in a file: one reporter a format, each a function of the Report."""

from __future__ import annotations
