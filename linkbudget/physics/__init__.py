"""Radio physics: pure functions, one per published equation, on numpy and scipy only."""
