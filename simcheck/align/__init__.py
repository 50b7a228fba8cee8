"""Align: two texts in, passages that belong together out, with the evidence for each in nats."""
