"""Losses by their usual names: a stated one replaces of a computed one, and a note says so."""

import pytest
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, Weather, budget
from linkbudget.link.case import Case
from linkbudget.physics.attenuation import total_atmospheric_loss_db

RAIN = Weather(45.0, 35.0, 3000.0, 0.8, 50.0, 1e-3)
END = {"antenna": {"kind": "stated", "gain": "30 dBi"}, "pointing_loss": "0 dB", "line_loss": "1 dB"}
SKY = {"line_temperature": "290 K", "noise_figure": "1 dB", "galactic_noise_at_1_m": "0 K"}


def a_link(losses=None, **changes) -> Link:
    said = {
        "title": "Any",
        "frequency": "20 GHz",
        "required_margin": "0 dB",
        "transmitter": {"eirp": "40 dBW"},
        "receiver": END | SKY | {"ground_noise_temperature": "20 K"},
        "modulation": {"kind": "digital", "scheme": "qpsk", "bit_rate": "1 Mbit/s", "error_rate": 1e-5}
        | {"implementation_loss": "1 dB"},
        "polarization_loss": "0.2 dB",
        "losses": losses or {},
    }
    return Link.model_validate({key: value for key, value in (said | changes).items() if value is not None})


def lines_of(losses=None, weather=None, path=None, **changes) -> Budget:
    return budget(a_link(losses, **changes), path or Path(36e6, 30.0, weather=weather))


# ---- identity


@pytest.mark.parametrize("name", ["gas", "gases", "gaseous"])
def test_a_stated_gas_loss_is_the_gas_loss_and_glows_as_it_does(name):
    computed = lines_of()
    stated = lines_of({name: f"{computed['gas_loss_db']!r} dB".replace("np.float64(", "").replace(")", "")})
    for key in ("gas_loss_db", "sky_noise_temperature_k", "cn0_dbhz", "closing_margin_db"):
        assert stated[key] == pytest.approx(computed[key], rel=1e-9), key
    assert any(text.startswith(f"losses.{name}: replaces the loss in the gases") for text in stated.notes)
    assert stated.terms["gas_loss_db"].function is None
    assert len(stated.terms) == len(computed.terms)


@pytest.mark.parametrize("kind", ["gas", "rain", "cloud", "scintillation"])
def test_in_weather_each_kind_is_put_into_the_total(kind):
    lines = lines_of({kind: "1.25 dB"}, RAIN)
    assert lines[f"{kind}_loss_db"] == 1.25
    total = total_atmospheric_loss_db(
        gas_loss_db=lines["gas_loss_db"],
        cloud_loss_db=lines["cloud_loss_db"],
        rain_loss_db=lines["rain_loss_db"],
        scintillation_loss_db=lines["scintillation_loss_db"],
        exceedance_probability=1e-3,
    )
    assert lines["atmospheric_loss_db"] == pytest.approx(total)
    assert lines["excess_loss_db"] == pytest.approx(total + 0.2)
    assert sum("replaces" in text for text in lines.notes) == 1


def test_in_a_clear_sky_rain_is_a_loss_like_any_other():
    """TR 38.821 has lines of shadowing and scintillation beside the gases."""
    named = {"rain": "2 dB", "scintillation": "0.3 dB", "shadowing": "3 dB"}
    plain, lines = lines_of(), lines_of(named)
    assert plain["cn0_dbhz"] - lines["cn0_dbhz"] == pytest.approx(5.3, abs=1e-9)
    assert not any("replaces" in text for text in lines.notes)


@pytest.mark.parametrize("name", ["atmosphere", "atmospheric"])
def test_a_named_atmosphere_is_the_atmospheric_loss(name):
    one, other = lines_of({name: "3 dB"}), lines_of(atmospheric_loss="3 dB")
    assert list(one.terms) == list(other.terms)
    assert one["closing_margin_db"] == other["closing_margin_db"]


@pytest.mark.parametrize("name", ["polarization", "polarisation"])
def test_a_named_polarisation_is_the_polarisation_loss(name):
    assert lines_of({name: "0.2 dB"}, polarization_loss=None)["cn0_dbhz"] == lines_of()["cn0_dbhz"]


@pytest.mark.parametrize("name", ["receive-line", "implementation", "data_modulation", "transmit-pointing", "gas"])
def test_a_loss_with_the_name_of_another_line_is_a_line_of_its_own(name):
    """A loss named gas beside a stated atmosphere is not taken for the clear sky: 103 K too much noise otherwise."""
    plain, lines = (lines_of(losses, atmospheric_loss="3 dB") for losses in (None, {name: "0.5 dB"}))
    assert lines[f"named_{name.replace('-', '_')}_loss_db"] == 0.5
    assert plain["cn0_dbhz"] - lines["cn0_dbhz"] == pytest.approx(0.5, abs=1e-9)
    assert lines["sky_noise_temperature_k"] == plain["sky_noise_temperature_k"]


def test_between_two_heights_a_stated_gas_loss_is_that_of_the_path():
    path = Path(50e3, far_height_m=9e3)
    lines = lines_of({"gas": "1 dB"}, path=path)
    assert lines["gas_loss_db"] == 1.0
    assert lines["sky_gas_loss_db"] == lines_of(path=path)["sky_gas_loss_db"]


def test_a_stated_loss_is_swept():
    case = Case(a_link({"gas": "1 dB"}), Path(36e6, 30.0))
    assert case.with_values({"losses.gas": 2.0}).budget()["gas_loss_db"] == 2.0


def test_the_temperature_of_a_stated_gas_is_its_own():
    cold = a_link({"gas": "1 dB"}, loss_temperatures={"gas": "200 K"})
    warm = lines_of({"gas": "1 dB"})
    assert budget(cold, Path(36e6, 30.0))["sky_noise_temperature_k"] < warm["sky_noise_temperature_k"]


# ---- refusals


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"losses": {"polarization": "1 dB"}}, "losses.polarization: expected none beside polarization_loss"),
        ({"losses": {"atmosphere": "1 dB"}, "atmospheric_loss": "1 dB"}, "losses.atmosphere: expected none beside"),
        ({"losses": {"cloud": "1 dB", "clouds": "1 dB"}}, "losses.clouds: expected none beside losses.cloud"),
    ],
)
def test_the_same_loss_twice_is_refused(changes, words):
    with pytest.raises(ValidationError) as error:
        a_link(**changes)
    assert words in str(error.value)
