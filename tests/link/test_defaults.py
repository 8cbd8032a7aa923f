"""Numbers that a book has for everybody: a line of the budget with the status default and the book, and no others."""

import inspect

import pytest
from pydantic import ValidationError

import linkbudget as lb
from linkbudget.hardware.defaults import GALACTIC_NOISE, POLARIZATION_TILT, REQUIRED_MARGIN, WET_REFRACTIVITY
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Receiver
from linkbudget.hardware.values import with_values
from linkbudget.link.budget import Path, budget
from linkbudget.link.unstated import unstated_losses
from linkbudget.physics.sky_noise import galactic_noise_temperature_k
from linkbudget.scenario_files.files import packaged_folder, packaged_names

DISH = {"kind": "dish", "polarization": "right", "axial_ratio": "1 dB", "diameter": "3 m", "aperture_efficiency": 0.6}
RECEIVER = {"line_loss": "1 dB", "noise_figure": "1 dB", "antenna_noise_temperature": "40 K"}


def a_link(dish=DISH, receiver=RECEIVER) -> Link:
    return Link.model_validate(
        {
            "title": "Any",
            "frequency": "8.4 GHz",
            "polarization_loss": "0 dB",
            "required_margin": "0 dB",
            "transmitter": {"eirp": "40 dBW"},
            "receiver": receiver | {"antenna": dish, "pointing_error": "0.1 deg", "required_cn0": "40 dBHz"},
            "modulation": {"kind": "threshold"},
        }
    )


@pytest.mark.parametrize(
    ("key", "value", "book"),
    [("receive_beamwidth_factor_deg", 70.0, "Maral and Bousquet"), ("line_temperature_k", 290.0, "IEEE Std 161")],
)
def test_a_default_is_a_line_with_its_book(key, value, book):
    line = budget(a_link(), Path(1e9)).terms[key]
    assert (line.value, line.status) == (value, "default")
    assert book in line.source


def test_what_is_stated_is_no_default():
    stated = a_link(DISH | {"beamwidth_factor": "70 deg"}, RECEIVER | {"line_temperature": "290 K"})
    by_default, as_stated = (budget(link, Path(1e9)) for link in (a_link(), stated))
    assert by_default["closing_margin_db"] == as_stated["closing_margin_db"]
    assert set(by_default.terms) - set(as_stated.terms) == {"receive_beamwidth_factor_deg", "line_temperature_k"}


def test_the_water_vapour_of_the_reference_atmosphere(tmp_path):
    text = lb.load("cubesat").file.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("water_vapour_density")]
    assert len(lines) < len(text.splitlines())
    file = tmp_path / "dry.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    line = lb.load(file).budget("uhf-downlink", range_m=1000e3).terms["water_vapour_density_g_per_m3"]
    assert (line.value, line.unit, line.status) == (7.5, "g/m3", "default")
    assert "P.835" in line.source


def test_what_nobody_can_guess_has_to_be_stated():
    for key in ("aperture_efficiency", "diameter", "polarization"):
        with pytest.raises(ValidationError):
            a_link({name: value for name, value in DISH.items() if name != key})
    for key in ("noise_figure", "antenna_noise_temperature"):
        with pytest.raises(ValidationError):
            a_link(receiver={name: value for name, value in RECEIVER.items() if name != key})


FULL = {
    "title": "Any",
    "frequency": "8.4 GHz",
    "polarization_tilt": "90 deg",
    "required_margin": "0 dB",
    "transmitter": {"power": "1 W", "antenna": DISH, "line_loss": "0 dB", "pointing_loss": "0 dB"},
    "receiver": RECEIVER | {"antenna": DISH, "line_loss": "0 dB", "pointing_loss": "0 dB"},
    "modulation": {
        "kind": "digital",
        "scheme": "bpsk",
        "bit_rate": "1 kbit/s",
        "error_rate": "1e-5",
        "implementation_loss": "0 dB",
    },
}
LOSSES = {
    "transmitter.line_loss": "transmit_line_loss_db",
    "receiver.line_loss": "receive_line_loss_db",
    "transmitter.pointing_loss": "transmit_pointing_loss_db",
    "receiver.pointing_loss": "receive_pointing_loss_db",
    "modulation.implementation_loss": "implementation_loss_db",
}


def without(key: str, value: str | None = None) -> dict:
    """The full link with one key of a table taken away, or put to another value."""
    table, name = key.split(".")
    rest = {other: said for other, said in FULL[table].items() if other != name}
    return FULL | {table: rest if value is None else rest | {name: value}}


@pytest.mark.parametrize(("key", "line"), LOSSES.items())
def test_a_loss_that_is_not_stated_is_a_line_of_0_db_with_a_note(key, line):
    stated, unstated = (
        budget(Link.model_validate(FULL), Path(1e9)),
        budget(Link.model_validate(without(key)), Path(1e9)),
    )
    term = unstated.terms[line]
    assert (term.value, term.status) == (0.0, "default")
    assert unstated.notes == (*stated.notes, f"not stated and counted as 0 dB: {key}")
    assert unstated["closing_margin_db"] == stated["closing_margin_db"]
    lossy = budget(Link.model_validate(without(key, "1 dB")), Path(1e9))
    assert lossy.notes == stated.notes
    assert lossy["closing_margin_db"] < stated["closing_margin_db"] - 0.9


def test_circles_and_margins_that_are_not_stated():
    round_dish = {key: value for key, value in DISH.items() if key != "axial_ratio"}
    link = FULL | {"transmitter": FULL["transmitter"] | {"antenna": round_dish}}
    del link["required_margin"]
    made = budget(Link.model_validate(link), Path(1e9))
    assert made.notes == ("not stated and counted as 0 dB: transmitter.antenna.axial_ratio",)
    assert made.terms["required_margin_db"].status == "default"
    assert made["required_margin_db"] == 0.0


def test_a_polarisation_of_an_end_without_an_antenna_is_noted():
    link = FULL | {"transmitter": {"eirp": "40 dBW"}}
    del link["polarization_tilt"]
    made = budget(Link.model_validate(link), Path(1e9))
    assert made.notes == ("not stated and counted as 0 dB: polarization_loss",)
    assert (made["polarization_loss_db"], made.terms["polarization_loss_db"].status) == (0.0, "default")


def test_nothing_is_noted_where_nothing_can_be_lost():
    everywhere = {"kind": "omnidirectional", "polarization": "linear", "gain": "0 dBi"}
    transmitter = {"power": "1 W", "antenna": everywhere, "line_loss": "1 dB"}
    made = budget(Link.model_validate(FULL | {"transmitter": transmitter}), Path(1e9))
    assert made.terms["transmit_pointing_loss_db"].status == "default"
    assert made.notes == ()


def test_a_study_that_states_a_loss_ends_its_note():
    link = with_values(Link.model_validate(without("transmitter.line_loss")), {"transmitter.line_loss": 2.0})
    assert budget(link, Path(1e9)).notes == ()


def test_the_wet_refractivity_of_the_mean_atmosphere():
    """ITU-R P.453-14: e = rho T / 216.7, and 72 e/T + 3.75e5 e/T^2; rounded to half an N-unit."""
    pressure_hpa = 7.5 * 288.15 / 216.7
    assert WET_REFRACTIVITY.value == pytest.approx(
        72.0 * pressure_hpa / 288.15 + 3.75e5 * pressure_hpa / 288.15**2, abs=0.25
    )


@pytest.mark.parametrize("name", packaged_names())
def test_packaged_scenarios_state_their_losses_themselves(name):
    """Nothing that they state is replaced by what is taken where nothing is stated."""
    taken = (GALACTIC_NOISE, POLARIZATION_TILT, REQUIRED_MARGIN)
    for link in lb.load(name).links.values():
        assert unstated_losses(link) == []
        said = (link.receiver.galactic_noise_at_1_m_k, link.polarization_tilt_deg, link.required_margin_db)
        assert not any(one is default for one, default in zip(said, taken, strict=True))


def test_galaxy_and_refractivity_are_lines_with_their_books(tmp_path):
    text = (packaged_folder() / "templates" / "geostationary.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("wet_refractivity", "galactic_noise"))]
    assert len(kept) == len(text.splitlines()) - 2
    file = tmp_path / "bare.toml"
    file.write_text("\n".join(kept), encoding="utf-8")
    lines = lb.load(file).budget("downlink").terms
    for key, default in (("wet_refractivity", WET_REFRACTIVITY), ("galactic_noise_at_1_m_k", GALACTIC_NOISE)):
        assert (lines[key].value, lines[key].status, lines[key].source) == (
            default.value,
            "default",
            default.source,
        )


def test_the_galaxy_is_that_of_the_quiet_sky():
    sky = inspect.signature(galactic_noise_temperature_k).parameters["temperature_at_1_m_k"].default
    receiver = Receiver.model_validate(
        {"antenna": DISH, "noise_figure": "1 dB", "ground_noise_temperature": "20 K", "required_cn0": "40 dBHz"}
    )
    assert receiver.galactic_noise_at_1_m_k == GALACTIC_NOISE
    for key, value in (("galactic_noise_at_1_m", "90 K"), ("galactic_noise_at_1_m_k", 90.0)):
        told = {"antenna": DISH, "noise_figure": "1 dB", "ground_noise_temperature": "20 K", key: value}
        assert Receiver.model_validate(told).galactic_noise_at_1_m_k.value == 90.0
    assert GALACTIC_NOISE.value == sky
