"""A study: the closing margin over the transmit power."""

import numpy as np
import xarray


def headroom(case, *, most: float = 10.0, steps: int = 5) -> xarray.Dataset:
    """Closing margin with the transmit power raised step by step to so many times what it is."""
    power_w = np.geomspace(1.0, most, steps) * case.link.transmitter.power_w.value
    margin_db = case.with_values({"transmitter.power": power_w}).budget()["closing_margin_db"]
    return xarray.Dataset(
        {"closing_margin_db": ("power", margin_db, {"units": "dB", "long_name": "Closing margin"})},
        coords={"power": ("power", power_w, {"units": "W", "long_name": "Transmit power"})},
        attrs={"title": "Closing margin over transmit power"},
    )
