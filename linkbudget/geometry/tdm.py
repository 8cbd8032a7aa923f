"""Tracking Data Messages (TDM, CCSDS 503.0-B) of predicted one-way measurements, written as KVN.

The map: :func:`tdm_text`.

One-way data leave nothing open: a range is the length of the path of the signal received at the time tag, and no
agreement has to say whether it is a round trip.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.time_systems import tt_dates


class TrackingPass(NamedTuple):
    """Predicted measurements of one pass, arrays of the shape (n,).

    ``tt_s`` are the instants of reception, seconds since 1970-01-01T00:00 TT [s]; ``range_m`` [m],
    ``range_rate_m_per_s`` (receding is positive) [m/s], ``received_frequency_hz`` [Hz], ``azimuth_deg`` and
    ``elevation_deg`` [deg].
    """

    tt_s: np.ndarray
    range_m: np.ndarray
    range_rate_m_per_s: np.ndarray
    received_frequency_hz: np.ndarray
    azimuth_deg: np.ndarray
    elevation_deg: np.ndarray


def tdm_text(
    passes: Sequence[TrackingPass],
    *,
    station: str,
    spacecraft: str,
    transmitted_frequency_hz: float,
    system: str,
    created_utc_s: float,
    comments: Sequence[str] = (),
) -> str:
    """Text of a tracking data message, a segment a pass: one-way range, Doppler, received frequency and angles.

    Parameters
    ----------
    passes : list of TrackingPass
        The passes, in the order of time.
    station, spacecraft : str
        Names of the receiving station and the transmitting spacecraft.
    transmitted_frequency_hz : float
        Frequency that the spacecraft sends [Hz].
    system : str
        Time system of the time tags, one of :data:`linkbudget.geometry.time_systems.TIME_SYSTEMS`.
    created_utc_s : float
        Instant of writing [s].
    comments : list of str
        Lines of comment behind the header.

    Returns
    -------
    str
        The message, version 2.0.

    References
    ----------
    .. [1] CCSDS 503.0-B-2, Tracking Data Message (2020), sections 3 and 4.

    Examples
    --------
    >>> one = TrackingPass(*(np.array([value]) for value in (1e9, 1e6, -5e3, 437.507e6, 180.0, 45.0)))
    >>> message = tdm_text(
    ...     [one], station="ROOF", spacecraft="CUBE", transmitted_frequency_hz=437.5e6, system="TT", created_utc_s=0.0
    ... )
    >>> print(message.splitlines()[-6])
    RANGE = 2001-09-09T01:46:40.000000 1000.000000
    """
    lines = [
        "CCSDS_TDM_VERS = 2.0",
        *(f"COMMENT {comment}" for comment in comments),
        f"CREATION_DATE = {format_utc(round(created_utc_s)).removesuffix('Z')}",
        "ORIGINATOR = linkbudget",
    ]
    for one in passes:
        lines += _segment(one, station, spacecraft, transmitted_frequency_hz, system)
    return "\n".join([*lines, ""])


def _segment(
    one: TrackingPass, station: str, spacecraft: str, transmitted_frequency_hz: float, system: str
) -> list[str]:
    dates = tt_dates(one.tt_s, system)
    metadata = {
        "TIME_SYSTEM": system,
        "START_TIME": dates[0],
        "STOP_TIME": dates[-1],
        "PARTICIPANT_1": station,
        "PARTICIPANT_2": spacecraft,
        "MODE": "SEQUENTIAL",
        "PATH": "2,1",
        "TIMETAG_REF": "RECEIVE",
        "RANGE_MODE": "ONE_WAY",
        "RANGE_UNITS": "km",
        "ANGLE_TYPE": "AZEL",
    }
    data = {
        "RANGE": [f"{value / 1e3:.6f}" for value in one.range_m],
        "DOPPLER_INSTANTANEOUS": [f"{value / 1e3:.9f}" for value in one.range_rate_m_per_s],
        "RECEIVE_FREQ_1": [f"{value:.3f}" for value in one.received_frequency_hz],
        "ANGLE_1": [f"{value:.6f}" for value in one.azimuth_deg],
        "ANGLE_2": [f"{value:.6f}" for value in one.elevation_deg],
    }
    lines = ["", "META_START", "COMMENT One way, from the spacecraft to the station; time tags are those of reception"]
    lines += ["COMMENT DOPPLER_INSTANTANEOUS is the range rate, positive when the spacecraft recedes"]
    lines += [*(f"{key} = {value}" for key, value in metadata.items()), "META_STOP", "", "DATA_START"]
    lines += [f"TRANSMIT_FREQ_2 = {dates[0]} {transmitted_frequency_hz:.3f}"]
    lines += [
        f"{key} = {date} {value}" for key, values in data.items() for date, value in zip(dates, values, strict=True)
    ]
    return [*lines, "DATA_STOP"]
