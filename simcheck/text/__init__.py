"""Text: normalisation with a map back, sentences, lexical tokens and fingerprints."""
