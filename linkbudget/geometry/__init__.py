"""Where things are: trajectories, stations, look angles and passes, on skyfield."""
