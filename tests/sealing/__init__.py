"""Tests of closing, opening and keeping keys."""
