"""Ends that do not aim: a fixed direction, a spin, a tumble; frequency and polarisation of their pattern files."""

import re
import warnings
from functools import cache

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError, ModelRangeWarning
from linkbudget.physics.polarization import polarization_mismatch_loss_db
from linkbudget.scenario_files.files import packaged_folder
from linkbudget.studies.montecarlo import montecarlo
from tests.hardware.antenna_worlds import cosine_beam, dipole, feko, grasp_cuts, hfss, sphere, turnstile
from tests.test_bad_input import changed

CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
OVERHEAD = {"range_m": 1e6, "elevation_deg": 40.0}
TUMBLING = 'attitude = "tumbling"\navailability = 0.9'
FIXED = 'attitude = "fixed"\nlook_direction = { theta = "60 deg", phi = "40 deg" }'
SPINNING = 'attitude = "spinning"\nspin_axis = { theta = "90 deg", phi = "0 deg" }\npointing_error = "60 deg"'
RIGHT = 'polarization = "right"\naxial_ratio = "3 dB"'


_STATION = """[antennas.helix]
kind = "beam"
polarization = "right"
axial_ratio = "1 dB"
gain = "12 dBi"
beamwidth = "40 deg"

[links.uhf-downlink]"""
HELIX = [('antenna = "yagi-70cm"', 'antenna = "helix"'), ("[links.uhf-downlink]", _STATION)]


@cache
def far_field(antenna, frequency: str) -> str:
    return feko(antenna, *sphere(5.0), frequency=frequency)


def scenario(folder, end: str, antenna=turnstile, said: str = 'polarization = "right"', **more):
    """The packaged cubesat with the far field of a known antenna on the spacecraft."""
    name = more.get("name", "antenna.ffe")
    text = more.get("text") or far_field(antenna, more.get("frequency", "4.375E+08"))
    (folder / name).write_text(text, encoding="utf-8")
    toml = changed(CUBESAT, 'antenna = "turnstile"\npointing_error = "0 deg"', f'antenna = "own"\n{end}')
    table = f'[antennas.own]\nkind = "pattern"\nfile = "{name}"\n{said}\n\n[antennas.'
    toml = toml.replace("[antennas.", table, 1)
    for old, new in more.get("changes", ()):
        toml = changed(toml, old, new)
    (folder / "satellite.toml").write_text(toml, encoding="utf-8")
    return folder / "satellite.toml"


def budget(*arguments, **more):
    return lb.load(scenario(*arguments, **more)).budget("uhf-downlink", **OVERHEAD)


PEAK_DBI = 10.0 * np.log10(1.5)  # of the turnstile, and of the dipole


# ---- fixed


def test_a_fixed_direction_is_read_off_the_sphere(tmp_path):
    made = budget(tmp_path, FIXED)
    assert made["transmit_antenna_gain_dbi"] == pytest.approx(PEAK_DBI, abs=1e-6)
    assert made["transmit_pointing_loss_db"] == pytest.approx(10.0 * np.log10(2.0 / 1.25), abs=1e-4)
    assert (made["transmit_direction_theta_deg"], made["transmit_direction_phi_deg"]) == (60.0, 40.0)
    assert "file antenna.ffe, all directions" in made.terms["transmit_pointing_loss_db"].source
    assert "sphere = antenna.ffe: 72 x 37 directions, 100 % of the sphere" in made.explanation()


def test_a_mounted_antenna_turns_the_direction(tmp_path):
    """Pitched by 90 degrees, boresight lies along x: a direction 60 degrees from it in the x-y plane."""
    mounted = (
        'attitude = "fixed"\nlook_direction = { theta = "90 deg", phi = "60 deg" }\nmounting = { pitch = "90 deg" }'
    )
    made = budget(tmp_path, mounted)
    assert made["transmit_direction_theta_deg"] == pytest.approx(60.0)
    assert made["transmit_pointing_loss_db"] == pytest.approx(10.0 * np.log10(2.0 / 1.25), abs=1e-4)


def test_a_direction_can_be_swept(tmp_path):
    case = lb.load(scenario(tmp_path, FIXED)).case("uhf-downlink", **OVERHEAD)
    theta_deg = np.array([0.0, 60.0, 90.0, 120.0])
    swept = case.with_values({"transmitter.look_direction.theta": theta_deg}).budget()
    cosine = np.cos(np.radians(theta_deg))
    assert swept["transmit_pointing_loss_db"] == pytest.approx(10.0 * np.log10(2.0 / (1.0 + cosine**2)), abs=1e-4)
    assert swept["closing_margin_db"].shape == (4,)


def test_beside_the_samples_there_is_no_answer_and_a_reason(tmp_path):
    theta_deg, phi_deg = sphere(5.0)
    front = theta_deg <= 90.0
    text = feko(turnstile, theta_deg[front], phi_deg[front], frequency="4.375E+08")
    behind = FIXED.replace("60 deg", "120 deg")
    made = budget(tmp_path, behind, text=text)
    assert np.isnan(made["closing_margin_db"])
    assert "pattern was not sampled in this direction" in str(made.verdict)


# ---- spin


def test_a_spin_takes_the_worst_of_its_turn_unless_a_share_is_asked_for(tmp_path):
    """The dipole turns about an axis at right angles to it, 60 degrees from the station: sin^2 of 30 to 90 degrees."""
    vertical = 'polarization = "linear"'
    made = budget(tmp_path, SPINNING, dipole, vertical)
    assert made["transmit_spin_angle_deg"] == 60.0
    assert made["transmit_pointing_loss_db"] == pytest.approx(6.02, abs=0.05)
    best = budget(tmp_path, f"{SPINNING}\navailability = 0", dipole, vertical)
    assert best["transmit_pointing_loss_db"] == pytest.approx(0.0, abs=1e-6)
    half = budget(tmp_path, f"{SPINNING}\navailability = 0.5", dipole, vertical)
    assert half["transmit_pointing_loss_db"] == pytest.approx(-10.0 * np.log10(0.625), abs=0.05)


def test_a_spin_towards_the_sun_follows_the_angle_between_sun_and_earth(tmp_path):
    """With the axis on boresight of a round pattern, a spin is what aiming at the Sun is."""
    spin = 'boresight = "sun"\nattitude = "spinning"\nspin_axis = { theta = "0 deg", phi = "0 deg" }'
    spin += '\npointing_error = "5 deg"'
    aimed = 'boresight = "sun"\npointing_error = "5 deg"'
    losses_db = []
    for end, said in ((spin, ""), (aimed, '\ncut = "worst"')):
        case = lb.load(scenario(tmp_path, end, said=f'polarization = "right"{said}')).case("uhf-downlink", **OVERHEAD)
        losses_db.append(
            case.with_values({"sun_angle": np.array([10.0, 35.0, 70.0])}).budget()["transmit_pointing_loss_db"]
        )
    assert losses_db[0] == pytest.approx(losses_db[1], abs=1e-3)
    cosine = np.cos(np.radians([15.0, 40.0, 75.0]))
    assert losses_db[0] == pytest.approx(10.0 * np.log10(2.0 / (1.0 + cosine**2)), abs=1e-2)


def test_a_control_table_has_the_best_and_the_worst_of_a_turn(tmp_path):
    share = '\navailability = { value = 0.5, low = 0, high = 1, shape = "uniform" }'
    table = lb.load(scenario(tmp_path, SPINNING + share, dipole, 'polarization = "linear"')).case(
        "uhf-downlink", **OVERHEAD
    )
    low, high = (table.with_values({"transmitter.availability": share}).budget() for share in (0.0, 1.0))
    assert high["transmit_pointing_loss_db"] - low["transmit_pointing_loss_db"] == pytest.approx(6.02, abs=0.05)


# ---- tumble


def test_a_tumble_takes_the_gain_of_a_share_of_all_directions(tmp_path):
    made = budget(tmp_path, TUMBLING)
    # 0.75 (1 + (1 - p)^2) against 1.5
    assert made["transmit_pointing_loss_db"] == pytest.approx(10.0 * np.log10(2.0 / 1.01), abs=1e-2)
    assert "file antenna.ffe, all directions" in made.terms["transmit_pointing_loss_db"].source
    assert "availability = 0.9" in made.explanation()


def test_a_simulation_draws_directions_from_the_sphere(tmp_path):
    uniform = 'availability = { value = 0.5, low = 0, high = 1, shape = "uniform" }'
    loaded = lb.load(scenario(tmp_path, f'attitude = "tumbling"\n{uniform}', dipole, 'polarization = "linear"'))
    case = loaded.case("uhf-downlink", **OVERHEAD)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ModelRangeWarning)  # of gases below 1 GHz, and of the polarisation
        values_db = montecarlo(case, 4096, seed=1).values("transmit_pointing_loss_db")
    shares = np.array([0.1, 0.5, 0.9])
    assert np.quantile(values_db, shares) == pytest.approx(-10.0 * np.log10(1.0 - shares**2), abs=0.05)


def test_a_shape_that_covers_the_sphere_goes_with_a_stated_gain(tmp_path):
    said = 'polarization = "right"\ngain = { value = "1.5 dBi", low = "1 dBi", high = "2 dBi" }'
    made = budget(tmp_path, TUMBLING, said=said, name="antenna.ffd", text=hfss(turnstile, *sphere(5.0)),
                  changes=[('frequency = "437.5 MHz"', 'frequency = "2.4 GHz"')])  # fmt: skip
    assert made["transmit_antenna_gain_dbi"] == 1.5
    assert made["transmit_pointing_loss_db"] == pytest.approx(10.0 * np.log10(2.0 / 1.01), abs=1e-2)


# ---- refusals


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ('attitude = "tumbling"', "availability: missing; expected with attitude = 'tumbling'"),
        (f'{TUMBLING}\npointing_error = "1 deg"', "pointing_error: expected none with attitude = 'tumbling'"),
        (f'{TUMBLING}\npointing_loss = "1 dB"', "pointing_loss: expected none with attitude = 'tumbling'"),
        (f'{TUMBLING}\nmounting = {{ roll = "1 deg" }}', "mounting: expected none with attitude = 'tumbling'"),
        (f'{TUMBLING}\nboresight = "sun"', "boresight = 'sun': expected attitude = 'aimed' or 'spinning'"),
        ('attitude = "tumbling"\navailability = 1.5', "availability: 1.5: expected a number at least 0 and at most 1"),
        ('attitude = "fixed"', "look_direction: missing; expected with attitude = 'fixed'"),
        (f"{FIXED}\navailability = 0.5", "availability: expected none with attitude = 'fixed'"),
        ('attitude = "spinning"\npointing_error = "5 deg"', "spin_axis: missing; expected with attitude = 'spinning'"),
        (SPINNING.replace('pointing_error = "60 deg"', ""), "pointing_error: missing; expected with attitude = 'spin"),
        ('pointing_error = "0 deg"\navailability = 0.5', "availability: expected none with attitude = 'aimed'"),
        ('pointing_error = "0 deg"', "antenna.ffe: has 36 cuts; expected cut = one of phi 0, phi 5"),
        ('attitude = "lost"', "attitude = 'lost'"),
        (FIXED.replace('theta = "60 deg"', 'theta = "200 deg"'), "look_direction.theta = '200 deg': expected"),
        (FIXED.replace("theta", "elevation"), "look_direction: elevation = '60 deg': unknown key"),
    ],
)  # fmt: skip
def test_keys_go_with_their_attitude(end, said, tmp_path):
    with pytest.raises(InputError) as refusal:
        lb.load(scenario(tmp_path, end))
    assert said in str(refusal.value)


def test_a_part_of_a_sphere_does_not_tumble(tmp_path):
    theta_deg, phi_deg = sphere(5.0)
    front = theta_deg <= 90.0
    text = feko(turnstile, theta_deg[front], phi_deg[front], frequency="4.375E+08")
    with pytest.raises(InputError, match=r"antenna\.ffe: covers 50 % of the sphere; expected the whole of it"):
        lb.load(scenario(tmp_path, TUMBLING, text=text))


@pytest.mark.parametrize("end", [TUMBLING, FIXED, SPINNING])
def test_single_cuts_and_formulas_have_no_other_directions(end, tmp_path):
    attitude = end.split('"')[1]
    with pytest.raises(InputError, match=f"attitude = '{attitude}': cut.csv: holds single cuts, which are no sphere"):
        lb.load(scenario(tmp_path, end, said=RIGHT, name="cut.csv", text="0, 5\n90, -3\n180, -9\n"))
    two = grasp_cuts(turnstile, np.arange(-180.0, 181.0, 5.0), (0.0, 90.0))
    with pytest.raises(InputError, match=r"cuts stand 90° apart, which is no sphere; expected 30° or less"):
        lb.load(scenario(tmp_path, end, said='polarization = "right"\ncut = "worst"', name="a.cut", text=two))
    formula = changed(CUBESAT, 'pointing_error = "0 deg"', end)
    (tmp_path / "formula.toml").write_text(formula, encoding="utf-8")
    with pytest.raises(
        InputError, match="kind 'omnidirectional' is not known in all directions; expected kind = 'pattern'"
    ):
        lb.load(tmp_path / "formula.toml")


# ---- polarisation


def test_an_axial_ratio_that_is_not_stated_is_that_of_the_file_on_boresight(tmp_path):
    """cos(60) of the y dipole's field alone would be 6 dB; on boresight the turnstile is circular."""
    made = budget(tmp_path, 'pointing_error = "0 deg"', said='polarization = "right"\ncut = "worst"')
    ratio = made.terms["polarization_loss_db"].inputs["axial_ratio_1_db"]
    assert ratio.value == pytest.approx(0.0, abs=1e-9)
    assert ratio.source == "file antenna.ffe, on boresight"
    stated = budget(
        tmp_path, 'pointing_error = "0 deg"', said='polarization = "right"\naxial_ratio = "2 dB"\ncut = "worst"'
    )
    assert stated.terms["polarization_loss_db"].inputs["axial_ratio_1_db"].value == 2.0


@pytest.mark.parametrize(("theta_deg", "same"), [(60.0, True), (120.0, False)])
def test_in_a_fixed_direction_ellipse_and_sense_are_those_of_the_direction(theta_deg, same, tmp_path):
    """Behind, the turnstile is left-handed: a right-handed station loses what it should."""
    made = budget(tmp_path, FIXED.replace("60 deg", f"{theta_deg} deg"), changes=HELIX)
    assert made["transmit_axial_ratio_db"] == pytest.approx(20.0 * np.log10(2.0), abs=1e-6)
    wanted_db = polarization_mismatch_loss_db(20.0 * np.log10(2.0), 1.0, 90.0, same)
    assert made["polarization_loss_db"] == pytest.approx(wanted_db, abs=1e-6)


def test_senses_follow_a_swept_direction(tmp_path):
    case = lb.load(scenario(tmp_path, FIXED, changes=HELIX)).case("uhf-downlink", **OVERHEAD)
    losses_db = case.with_values({"transmitter.look_direction.theta": np.array([0.0, 180.0])}).budget()[
        "polarization_loss_db"
    ]
    assert losses_db[0] < 0.1
    assert losses_db[1] > 20.0


def test_a_tumble_takes_the_ellipse_of_boresight_and_says_so(tmp_path):
    made = budget(tmp_path, TUMBLING)
    assert [note for note in made.notes if "that of the transmit antenna's boresight is taken" in note]


@pytest.mark.parametrize(
    ("antenna", "polarization", "said"),
    [
        (turnstile, 'polarization = "left"', "polarization = 'left': antenna.ffe is right-handed on boresight"),
        (turnstile, 'polarization = "linear"', "polarization = 'linear': antenna.ffe is right-handed on boresight"),
        (cosine_beam, 'polarization = "vertical"', "polarization = 'vertical': antenna.ffe is right-handed"),
        (dipole, RIGHT, "polarization = 'right': antenna.ffe is linear on boresight (axial ratio 100.0 dB)"),
    ],
)  # fmt: skip
def test_a_polarisation_that_the_file_contradicts_is_refused(antenna, polarization, said, tmp_path):
    with pytest.raises(InputError) as refusal:
        lb.load(scenario(tmp_path, FIXED, antenna, polarization))
    assert said in str(refusal.value)


def test_a_file_that_tells_no_polarisation_leaves_the_axial_ratio_unstated(tmp_path):
    text = '#Frequency: 4.375E+08\n#"Theta" "Phi" "Gain(Total)"\n0 0 7\n90 0 0\n'
    made = budget(tmp_path, 'pointing_error = "0 deg"', text=text)
    assert any("axial_ratio" in note for note in made.notes if note.startswith("not stated"))


def test_two_cuts_tell_the_axial_ratio_where_they_cross(tmp_path):
    text = grasp_cuts(turnstile, np.arange(-180.0, 181.0, 5.0), (0.0, 90.0), 2)
    made = budget(
        tmp_path, 'pointing_error = "0 deg"', said='polarization = "right"\ncut = "worst"\nbeamwidth = "120 deg"',
        name="a.cut", text=text,
    )  # fmt: skip
    assert made.terms["polarization_loss_db"].inputs["axial_ratio_1_db"].value == pytest.approx(0.0, abs=1e-6)


# ---- frequency


@pytest.mark.parametrize(
    ("frequency", "noted"),
    [("4.375E+08", False), ("4.44E+08", False), ("4.30E+08", False), ("4.50E+08", True), ("5.4E+08", True)],
)
def test_a_pattern_of_another_frequency_is_noted_beyond_two_per_cent(frequency, noted, tmp_path):
    notes = budget(tmp_path, FIXED, frequency=frequency).notes
    assert bool([note for note in notes if "antenna.ffe has the pattern at" in note]) == noted


def test_a_pattern_of_a_far_frequency_is_refused_unless_it_is_asked_for(tmp_path):
    for frequency, own in (("5.5E+08", "550 MHz"), ("3.4E+08", "340 MHz")):
        said = f"antenna.ffe has the pattern at {own}, the link is at 437.5 MHz: expected them within a factor of 1.25"
        with pytest.raises(InputError, match=re.escape(f"transmitter.antenna: {said}")):
            lb.load(scenario(tmp_path, FIXED, frequency=frequency))
    made = budget(tmp_path, FIXED, said='polarization = "right"\nat_any_frequency = true', frequency="5.5E+08")
    assert [note for note in made.notes if "antenna.ffe has the pattern at 550 MHz" in note]


def test_a_frequency_that_the_file_does_not_tell_can_be_stated(tmp_path):
    text = grasp_cuts(turnstile, np.arange(0.0, 181.0, 5.0), np.arange(0.0, 360.0, 15.0))
    more = {"name": "a.cut", "text": text}
    assert "has the pattern" not in "".join(budget(tmp_path, FIXED, **more).notes)
    stated = 'polarization = "right"\nfrequency = "450 MHz"'
    assert "450 MHz" in "".join(budget(tmp_path, FIXED, said=stated, **more).notes)
    with pytest.raises(InputError, match=r"the link is at 437\.5 MHz"):
        lb.load(scenario(tmp_path, FIXED, said=stated.replace("450", "900"), **more))


def test_a_frequency_that_contradicts_the_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"frequency: expected none, or 437\.5 MHz, which antenna\.ffe states"):
        lb.load(scenario(tmp_path, FIXED, said='polarization = "right"\nfrequency = "440 MHz"'))
    same = budget(tmp_path, FIXED, said='polarization = "right"\nfrequency = "437.5 MHz"')
    assert "has the pattern" not in "".join(same.notes)


# ---- at the station


def station_scenario(folder, end: str, said: str = ""):
    """The packaged cubesat with the known antenna on the ground, and the Sun near its beam."""
    (folder / "antenna.ffe").write_text(far_field(turnstile, "4.375E+08"), encoding="utf-8")
    toml = changed(
        CUBESAT, 'antenna = "yagi-70cm" # from the catalogue: linkbudget catalog antennas', 'antenna = "own"'
    )
    toml = changed(toml, 'pointing_error = "5 deg"', end)
    toml = changed(toml, 'required_margin = "3 dB"', 'required_margin = "3 dB"\nbody_separations = { sun = "2 deg" }')
    table = f'[antennas.own]\nkind = "pattern"\nfile = "antenna.ffe"\npolarization = "right"\n{said}\n\n[antennas.'
    (folder / "satellite.toml").write_text(toml.replace("[antennas.", table, 1), encoding="utf-8")
    return lb.load(folder / "satellite.toml").budget("uhf-downlink", **OVERHEAD)


def test_a_station_that_does_not_aim_has_no_sun_near_its_beam(tmp_path):
    made = station_scenario(tmp_path, FIXED)
    assert made["receive_pointing_loss_db"] == pytest.approx(10.0 * np.log10(2.0 / 1.25), abs=1e-4)
    assert "sun_noise_temperature_k" not in made.terms
    assert [note for note in made.notes if "the station's antenna is not aimed" in note]


def test_the_sun_is_not_heard_by_a_beam_of_unknown_width(tmp_path):
    made = station_scenario(tmp_path, 'pointing_loss = "1 dB"')
    assert "sun_noise_temperature_k" not in made.terms
    assert [note for note in made.notes if "the beamwidth of the station's antenna is not known" in note]
    known = station_scenario(tmp_path, 'pointing_loss = "1 dB"', 'beamwidth = "120 deg"')
    assert known["sun_noise_temperature_k"] > 0.0
