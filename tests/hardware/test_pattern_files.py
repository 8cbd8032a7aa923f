"""Pattern files as scenarios name them: found beside their scenario, joined to one pattern, refused in one line."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.antenna_kinds import PatternAntenna
from linkbudget.hardware.pattern_files import FORMATS, measured_pattern, read_cuts
from linkbudget.hardware.sampled_pattern import (
    HALF_POWER_DB,
    adverse_pattern,
    sampled_pattern,
    sampled_pattern_loss_db,
)
from linkbudget.scenario_files.files import packaged_folder
from tests.test_bad_input import changed

CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
HORN = "-90, -11\n-20, 3\n-10, 12\n0, 15\n10, 13\n20, 4\n90, -12\n"
PANEL = """NAME Panel
GAIN 14 dBi
HORIZONTAL 4
0 0
90 12
180 30
270 10
VERTICAL 8
0 1
45 15
90 20
135 25
180 30
225 25
270 20
315 17
"""


def scenario(folder, antenna: str, file: str = "horn.csv", text: str = HORN):
    """The packaged cubesat with a pattern as the antenna of its station."""
    (folder / file).write_text(text, encoding="utf-8")
    table = f'[antennas.measured]\nkind = "pattern"\npolarization = "linear"\n{antenna}\n\n[antennas.'
    toml = CUBESAT.replace("[antennas.", table, 1)
    (folder / "satellite.toml").write_text(
        changed(toml, 'antenna = "yagi-70cm"', 'antenna = "measured"'), encoding="utf-8"
    )
    return folder / "satellite.toml"


def off(angle: str) -> dict:
    return {"range_m": 1e6, "elevation_deg": 40.0, "settings": {"receiver.pointing_error": angle}}


# ---- the pattern that counts


def test_the_worse_side_counts():
    horn = sampled_pattern("horn", [-20.0, -10.0, 0.0, 10.0, 20.0], [3.0, 12.0, 15.0, 13.0, 4.0])
    worse = adverse_pattern("worse", [horn])
    assert sampled_pattern_loss_db(np.array([-10.0, 0.0, 10.0, 15.0]), worse) == pytest.approx([3.0, 0.0, 3.0, 7.5])
    assert adverse_pattern("worse", [worse]) == worse


def test_beside_the_shorter_side_nothing_is_known():
    horn = sampled_pattern("horn", [-10.0, 0.0, 10.0, 20.0], [12.0, 15.0, 13.0, 4.0])
    loss_db = sampled_pattern_loss_db(np.array([10.0, 10.1, 20.0]), adverse_pattern("worse", [horn]))
    assert loss_db[0] == 3.0
    assert np.isnan(loss_db[1:]).all()
    with pytest.raises(LinkBudgetError, match="one side of boresight only"):
        adverse_pattern("side", [sampled_pattern("side", [-5.0, 10.0, 100.0], [1.0, 2.0, 1.0])])


def test_angles_count_from_the_peak_where_they_are_to():
    tilted = sampled_pattern("tilted", [-180.0, 10.0, 20.0, 30.0, 40.0, 180.0], [-20.0, 5.0, 9.0, 11.0, 6.0, -20.0])
    worse = adverse_pattern("worse", [tilted], at_peak=True)
    assert sampled_pattern_loss_db(np.array([0.0, 10.0, 20.0]), worse) == pytest.approx(
        [0.0, 5.0, 5.0 + 26.0 * 10.0 / 140.0]
    )
    assert sampled_pattern_loss_db(180.0, worse) > 20.0
    with pytest.raises(LinkBudgetError, match="2 cuts; expected one cut"):
        adverse_pattern("worse", [tilted, tilted], at_peak=True)


def test_the_peak_of_a_cut_that_goes_round_may_lie_anywhere():
    angle_deg = np.arange(0.0, 360.0, 10.0)
    there = sampled_pattern("there", angle_deg, -0.1 * abs((angle_deg - 250.0 + 180.0) % 360.0 - 180.0))
    worse = adverse_pattern("worse", [there], at_peak=True)
    wanted_deg = np.array([0.0, 15.0, 95.0, 180.0])
    assert sampled_pattern_loss_db(wanted_deg, worse) == pytest.approx(0.1 * wanted_deg)


def test_the_worst_of_several_cuts_is_the_least_gain_of_all():
    narrow = sampled_pattern("narrow", [0.0, 5.0, 10.0, 90.0], [15.0, 13.0, 9.0, -9.0])
    wide = sampled_pattern("wide", [0.0, 5.0, 10.0, 90.0], [15.0, 14.5, 13.0, -20.0])
    worst = measured_pattern("both.csv", {"narrow": narrow, "wide": wide}, cut="worst")
    assert sampled_pattern_loss_db(np.array([10.0, 90.0]), worst.pattern) == pytest.approx([6.0, 35.0])
    assert worst.beamwidth_deg == pytest.approx(2.0 * (5.0 + 5.0 * (HALF_POWER_DB - 2.0) / 4.0))
    assert worst.gain_dbi == 15.0


def test_samples_that_are_too_far_apart_leave_a_remark():
    fine = sampled_pattern("fine", [0.0, 1.0, 2.0], [15.0, 12.1, 6.0])
    coarse = sampled_pattern("coarse", [0.0, 3.6, 7.2], [39.3, 14.0, 9.0])
    assert measured_pattern("a.cut", {"phi 0": fine}).pattern.remarks == ()
    assert measured_pattern("a.cut", {"phi 0": coarse}).pattern.remarks == (
        "a.cut: the samples are far apart: 25.3 dB are lost in one step from the peak, along a straight line",
    )


def test_patterns_from_the_same_file_are_equal_and_show_their_content(tmp_path):
    file = tmp_path / "horn.csv"
    file.write_text(HORN, encoding="utf-8")
    one, same = (measured_pattern("horn.csv", read_cuts(file)) for _ in range(2))
    file.write_text(HORN.replace("-10, 12", "-10, 11.9"), encoding="utf-8")
    other = measured_pattern("horn.csv", read_cuts(file))
    assert one == same
    assert hash(one) == hash(same)
    assert repr(one) == repr(same)
    assert one != other
    assert repr(one) != repr(other)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_none_is_refused_in_one_line(form, tmp_path):
    (tmp_path / "binary").write_bytes(b"\x00\x01" * 100)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "letter").write_text("Dear Sir,\n\nthe antenna was lost.\n", encoding="utf-8")
    for name in ("binary", "empty", "letter", "nothing", "."):
        with pytest.raises(InputError) as caught:
            read_cuts(tmp_path / name, form=form)
        assert str(caught.value).startswith(str(tmp_path))
        assert "expected" in str(caught.value) or "samples" in str(caught.value)
        assert "\n" not in str(caught.value)


# ---- scenarios


def test_a_link_is_judged_by_the_pattern_beside_its_scenario(tmp_path):
    case = lb.load(scenario(tmp_path, 'file = "horn.csv"'))
    budget = case.budget("uhf-downlink", **off("15 deg"))
    assert budget["receive_antenna_gain_dbi"] == 15.0
    assert budget["receive_pointing_loss_db"] == pytest.approx(7.5)  # 3 and 12 dB down at -10 and -20 degrees
    assert budget["receive_beamwidth_deg"] == pytest.approx(
        10.0 + 10.0 * (HALF_POWER_DB - 3.0) / 9.0 + 10.0 + 10.0 * (HALF_POWER_DB - 2.0) / 9.0
    )
    for key in ("receive_antenna_gain_dbi", "receive_pointing_loss_db", "receive_beamwidth_deg"):
        assert "file horn.csv, cut table" in budget.terms[key].source
    said = budget.explanation()
    assert "pattern = horn.csv, table: 4 angles from 0° to 90°" in said
    assert "pattern: file horn.csv, cut table" in said


def test_the_status_and_source_of_the_antenna_go_with_its_numbers(tmp_path):
    file = scenario(tmp_path, 'file = "horn.csv"\nstatus = "measured"\nsource = "range report 7"')
    line = lb.load(file).budget("uhf-downlink", **off("5 deg")).terms["receive_pointing_loss_db"]
    assert line.source.endswith("file horn.csv, cut table; range report 7")
    assert lb.load(file).budget("uhf-downlink", **off("5 deg")).terms["receive_antenna_gain_dbi"].status == "measured"


def test_an_angle_beside_the_samples_gives_a_reason_and_no_number(tmp_path):
    budget = lb.load(scenario(tmp_path, 'file = "horn.csv"')).budget("uhf-downlink", **off("91 deg"))
    assert np.isnan(budget["closing_margin_db"])
    assert "pattern was not sampled in this direction" in str(budget.verdict)


def test_a_sweep_of_the_pointing_error_is_a_budget_at_each_angle(tmp_path):
    loaded = lb.load(scenario(tmp_path, 'file = "panel.msi"\ncut = "horizontal"', "panel.msi", PANEL))
    angle_deg = np.array([0.0, 20.0, 90.0, 180.0])
    case = loaded.case("uhf-downlink", range_m=1e6, elevation_deg=40.0)
    together = case.with_values({"receiver.pointing_error": angle_deg}).budget()
    assert together["receive_pointing_loss_db"] == pytest.approx([0.0, 12.0 * 20.0 / 90.0, 12.0, 30.0])
    for place, one in enumerate(angle_deg.tolist()):
        alone = loaded.budget("uhf-downlink", **off(f"{one} deg"))
        assert alone["closing_margin_db"] == pytest.approx(together["closing_margin_db"][place])


def test_losses_of_one_cut_count_from_the_gain_of_the_antenna(tmp_path):
    loaded = lb.load(scenario(tmp_path, 'file = "panel.msi"\ncut = "vertical"', "panel.msi", PANEL))
    budget = loaded.budget("uhf-downlink", **off("0 deg"))
    assert (budget["receive_antenna_gain_dbi"], budget["receive_pointing_loss_db"]) == (14.0, pytest.approx(1.0))
    assert loaded.budget("uhf-downlink", **off("45 deg"))["receive_pointing_loss_db"] == pytest.approx(17.0)


def test_what_a_file_leaves_open_is_a_note_of_the_budget(tmp_path):
    text = PANEL.replace("GAIN 14 dBi", "GAIN 14")
    loaded = lb.load(scenario(tmp_path, 'file = "panel.msi"\ncut = "worst"', "panel.msi", text))
    notes = loaded.budget("uhf-downlink", **off("0 deg")).notes
    assert [one for one in notes if "GAIN 14 has no unit" in one]


def test_gain_and_beamwidth_may_be_said_beside_the_file(tmp_path):
    said = 'file = "horn.csv"\ngain = { value = "15.04 dBi", low = "14 dBi", high = "15.5 dBi" }\nbeamwidth = "30 deg"'
    budget = lb.load(scenario(tmp_path, said)).budget("uhf-downlink", **off("0 deg"))
    assert (budget["receive_antenna_gain_dbi"], budget["receive_beamwidth_deg"]) == (15.04, 30.0)


def test_the_sun_in_the_beam_is_heard_as_by_a_beam_of_that_gain_and_width(tmp_path):
    heard = []
    for kind in ('file = "horn.csv"', 'gain = "15 dBi"\nbeamwidth = "21.13400 deg"'):
        file = scenario(tmp_path, kind)
        text = file.read_text(encoding="utf-8").replace(
            "[links.uhf-downlink]", '[links.uhf-downlink]\nbody_separations = { sun = "5 deg" }'
        )
        file.write_text(text if "horn" in kind else text.replace('kind = "pattern"', 'kind = "beam"'), encoding="utf-8")
        heard.append(lb.load(file).budget("uhf-downlink", range_m=1e6, elevation_deg=40.0)["sun_noise_temperature_k"])
    assert heard[0] == pytest.approx(heard[1], rel=1e-4)
    assert heard[0] > 1.0


def test_the_figure_of_patterns_draws_the_samples(tmp_path):
    loaded = lb.load(scenario(tmp_path, 'file = "horn.csv"'))
    axes = lb.plots.antenna_pattern(loaded, link="uhf-downlink")
    drawn = {float(x): float(y) for line in axes.lines for x, y in zip(*line.get_data(), strict=True) if np.isfinite(y)}
    assert drawn.pop(5.0) == pytest.approx(13.5)  # the station's pointing error, by the worse side
    assert max(drawn.values()) == pytest.approx(15.0 - 0.3 * min(drawn))
    assert min(drawn.values()) == pytest.approx(-12.0, abs=1.0)  # the last of the samples, and nothing beside it


def test_the_antenna_can_be_made_in_python(tmp_path):
    (tmp_path / "horn.dat").write_text(HORN, encoding="utf-8")
    antenna = PatternAntenna(file=tmp_path / "horn.dat", format="csv", polarization="linear")
    assert antenna.gain_dbi.value == 15.0
    assert '"file":"horn.dat"' in antenna.model_dump_json()
    assert PatternAntenna(**{name: getattr(antenna, name) for name in type(antenna).model_fields}) == antenna


@pytest.mark.parametrize(
    ("antenna", "said"),
    [
        ('file = "none.csv"', "antennas.measured.file: "),
        ('file = "none.csv"', "none.csv: no such file; expected an antenna pattern"),
        ("file = 3", "3: expected the name of a file"),
        ('file = "satellite.toml"', "ends in '.toml'; expected one of .csv"),
        ('file = "panel.msi"', "panel.msi: has 2 cuts; expected cut = one of horizontal, vertical, or worst"),
        ('file = "panel.msi"\ncut = "E"', "panel.msi: has no cut 'E'; expected cut = one of horizontal, vertical"),
        ('file = "panel.msi"\ncut = "worst"\nboresight = "peak"', "the greatest gain of 2 cuts; expected one cut"),
        (
            'file = "panel.msi"\ncut = "horizontal"\ngain = "13 dBi"',
            "gain: expected none, or 14.00 dBi, which panel.msi",
        ),
        ('file = "panel.msi"\ncut = "worst"\nformat = "grd"', "format = 'grd': expected one of csv, msi"),
        (
            'file = "panel.msi"\ncut = "worst"\nblock = 1',
            "panel.msi: block = 1; expected none: only files of grasp, grasp-grid, hfss",
        ),
        ('file = "panel.msi"\ncut = "worst"\nblock = 0', "block = 0: "),
        ('file = "round.csv"', "beamwidth: missing; cut table of round.csv falls nowhere to half power"),
        ("", "antennas.measured.file: missing"),
    ],
)
def test_a_pattern_that_does_not_fit_its_antenna_is_one_line(antenna, said, tmp_path):
    (tmp_path / "round.csv").write_text("0, 2\n90, 2\n180, 2\n", encoding="utf-8")
    file = scenario(tmp_path, antenna, "panel.msi", PANEL)
    with pytest.raises(InputError) as refusal:
        lb.load(file)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(file))
    assert "more)" not in str(refusal.value)
