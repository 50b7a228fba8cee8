"""Judge: what kind of reuse a match is, whether it counts, how much of the draft it makes up, and the verdict."""
