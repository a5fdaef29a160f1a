"""Tests of the log, its proofs and its published files."""
