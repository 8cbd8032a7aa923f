"""The six links of the page "Write six common links" against sheets of our own, by textbook formulas alone.

A sheet uses nothing of the package but the scenario's inputs, repeated here.  Where it rounds what a budget computes,
the tolerance is that rounding, and the comment says which; all else agrees to 0.05 dB.
"""

import math
import re
from pathlib import Path

import numpy as np
import pytest

import linkbudget as lb

PAGE = Path(__file__).parents[2] / "docs" / "do" / "write-six-common-links.md"
FILES = dict(re.findall(r"```toml file=(\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))

LIGHT_M_PER_S, BOLTZMANN_DB, PLANCK = 299792458.0, -228.599, 6.62607015e-34
AU_M = 1.495978707e11


def db(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def number(level_db: float) -> float:
    return 10.0 ** (level_db / 10.0)


def wavelength_m(frequency_hz: float) -> float:
    return LIGHT_M_PER_S / frequency_hz


def spread_db(range_m: float, frequency_hz: float) -> float:
    """Free-space loss."""
    return 2.0 * db(4.0 * math.pi * range_m / wavelength_m(frequency_hz))


def dish_db(diameter_m: float, efficiency: float, frequency_hz: float) -> float:
    return 2.0 * db(math.pi * diameter_m / wavelength_m(frequency_hz)) + db(efficiency)


def warm_k(loss_db: float, temperature_k: float) -> float:
    """Noise of a loss at its output."""
    return temperature_k * (1.0 - number(-loss_db))


def system_k(antenna_k: float, line_db: float, figure_db: float) -> float:
    """System noise temperature behind a line at 290 K."""
    return antenna_k * number(-line_db) + warm_k(line_db, 290.0) + 290.0 * (number(figure_db) - 1.0)


def per_hertz_db(received_dbw: float, noise_k: float) -> float:
    return received_dbw - db(noise_k) - BOLTZMANN_DB


def tail(probability: float) -> float:
    """The x at which the Gaussian tail Q(x) is a probability, by bisection."""
    low, high = 0.0, 10.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if 0.5 * math.erfc(middle / math.sqrt(2.0)) > probability else (low, middle)
    return low


@pytest.fixture(scope="module")
def budgets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("six")
    made = {}
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
        scenario = lb.load(folder / name)
        made[name] = scenario.budget(next(iter(scenario.links)))
    return made


def agrees(budget, tolerances: dict[str, float], sheet: dict[str, float]) -> None:
    """Every line of the sheet is that of the budget, and the verdict is the same."""
    for key, value in sheet.items():
        assert budget[key] == pytest.approx(value, abs=tolerances.get(key, 0.05)), key
    assert budget.verdict.closes == (sheet["closing_margin_db"] >= 0.0)
    assert abs(sheet["closing_margin_db"]) > tolerances.get("closing_margin_db", 0.05), "the verdict is no toss-up"


def test_the_page_has_six_links_of_at_most_twenty_lines():
    assert len(FILES) == 6
    for name, text in FILES.items():
        assert 10 <= sum(bool(line.strip()) for line in text.splitlines()) <= 20, name


def geostationary_look(latitude_deg: float, east_deg: float) -> tuple[float, float]:
    """Range and elevation over a sphere of the mean radius, by the law of cosines."""
    earth_m, orbit_m = 6371e3, 42164.17e3
    cosine = math.cos(math.radians(latitude_deg)) * math.cos(math.radians(east_deg))
    range_m = math.sqrt(earth_m**2 + orbit_m**2 - 2.0 * earth_m * orbit_m * cosine)
    return range_m, math.asin((orbit_m * cosine - earth_m) / range_m)


def rain_db(elevation_rad: float, latitude_deg: float, heights_km: tuple[float, float], gigahertz, k, alpha) -> float:
    """Rain loss of ITU-R P.618 for 0.1 % of the year, poleward of 36 degrees, with 32 mm/h."""
    station_km, rain_km = heights_km
    slant_km = (rain_km - station_km) / math.sin(elevation_rad)
    ground_km, specific = slant_km * math.cos(elevation_rad), k * 32.0**alpha
    shorter = 1.0 / (
        1.0 + 0.78 * math.sqrt(ground_km * specific / gigahertz) - 0.38 * (1.0 - math.exp(-2.0 * ground_km))
    )
    zeta = math.atan2(rain_km - station_km, ground_km * shorter)
    wet_km = ground_km * shorter / math.cos(elevation_rad) if zeta > elevation_rad else slant_km
    flat = 31.0 * (1.0 - math.exp(-math.degrees(elevation_rad))) * math.sqrt(wet_km * specific) / gigahertz**2
    hundredth_db = specific * wet_km / (1.0 + math.sqrt(math.sin(elevation_rad)) * (flat - 0.45))
    assert abs(latitude_deg) >= 36.0
    return hundredth_db * 10.0 ** -(0.655 + 0.033 * math.log(0.1) - 0.045 * math.log(hundredth_db))


def test_television(budgets):
    hertz = 11.7e9
    range_m, elevation = geostationary_look(48.1, 19.2 - 11.6)
    # P.838-3, table 5, horizontal: 11 and 12 GHz, between them straight in log f, log k and alpha
    part = math.log(11.7 / 11.0) / math.log(12.0 / 11.0)
    k, alpha = 0.01772 * (0.02386 / 0.01772) ** part, 1.2140 + part * (1.1825 - 1.2140)
    rain = rain_db(elevation, 48.1, (0.52, 3.1), 11.7, k, alpha)
    gases, cloud = 0.05 / math.sin(elevation), 0.12 * 0.8 / math.sin(elevation)  # read off figures of P.676 and P.840
    shimmer = (3.6e-3 + 47.5e-4) * 11.7 ** (7 / 12) / math.sin(elevation) ** 1.2 * 4.84  # P.618, no averaging
    air = gases + math.hypot(rain + cloud, shimmer)
    noise = system_k(2.7 * number(-gases - rain - cloud) + warm_k(gases + rain + cloud, 275.0) + 30.0, 0.0, 0.7)
    gain = dish_db(0.6, 0.65, hertz)
    density = per_hertz_db(51.0 - spread_db(range_m, hertz) - air + gain - 0.3, noise)
    margin = density - db(22e6) - 0.8 - 6.62  # Es/N0 of 8PSK 2/3, EN 302 307-1, table 13
    tolerances = {"range_m": 20e3, "free_space_loss_db": 0.01}  # a sphere instead of the ellipsoid
    # gases and clouds are read off figures to a tenth of a decibel, and the same loss shines
    tolerances |= {"atmospheric_loss_db": 0.1, "cn0_dbhz": 0.2, "closing_margin_db": 0.2}
    lines = {"range_m": range_m, "free_space_loss_db": spread_db(range_m, hertz), "atmospheric_loss_db": air}
    lines |= {"rain_loss_db": rain, "receive_antenna_gain_dbi": gain, "cn0_dbhz": density}
    agrees(budgets["tv.toml"], tolerances, lines | {"closing_margin_db": margin})


def test_cubesat(budgets):
    hertz, gases = 437.5e6, 0.1  # P.676 at 10 deg: a tenth of a decibel
    sky = (60.0 * wavelength_m(hertz) ** 2.55 + 2.7) * number(-gases) + warm_k(gases, 275.0)
    aim, path = 12.0 * (5.0 / 30.0) ** 2, spread_db(1700e3, hertz)
    received = 0.0 - path - gases - db(2.0) + 14.0 - aim - 1.0
    density = per_hertz_db(received, system_k(sky + 60.0, 1.0, 0.8))
    needed = db(tail(1e-5) ** 2 / 2.0 / 0.97)  # Murota and Hirade: BT 0.5 loses 0.13 dB to MSK
    lines = {"free_space_loss_db": path, "polarization_loss_db": db(2.0), "receive_pointing_loss_db": aim}
    lines |= {"received_power_dbw": received, "cn0_dbhz": density, "required_ebn0_db": needed}
    margin = density - db(9600.0) - needed
    # 0.01 dB of gases rounded away, and as much in the noise they make
    agrees(budgets["cubesat.toml"], {"cn0_dbhz": 0.1, "closing_margin_db": 0.1}, lines | {"closing_margin_db": margin})


def heliocentric_m(semi_au, eccentricity, inclination, longitude, perihelion, node) -> np.ndarray:
    """Position in the ecliptic by Kepler's equation; angles in degrees."""
    mean = math.radians(longitude - perihelion)
    anomaly = mean
    for _ in range(30):
        anomaly = mean + eccentricity * math.sin(anomaly)
    x = semi_au * (math.cos(anomaly) - eccentricity)
    y = semi_au * math.sqrt(1.0 - eccentricity**2) * math.sin(anomaly)
    w, n, i = (math.radians(angle) for angle in (perihelion - node, node, inclination))
    along = np.array([x * math.cos(w) - y * math.sin(w), x * math.sin(w) + y * math.cos(w)])
    across = along[1] * math.cos(i)
    return AU_M * np.array(
        [
            along[0] * math.cos(n) - across * math.sin(n),
            along[0] * math.sin(n) + across * math.cos(n),
            along[1] * math.sin(i),
        ]
    )


def test_mars(budgets):
    budget, hertz = budgets["mars.toml"], 8.42e9
    # E. M. Standish, JPL, approximate positions of the planets 1800 to 2050: good to 25 seconds of arc
    century = (2461345.5 - 2451545.0) / 36525.0  # 1 November 2026
    earth = heliocentric_m(
        1.00000261, 0.01671123, 0.0, 100.46457166 + 35999.37244981 * century, 102.93768193 + 0.32327364 * century, 0.0
    )
    mars = heliocentric_m(
        1.52371034,
        0.09339410 + 7.882e-5 * century,
        1.84969142 - 0.00813131 * century,
        -4.55343205 + 19140.30268499 * century,
        -23.94362959 + 0.44441088 * century,
        49.55953891 - 0.29257343 * century,
    )
    range_m = float(np.linalg.norm(mars - earth))
    path, gases = spread_db(range_m, hertz), 0.04 / math.sin(math.radians(21.0))  # DSN 810-005, module 105: clear sky
    eirp = db(20.0) - 0.7 + dish_db(3.0, 0.6, hertz) - 0.3
    received = eirp - path - gases + dish_db(34.0, 0.75, hertz) - 0.1
    noise = 2.7 + warm_k(gases, 275.0) + 15.0  # of antenna and amplifier; module 104
    density = per_hertz_db(received, noise)
    margin = density - db(450e3) - 0.5 - (-0.1) - 3.0  # turbo 1/6 of 8920 bits: CCSDS 130.1-G, figure of its curves
    lines = {"range_m": range_m, "free_space_loss_db": path, "eirp_dbw": eirp, "received_power_dbw": received}
    # the centre of the Earth instead of Canberra; efficiency and noise of a 34 m antenna in round numbers; a curve
    # that is read to a tenth of a decibel
    tolerances = {"range_m": 0.001 * range_m, "received_power_dbw": 0.1, "cn0_dbhz": 0.3, "closing_margin_db": 0.4}
    agrees(budget, tolerances, lines | {"cn0_dbhz": density, "closing_margin_db": margin})


def capacity_bit(signal: float, background: float, slots: int, draws: int = 200_000) -> float:
    """Capacity of a symbol of counted pulses, by drawing counts."""
    random = np.random.default_rng(1)
    pulse = random.poisson(signal + background, draws)
    others = random.poisson(background, (draws, slots - 1))
    gain = math.log1p(signal / background)
    sums = np.exp(gain * (others - pulse[:, np.newaxis])).sum(axis=1)
    return math.log2(slots) - float(np.mean(np.log2(1.0 + sums)))


def test_pulses_of_light(budgets):
    metres, slots, width_s = 1550e-9, 16, 0.5e-9
    hertz = LIGHT_M_PER_S / metres
    eirp = db(4.0) - 1.5 + dish_db(0.22, 1.0, hertz) - 1.0
    path = spread_db(0.5 * AU_M, hertz)
    received = eirp - path - 0.5 + dish_db(5.0, 1.0, hertz) - 3.0
    symbol_s = slots * 1.25 * width_s  # CCSDS 142.0-B-1: M/4 guard slots
    photons = 0.7 * number(received) / (PLANCK * hertz) * symbol_s
    background, wanted_bit = 1.1e6 * width_s, 2.0 / 3.0 * 4.0
    low, high = 0.1, 10.0
    for _ in range(20):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if capacity_bit(middle, background, slots, 50_000) < wanted_bit else (low, middle)
    lines = {"eirp_dbw": eirp, "free_space_loss_db": path, "received_power_dbw": received}
    lines |= {"photons_per_pulse": photons, "bit_rate_bps": wanted_bit / symbol_s}
    margin = db(photons) - 1.0 - db(low)
    # 50 000 draws: the capacity scatters by 0.01 bit of 2.67, the photons by 0.03 dB
    tolerances = {"bit_rate_bps": 1.0, "closing_margin_db": 0.1}
    agrees(budgets["light.toml"], tolerances, lines | {"closing_margin_db": margin})


def test_lora(budgets):
    hertz, gases = 868e6, 0.15  # P.676 at 10 deg
    path = spread_db(1800e3, hertz)
    received = 22.0 - 30.0 - path - gases - db(2.0) + 2.0
    density = per_hertz_db(received, system_k(200.0, 0.0, 3.0))
    margin = density - db(125e3) - (-15.0)  # SX1276 datasheet: SF 10
    lines = {"free_space_loss_db": path, "received_power_dbw": received, "cn0_dbhz": density}
    lines |= {"bit_rate_bps": 10 * 125e3 / 2**10 * 4 / 5}
    agrees(budgets["lora.toml"], {}, lines | {"closing_margin_db": margin})


def multipath_db(share: float) -> float:
    """Depth of multipath fading of ITU-R P.530-17 for a share of the year, 30 km, 250 and 300 m, 50.1 N, dN1 -300."""
    slope = 50.0 / 30.0
    month = 10.0 ** (-4.6 + 0.0027 * 300.0) * 30.0**3.1 * (1.0 + slope) ** -1.29 * 7.5**0.8 * 10.0 ** (-0.00089 * 250.0)
    angle = abs(math.cos(math.radians(2.0 * 50.1))) ** 0.7  # north of 45 deg: minus
    step = 10.5 - 5.6 * math.log10(1.1 - angle) - 2.7 * math.log10(30.0) + 1.7 * math.log10(1.0 + slope)
    edge = 25.0 + 1.2 * math.log10(month)
    shares = month * number(-step)  # percent of the year, where the tail begins
    q_edge = -20.0 * math.log10(-math.log(1.0 - shares * number(-edge) / 100.0)) / edge
    fall = 10.0 ** (-edge / 20.0)
    q_tail = (q_edge - 2.0) / ((1.0 + 0.3 * fall) * 10.0 ** (-0.016 * edge)) - 4.3 * (fall + edge / 800.0)

    def exceeded(depth: float) -> float:
        if depth >= edge:
            return shares / 100.0 * number(-depth)
        fall = 10.0 ** (-depth / 20.0)
        q = 2.0 + (1.0 + 0.3 * fall) * 10.0 ** (-0.016 * depth) * (q_tail + 4.3 * (fall + depth / 800.0))
        return 1.0 - math.exp(-(10.0 ** (-q * depth / 20.0)))

    low, high = 1.0, 60.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if exceeded(middle) > share else (low, middle)
    return low


def test_microwave_hop(budgets):
    hertz = 7.5e9
    path, gain, fade = spread_db(30e3, hertz), dish_db(1.2, 0.55, hertz), multipath_db(1e-4)
    gases = 0.01 * 30.0  # P.676, figure of specific attenuation at the ground
    received = 27.0 - 30.0 - 1.0 + gain - path - gases - fade + gain - 1.0
    # A0.01 of P.530 with 0.32 dB/km (P.838-3 between 7 and 8 GHz) over 14 km; its noise counts, behind gases of 2.3 dB
    rain = 0.32 * 14.2
    noise = system_k(200.0 + warm_k(rain, 275.0) * number(-2.3), 1.0, 4.0)
    density = per_hertz_db(received, noise)
    # Gray-coded 64-QAM: 7/24 erfc(sqrt(Eb/N0 / 7)) for one error in a million
    needed = db(7.0 / 2.0 * tail(1e-6 * 12.0 / 7.0) ** 2)
    lines = {"free_space_loss_db": path, "receive_antenna_gain_dbi": gain, "multipath_fade_db": fade}
    lines |= {"received_power_dbw": received, "required_ebn0_db": needed, "cn0_dbhz": density}
    margin = density - 80.0 - needed
    # rain, gases and the sky behind them from figures: a tenth of a decibel
    tolerances = {"cn0_dbhz": 0.1, "closing_margin_db": 0.1}
    agrees(budgets["hop.toml"], tolerances, lines | {"closing_margin_db": margin})
