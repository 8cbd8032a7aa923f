"""The other end of a link: a station on the Earth, or another spacecraft.

Both answer the same questions: where the spacecraft of the mission is (:meth:`look_at`, :meth:`looks`), whether it is
in sight (:meth:`is_up`, :meth:`hiding_body`), and when (:meth:`find_passes`, :meth:`find_occultations`).  The map:
:class:`StationEnd`, :class:`SpacecraftEnd`.  A :class:`~linkbudget.mission.model.Model` makes them and remembers what
they found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from skyfield.vectorlib import VectorFunction

from linkbudget.formatting import angle_text
from linkbudget.geometry.stations import Station

if TYPE_CHECKING:
    from linkbudget.geometry.look_angles import LookAngles
    from linkbudget.geometry.occultations import Occultation
    from linkbudget.geometry.passes import Pass
    from linkbudget.geometry.track import Track

Span = tuple[float, float]
"""First and last instant [s]."""


@dataclass(frozen=True)
class StationEnd:
    """A station, which sees the spacecraft above its horizon."""

    station: Station
    has_horizon = True

    @property
    def minimum_elevation_deg(self) -> float:
        """Lowest elevation at which it works [deg]."""
        return self.station.minimum_elevation_deg

    def look_at(self, trajectory: VectorFunction, utc_s: float) -> "LookAngles":
        """Look angles to the spacecraft at one instant."""
        from linkbudget.geometry.look_angles import look_angles_at

        return look_angles_at(trajectory, self.station, utc_s)

    def looks(self, track: "Track", utc_s: np.ndarray) -> "LookAngles":
        """Look angles to the spacecraft at many instants."""
        from linkbudget.geometry.look_angles import look_angles

        return look_angles(track, self.station, utc_s)

    def is_up(self, look: "LookAngles"):
        """True where the spacecraft is above the lowest elevation, whatever else is in the way."""
        return look.elevation_deg >= self.station.lowest_elevation_deg(look.azimuth_deg)

    def hiding_body(self, trajectory: VectorFunction, utc_s: float, look: "LookAngles") -> str | None:
        """Body in the way at one instant."""
        from linkbudget.geometry.occultations import hiding_body_at

        return hiding_body_at(trajectory, self.station, utc_s, look)

    def find_occultations(self, track: "Track", span: Span) -> "tuple[Occultation, ...]":
        """Times in which a body is in the way."""
        from linkbudget.geometry.occultations import find_occultations

        return find_occultations(track, self.station, *span)

    def find_passes(
        self, track: "Track", span: Span, hidden_utc_s: Sequence[Span], minimum_elevation_deg: float
    ) -> "tuple[Pass, ...]":
        """Times in which the spacecraft is up and not hidden."""
        from linkbudget.geometry.passes import find_passes

        start, end = span
        return find_passes(
            track, self.station, start, end, minimum_elevation_deg=minimum_elevation_deg, hidden_utc_s=hidden_utc_s
        )

    def sun_angle_at_deg(self, trajectory: VectorFunction, utc_s: float):
        """Angle at the spacecraft between the Sun and the Earth at one instant [deg]."""
        from linkbudget.geometry.kernel import earth_target_sun_deg

        return earth_target_sun_deg(trajectory, utc_s)

    def sun_angles_deg(self, track: "Track", utc_s: np.ndarray):
        """The same at many instants [deg]."""
        return track.sun_probe_earth_deg(utc_s)

    @property
    def never_up_text(self) -> str:
        """Words for a station that never sees the spacecraft."""
        beside = "" if self.station.horizon_mask is None else ", and its horizon mask"
        lowest = angle_text(self.station.minimum_elevation_deg)
        return f"the spacecraft never rises above the lowest elevation of {self.station.name}, {lowest}{beside}"


@dataclass(frozen=True)
class SpacecraftEnd:
    """Another spacecraft, which sees that of the mission wherever no body stands between.

    ``least_height_m`` is the height above each body that the way must clear, ``span`` the mission.
    """

    name: str
    trajectory: VectorFunction
    least_height_m: float
    span: Span
    minimum_elevation_deg = -90.0  # it looks everywhere
    has_horizon = False

    @cached_property
    def track(self) -> "Track":
        """Its trajectory sampled over the mission, for searches."""
        from linkbudget.geometry.track import sample

        return sample(self.trajectory, *self.span)

    def look_at(self, trajectory: VectorFunction, utc_s) -> "LookAngles":
        """Distance to the spacecraft of the mission; azimuth and elevation are NaN."""
        from linkbudget.geometry.crosslinks import look_between

        return look_between(trajectory, self.trajectory, utc_s)

    def looks(self, track: "Track", utc_s: np.ndarray) -> "LookAngles":
        """The same at many instants."""
        return self.look_at(track.trajectory, utc_s)

    def is_up(self, look: "LookAngles"):
        """True everywhere: a spacecraft has no horizon; what bodies hide, :meth:`hiding_body` says."""
        return np.isfinite(look.range_m)

    def hiding_body(self, trajectory: VectorFunction, utc_s: float, look: "LookAngles") -> str | None:
        """Body in the way at one instant."""
        from linkbudget.geometry.crosslinks import hiding_body_between

        return hiding_body_between(trajectory, self.trajectory, utc_s, least_height_m=self.least_height_m)

    def find_occultations(self, track: "Track", span: Span) -> "tuple[Occultation, ...]":
        """Times in which a body is in the way."""
        from linkbudget.geometry.crosslinks import find_occultations_between

        return find_occultations_between(track, self.track, *span, least_height_m=self.least_height_m)

    def find_passes(
        self, track: "Track", span: Span, hidden_utc_s: Sequence[Span], minimum_elevation_deg: float
    ) -> "tuple[Pass, ...]":
        """Times in which no body is in the way; an elevation is nothing to it."""
        from linkbudget.geometry.crosslinks import find_sights

        return find_sights(track, self.track, *span, hidden_utc_s)

    def sun_angle_at_deg(self, trajectory: VectorFunction, utc_s):
        """Angle at the spacecraft of the mission between the Sun and this one [deg]."""
        from linkbudget.geometry.crosslinks import sun_angle_between_deg

        return sun_angle_between_deg(trajectory, self.trajectory, utc_s)

    def sun_angles_deg(self, track: "Track", utc_s: np.ndarray):
        """The same at many instants [deg]."""
        return self.sun_angle_at_deg(track.trajectory, utc_s)

    @property
    def never_up_text(self) -> str:
        """Words for a spacecraft that is never in sight."""
        return f"a body always stands between the spacecraft and {self.name}"


FarEnd = StationEnd | SpacecraftEnd
