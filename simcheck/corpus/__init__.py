"""The corpus: texts with their vectors and fingerprints, in memory or on disk, behind one protocol."""
