"""Exercises for teaching: a bank of kinds, each with values from a seed, an answer, its mistakes and its solution."""
