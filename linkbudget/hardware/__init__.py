"""Boxes with datasheets: antennas, transmitters, receivers, modulations, as scenario files describe them."""
