"""What an interpreted run needs of the package ``cython``, where that is not installed."""

import contextlib
from types import SimpleNamespace

cython = SimpleNamespace(compiled=False, nogil=contextlib.nullcontext())
