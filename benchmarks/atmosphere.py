"""Speed of the atmosphere beside ITU-Rpy, and of the functions that integrate or invert: part of ``make bench``.

Both packages are measured in one run on one machine; ratios are seconds of ITU-Rpy over ours for the same points.
Where ITU-Rpy would take minutes it is measured on fewer points and scaled per point, and the line says so.  ITU-Rpy has
older editions (P.618-13, P.676-12, P.840-7), so the numbers need not agree to the last digit, but the work is the same.
"""

import importlib
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np

from linkbudget.physics import _gas_layers, attenuation, clouds, gases, rain, rain_specific, scintillation

ELEVATION_DEG = np.linspace(5.0, 90.0, 10_000)
FREQUENCY_HZ = 28e9
FREQUENCIES_HZ = np.random.default_rng(1).uniform(1e9, 350e9, 1000)
MANY = 100_000
FEWER = 10
MOST_SECONDS = 0.5
"""For MANY points of anything that integrates or inverts."""
MOST_MEGABYTES = 100.0
"""More than before, for any line of the tables."""

# one site, its climate given to both packages as values; ITU-Rpy still looks up the rain height and cloud of one place
LATITUDE_DEG, LONGITUDE_DEG, STATION_M = 50.0, 10.0, 100.0
RAIN_RATE, RAIN_HEIGHT_M, VAPOUR, VAPOUR_COLUMN = 30.0, 3000.0, 7.5, 15.0
TEMPERATURE_K, HUMIDITY, PRESSURE_HPA, WET, CLOUD = 285.0, 0.7, 1001.0, 50.0, 0.5
PROBABILITY, DIAMETER_M, APERTURE_EFFICIENCY = 1e-3, 1.2, 0.6


def best_of(work: Callable, repeats: int = 3) -> float:
    """Shortest of a few runs, after one that is not counted [s]; slow work is run once."""
    began = time.perf_counter()
    work()
    first = time.perf_counter() - began
    if first > 2.0:
        return first
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def megabytes(work: Callable) -> float:
    """Most memory held at once beyond what was held before, NumPy's arrays included."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def forget() -> None:
    """Empty what the gas loss keeps between calls."""
    gases._loss_table.cache_clear()
    gases._table_matrix.cache_clear()
    gases._ray_sums.cache_clear()
    _gas_layers.station_above.cache_clear()


def first_gas_loss():
    """Gas loss by the table, station and frequency new."""
    forget()
    return gas_loss()


def gas_loss():
    """Gas loss by the table."""
    return gases.slant_gas_loss_db(
        ELEVATION_DEG, FREQUENCY_HZ, station_height_m=STATION_M, surface_water_vapour_density_g_per_m3=VAPOUR
    )


def first_gas_loss_of_frequencies():
    """Gas loss at one elevation and a thousand frequencies, station and frequencies new."""
    forget()
    return gases.slant_gas_loss_db(
        30.0, FREQUENCIES_HZ, station_height_m=STATION_M, surface_water_vapour_density_g_per_m3=VAPOUR
    )


def direct_gas_loss(block: int = 64):
    """Gas loss by the sum over layers for each elevation, without the table."""
    station = _gas_layers.station_above(STATION_M, VAPOUR)
    absorption = station.absorption_db_per_km(FREQUENCY_HZ)
    sine = np.sin(np.radians(ELEVATION_DEG))[:, None]
    loss_db = np.empty(ELEVATION_DEG.size)
    for start in range(0, loss_db.size, block):
        loss_db[start : start + block] = _gas_layers.paths_km(station.layers, sine[start : start + block]) @ absorption
    return loss_db


def first_direct_gas_loss():
    """Gas loss by the sum, station new."""
    forget()
    return direct_gas_loss()


def rain_loss():
    """P.838 and the rain of P.618."""
    place = RAIN_RATE, RAIN_HEIGHT_M, LATITUDE_DEG, PROBABILITY
    return rain.rain_loss_db(ELEVATION_DEG, FREQUENCY_HZ, *place, station_height_m=STATION_M)


def cloud_loss():
    """P.840."""
    return clouds.cloud_loss_db(ELEVATION_DEG, FREQUENCY_HZ, CLOUD)


def scintillation_fade():
    """Scintillation of P.618."""
    antenna = DIAMETER_M, APERTURE_EFFICIENCY
    return scintillation.scintillation_fade_db(ELEVATION_DEG, FREQUENCY_HZ, WET, *antenna, PROBABILITY)


def chain():
    """Gases line by line, rain, clouds and scintillation, and their total."""
    return attenuation.total_atmospheric_loss_db(
        gas_loss(), cloud_loss(), rain_loss(), scintillation_fade(), PROBABILITY
    )


def first_chain():
    """The same, station and frequency new."""
    forget()
    return chain()


def rain_per_km():
    """P.838 at as many frequencies."""
    frequency_hz = np.linspace(1e9, 100e9, ELEVATION_DEG.size)
    return rain_specific.specific_rain_attenuation_db_per_km(45.0, frequency_hz, RAIN_RATE)


def gas_per_km():
    """P.676 Annex 1 at as many frequencies."""
    frequency_hz = np.linspace(1e9, 100e9, ELEVATION_DEG.size)
    return gases.specific_gas_attenuation_db_per_km(frequency_hz, 1013.25, 288.15, VAPOUR)


def itu_rpy() -> dict[str, tuple[Callable, int]] | None:
    """The same work in ITU-Rpy, by name: a function of the number of points, and how many to measure."""
    try:
        with np.errstate():
            itur = importlib.import_module("itur")
            p618, p676 = (importlib.import_module(f"itur.models.itu{number}") for number in (618, 676))
            p838, p840 = (importlib.import_module(f"itur.models.itu{number}") for number in (838, 840))
    except ImportError:
        return None
    everything = ELEVATION_DEG.size
    ghz, percent = FREQUENCY_HZ / 1e9, 100.0 * PROBABILITY
    site = LATITUDE_DEG, LONGITUDE_DEG
    temperature = TEMPERATURE_K * importlib.import_module("astropy.units").K  # numbers are K here and Celsius there
    surface = {"rho": VAPOUR, "T": temperature, "P": PRESSURE_HPA, "V_t": VAPOUR_COLUMN}

    def elevations(points):
        return np.linspace(5.0, 90.0, points)

    def frequencies(points):
        return np.linspace(1.0, 100.0, points)

    def gas(mode):
        return lambda points: p676.gaseous_attenuation_slant_path(
            ghz, elevations(points), h=STATION_M / 1e3, mode=mode, **surface
        )

    def total(mode):
        return lambda points: itur.atmospheric_attenuation_slant_path(
            *site,
            ghz,
            elevations(points),
            percent,
            DIAMETER_M,
            hs=STATION_M / 1e3,
            R001=RAIN_RATE,
            eta=APERTURE_EFFICIENCY,
            H=100.0 * HUMIDITY,
            mode=mode,
            **surface,
        )

    return {
        "gas, line by line": (gas("exact"), 20),
        "gas, Annex 2": (gas("approx"), everything),
        "rain": (
            lambda points: p618.rain_attenuation(
                *site, ghz, elevations(points), hs=STATION_M / 1e3, p=percent, R001=RAIN_RATE
            ),
            everything,
        ),
        "clouds": (lambda points: p840.cloud_attenuation(*site, elevations(points), ghz, 1.0, Lred=CLOUD), everything),
        "scintillation": (
            lambda points: p618.scintillation_attenuation(
                *site,
                ghz,
                elevations(points),
                percent,
                DIAMETER_M,
                APERTURE_EFFICIENCY,
                T=temperature,
                H=100.0 * HUMIDITY,
                P=PRESSURE_HPA,
            ),
            everything,
        ),
        "chain, line by line": (total("exact"), 20),
        "chain, gases by Annex 2": (total("approx"), everything),
        "specific rain": (
            # fails for an array: one call a point
            lambda points: [p838.rain_specific_attenuation(RAIN_RATE, f, 45.0, 45.0) for f in frequencies(points)],
            1000,
        ),
        "specific gas": (lambda points: p676.gamma_exact(frequencies(points), 1013.25, VAPOUR, 288.15), everything),
    }


# what of ours, whose name in itu_rpy, least ratio asked for
COMPARED = (
    ("P.676 slant, table, nothing kept", first_gas_loss, "gas, line by line", 500.0),
    ("P.676 slant, table, kept", gas_loss, "gas, line by line", 500.0),
    ("P.676 slant, direct sum, nothing kept", first_direct_gas_loss, "gas, line by line", 500.0),
    ("P.676 slant, direct sum, station kept", direct_gas_loss, "gas, line by line", 500.0),
    ("P.676 slant, table, beside Annex 2", gas_loss, "gas, Annex 2", None),
    ("P.618 rain at 0.1 % of the year", rain_loss, "rain", None),
    ("P.840 clouds", cloud_loss, "clouds", None),
    ("P.618 scintillation", scintillation_fade, "scintillation", None),
    ("total, line by line, nothing kept", first_chain, "chain, line by line", 100.0),
    ("total, line by line, kept", chain, "chain, line by line", 100.0),
    ("total, line by line, beside Annex 2, kept", chain, "chain, gases by Annex 2", None),
    ("P.838 specific, 10 000 frequencies", rain_per_km, "specific rain", None),
    ("P.676 specific, 10 000 frequencies", gas_per_km, "specific gas", None),
)

_RATE = np.geomspace(1e-9, 0.1, MANY)
_ESN0_DB = np.linspace(-10.0, 12.0, MANY)
_PHOTONS = np.geomspace(0.1, 30.0, MANY)
_BACKGROUND = 10.0 ** np.random.default_rng(1).uniform(-3.0, 0.5, MANY)
_EBN0_DB = np.linspace(-10.0, 20.0, MANY)

_DRAW = np.random.default_rng(2).uniform  # an imaging link whose inputs are all uncertain
_ES_DB, _PICTURE_DB, _CONTRAST_DB = (_DRAW(low, high, MANY) for low, high in ((-5.0, 60.0), (0.0, 60.0), (0.0, 60.0)))
_LEVELS, _SLOTS = 2.0 ** _DRAW(1.0, 8.9, MANY), np.floor(_DRAW(480.0, 1000.0, MANY))
_CLOCK = {"timing_jitter": _DRAW(0.0, 0.35, MANY)}
_FM = _DRAW(30.0, 60.0, MANY), _DRAW(0.5, 10.0, MANY)

# module of linkbudget.physics, function, arguments for MANY points (by name in a dictionary, last), and what they are
# where a name does not say it
INVERTED = (
    ("capacity", "binary_input_capacity", (_ESN0_DB,), ""),
    ("capacity", "binary_input_ebn0_limit_db", (np.linspace(0.01, 0.99, MANY),), ""),
    ("finite_blocks", "finite_block_rate", (_ESN0_DB, 1024.0, 1e-4), "any signal"),
    ("finite_blocks", "finite_block_ebn0_limit_db", (np.linspace(0.1, 0.9, MANY), 4096.0, 1e-4), "binary"),
    ("modulation", "required_ebn0_db", (_RATE, "bpsk"), "bpsk"),
    ("modulation", "required_ebn0_db", (_RATE, "dqpsk"), "dqpsk"),
    ("modulation", "required_ebn0_db", (_RATE, "8psk"), "8psk"),
    ("modulation", "required_ebn0_db", (_RATE, "32psk"), "32psk"),
    ("modulation", "required_ebn0_db", (_RATE, "16qam"), "16qam"),
    ("modulation", "required_ebn0_db", (_RATE, "noncoherent-ook"), "noncoherent-ook"),
    ("modulation", "required_ebn0_db", (_RATE, "noncoherent-16fsk"), "noncoherent-16fsk"),
    ("modulation", "required_ebn0_db", (_RATE, "coherent-16fsk"), "coherent-16fsk"),
    ("modulation", "bit_error_rate", (_EBN0_DB, "dqpsk"), "dqpsk"),
    ("modulation", "bit_error_rate", (_EBN0_DB, "noncoherent-ook"), "noncoherent-ook"),
    ("pulse_position", "slot_error_probability", (np.linspace(-5.0, 18.0, MANY), 64), "64 slots"),
    ("pulse_position", "coherent_orthogonal_symbol_error_probability", (np.linspace(-5.0, 18.0, MANY), 64), "64"),
    ("pulse_position", "required_es_over_n0_db", (_RATE, 64), "64 slots"),
    ("pulse_jitter", "slot_error_probability_with_jitter", (_ES_DB, 500, _CLOCK["timing_jitter"]), "500 slots"),
    ("pulse_jitter", "slot_error_probability_with_jitter", (_ES_DB, _SLOTS, _CLOCK["timing_jitter"]), "slots too"),
    ("pulse_jitter", "slot_error_probability_with_jitter", (_ES_DB, 500, 0.1), "one jitter"),
    ("picture", "pulse_picture_snr_db", (_ES_DB, 500, _LEVELS, _CLOCK), "500 slots"),
    ("picture", "pulse_pixel_error_probability", (_ES_DB, 500, _LEVELS, _CLOCK), "500 slots"),
    ("picture", "required_es_over_n0_for_picture_snr_db", (_PICTURE_DB, 500, _LEVELS, _CLOCK), "500 slots"),
    ("picture", "required_es_over_n0_for_picture_snr_db", (_PICTURE_DB, _SLOTS, _LEVELS, _CLOCK), "slots too"),
    ("picture", "required_es_over_n0_for_picture_snr_db", (_PICTURE_DB, 500, _LEVELS), "no jitter"),
    ("picture", "required_es_over_n0_for_picture_snr_db", (_PICTURE_DB, _SLOTS, _LEVELS), "no jitter, slots too"),
    ("picture", "required_cn0_for_picture_snr_dbhz", (_PICTURE_DB, *_FM, {"grey_levels": _LEVELS}), ""),
    ("picture", "analog_picture_snr_db", (_CONTRAST_DB, {"grey_levels": _LEVELS}), ""),
    ("picture", "analog_pixel_error_probability", (_CONTRAST_DB, _LEVELS), ""),
    ("photon_counting", "symbol_error_probability", (_PHOTONS, 0.1, 64), "64 slots"),
    ("optical_ppm", "hard_decision_capacity", (_PHOTONS, 0.1, 64), "64 slots"),
    ("photon_counting", "soft_decision_capacity", (_PHOTONS, 0.1, 64), "64 slots"),
    ("photon_counting", "soft_decision_capacity", (_PHOTONS, _BACKGROUND, 64), "all backgrounds"),
    ("optical_ppm", "required_signal_photons", (np.linspace(0.1, 0.9, MANY), 0.1, 64), "64 slots"),
    ("optical_ppm", "required_signal_photons", (np.linspace(0.1, 0.9, MANY), _BACKGROUND, 64), "all backgrounds"),
)


def beside_itu_rpy() -> None:
    """The atmosphere."""
    theirs = itu_rpy()
    if theirs is None:
        print("ITU-Rpy is not installed, so there is nothing beside: pip install 'deepspace-linkbudget[maps]'")
    print(f"atmosphere, {ELEVATION_DEG.size} elevations")
    print(f"{'':<44}{'ours':>12}{'memory':>10}{'ITU-Rpy':>14}{'ratio':>11}  asked for")
    measured = {}
    for what, work, name, least in COMPARED:
        seconds = best_of(work, 10)
        line = f"{what:<44}{seconds * 1e3:>9.3f} ms{megabytes(work):>7.1f} MB"
        if theirs is not None:
            if name not in measured:
                other, points = theirs[name]
                measured[name] = best_of(partial(other, points)) * ELEVATION_DEG.size / points
            ratio = measured[name] / seconds
            said = "" if least is None else f"{least:g} x: {'met' if ratio >= least else 'MISSED'}"
            scaled = f" (ITU-Rpy: {theirs[name][1]} points, scaled)" if theirs[name][1] < ELEVATION_DEG.size else ""
            line += f"{measured[name] * 1e3:>11.1f} ms{ratio:>9.0f} x  {said}{scaled}"
        print(line)
    seconds, memory = best_of(first_gas_loss_of_frequencies, 10), megabytes(first_gas_loss_of_frequencies)
    print(f"{'P.676 slant, 1000 frequencies, nothing kept':<44}{seconds * 1e3:>9.3f} ms{memory:>7.1f} MB")
    difference = np.max(np.abs(direct_gas_loss() / gas_loss() - 1.0))
    print(f"table and direct sum differ by at most {difference:.1e} of the loss")


def _call(function, arguments, step=1):
    """A call with every ``step``-th element of the arrays among the arguments, of which a dictionary has names."""

    def thinned(value):
        return value[::step] if isinstance(value, np.ndarray) else value

    named = {key: thinned(value) for part in arguments if isinstance(part, dict) for key, value in part.items()}
    return partial(function, *(thinned(value) for value in arguments if not isinstance(value, dict)), **named)


def integrals_and_inverses() -> None:
    """Functions that integrate or invert, at MANY points."""
    yardstick = best_of(lambda: 20.0 * np.log10(4.0 * np.pi / 299792458.0 * 922.76e6 * np.geomspace(1e6, 1e12, MANY)))
    print(f"integrals and inverses, {MANY} points; asked for: {MOST_SECONDS} s, {MOST_MEGABYTES:g} MB")
    for module, name, arguments, note in INVERTED:
        what = f"{module}.{name}" + (f", {note}" if note else "")
        function = getattr(importlib.import_module(f"linkbudget.physics.{module}"), name, None)
        if function is None:
            print(f"{what:<66} not in this version")
            continue
        fewer = _call(function, arguments, FEWER)
        fewer()  # tables that are kept
        began = time.perf_counter()
        fewer()
        slow = time.perf_counter() - began > MOST_SECONDS  # hopeless at MANY points: scaled from these
        work, scale = (fewer, FEWER) if slow else (_call(function, arguments), 1)
        seconds = scale * best_of(work, 2)
        memory = megabytes(work)
        met = "met" if seconds <= MOST_SECONDS and memory <= MOST_MEGABYTES else "MISSED"
        line = f"{what:<66}{seconds * 1e3:>9.1f} ms{memory:>7.1f} MB{seconds / yardstick:>9.0f} bare losses  {met}"
        print(line + (f" (1 point in {FEWER}, scaled)" if slow else ""))


def main() -> None:
    """Measure everything and print the tables."""
    beside_itu_rpy()
    integrals_and_inverses()


if __name__ == "__main__":
    main()
