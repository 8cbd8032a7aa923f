"""Numbers that a book has for everybody: a line of the budget with the status default and the book, and no others."""

import pytest
from pydantic import ValidationError

import linkbudget as lb
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path, budget

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
    for key in ("aperture_efficiency", "diameter", "axial_ratio"):
        with pytest.raises(ValidationError):
            a_link({name: value for name, value in DISH.items() if name != key})
    for key in ("line_loss", "noise_figure", "antenna_noise_temperature"):
        with pytest.raises(ValidationError):
            a_link(receiver={name: value for name, value in RECEIVER.items() if name != key})
