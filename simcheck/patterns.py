"""Patterns that are compiled when they are first used.

The program has hundreds of them and few commands need many: all compiled at once were a third of its start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, AnyStr, cast


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, as far as its methods and attributes go.

    >>> regex("[一二三]").findall("第二、第三")
    ['二', '三']
    """
    return cast("re.Pattern[AnyStr]", _Pattern(lambda: re.compile(text, flags)))


class _Pattern:
    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._made = make, None

    def __getattr__(self, name: str) -> Any:
        """Each name is asked for here once: then it is an attribute like any other, as fast as that of a pattern."""
        if name.startswith("_"):
            raise AttributeError(name)
        if self._made is None:  # twice by two threads does no harm, and a lock would stay locked in a forked child
            self._made = self._make()
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found
