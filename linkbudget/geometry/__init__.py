"""Positions and directions: trajectories, stations, look angles and passes, on skyfield."""
