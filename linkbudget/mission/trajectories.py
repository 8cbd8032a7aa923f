"""Conversion of a scenario's trajectory to a skyfield vector function."""

from pathlib import Path

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.scenario_files.config_trajectories import Trajectory


def build_trajectory(said: Trajectory, folder: Path, start_utc_s: float | None = None):
    """The vector function of a trajectory; files it names are looked for in ``folder``.

    ``start_utc_s`` is the start of the mission, the epoch of an orbit that states none.
    """
    builders = {
        "transfer": _transfer,
        "geostationary": _geostationary,
        "circular": lambda said: _circular(said, start_utc_s),
        "heliocentric": _heliocentric,
        "elements": _elements,
        "tle": lambda said: _tle(said, folder),
        "omm": lambda said: _omm(said, folder),
        "body": _body,
        "positions": lambda said: _positions(said, folder),
        "spk": lambda said: _spk(said, folder),
    }
    try:
        return builders[said.kind](said)
    except LinkBudgetError as error:
        raise InputError(f"trajectory: {error}") from None
    except (OSError, UnicodeDecodeError, OverflowError) as error:
        raise InputError(f"trajectory: {getattr(error, 'strerror', None) or error}") from None


def _transfer(said):
    from linkbudget.geometry.transfer import Transfer

    return Transfer(
        departure_body=said.departure_body,
        departure_utc_s=said.departure_utc_s.value,
        perigee_altitude_m=said.perigee_altitude_m.value,
        inclination_deg=said.inclination_deg.value,
        plane=said.plane,
        arrival_body=said.arrival_body,
        arrival_utc_s=said.arrival_utc_s.value,
        miss_distance_m=said.miss_distance_m.value,
        b_plane_angle_deg=said.b_plane_angle_deg.value,
    )


def _geostationary(said):
    from linkbudget.geometry.earth_orbits import Geostationary

    return Geostationary(
        said.longitude_deg.value,
        inclination_deg=_value(said.inclination_deg) or 0.0,
        ascending_node_utc_s=_value(said.ascending_node_utc_s),
        eccentricity=_value(said.eccentricity) or 0.0,
        perigee_utc_s=_value(said.perigee_utc_s),
    )


def _circular(said, start_utc_s: float | None):
    from linkbudget.geometry.earth_orbits import CircularOrbit

    epoch_utc_s = start_utc_s if said.epoch_utc_s is None else said.epoch_utc_s.value
    if epoch_utc_s is None:
        raise LinkBudgetError("epoch: missing; expected the instant of the two angles")
    angles = {"raan": _value(said.raan_deg), "argument_of_latitude": _value(said.argument_of_latitude_deg)}
    orbit = CircularOrbit(
        said.height_m.value,
        said.inclination_deg.value,
        epoch_utc_s,
        *(angle or 0.0 for angle in angles.values()),
    )
    open_angles = " and ".join(key for key, angle in angles.items() if angle is None)
    if open_angles:
        orbit.notes = (f"trajectory: no {open_angles} stated, taken as 0 deg; dates of passes are those of an example",)
    return orbit


def _heliocentric(said):
    from linkbudget.geometry.heliocentric import HeliocentricOrbit, perihelion_passage_utc_s

    eccentricity, axis_m = said.eccentricity.value, _value(said.semi_major_axis_m)
    perihelion_m = said.perihelion_distance_m.value if axis_m is None else axis_m * (1.0 - eccentricity)
    perihelion_utc_s = _value(said.perihelion_utc_s)
    if perihelion_utc_s is None:
        half_axis_m = perihelion_m / (1.0 - eccentricity)
        perihelion_utc_s = perihelion_passage_utc_s(said.epoch_utc_s.value, said.mean_anomaly_deg.value, half_axis_m)
    return HeliocentricOrbit(
        perihelion_m,
        eccentricity,
        said.inclination_deg.value,
        said.node_deg.value,
        said.argument_of_perihelion_deg.value,
        perihelion_utc_s,
    )


def _value(said):
    return None if said is None else said.value


def _elements(said):
    from linkbudget.geometry.orbit import elements_orbit

    return elements_orbit(
        epoch_utc_s=said.epoch_utc_s.value,
        semi_major_axis_m=said.semi_major_axis_m.value,
        eccentricity=said.eccentricity.value,
        inclination_deg=said.inclination_deg.value,
        raan_deg=said.raan_deg.value,
        argument_of_perigee_deg=said.argument_of_perigee_deg.value,
        mean_anomaly_deg=said.mean_anomaly_deg.value,
        bstar=said.bstar.value,
    )


def _tle(said, folder: Path):
    from linkbudget.geometry.element_files import chosen_set, read_element_sets
    from linkbudget.geometry.orbit import tle_orbit

    if said.line1 is not None:
        return tle_orbit(said.line1, said.line2, checksum=said.checksum)
    file = folder / said.file
    return chosen_set(file, read_element_sets(file, checksum=said.checksum), said.satellite, said.epoch).orbit()


def _omm(said, folder: Path):
    from linkbudget.geometry.element_files import chosen_set
    from linkbudget.geometry.omm import read_omm

    file = folder / said.file
    return chosen_set(file, read_omm(file, form=said.format), said.satellite, said.epoch).orbit()


def _body(said):
    from linkbudget.geometry.kernel import body, body_key

    if body_key(said.body) == body_key("earth"):
        raise LinkBudgetError(f"body = {said.body!r}: expected a body other than the Earth")
    return body(said.body)


def _positions(said, folder: Path):
    from linkbudget.geometry.position_files import read_positions

    return read_positions(
        folder / said.file, said.format, center=said.center, frame=said.frame, object_name=said.object
    )


def _spk(said, folder: Path):
    from linkbudget.geometry.spk_kernel import read_spk

    return read_spk([folder / file for file in said.files], said.target)
