"""Tiny helpers that know nothing of campaigns: settings, text, marks, the published store."""
