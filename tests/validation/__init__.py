"""Every published number, row by row: ``python -m tests.validation``.

One adapter a topic file answers a row by calling the package's public functions with the row's inputs; it computes
nothing itself beyond units.  :mod:`tests.validation.run` compares, counts and prints.
"""
