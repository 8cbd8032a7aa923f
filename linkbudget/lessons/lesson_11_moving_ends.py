"""Exercises of lesson 11: orbits, passes, look angles and the weather on the way."""

import math
from collections.abc import Mapping

from linkbudget.decibels import ratio
from linkbudget.lessons.draws import between, one_of
from linkbudget.lessons.exercise import BUDGET_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import from_the_end

EARTH = {"body_radius": "6378 km", "gm": "3.986e14 m3/s2"}
"""The Earth as the questions give it."""


def _arc(given: Mapping[str, float]) -> float:
    """Angle at the centre of the Earth between a station and the point below a geostationary satellite, in radians."""
    apart = math.radians(given["satellite_longitude"] - given["longitude"])
    return math.acos(math.cos(math.radians(given["latitude"])) * math.cos(apart))


def _elevation_deg(arc: float) -> float:
    """Elevation of a geostationary satellite at an angle from the station, on a sphere."""
    return math.degrees(math.atan((math.cos(arc) - 6378.0 / 42164.0) / math.sin(arc)))


KINDS = (
    Kind(
        name="speed-in-orbit",
        lesson=11,
        level=1,
        text=(
            "A satellite circles the Earth {altitude} above the ground. How many km/s is its speed? Earth: radius "
            "6378 km, GM = 3.986e14 m3/s2."
        ),
        draws={"altitude": between(250.0, 2000.0, "km", 50.0)},
        formula="circular-orbit-speed",
        fixed=EARTH,
        unit="km/s",
        mistakes=(
            Mistake(
                lambda given, right: right * math.sqrt(1.0 + given["body_radius"] / given["altitude"]),
                "the height was put in for the radius of the orbit: add the radius of the Earth",
            ),
            Mistake(
                lambda given, right: right * math.sqrt(2.0), "this is the speed of escape: the factor 2 is one too many"
            ),
            Mistake(
                lambda given, right: 1e-3 * given["gm"] / (given["body_radius"] + given["altitude"]),
                "the root is missing",
            ),
        ),
        hint="The speed is the root of GM over the distance from the centre of the Earth.",
    ),
    Kind(
        name="range-at-horizon",
        lesson=11,
        level=1,
        text=(
            "A satellite {altitude} above the ground stands at the horizon. How many kilometres away is it? The "
            "radius of the Earth is 6378 km; there are no hills and no refraction. Keep five figures on the way."
        ),
        draws={"altitude": between(250.0, 2000.0, "km", 50.0)},
        formula="horizon-range",
        fixed={"earth_radius": "6378 km"},
        unit="km",
        mistakes=(
            Mistake(
                lambda given, right: 1e-3 * math.sqrt(2.0 * given["earth_radius"] * given["altitude"]),
                "the square of the height was left out: a satellite is too high for that",
            ),
            Mistake(
                lambda given, right: (
                    1e-3 * math.hypot(given["earth_radius"] + given["altitude"], given["earth_radius"])
                ),
                "the squares were added: the right angle is at the station, so they are subtracted",
            ),
            Mistake(lambda given, right: 1e-3 * given["altitude"], "this is the height: the horizon is farther away"),
        ),
        hint="The lines from the station to the satellite and to the centre of the Earth make a right angle.",
    ),
    Kind(
        name="rain-on-a-kilometre",
        lesson=11,
        level=1,
        text=(
            "Rain of R = {rain_rate} takes k R^a decibels from a signal in each kilometre, with R in mm/h, k = "
            "{coefficient} and a = {exponent}. Find the loss of a kilometre in dB/km, to one decimal."
        ),
        draws={
            "rain_rate": between(10.0, 60.0, "mm/h", 5.0),
            "coefficient": between(0.03, 0.08, "", 0.01),
            "exponent": between(0.9, 1.2, "", 0.05),
        },
        formula="power-law-rain-attenuation",
        unit="dB/km",
        mistakes=(
            Mistake(lambda given, right: given["coefficient"] * given["rain_rate"], "the exponent was left out"),
            Mistake(
                lambda given, right: (given["coefficient"] * given["rain_rate"]) ** given["exponent"],
                "the coefficient was raised to the power as well: only the rain rate is",
            ),
        ),
        hint="Raise the rain rate to the power first, then multiply.",
    ),
    Kind(
        name="hours-without-link",
        lesson=11,
        level=1,
        text=(
            "A link is available for {availability} of the year, which has 8766 hours. For how many hours of it does "
            "the link fail?"
        ),
        draws={"availability": one_of(95, 97, 98, 98.5, 99, 99.2, 99.5, 99.7, 99.8, 99.9, 99.95, 99.99, unit="%")},
        formula="outage-time",
        unit="h",
        mistakes=(
            Mistake(lambda given, right: 8766.0 - right, "these are the hours with the link"),
            Mistake(lambda given, right: 100.0 * right, "percent are hundredths: divide by 100"),
            Mistake(lambda given, right: right / 24.0, "these are days"),
        ),
        hint="What the availability leaves of the whole year is the outage.",
    ),
    Kind(
        name="range-off-a-pass",
        lesson=11,
        level=1,
        text=(
            "The figure shows how far away a satellite is while it rises and sets. How many kilometres is it away when "
            "it stands {elevation} above the horizon?"
        ),
        draws={
            "altitude": one_of(400, 500, 600, 700, 800, unit="km"),
            "elevation": one_of(2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 26, 30, 36, 40, 44, unit="deg"),
        },
        formula="slant-range",
        fixed={"earth_radius": "6378 km"},
        unit="km",
        tolerance=50.0,
        figure=Curve("elevation", 0.0, 90.0, "deg", (0.0, 3500.0), "km"),
        mistakes=(
            Mistake(lambda given, right: 1e-3 * given["altitude"], "this is the height: it holds right overhead only"),
            Mistake(
                lambda given, right: 1e-3 * given["altitude"] / math.sin(math.radians(given["elevation"])),
                "this is for a flat Earth: the curve has less",
            ),
            from_the_end(0.0, 3500.0),
        ),
        hint="Go up from the elevation to the curve, then across; five fine lines make 500 km.",
    ),
    Kind(
        name="period-of-orbit",
        lesson=11,
        level=2,
        text=(
            "A satellite circles the Earth {altitude} above the ground. How many minutes does one orbit take? Earth: "
            "radius 6378 km, GM = 3.986e14 m3/s2."
        ),
        draws={"altitude": between(250.0, 2000.0, "km", 50.0)},
        formula="circular-orbit-period",
        fixed=EARTH,
        unit="min",
        mistakes=(
            Mistake(
                lambda given, right: right / (1.0 + given["body_radius"] / given["altitude"]) ** 1.5,
                "the height was put in for the radius of the orbit: add the radius of the Earth",
            ),
            Mistake(lambda given, right: right / math.tau, "the factor 2 pi is missing"),
            Mistake(lambda given, right: 60.0 * right, "this is in seconds"),
        ),
        hint="The period is 2 pi times the root of the radius cubed over GM.",
    ),
    Kind(
        name="height-of-perigee",
        lesson=11,
        level=2,
        text=(
            "An orbit has a semi-major axis of {semi_major_axis} and an eccentricity of {eccentricity}. How many "
            "kilometres above the ground is its lowest point? The radius of the Earth is 6378 km."
        ),
        draws={
            "semi_major_axis": between(7600.0, 16000.0, "km", 50.0),
            "eccentricity": between(0.01, 0.08, "", 0.005),
        },
        formula="perigee-height",
        fixed={"body_radius": "6378 km"},
        unit="km",
        mistakes=(
            Mistake(lambda given, right: right + 6378.0, "this is counted from the centre of the Earth"),
            Mistake(
                lambda given, right: right + 2e-3 * given["semi_major_axis"] * given["eccentricity"],
                "this is the highest point",
            ),
            Mistake(
                lambda given, right: right + 1e-3 * given["semi_major_axis"] * given["eccentricity"],
                "the eccentricity was left out",
            ),
        ),
        hint="The nearest point is the semi-major axis times 1 minus the eccentricity from the centre.",
    ),
    Kind(
        name="slant-range",
        lesson=11,
        level=2,
        text=(
            "A satellite {altitude} above the ground is seen {elevation} above the horizon. How many kilometres is "
            "it from the station? The radius of the Earth is 6378 km. Keep five figures on the way."
        ),
        draws={"altitude": between(300.0, 2000.0, "km", 50.0), "elevation": between(5.0, 60.0, "deg", 5.0)},
        formula="slant-range",
        fixed={"earth_radius": "6378 km"},
        unit="km",
        mistakes=(
            Mistake(
                lambda given, right: 1e-3 * given["altitude"] / math.sin(math.radians(given["elevation"])),
                "this is for a flat Earth: low in the sky that is far too much",
            ),
            Mistake(lambda given, right: 1e-3 * given["altitude"], "this is the height: it holds right overhead only"),
            Mistake(
                lambda given, right: right + 2e-3 * given["earth_radius"] * math.sin(math.radians(given["elevation"])),
                "a sign is turned: the radius times the sine is subtracted from the root",
            ),
        ),
        hint="Draw the triangle of the station, the satellite and the centre of the Earth.",
    ),
    Kind(
        name="way-through-rain",
        lesson=11,
        level=2,
        text=(
            "Rain falls from a height of {rain_height}, and a station {station_height} above the sea looks up at "
            "{elevation}. How many kilometres is its path through the rain?"
        ),
        draws={
            "rain_height": between(2.5, 5.0, "km", 0.1),
            "station_height": between(0.1, 0.9, "km", 0.1),
            "elevation": between(10.0, 60.0, "deg", 5.0),
        },
        formula="rain-path-length",
        unit="km",
        mistakes=(
            Mistake(
                lambda given, right: right * math.tan(math.radians(given["elevation"])),
                "the cosine was used: the height is the side opposite the angle",
            ),
            Mistake(
                lambda given, right: right * math.cos(math.radians(given["elevation"])),
                "the tangent was used: this is the length on the ground",
            ),
            Mistake(
                lambda given, right: 1e-3 * given["rain_height"] / math.sin(math.radians(given["elevation"])),
                "the height of the station was not taken off",
            ),
        ),
        hint="The rain above the station is the side opposite the elevation; the path is the longest side.",
    ),
    Kind(
        name="loss-in-rain",
        lesson=11,
        level=2,
        text=(
            "A path of {path_length} lies in rain of {rain_rate}. Each kilometre costs k R^a decibels, with R in "
            "mm/h, k = {coefficient} and a = {exponent}. Find the loss of the path in dB, to one decimal."
        ),
        draws={
            "path_length": between(2.0, 5.0, "km", 0.5),
            "rain_rate": between(10.0, 60.0, "mm/h", 5.0),
            "coefficient": between(0.02, 0.06, "", 0.01),
            "exponent": between(0.9, 1.1, "", 0.05),
        },
        formula="power-law-rain-loss",
        unit="dB",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: right / given["path_length"] * 1e3,
                "this is the loss of one kilometre",
            ),
            Mistake(
                lambda given, right: right * given["rain_rate"] ** (1.0 - given["exponent"]),
                "the exponent was left out",
            ),
            Mistake(lambda given, right: 1000.0 * right, "the path was put in as metres"),
        ),
        hint="Find the loss of one kilometre first.",
    ),
    Kind(
        name="height-for-period",
        lesson=11,
        level=3,
        text=(
            "A satellite shall circle the Earth once in {period}. How many kilometres above the ground must it fly? "
            "Earth: radius 6378 km, GM = 3.986e14 m3/s2. Keep five figures on the way."
        ),
        draws={"period": between(120.0, 720.0, "min", 10.0)},
        formula="altitude-of-period",
        fixed=EARTH,
        unit="km",
        mistakes=(
            Mistake(
                lambda given, right: right + 6378.0, "this is the radius of the orbit: take the radius of the Earth off"
            ),
            Mistake(
                lambda given, right: (right + 6378.0) * math.tau ** (2.0 / 3.0) - 6378.0, "the factor 2 pi is missing"
            ),
        ),
        hint="Solve the equation of the period for the radius, which takes a cube root.",
    ),
    Kind(
        name="length-of-pass",
        lesson=11,
        level=3,
        text=(
            "A satellite circles {altitude} above the ground and passes straight overhead. For how many minutes is "
            "it more than {elevation} above the horizon? Earth: radius 6378 km, GM = 3.986e14 m3/s2, at rest. Keep "
            "five figures on the way."
        ),
        draws={"altitude": between(300.0, 1500.0, "km", 50.0), "elevation": between(5.0, 30.0, "deg", 5.0)},
        formula="longest-pass",
        fixed=EARTH,
        unit="min",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "this is half of the pass: from the highest point to its end"),
            Mistake(lambda given, right: 60.0 * right, "this is in seconds"),
            Mistake(
                lambda given, right: (
                    math.acos(given["body_radius"] / (given["body_radius"] + given["altitude"]))
                    / math.pi
                    * math.tau
                    * math.sqrt((given["body_radius"] + given["altitude"]) ** 3 / given["gm"])
                    / 60.0
                ),
                "this is the pass from horizon to horizon",
            ),
        ),
        hint="Find the angle at the centre of the Earth on one side; twice that angle is a share of the whole orbit.",
    ),
    Kind(
        name="elevation-of-geostationary",
        lesson=11,
        level=3,
        text=(
            "A station at {latitude} and {longitude} looks at a geostationary satellite at {satellite_longitude}. "
            "How many degrees is it above the horizon? The radii are 6378 km (Earth) and 42 164 km (orbit)."
        ),
        draws={
            "latitude": between(30.0, 60.0, "deg N", 1.0),
            "longitude": between(0.0, 15.0, "deg E", 1.0),
            "satellite_longitude": between(20.0, 45.0, "deg E", 1.0),
        },
        formula="geostationary-elevation",
        unit="deg",
        tolerance=0.3,
        mistakes=(
            Mistake(
                lambda given, right: 90.0 - math.degrees(_arc(given)),
                "this is for a satellite infinitely far away: the radius of its orbit was left out",
            ),
            Mistake(
                lambda given, right: _elevation_deg(math.radians(given["latitude"])),
                "this is for a satellite of the station's own longitude: the difference was left out",
            ),
            Mistake(lambda given, right: 90.0 - right, "this is counted from straight up, not from the horizon"),
        ),
        hint="The angle at the centre of the Earth has the cosine cos latitude times cos longitude difference.",
    ),
    Kind(
        name="azimuth-of-geostationary",
        lesson=11,
        level=3,
        text=(
            "A station at {latitude} and {longitude} looks at a geostationary satellite at {satellite_longitude}. In "
            "which azimuth is it, in whole degrees from north over east?"
        ),
        draws={
            "latitude": between(25.0, 60.0, "deg N", 1.0),
            "longitude": between(0.0, 15.0, "deg E", 1.0),
            "satellite_longitude": between(20.0, 45.0, "deg E", 1.0),
        },
        formula="geostationary-azimuth",
        unit="deg",
        tolerance=0.7,
        mistakes=(
            Mistake(lambda given, right: 360.0 - right, "east and west are swapped: the satellite is in the east"),
            Mistake(lambda given, right: 180.0 - right, "this is counted from south: azimuth is counted from north"),
            Mistake(
                lambda given, right: 180.0 + given["longitude"] - given["satellite_longitude"],
                "the difference in longitude was taken as it is: divide its tangent by the sine of the latitude",
            ),
        ),
        hint="From south, the tangent of the angle is tan of the longitude difference over sin of the latitude.",
    ),
    Kind(
        name="noise-of-rain",
        lesson=11,
        level=3,
        text=(
            "An antenna receives {noise_temperature} of noise from a clear sky. Then rain of {physical_temperature} "
            "comes up with a loss of {loss}, all of it absorption. How many kelvin does the antenna receive now?"
        ),
        draws={
            "noise_temperature": between(5.0, 30.0, "K", 1.0),
            "physical_temperature": between(270.0, 290.0, "K", 5.0),
            "loss": between(0.5, 12.0, "dB", 0.5),
        },
        formula="noise-temperature-behind-loss",
        unit="K",
        mistakes=(
            Mistake(
                lambda given, right: right + given["noise_temperature"] * (1.0 - ratio(-given["loss"])),
                "the noise of the sky was not weakened: it too comes through the rain",
            ),
            Mistake(
                lambda given, right: given["noise_temperature"] * ratio(-given["loss"]),
                "the noise of the rain itself is missing",
            ),
            Mistake(
                lambda given, right: (
                    given["noise_temperature"] + (ratio(given["loss"]) - 1.0) * given["physical_temperature"]
                ),
                "this is the noise before the rain: (L - 1) T holds at the input of a loss",
            ),
        ),
        hint="The rain lets a share 1/L of the sky through and adds 1 - 1/L of its own temperature.",
    ),
)
