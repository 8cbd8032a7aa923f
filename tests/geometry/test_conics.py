"""Two-body motion and Lambert's problem against textbooks and each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.conics import conic_of, kepler_motion, lambert, orbital_period_s, stumpff
from tests.published import rows

EARTH = 398_600e9  # Curtis's value
SUN = 1.32712440018e20

# Reference -----------------------------------------------------------------------------------------------------------


def test_curtis_example_3_7():
    """Curtis, Orbital Mechanics for Engineering Students, 3rd edition, example 3.7: an ellipse after 60 minutes."""
    position, velocity = kepler_motion([7000e3, -12124e3, 0.0], [2667.9, 4621.0, 0.0], 3600.0, EARTH)
    assert position / 1e3 == pytest.approx([-3297.8, 7413.4, 0.0], abs=0.05)
    assert velocity / 1e3 == pytest.approx([-8.2976, -0.96404, 0.0], abs=5e-5)


def test_curtis_example_3_6():
    """Curtis, example 3.6: r0 = 10 000 km, v0 = 10 km/s, true anomaly 30 deg; a = -19 655 km; one hour later chi is
    128.51 km^0.5, which is the only number given and fixes the distance."""
    r0, speed, anomaly = 10_000e3, 10_000.0, np.radians(30.0)
    # from the textbook's own elements: h = 95 154 km2/s, e = 1.4682, v_r0 = 3.0752 km/s
    radial = 3075.2
    position, _ = kepler_motion([r0, 0.0, 0.0], [radial, np.sqrt(speed**2 - radial**2), 0.0], 3600.0, EARTH)
    chi = 128.51 * np.sqrt(1e3)
    alpha = 2.0 / r0 - speed**2 / EARTH
    c, s = stumpff(alpha * chi**2)
    expected = r0 * radial / np.sqrt(EARTH) * chi * (1 - alpha * chi**2 * s) + (1 - alpha * r0) * chi**2 * c + r0
    assert np.linalg.norm(position) == pytest.approx(expected, rel=2e-4)  # five digits of chi
    assert anomaly < np.pi


def test_curtis_example_5_2():
    """Curtis, example 5.2: Lambert's problem about the Earth, printed to five digits."""
    v1, v2 = lambert([5000e3, 10000e3, 2100e3], [-14600e3, 2500e3, 7000e3], 3600.0, EARTH)
    assert v1 / 1e3 == pytest.approx([-5.9925, 1.9254, 3.2456], abs=5.1e-5)
    assert v2 / 1e3 == pytest.approx([-3.3125, -4.1966, -0.38529], abs=5.1e-5)


def test_curtis_example_5_2_orbit():
    """Curtis, example 5.2, the orbit's elements: e = 0.4335, i = 30.19 deg, h = 80 470 km2/s."""
    v1, _ = lambert([5000e3, 10000e3, 2100e3], [-14600e3, 2500e3, 7000e3], 3600.0, EARTH)
    orbit = conic_of([5000e3, 10000e3, 2100e3], v1, EARTH)
    assert orbit.eccentricity == pytest.approx(0.4335, abs=5e-5)
    assert orbit.inclination_deg == pytest.approx(30.19, abs=5e-3)
    assert orbit.periapsis_m == pytest.approx(80_470e6**2 / EARTH / 1.4335, rel=2e-4)


def test_vallado_example_7_5():
    """Vallado, Fundamentals of Astrodynamics and Applications, 4th edition, example 7-5."""
    v1, v2 = lambert([15945.34e3, 0.0, 0.0], [12214.83899e3, 10249.46731e3, 0.0], 76.0 * 60.0, 398600.4418e9)
    assert v1 / 1e3 == pytest.approx([2.058913, 2.915965, 0.0], abs=2e-6)
    assert v2 / 1e3 == pytest.approx([-3.451565, 0.910315, 0.0], abs=2e-6)


def test_periods_of_the_published_orbit_sheet():
    for row in rows("orbit_basics"):
        if row["quantity"] == "period" and row.get("semi_major_axis_km"):
            period_s = orbital_period_s(float(row["semi_major_axis_km"]) * 1e3, 3.986004418e14)
            assert period_s == pytest.approx(float(row["expected"]) * (60.0 if row["unit"] == "min" else 1.0), rel=1e-4)


# Identity ------------------------------------------------------------------------------------------------------------


def test_stumpff_functions_join_smoothly_and_equal_their_closed_forms():
    z = np.array([-80.0, -1.0001, -0.9999, -1e-8, 0.0, 1e-8, 0.9999, 1.0001, 30.0])
    c, s = stumpff(z)
    root = np.sqrt(z.astype(complex))
    with np.errstate(invalid="ignore"):
        exact_c, exact_s = ((1 - np.cos(root)) / z).real, ((root - np.sin(root)) / root**3).real
    plain = np.abs(z) > 0.5
    assert c[plain] == pytest.approx(exact_c[plain], rel=1e-13)
    assert s[plain] == pytest.approx(exact_s[plain], rel=1e-13)
    assert c[3:6] == pytest.approx(0.5, rel=1e-8)
    assert s[3:6] == pytest.approx(1.0 / 6.0, rel=1e-8)


def test_one_number_gives_what_an_array_gives():
    z = np.array([-80.0, -1.0001, -1.0, -0.9999, -1e-8, 0.0, 0.9999, 1.0, 1.0001, 30.0])
    one_by_one = np.hstack([stumpff(z[place : place + 1]) for place in range(z.size)])
    np.testing.assert_allclose(one_by_one, stumpff(z), rtol=1e-15)
    elapsed_s = np.array([-4e5, 0.0, 77.0, 3600.0, 2e6])
    for speed_m_per_s in (6e3, 9e3, 15e3):
        start, speed = [7e6, 1e5, 0.0], [300.0, speed_m_per_s, 2000.0]
        all_at_once = np.array(kepler_motion(start, speed, elapsed_s, EARTH))
        for place, one_s in enumerate(elapsed_s):
            one = np.array(kepler_motion(start, speed, one_s, EARTH))
            np.testing.assert_allclose(one, all_at_once[:, :, place], rtol=1e-9, atol=1e-6)


def test_a_whole_period_brings_a_body_back():
    start, speed = np.array([8000e3, 100e3, -300e3]), np.array([500.0, 6000.0, 5000.0])
    period = conic_of(start, speed, EARTH).period_s
    for turns in (1, 7, -1000):
        position, velocity = kepler_motion(start, speed, turns * period, EARTH)
        assert position == pytest.approx(start, abs=1e-2)
        assert velocity == pytest.approx(speed, abs=1e-5)


def test_no_time_is_no_motion():
    position, velocity = kepler_motion([7e6, 0.0, 0.0], [0.0, 11e3, 1e3], 0.0, EARTH)
    assert position == pytest.approx([7e6, 0.0, 0.0])
    assert velocity == pytest.approx([0.0, 11e3, 1e3])


def test_parabola_lies_between_its_neighbours():
    escape = np.sqrt(2.0 * EARTH / 7e6)
    near = [kepler_motion([7e6, 0, 0], [0, escape * f, 0], 5e4, EARTH)[0] for f in (1 - 1e-9, 1.0, 1 + 1e-9)]
    assert near[1] == pytest.approx(0.5 * (near[0] + near[2]), rel=1e-8)


def test_going_the_other_way_round_swaps_the_plane():
    one, two = [7e6, 0.0, 0.0], [0.0, 9e6, 1e6]
    direct = lambert(one, two, 4000.0, EARTH)[0]
    retrograde = lambert(one, two, 4000.0, EARTH, pole=(0.0, 0.0, -1.0))[0]
    assert np.cross(one, direct)[2] > 0.0 > np.cross(one, retrograde)[2]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lambert([1e9, 0, 0], [-2e9, 0, 0], 1e5, EARTH), "lie in one line"),
        (lambda: lambert([1e9, 0, 0], [0, 2e9, 0], -1.0, EARTH), "flight_time_s = -1.0"),
        (lambda: kepler_motion([1e9, 0, 0], [0, 2e3, 0], 1.0, 0.0), "gm_m3_per_s2 = 0.0"),
        (lambda: orbital_period_s(-1.0, EARTH), "semi_major_axis_m = -1.0"),
    ],
)
def test_impossible_requests_are_refused(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()


# Shape ---------------------------------------------------------------------------------------------------------------


def test_many_times_equal_one_time_each():
    times = np.linspace(-9e4, 9e4, 12).reshape(3, 4)
    position, velocity = kepler_motion([7e6, 1e5, 0.0], [300.0, 9000.0, 2000.0], times, EARTH)
    assert position.shape == velocity.shape == (3, 3, 4)
    one, speed = kepler_motion([7e6, 1e5, 0.0], [300.0, 9000.0, 2000.0], times[1, 2], EARTH)
    assert position[:, 1, 2] == pytest.approx(one, rel=1e-12)
    assert velocity[:, 1, 2] == pytest.approx(speed, rel=1e-12)


def test_many_transfers_equal_one_transfer_each():
    flight_s = np.linspace(120.0, 400.0, 9) * 86_400.0
    one, two = np.array([1.48e11, 0.1e11, 0.0]), np.array([-1.2e11, 1.9e11, 0.05e11])
    many = lambert(one[:, None], two[:, None], flight_s, SUN)
    for index, time in enumerate(flight_s):
        alone = lambert(one, two, time, SUN)
        assert many[0][:, index] == pytest.approx(alone[0], rel=1e-9)
        assert many[1][:, index] == pytest.approx(alone[1], rel=1e-9)


# Property ------------------------------------------------------------------------------------------------------------

VECTOR = st.tuples(*[st.floats(-1.0, 1.0)] * 3).map(np.array).filter(lambda v: np.linalg.norm(v) > 0.1)


@settings(max_examples=150)
@given(VECTOR, VECTOR, st.floats(0.2, 1.8), st.floats(-3.0, 3.0))
def test_energy_and_momentum_stay_and_time_runs_back(direction, velocity, energy, span):
    start = 1e7 * direction
    speed = energy * np.sqrt(2.0 * EARTH / np.linalg.norm(start)) * velocity / np.linalg.norm(velocity)
    if np.linalg.norm(np.cross(start, speed)) < 0.05 * np.linalg.norm(start) * np.linalg.norm(speed):
        return  # a nearly straight fall through the centre
    elapsed = span * 2e4
    position, moved = kepler_motion(start, speed, elapsed, EARTH)

    def constants(r, v):
        return v @ v / 2.0 - EARTH / np.linalg.norm(r), *np.cross(r, v)

    scale = EARTH / np.linalg.norm(start), *[np.linalg.norm(start) * np.linalg.norm(speed)] * 3
    drift = (np.array(constants(position, moved)) - np.array(constants(start, speed))) / scale
    assert np.abs(drift).max() < 1e-7
    back, _ = kepler_motion(position, moved, -elapsed, EARTH)
    assert back == pytest.approx(start, abs=1e-5 * np.linalg.norm(start))


@settings(max_examples=150)
@given(VECTOR, VECTOR, st.floats(20.0, 600.0), st.sampled_from([1.0, -1.0]))
def test_lamberts_velocity_leads_to_the_other_point(one, two, days, side):
    one, two = 1.5e11 * one, 2.3e11 * two
    if np.linalg.norm(np.cross(one, two)) < 0.02 * np.linalg.norm(one) * np.linalg.norm(two):
        return  # nearly in line: the plane is all but undefined
    time = days * 86_400.0
    v1, v2 = lambert(one, two, time, SUN, pole=(0.0, 0.1, side))
    position, velocity = kepler_motion(one, v1, time, SUN)
    assert position == pytest.approx(two, abs=1e-6 * np.linalg.norm(two))
    assert velocity == pytest.approx(v2, abs=1e-5 * np.linalg.norm(v2))
