"""Shards on the machines of a Ray cluster, and drafts checked where they are."""
