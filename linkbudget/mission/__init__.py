"""Many links over many instants: a mission as its scenario file states it, its budgets and its timeline."""
