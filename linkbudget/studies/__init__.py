"""Studies of links: many values of many inputs, and where that much work runs."""
