"""Parts for links through a forest, as an example of a package that adds to linkbudget."""
