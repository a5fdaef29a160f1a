"""The demonstration: two real cases, in three languages, with words and drawings of our own."""
