"""SPICE kernels: types, frames, coverage and chains of centres as CSPICE has them, and what is refused."""

import numpy as np
import pytest
import spiceypy
from numpy.polynomial import chebyshev

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry import spk_kernel
from linkbudget.geometry.kernel import body
from linkbudget.geometry.spk_kernel import read_spk
from linkbudget.geometry.time_systems import clock_tt_s, skyfield_time_of_tt

J2000_TDB_S = 946_728_000.0
DAY_S = 86_400.0
CRAFT, SUN_GM = -962, 132_712_440_041.9394
RADIUS_KM = 1.6e8
RATE = np.sqrt(SUN_GM / RADIUS_KM**3)
EPOCHS = 2.0 * DAY_S * np.arange(40)
"""TDB since J2000."""


def around(tdb_s, radius_km=RADIUS_KM, rate=RATE):
    angle = rate * np.asarray(tdb_s)
    cosine, sine, none = np.cos(angle), np.sin(angle), 0.0 * angle
    position = radius_km * np.stack([cosine, sine, none], axis=-1)
    return np.concatenate([position, radius_km * rate * np.stack([-sine, cosine, none], axis=-1)], axis=-1)


def polynomials(path, step_s, count, degree, with_rates):
    """Chebyshev records of types 2 and 3."""
    nodes = np.cos(np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1))
    records = []
    for number in range(count):
        states = path(EPOCHS[0] + step_s * (number + 0.5 + 0.5 * nodes))
        columns = states.T if with_rates else states.T[:3]
        records.append([chebyshev.chebfit(nodes, column, degree) for column in columns])
    return np.array(records).ravel()


def write(file, kind, frame="J2000", target=CRAFT, center=10, path=around, last_s=EPOCHS[-1]):
    handle = spiceypy.spkopn(str(file), "trial", 0)
    place = handle, target, center, frame, EPOCHS[0], last_s, f"type {kind}"
    states, count = path(EPOCHS), EPOCHS.size
    if kind in (2, 3):
        step_s, degree = last_s / 20, 12
        record = polynomials(path, step_s, 20, degree, kind == 3)
        getattr(spiceypy, f"spkw{kind:02d}")(*place, step_s, 20, degree, record, EPOCHS[0])
    elif kind == 5:
        spiceypy.spkw05(*place, SUN_GM, count, states, EPOCHS)
    elif kind in (8, 12):
        getattr(spiceypy, f"spkw{kind:02d}")(*place, 7, count, states, EPOCHS[0], EPOCHS[1])
    else:  # 9, 13
        getattr(spiceypy, f"spkw{kind:02d}")(*place, 7, count, states, EPOCHS)
    spiceypy.spkcls(handle)
    return file


def times(days):
    return skyfield_time_of_tt(clock_tt_s(J2000_TDB_S + DAY_S * np.asarray(days), "TDB"))


def by_cspice(files, days, center=10, target=CRAFT):
    for file in files:
        spiceypy.furnsh(str(file))
    try:
        return np.array([spiceypy.spkgeo(target, DAY_S * day, "J2000", center)[0] for day in days])
    finally:
        spiceypy.kclear()


# A metre is three digits of the last place of a double at 1 au, over which both sum.
@pytest.mark.parametrize("kind", [2, 3, 5, 8, 9, 12, 13])
@pytest.mark.parametrize("frame", ["J2000", "ECLIPJ2000", "B1950"])
def test_every_type_and_frame_is_read_as_cspice_reads_it(tmp_path, kind, frame):
    file = write(tmp_path / "craft.bsp", kind, frame)
    trajectory, days = read_spk([file], CRAFT), np.array([0.3, 11.7, 40.0, 77.9])
    at, sun = trajectory.at(times(days)), body("sun").at(times(days))
    reference = by_cspice([file], days)
    assert pytest.approx(reference[:, :3], abs=2e-3) == (at.xyz.km - sun.xyz.km).T
    assert pytest.approx(reference[:, 3:], abs=1e-8) == (at.velocity.km_per_s - sun.velocity.km_per_s).T
    # and that is the orbit it was made of, not merely the same mistake
    assert np.linalg.norm(reference[:, :3], axis=1) == pytest.approx(RADIUS_KM, rel=1e-6)


def test_the_frame_is_obeyed(tmp_path):
    flat, tilted = (read_spk([write(tmp_path / f"{frame}.bsp", 13, frame)], CRAFT) for frame in ("J2000", "ECLIPJ2000"))
    apart_km = np.linalg.norm(flat.at(times(80.0 - 13.0)).xyz.km - tilted.at(times(80.0 - 13.0)).xyz.km)
    assert apart_km > 1e7


def test_an_array_of_instants_is_a_loop_over_them(tmp_path):
    trajectory, days = read_spk([write(tmp_path / "craft.bsp", 13)], CRAFT), [1.0, 2.5, 70.0]
    both = trajectory.at(times(days)).xyz.km
    for number, day in enumerate(days):
        assert both[:, number] == pytest.approx(trajectory.at(times(day)).xyz.km, abs=1e-4)


@pytest.mark.parametrize("kind", [2, 13])
def test_there_is_no_position_past_the_coverage(tmp_path, kind):
    trajectory = read_spk([write(tmp_path / "craft.bsp", kind, last_s=EPOCHS[-1])], CRAFT)
    for day in (-0.1, 78.1):
        with pytest.raises(LinkBudgetError, match="is covered from 2000-01-01T11:58:56Z to 2000-03-19T11:58:56Z"):
            trajectory.at(times(day))


def test_a_later_file_holds_where_both_have_the_body(tmp_path):
    old = write(tmp_path / "old.bsp", 13)
    new = write(tmp_path / "new.bsp", 13, path=lambda tdb_s: around(tdb_s, 1.7e8), last_s=EPOCHS[20])
    trajectory, sun = read_spk([old, new], CRAFT), body("sun")
    for day, radius_km in ((10.0, 1.7e8), (60.0, RADIUS_KM)):
        found = trajectory.at(times(day)).xyz.km - sun.at(times(day)).xyz.km
        assert np.linalg.norm(found) == pytest.approx(radius_km, rel=1e-9)


def moon_of_jupiter(tdb_s):
    return around(tdb_s, 1.07e6, 1e-5)


def craft_at_moon(tdb_s):
    return around(tdb_s, 2e3, 2e-5)


def test_a_chain_of_centres_ends_at_the_ephemeris(tmp_path):
    moon = write(tmp_path / "moon.bsp", 13, target=503, center=5, path=moon_of_jupiter)
    craft = write(tmp_path / "craft.bsp", 13, target=CRAFT, center=503, path=craft_at_moon)
    days = np.array([3.0, 44.4])
    found = read_spk([craft, moon], CRAFT).at(times(days)).xyz.km - body("jupiter").at(times(days)).xyz.km
    assert pytest.approx(by_cspice([craft, moon], days, center=5)[:, :3], abs=2e-3) == found.T
    with pytest.raises(LinkBudgetError, match=r"no position of 503 \(.*\), from which segments start"):
        read_spk([craft], CRAFT).at(times(3.0))


def test_segments_in_a_circle_are_refused(tmp_path):
    one = write(tmp_path / "one.bsp", 13, target=CRAFT, center=503, path=craft_at_moon)
    other = write(tmp_path / "other.bsp", 13, target=503, center=CRAFT, path=craft_at_moon)
    with pytest.raises(LinkBudgetError, match="run in a circle"):
        read_spk([one, other], CRAFT).at(times(3.0))


def test_a_satellite_of_the_earth_starts_at_the_earth(tmp_path):
    near = write(tmp_path / "near.bsp", 13, center=399, path=lambda tdb_s: around(tdb_s, 42_164.0, 1e-6))
    far = write(tmp_path / "far.bsp", 13, center=399, path=lambda tdb_s: around(tdb_s, 1.5e6, 2e-7))
    assert read_spk([near], CRAFT).center == 399
    assert read_spk([far], CRAFT).center == 0
    day = times(5.0)
    found = read_spk([far], CRAFT).at(day).xyz.km - body("earth").at(day).xyz.km
    assert np.linalg.norm(found) == pytest.approx(1.5e6, rel=1e-9)
    assert np.linalg.norm(read_spk([near], CRAFT).at(day).xyz.km) == pytest.approx(42_164.0, rel=1e-6)


def test_bodies_have_names(tmp_path):
    file = write(tmp_path / "voyager.bsp", 13, target=-31)
    by_name, by_number = (read_spk([file], target).at(times(1.0)).xyz.km for target in ("Voyager 1", "-31"))
    assert by_name == pytest.approx(by_number)
    with pytest.raises(InputError, match=r"no body 'Voyager 3'; expected one of -31 \(.*\), or its number"):
        read_spk([file], "Voyager 3")
    with pytest.raises(InputError, match=r"voyager\.bsp: no body -32; expected one of -31"):
        read_spk([file], -32)


def test_without_the_extra_types_2_and_3_are_read_and_others_name_it(tmp_path, monkeypatch):
    files = {kind: write(tmp_path / f"{kind}.bsp", kind, "ECLIPJ2000") for kind in (2, 3, 9)}
    other_frame = write(tmp_path / "b1950.bsp", 2, "B1950")
    whole = read_spk([files[2]], CRAFT).at(times(9.0)).xyz.km
    monkeypatch.setattr(spk_kernel, "_spiceypy", lambda: None)
    for kind in (2, 3):
        assert read_spk([files[kind]], CRAFT).at(times(9.0)).xyz.km == pytest.approx(whole, abs=1e-2)
    with pytest.raises(InputError, match=r"9\.bsp: a segment of body -962 has type 9, which needs spiceypy.*\[spice\]"):
        read_spk([files[9]], CRAFT)
    with pytest.raises(InputError, match="has frame 2, which needs spiceypy"):
        read_spk([other_frame], CRAFT)


def test_axes_that_turn_are_refused(tmp_path):
    file = write(tmp_path / "fixed.bsp", 13, "IAU_EARTH", center=399, path=lambda tdb_s: around(tdb_s, 42_164.0, 1e-6))
    with pytest.raises(InputError, match=r"in frame 10013 \(IAU_EARTH\); expected axes that do not turn"):
        read_spk([file], CRAFT)


def test_files_that_are_no_kernel_are_refused(tmp_path):
    text = tmp_path / "craft.bsp"
    text.write_text("this is no kernel, and long enough to be taken for the beginning of one" * 20, encoding="utf-8")
    with pytest.raises(InputError, match=r"craft\.bsp: is no binary SPK kernel"):
        read_spk([text], CRAFT)
    text.write_bytes(b"")
    with pytest.raises(InputError, match=r"craft\.bsp: is no binary SPK kernel"):
        read_spk([text], CRAFT)
    with pytest.raises(InputError, match="no file; expected an SPK kernel"):
        read_spk([], CRAFT)


@pytest.mark.parametrize(("kind", "kept"), [(2, 3000), (2, -1024), (13, 3000), (13, -1024)])
def test_a_kernel_that_is_cut_short_is_refused(tmp_path, kind, kept):
    file = write(tmp_path / "craft.bsp", kind)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"craft\.bsp: is cut short|craft\.bsp: is no binary SPK kernel"):
        read_spk([file], CRAFT)


def test_a_path_that_cspice_cannot_open_is_refused(tmp_path):
    folder = tmp_path / ("x" * 130) / ("y" * 130)
    folder.mkdir(parents=True)
    file = write(tmp_path / "craft.bsp", 13).rename(folder / "craft.bsp")
    with pytest.raises(InputError, match=r"cannot be opened by CSPICE .* expected a file name of at most 255 bytes"):
        read_spk([file], CRAFT)


def test_records_that_cannot_be_are_refused(tmp_path):
    """The size of a record, near the end of a segment of type 2 or 3, is what its polynomials are cut by."""
    file = write(tmp_path / "damaged.bsp", 3)
    content = bytearray(file.read_bytes())
    size = np.array([2.0 + 6.0 * 13.0]).tobytes()
    place = content.rindex(size)
    for other in (0.0, -3.0, 1e300):
        content[place : place + 8] = np.array([other]).tobytes()
        file.write_bytes(content)
        with pytest.raises(LinkBudgetError, match=r"damaged\.bsp: "):
            read_spk([file], CRAFT).at(times([3.0]))
