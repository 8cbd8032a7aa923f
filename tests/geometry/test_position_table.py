"""Interpolation in tables of positions: its error and the estimate of it, and tables that are no trajectory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.constants import EARTH_GM_M3_PER_S2
from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.kernel import body
from linkbudget.geometry.position_table import PositionTable, SampledTrajectory, Segment
from linkbudget.geometry.time_systems import skyfield_time_of_tt

RADIUS_M, INCLINATION = 6778e3, 0.9
RATE = np.sqrt(EARTH_GM_M3_PER_S2 / RADIUS_M**3)


def circle(tt_s):
    """A circular orbit 400 km up, exact: positions and velocities."""
    angle = RATE * np.asarray(tt_s)
    cosine, sine = np.cos(angle), np.sin(angle)
    up, over = np.sin(INCLINATION), np.cos(INCLINATION)
    position = RADIUS_M * np.stack([cosine, sine * over, sine * up], axis=-1)
    return position, RATE * RADIUS_M * np.stack([-sine, cosine * over, cosine * up], axis=-1)


def rows(step_s, count=60, **options):
    tt_s = step_s * np.arange(count)
    position, velocity = circle(tt_s)
    return Segment(tt_s, position, velocity, **options)


def missed_m(segment, inside=slice(None)):
    """Largest error of the interpolated position in each step, on a grid of 20 instants a step."""
    share = (np.arange(20) + 0.5) / 20
    step_s = np.diff(segment.tt_s)
    tt_s = segment.tt_s[:-1, None] + step_s[:, None] * share
    position, _ = segment.states(tt_s.ravel())
    off = np.linalg.norm(position - circle(tt_s.ravel())[0], axis=1).reshape(tt_s.shape)
    return off.max(axis=1)[inside].max()


# Published for this orbit in other words: rows of 300 s miss by centimetres with Hermite's and metres with Lagrange's
# polynomial of degree 7.  Inside the table, away from its ends.
@pytest.mark.parametrize(("hermite", "least_m", "most_m"), [(True, 0.005, 0.03), (False, 0.5, 12.0)])
def test_rows_of_five_minutes_in_a_low_orbit(hermite, least_m, most_m):
    assert least_m < missed_m(rows(300.0, hermite=hermite), slice(8, -8)) < most_m


@pytest.mark.parametrize("hermite", [True, False])
@pytest.mark.parametrize("step_s", [120.0, 300.0, 600.0, 900.0])
@pytest.mark.parametrize("inside", [slice(8, -8), slice(None)])
def test_the_estimate_is_the_error(hermite, step_s, inside):
    segment = rows(step_s, hermite=hermite)
    assert segment.errors_m()[inside].max() == pytest.approx(missed_m(segment, inside), rel=0.4)


@pytest.mark.parametrize("degree", [3, 5, 7, 9, 11])
def test_a_polynomial_of_the_degree_is_exact(degree):
    tt_s = np.linspace(0.0, 10.0, 16)
    powers = np.arange(degree + 1)
    coefficients = np.random.default_rng(1962).uniform(-1.0, 1.0, (3, degree + 1))

    def curve(when):
        value = 1e7 + (coefficients[:, None] * (when[:, None] / 10.0) ** powers).sum(axis=2).T
        slope = (coefficients[:, None, 1:] * powers[1:] * (when[:, None] / 10.0) ** powers[:-1]).sum(axis=2).T / 10.0
        return value, slope

    between = np.linspace(0.0, 10.0, 97)
    for hermite in (True, False):
        segment = Segment(tt_s, *curve(tt_s), degree=degree, hermite=hermite)
        position, velocity = segment.states(between)
        assert position == pytest.approx(curve(between)[0], abs=1e-6)
        assert velocity == pytest.approx(curve(between)[1], abs=1e-6)


def test_rows_themselves_come_back():
    segment = rows(60.0)
    position, velocity = segment.states(segment.tt_s)
    assert position == pytest.approx(segment.position_m, abs=1e-6)
    assert velocity == pytest.approx(segment.velocity_m_per_s, abs=1e-9)


@settings(max_examples=30)
@given(st.floats(0.0, 3540.0))
def test_an_array_of_instants_is_a_loop_over_them(seconds):
    table = PositionTable([rows(60.0)])
    both = skyfield_time_of_tt(np.array([seconds, 1800.0]))
    one = table.at(skyfield_time_of_tt(seconds))
    assert table.at(both).xyz.m[:, 0] == pytest.approx(one.xyz.m, abs=1e-6)
    assert table.at(both).velocity.m_per_s[:, 0] == pytest.approx(one.velocity.m_per_s, abs=1e-9)


def test_the_velocity_is_the_rate_of_the_position():
    table, step_s = PositionTable([rows(300.0, hermite=False)]), 0.5
    now = 1234.5
    early, late = (table.at(skyfield_time_of_tt(now + side * step_s)).xyz.m for side in (-1.0, 1.0))
    rate = (late - early) / (2.0 * step_s)
    assert table.at(skyfield_time_of_tt(now)).velocity.m_per_s == pytest.approx(rate, abs=5e-3)


# Segments ------------------------------------------------------------------------------------------------------------


def shifted(segment, seconds, meters=0.0, **options):
    return Segment(segment.tt_s + seconds, segment.position_m + meters, segment.velocity_m_per_s, **options)


def test_the_later_segment_holds_at_a_shared_boundary():
    first, second = rows(60.0), shifted(rows(60.0), 59 * 60.0, meters=1e3)
    table = PositionTable([first, second])
    boundary = table.at(skyfield_time_of_tt(59 * 60.0)).xyz.m
    assert boundary == pytest.approx(second.position_m[0], abs=1e-3)


def test_nothing_is_interpolated_across_a_gap_or_beyond_the_useable_span():
    first = rows(60.0)
    table = PositionTable([first, shifted(rows(60.0), 7200.0, first_tt_s=7500.0)])
    with pytest.raises(LinkBudgetError, match=r"lies in a gap of the table of positions, .* to 1970-01-01T02:04"):
        table.at(skyfield_time_of_tt(7300.0))
    with pytest.raises(LinkBudgetError, match="outside the table of positions"):
        table.at(skyfield_time_of_tt(7200.0 + 3600.0))


def test_segments_may_start_at_different_bodies():
    tt_s = parse_utc("2020-01-01") + 3600.0 * np.arange(48)
    time = skyfield_time_of_tt(tt_s)
    moon, earth, sun = (body(name).at(time) for name in ("moon", "earth", "sun"))
    parts = [
        Segment(tt_s[:24], (moon - earth).xyz.m.T[:24], (moon - earth).velocity.m_per_s.T[:24], center="earth"),
        Segment(tt_s[23:], (moon - sun).xyz.m.T[23:], (moon - sun).velocity.m_per_s.T[23:], center="sun"),
    ]
    table = PositionTable(parts)
    assert table.center == 0
    between = skyfield_time_of_tt(tt_s[:-1] + 1800.0)
    assert table.at(between).xyz.m == pytest.approx(body("moon").at(between).xyz.m, abs=0.1)


def test_light_time_counts_beyond_satellites():
    tt_s = 3600.0 * np.arange(200)
    near = SampledTrajectory(tt_s, np.outer([1.0, 0.0, 0.0], 5e7 + 10.0 * tt_s))
    far = SampledTrajectory(tt_s, np.outer([1.0, 0.0, 0.0], 5e8 + 100.0 * tt_s))
    assert (near.center, far.center) == (399, 0)


# Notes and refusals --------------------------------------------------------------------------------------------------


def test_a_note_tells_the_error_of_rows_far_apart():
    (note,) = PositionTable([rows(600.0, hermite=False)]).notes
    assert "10 min apart" in note
    assert "off by 3.4 km" in note  # missed_m(...) is 4.3 km at the ends
    assert PositionTable([rows(60.0)]).notes == ()


def test_rows_too_far_apart_are_refused():
    with pytest.raises(LinkBudgetError, match=r"rows of the table are 15 min apart.*unknown by 72 km"):
        PositionTable([rows(900.0, hermite=False)])


@pytest.mark.parametrize("hermite", [True, False])
def test_a_row_off_the_path_is_refused_and_named(hermite):
    segment = rows(60.0, 200, hermite=hermite)
    segment.position_m[100] += [0.0, 0.0, 5e4]
    with pytest.raises(LinkBudgetError, match=r"positions jump at 1970-01-01T01:3[89].*the row lies 50 km off"):
        PositionTable([segment])


def test_a_small_step_of_the_path_is_noted_with_its_size():
    segment = rows(60.0, 200)
    segment.position_m[100] += [0.0, 0.0, 500.0]
    (note,) = PositionTable([segment]).notes
    assert "may be off by 500 m" in note


def test_positions_rounded_to_the_kilometre_are_noted_only():
    tt_s = 60.0 * np.arange(200)
    (note,) = PositionTable([Segment(tt_s, np.round(circle(tt_s)[0], -3))]).notes
    assert "the position may be off by" in note


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p, v: (np.where(np.arange(60)[:, None] == 30, 0.0, p), v), "0 m from the centre of the Earth"),
        (lambda p, v: (p * 0.9, v * 0.9), "6100.* from the centre of the Earth, which is inside it"),
        (lambda p, v: (p, v / 1e3), "7.669 m/s, but there the positions move at 7669 m/s"),
        (lambda p, v: (p, 0.0 * v), "0 m/s, but there the positions move at 7669 m/s"),
        (lambda p, v: (p, v - np.cross([0.0, 0.0, 7.29e-5], p)), "in the unit and the frame of the positions"),
        (lambda p, v: (p * 1e3, v * 1e3), "expected at most 1 000 000 m/s"),
        (lambda p, v: (np.where(np.arange(60)[:, None] == 30, np.nan, p), v), "expected finite numbers"),
        (lambda p, v: (p[:, :2], v), r"positions of shape \(60, 2\)"),
    ],
)
def test_tables_of_nonsense_are_refused(change, message):
    tt_s = 60.0 * np.arange(60)
    with pytest.raises(LinkBudgetError, match=message):
        PositionTable([Segment(tt_s, *change(*circle(tt_s)))])


@pytest.mark.parametrize(
    ("options", "message"),
    [({"degree": 0}, "expected 1 to 15"), ({"degree": 16}, "expected 1 to 15"), ({"degree": 8}, "expected an odd one")],
)
def test_degrees_that_cannot_be_are_refused(options, message):
    with pytest.raises(LinkBudgetError, match=message):
        rows(60.0, **options)


def test_rows_out_of_order_are_named():
    tt_s = 60.0 * np.arange(10)
    tt_s[5] = tt_s[3]
    with pytest.raises(LinkBudgetError, match=r"1970-01-01T00:02.* follows 1970-01-01T00:03.*rise from row to row"):
        Segment(tt_s, *circle(tt_s))


def test_too_few_rows_have_no_curve():
    with pytest.raises(LinkBudgetError, match="2 rows: expected at least 3"):
        rows(60.0, 2)
    with pytest.raises(LinkBudgetError, match="no rows of positions"):
        PositionTable([])
