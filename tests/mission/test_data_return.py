"""Bits are made, kept, sent or lost, and never disappear."""

import numpy as np
import pytest

from linkbudget.mission.data_return import CASES, bits_through_sessions
from tests.mission.conftest import CUBESAT, CUBESAT_LIFE, MARS1


def flow(capacity_bit, rates_bps, *, recorder_bit=np.inf, buffer_bit=np.nan, priority=None, start=(0.0,), length=10.0):
    """Instruments that are on from -100 s to 1000 s through sessions."""
    rates = np.atleast_2d(np.asarray(rates_bps, dtype=float))
    start = np.asarray(start, dtype=float)
    capacity = np.atleast_2d(np.asarray(capacity_bit, dtype=float))

    def produced(since, until):
        return rates * max(min(until, 1000.0) - max(since, -100.0), 0.0)

    return bits_through_sessions(
        start,
        start + length,
        capacity,
        produced,
        np.ones((start.size, rates.shape[1]), dtype=bool),
        np.arange(1, rates.shape[1] + 1) if priority is None else np.asarray(priority),
        np.full((rates.shape[0], 1), recorder_bit),
        np.full(rates.shape, buffer_bit),
    )


def assert_nothing_disappears(flow):
    accounted = flow.returned_bit.sum(axis=1) + flow.lost_bit.sum(axis=1) + flow.stored_bit[:, -1]
    assert accounted == pytest.approx(flow.produced_bit, rel=1e-12)


def test_a_wide_link_and_a_large_recorder_return_everything_made_so_far():
    result = flow([[1e9, 1e9]], [2.0, 3.0], start=(0.0, 500.0))
    assert result.returned_bit[0] == pytest.approx(np.array([[220.0, 330.0], [1000.0, 1500.0]]))
    assert result.lost_bit.sum() == 0.0
    assert result.stored_bit[0, -1] == pytest.approx([980.0, 1470.0])
    assert_nothing_disappears(result)


def test_the_highest_priority_is_sent_first():
    result = flow([[250.0]], [2.0, 3.0], priority=[2, 1])
    assert result.returned_bit[0, 0].tolist() == [0.0, 250.0]
    assert_nothing_disappears(result)


def test_a_full_recorder_loses_the_lowest_priority():
    result = flow([[0.0]], [2.0, 3.0], recorder_bit=250.0)
    assert result.stored_bit[0, 0] == pytest.approx([220.0, 30.0])
    assert result.lost_bit[0].sum(axis=0) == pytest.approx([2200.0 - 250.0, 3300.0])
    assert_nothing_disappears(result)


def test_without_a_recorder_only_what_is_made_in_a_session_comes_home():
    result = flow([[1e9]], [2.0], recorder_bit=0.0)
    assert result.returned_bit[0, 0] == pytest.approx([20.0])
    assert_nothing_disappears(result)


def test_a_store_of_its_own_is_not_shared():
    rates = np.array([[2.0, 3.0]])
    own = np.array([[np.nan, 100.0]])
    result = bits_through_sessions(
        np.array([0.0]),
        np.array([10.0]),
        np.array([[0.0]]),
        lambda since, until: rates * max(min(until, 0.0) - max(since, -100.0), 0.0),
        np.ones((1, 2), dtype=bool),
        np.array([1, 2]),
        np.array([[150.0]]),
        own,
    )
    assert result.stored_bit[0, -1] == pytest.approx([150.0, 100.0])
    assert_nothing_disappears(result)


@pytest.mark.parametrize("seed", range(5))
def test_bits_are_conserved_whatever_happens(seed):
    random = np.random.default_rng(seed)
    start = np.sort(random.uniform(0.0, 900.0, 40)) + np.arange(40) * 1e-3
    start = start[np.append(True, np.diff(start) > 5.0)]
    result = flow(
        random.uniform(0.0, 500.0, (3, start.size)),
        random.uniform(0.0, 5.0, (3, 4)),
        recorder_bit=300.0,
        priority=random.permutation(4) + 1,
        start=start,
        length=4.0,
    )
    assert_nothing_disappears(result)
    for bits in (result.returned_bit, result.lost_bit, result.stored_bit):
        assert (bits >= 0.0).all()
    assert (result.stored_bit.sum(axis=-1) <= 300.0 + 1e-9).all()


def test_samples_are_cases_of_their_own():
    """A thousand samples at once, as a Monte Carlo would ask, are a thousand runs of one."""
    random = np.random.default_rng(7)
    rates, start = random.uniform(0.0, 3.0, (1000, 3)), np.arange(0.0, 900.0, 90.0)
    capacity = random.uniform(0.0, 400.0, (1000, start.size))
    together = flow(capacity, rates, recorder_bit=200.0, start=start)
    for row in (0, 500, 999):
        alone = flow(capacity[row], rates[row], recorder_bit=200.0, start=start)
        assert together.returned_bit[row] == pytest.approx(alone.returned_bit[0])


# ---- scenarios


def test_every_bit_of_mars_1_is_accounted_for(mars1_life):
    data = mars1_life.data
    accounted = data.returned_bit.sum("session") + data.lost_bit.sum("session") + data.lost_after_bit + data.left_bit
    assert accounted.values == pytest.approx(data.produced_bit.values, rel=1e-12)
    sent = data.returned_bit.sel(case="stated").sum("instrument").values
    assert (sent <= mars1_life.sessions.capacity_bit.values * (1.0 + 1e-12)).all()
    assert mars1_life.sessions.returned_bit.values == pytest.approx(sent)


def test_spread_of_mars_1_holds_what_is_stated(mars1_life):
    total = mars1_life.data.returned_bit.sum(("session", "instrument"))
    low, stated, high, worst, best = (float(total.sel(case=case)) for case in CASES)
    assert low < stated < high
    assert worst < stated < best


def test_instruments_faster_than_any_link_are_named(mars1_life):
    assert any(note.startswith("pictures: 194 kbit/s, faster than any link") for note in mars1_life.notes)
    assert any(note.startswith("pictures: no session uses a link that carries it") for note in mars1_life.notes)
    pictures = mars1_life.data.sel(instrument="pictures", case="stated")
    assert float(pictures.returned_bit.sum()) == 0.0
    assert float(pictures.left_bit) == pytest.approx(1.4e9, rel=0.01)


def test_pictures_go_over_the_link_that_carries_them(scenario_of):
    """With the impulse transmitter among the answers and 90 pixels of 6 bits a second, an hour less 17 minutes."""
    life = scenario_of(
        MARS1,
        ('answers = ["telemetry-32cm-dish", ', 'answers = ["imaging-5cm", "telemetry-32cm-dish", '),
        ('rate = { value = "194 kbit/s", low = "4 kbit/s", high = "194 kbit/s"', 'rate = { value = "1 kbit/s"'),
        ('on_from = { value = "1963-06-19T11:00:00Z"', 'on_from = { value = "1962-11-01T18:00:00Z"'),
        (
            'rate_ladder = ["90 pixel/s", "550 pixel/s"]\ngrey_levels = { value = "64", low = "32"',
            'grey_levels = { value = "64", low = "32"',
        ),
    ).operations
    first = life.data.returned_bit.sel(case="stated", session=2)
    assert str(life.sessions.link.values[1]) == "imaging-5cm"
    assert life.sessions.rate_bps.values[1] == pytest.approx(540.0)
    assert float(first.sum()) == pytest.approx(540.0 * 43.0 * 60.0)
    assert float(first.sel(instrument="pictures")) > 0.9 * float(first.sum())


def test_a_low_orbit_sends_its_beacon_before_its_pictures(cubesat_life):
    data = cubesat_life.data.sel(case="stated")
    table = cubesat_life.sessions
    assert float(data.returned_bit.sum()) > 0.0
    first = data.isel(session=0)
    made_bit = 20.0 * float(table.end_utc_s[0] - 1772323200.0)
    assert float(first.returned_bit.sel(instrument="beacon")) == pytest.approx(made_bit, rel=1e-6)
    assert float(first.returned_bit.sum()) == pytest.approx(float(table.capacity_bit[0]), rel=1e-6)


def test_a_longer_session_ends_with_its_pass(scenario_of):
    """Ten minutes of a range that no pass holds are worth what the pass is."""
    text = CUBESAT_LIFE.replace(
        'acquisition = "10 s"', 'acquisition = "10 s"\nduration = { value = "2 min", high = "1 h" }'
    )
    life = scenario_of(CUBESAT, add=text).operations
    whole = scenario_of(CUBESAT, add=CUBESAT_LIFE).operations
    rate, pass_s = life.sessions.rate_bps.values, life.sessions.pass_s.values
    assert pass_s == pytest.approx(whole.sessions.duration_s.values, abs=0.1)
    sent = life.data.returned_bit.sel(case="high").sum("instrument").values
    assert (sent <= rate * (pass_s - 10.0) * (1.0 + 1e-9)).all()
    assert sent.sum() > 2.0 * life.sessions.returned_bit.values.sum()


def test_instruments_need_sessions(scenario_of):
    from linkbudget.errors import InputError

    text = CUBESAT_LIFE
    with pytest.raises(InputError, match=r"instruments: expected \[sessions\]"):
        scenario_of(CUBESAT, add=text[text.index("[instruments.beacon]") : text.index("[power.array]")])
