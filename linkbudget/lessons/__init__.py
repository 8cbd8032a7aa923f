"""A course for teaching: twelve lessons as text with figures, and a bank of exercises for them.

Each kind of exercise has values from a seed, an answer, its mistakes and its solution.
"""
