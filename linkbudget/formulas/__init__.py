"""One equation at a time: found by its name, given values with units, turned round for any of them."""
