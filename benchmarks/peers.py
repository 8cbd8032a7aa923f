"""The validation rows answered by other packages, run by hand in an environment of its own.

    python3 -m venv peers
    peers/bin/pip install itur pycraf spacelink scikit-rf scipy
    PYTHONPATH=. peers/bin/python benchmarks/peers.py [--write]

Each package answers the rows whose quantity it offers as a public function of the row's own inputs; all others count as
not modelled.  Rows that were taken from a package are not asked of it.  Nothing is computed here but units.  ITU-Rpy
brings the ITU's digital maps with it and answers rows of maps too.  ``--write`` stores ``docs/_data/peers.json``.
"""

import argparse
import json
import math
import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial, reduce
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from operator import pow as joined
from pathlib import Path

from tests import published
from tests.validation.rows import NotModelledError, Row, read_rows
from tests.validation.run import GATES, judge, rounded

FILE = Path(__file__).parents[1] / "docs" / "_data" / "peers.json"

Answers = dict[str, Callable[[], object]]
"""``topic.quantity`` -> what asks the package."""


def db(ratio) -> float:
    """A ratio in decibels."""
    return 10.0 * math.log10(ratio)


def itur(row: Row) -> Answers:
    """ITU-Rpy, in the newest edition of each Recommendation that it has."""

    def model(number: int):
        return import_module(f"itur.models.itu{number}")

    model(840).change_version(8)
    n, p676, p838, p618 = row.number, model(676), model(838), model(618)
    ghz, elevation, tilt, percent = n("f_GHz"), n("elev_deg"), n("tilt_deg"), n("p_pct")
    place, method = (n("lat_deg"), n("lon_deg")), row.text("method")
    air = ghz, n("p_dry_hPa", n("P_dry_hPa")), n("rho_gm3"), n("T_K")
    path, slant = (ghz, elevation), p676.gaseous_attenuation_slant_path
    statistical = [n(name) for name in ("rho_p_gm3", "Ps_p_hPa", "Ts_p_K", "Vs_p_kgm2", "hs_km")]
    rain = {"hs": n("hs_km"), "R001": n("R001_mmh"), "tau": tilt}
    fade, slope = (n("D_s"), n("A_dB"), elevation, ghz), [n(c) for c in ("slope_dBs", "A_dB", "f_3dB_Hz", "dt_s")]
    maps = {"itu_p837_rain.P0_annual": (837, "rainfall_probability"), "itu_p839_rain_height.h0": (839, "isoterm_0")}
    maps |= {"itu_p839_rain_height.hR": (839, "rain_height"), "itu_p837_rain.Rp": (837, "rainfall_rate", percent)}
    maps |= {"itu_p1510_temp.T_annual": (1510, "surface_mean_temperature")}
    maps |= {"itu_p1510_temp.T_jan": (1510, "surface_month_mean_temperature", 1)}
    maps |= {"itu_p1510_temp.T_jul": (1510, "surface_month_mean_temperature", 7)}
    maps |= {"itu_p836_wv.rho_annual": (836, "surface_water_vapour_density", percent, n("hs_m", 0.0) / 1e3)}
    maps |= {"itu_p453_nwet.Nwet_p50": (453, "map_wet_term_radio_refractivity", 50)}
    fades = {
        "P": "probability",
        "F": "cummulative_probability",
        "N": "number_fades",
        "T_exceed": "total_exceedance_time",
    }
    found = {key: partial(getattr(model(number), name), *place, *more) for key, (number, name, *more) in maps.items()}
    for name, function in fades.items():
        dated = [n("Ttot_s")] if name in ("N", "T_exceed") else []
        found[f"itu_p1623_fade.{name}"] = partial(getattr(model(1623), f"fade_duration_{function}"), *fade, *dated)
    for topic in ("itu_p676_specific", "itu_p676_slant"):
        found[f"{topic}.gamma_oxygen"] = partial(p676.gamma0_exact, *air)
        found[f"{topic}.gamma_water"] = partial(p676.gammaw_exact, *air)
    for at, name in enumerate(("slope_pdf", "slope_ccdf", "slope_abs_ccdf")):
        found[f"itu_p1623_fade.{name}"] = lambda at=at: model(1623).fade_slope(*slope)[at]
    for at, name in enumerate(("h_oxygen", "h_water")):
        found[f"itu_p676_slant.{name}"] = lambda at=at: p676.slant_inclined_path_equivalent_height(*air)[at]
    for sign, angles in (("", (elevation, tilt)), ("H", (0.0, 0.0)), ("V", (0.0, 90.0))):
        ask = partial(p838.rain_specific_attenuation_coefficients, ghz, *angles)
        found[f"itu_p838_rain_specific.k{sign}"] = lambda ask=ask: ask()[0]
        found[f"itu_p838_rain_specific.alpha{sign}"] = lambda ask=ask: ask()[1]
    if method.startswith("annex1") and n("h1_km") == 0.0:
        found["itu_p676_slant.attenuation"] = lambda: slant(*path, 7.5, 1013.25, 288.15, mode="exact")
    if method in ("annex2_instantaneous", "annex2_statistical"):
        state = statistical if method == "annex2_statistical" else (air[2], air[1], air[3])
        found["itu_p676_slant.A_gas_slant"] = lambda: slant(*path, *state)
    known = {"hs": 0.0, "Ls": n("Ls_km"), "P0": n("P0_pct", 0.0) / 100.0}  # P0 as a fraction, whatever its unit says
    return found | {
        "itu_p676_specific.gamma_total": lambda: p676.gamma_exact(*air),
        "itu_p838_rain_specific.gammaR": lambda: p838.rain_specific_attenuation(n("R_mmh"), ghz, elevation, tilt),
        "itu_p618_rain.gammaR": lambda: p838.rain_specific_attenuation(n("R001_mmh"), ghz, elevation, tilt),
        "itu_p618_rain.A001": lambda: p618.rain_attenuation(*place, *path, p=0.01, **rain),
        "itu_p618_rain.Ap": lambda: p618.rain_attenuation(*place, *path, p=percent, **rain),
        "itu_p618_rain_prob.P_A_gt_0": lambda: p618.rain_attenuation_probability(0.0, 0.0, elevation, **known),
        "itu_p618_xpd.XPD": lambda: p618.rain_cross_polarization_discrimination(n("A_dB"), *path, percent, tilt),
        "itu_p840_cloud.KL": lambda: model(840).specific_attenuation_coefficients(ghz, 0.0),
        "itu_p1511_topo.hs": lambda: model(1511).topographic_altitude(*place).to("m"),
    }


def pycraf(row: Row) -> Answers:
    from astropy import units as u
    from pycraf import atm
    from pycraf import conversions as cnv

    n = row.number
    frequency, distance = (n("f_GHz") or n("f_MHz", 0.0) / 1e3) * u.GHz, n("range_km", 0.0) * u.km
    grid, dry, temperature = [frequency.value] * u.GHz, n("p_dry_hPa", n("P_dry_hPa", 0.0)) * u.hPa, n("T_K", 0.0) * u.K

    def specific():
        vapour = atm.pressure_water_from_rho_water(temperature, n("rho_gm3") * u.g / u.m**3)
        return atm.atten_specific_annex1(grid, dry, vapour, temperature)

    def field(power_w):
        return cnv.efield_from_ptx(power_w * u.W, distance, 0.0 * cnv.dBi)

    found, given = {}, lambda: 10 ** (n("E_dBuVm") / 20)
    for topic in ("itu_p676_specific", "itu_p676_slant"):
        found |= {f"{topic}.gamma_oxygen": lambda: specific()[0][0], f"{topic}.gamma_water": lambda: specific()[1][0]}
    found |= {
        "itu_p676_specific.gamma_total": lambda: sum(specific())[0],
        "free_space.free_space_loss": lambda: -cnv.free_space_loss(distance, frequency).value,
        "free_space.free_space_loss_p525_eq6": lambda: -cnv.free_space_loss(distance, frequency).value,
        "free_space.field_strength": lambda: field(n("eirp_W")).to("V/m"),
        "free_space.E_from_Pt": lambda: 2.0 * db(field(10 ** (n("Pt_dBW") / 10)).to_value("uV/m")),
        "free_space.pfd_from_E": lambda: db(cnv.powerflux_from_efield(given() * u.uV / u.m).to_value("W/m2")),
    }
    return found


@cache
def spacelink_modes():
    from spacelink.phy.registry import Registry

    registry = Registry()
    registry.load()
    return registry


def spacelink(row: Row) -> Answers:
    from astropy import units as u
    from spacelink.core import antenna, noise, path, ranging
    from spacelink.phy.performance import ErrorMetric

    n, decibel, modes = row.number, u.dB(1), spacelink_modes()
    frequency = (n("f_GHz") or n("f_MHz", 0.0) / 1e3 or n("f_Hz", 0.0) / 1e9) * u.GHz
    distance, modulation, waveform = n("range_km", 0.0) * u.km, row.text("modulation"), row.text("subcarrier")

    found = {
        "free_space.free_space_loss": lambda: path.free_space_path_loss(distance, frequency),
        "free_space.free_space_loss_p525_eq6": lambda: path.free_space_path_loss(distance, frequency),
        "free_space.spreading_loss": lambda: path.spreading_loss(distance),
        "free_space.isotropic_aperture_loss": lambda: path.aperture_loss(frequency),
        "free_space.noise_power": lambda: db(noise.noise_power(n("bw_Hz") * u.Hz, n("T_K") * u.K).to_value("W")),
        "ruze_and_beams.ideal_gain": lambda: antenna.dish_gain(n("D_m") * u.m, frequency, n("eta", 1.0) * u.one),
        "noise_cascade.NF_to_T": lambda: noise.noise_factor_to_temperature(10 ** (n("NF_dB") / 10) * u.one),
        "noise_cascade.T_to_NF": lambda: noise.temperature_to_noise_figure(n("stage_T_K") * u.K),
    }
    if n("tilt_deg") == 90.0 and row.text("sense") != "opposite":  # the only case it knows
        found["polarization_mismatch.mismatch_loss"] = lambda: antenna.polarization_loss(
            n("AR1_dB") * decibel, n("AR2_dB") * decibel
        )
    if waveform.startswith("square"):
        phases = 0 * u.rad, n("index_rad", 0.0) * u.rad, ranging.DataModulation.BIPOLAR
        found["residual_carrier.carrier_suppression"] = lambda: db(ranging.carrier_to_total_power(*phases))
        found["residual_carrier.data_loss"] = lambda: db(ranging.data_to_total_power(*phases))
    if re.fullmatch("[BQ]PSK", modulation):
        uncoded = modes.get_performance_curve(f"UNCODED_{modulation}", ErrorMetric.BER)
        for topic in ("ber_uncoded_computed", "ber_uncoded_matlab"):
            found[f"{topic}.BER"] = lambda: uncoded.ebn0_to_error_rate(n("EbN0_dB") * decibel)
            found[f"{topic}.required_EbN0"] = lambda: uncoded.error_rate_to_ebn0(n("BER") * u.one)
    return found


def scikit_rf(row: Row) -> Answers:
    import skrf

    band, t0_k = skrf.Frequency.from_f([1e9], unit="Hz"), skrf.network.T0

    def amplifier(gain_db: float, figure_db: float):
        made = skrf.Network(frequency=band, s=[[[0, 0], [10 ** (gain_db / 20), 0]]], z0=50.0)
        made.set_noise_a(band, nfmin_db=figure_db, gamma_opt=0.0, rn=10.0)  # matched: any noise resistance will do
        return made

    def chain() -> float:
        figures = row.numbers("stage_NF_dB") or [db(1.0 + kelvin / t0_k) for kelvin in row.numbers("stage_T_K")]
        gains = [*row.numbers("stage_G_dB"), *[0.0] * len(figures)]
        return reduce(joined, map(amplifier, gains, figures)).nf(50.0)[0]

    return {"noise_cascade.NF": lambda: db(chain()), "noise_cascade.Te": lambda: t0_k * (chain() - 1.0)}


PEERS = {
    "ITU-Rpy": ("itur", itur, "ITU-Rpy"),
    "pycraf": ("pycraf", pycraf, "pycraf"),
    "spacelink": ("spacelink", spacelink, "spacelink"),
    "scikit-rf": ("scikit-rf", scikit_rf, "skrf|scikit-rf"),
}
"""Name -> distribution, answers, and how sources of rows call it."""


def compare(topic: str, rows: list[Row], answers: Callable[[Row], Answers]) -> dict | None:
    """Counts of a package and topic, none where it answers nothing."""

    def adapter(row: Row) -> float:
        found = answers(row)
        if f"{topic}.{row.quantity}" not in found:
            raise NotModelledError("no such function of the row's inputs")
        answer = found[f"{topic}.{row.quantity}"]()
        return float(getattr(answer, "value", answer))

    answered = [verdict for verdict in judge(topic, rows, adapter).verdicts if verdict.value is not None]
    if not answered:
        return None
    return {
        "rows": len(rows),
        "answered": len(answered),
        "agreed": sum(verdict.agrees for verdict in answered),
        "worst": rounded(max(verdict.error for verdict in answered)),
        "differ": sorted({verdict.row.quantity for verdict in answered if not verdict.agrees}),
    }


def main() -> None:
    """Every package against every topic."""
    parser = argparse.ArgumentParser(description="Validation rows answered by other packages")
    parser.add_argument("--write", action="store_true", help=f"store the table as {FILE.name}")
    options, packages = parser.parse_args(), {}
    topics = {path.stem: read_rows(path) for path in sorted(published.FOLDER.glob("*.csv"))}
    for name, (distribution, answers, names) in PEERS.items():
        try:
            packages[name] = {"version": version(distribution), "topics": {}}
        except PackageNotFoundError:
            print(f"{name}: not installed, left out")
            continue
        for topic, rows in topics.items():
            if not rows or not {"quantity", "expected", "tolerance"} <= set(rows[0]):
                continue
            rows = [row for row in rows if row.trust in GATES and not re.search(names, row.text("source"))]
            if counts := compare(topic, rows, answers):
                packages[name]["topics"][topic] = counts
                numbers = "".join(f"{counts[key]:>10}" for key in ("rows", "answered", "agreed"))
                print(f"{name:<10}{topic:<26}{numbers}   worst {counts['worst']}  {counts['differ']}")
    if options.write:
        FILE.write_text(json.dumps({"date": date.today().isoformat(), "packages": packages}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
