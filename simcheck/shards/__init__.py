"""Shards: a corpus cut into several ordinary ones, which together are checked against as if they were one."""
