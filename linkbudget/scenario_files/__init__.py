"""Scenario files: found, read, names replaced by what they stand for, checked; nothing is computed here."""
