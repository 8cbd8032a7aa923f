"""The live sheet of a budget: what an independent program works out of it is what the package finds."""

import math
import warnings
from dataclasses import replace

import openpyxl
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
from linkbudget.hardware.values import parameters_of, with_values
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.budget_sheet import COLUMNS, FILLS, HEADS_ROW, write_budget, write_budgets
from linkbudget.link.verdict import CLOSING

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its dependencies deprecate is not ours
    import formulas

WITHIN_DB, WITHIN_SHARE = 1e-9, 1e-9

KEY, VALUE = COLUMNS.index("Key") + 1, COLUMNS.index("Value") + 1


def rows_of(file, *, values: bool = False) -> dict[str, openpyxl.cell.cell.Cell]:
    """Cell of the value of each row, by the row's key."""
    sheet = openpyxl.load_workbook(file, data_only=values).worksheets[0]
    rows = range(HEADS_ROW + 2, sheet.max_row + 1)
    return {sheet.cell(row, KEY).value: sheet.cell(row, VALUE) for row in rows}


def worked_out(file, changes: dict[str, float]) -> dict[str, float | str]:
    """Values of all rows with some of them changed, by a program that knows nothing of the package."""
    rows = rows_of(file)
    name = next(iter(rows.values())).parent.title.upper()
    cell = {key: f"'[{file.name}]{name}'!{each.coordinate}" for key, each in rows.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = formulas.ExcelModel().loads(str(file)).finish()
        found = model.calculate(inputs={cell[key]: value for key, value in changes.items()})
    return {key: found[place].value[0, 0] for key, place in cell.items()}


def assert_same(found: dict, expected: Budget, blank: tuple[str, ...] = ()) -> None:
    for key, line in expected.terms.items():
        if key in blank:
            assert found[key] == "-", key
        elif line.unit.startswith("dB"):
            assert found[key] == pytest.approx(line.value, abs=WITHIN_DB), key
        else:
            assert found[key] == pytest.approx(line.value, rel=WITHIN_SHARE), key


def twice_as_far(one: Budget) -> Budget:
    return budget(one.link, replace(one.path, range_m=2.0 * one["range_m"]), one.plane)


PICTURE = ("slot_error_probability", "pixel_error_probability", "picture_snr_db")
SLIPS = ("slip_time_s",)  # no formula of a spreadsheet: blanked
ANALOG = (*SLIPS, "video_snr_db", "broad_area_snr_db", "contrast_snr_db", "pixel_error_probability", "picture_snr_db")
LINKS = [
    ("mars1", "telemetry-32cm-semi", SLIPS),  # digital, with a residual carrier
    ("mars1", "imaging-5cm", PICTURE),  # pulse position
    ("mars1", "television-8cm", ANALOG),  # analogue
    ("mars1", "command-39cm", ()),  # an uplink
    ("mars_express", "telecommand", SLIPS),  # a received power is required
    ("cubesat", "uhf-downlink", ()),
]


@pytest.mark.parametrize(("scenario", "link", "blank"), LINKS)
def test_range_doubled_in_the_sheet_gives_the_budget_at_twice_the_range(scenario, link, blank, tmp_path):
    one = lb.load(scenario).budget_when_up(link)
    file = tmp_path / "sheet.xlsx"
    write_budget(one, file)
    assert_same(worked_out(file, {}), one)
    far = twice_as_far(one)
    assert abs(far[CLOSING] - one[CLOSING]) > 5.0
    assert_same(worked_out(file, {"range_m": 2.0 * one["range_m"]}), far, blank)


def ranging() -> Budget:
    """A made-up link with ranging and a required ratio in a bandwidth."""
    link = lb.load("mars1").case("telemetry-32cm-dish", range_m=50e9).link
    receiver = _with(link.receiver, noise_bandwidth="100 Hz", required_cnr="5 dB")
    signal = {"waveform": "square", "modulation_index": "20 deg", "required_pr_n0": "10 dBHz"}
    modulation = _with(link.modulation, ranging=signal)
    changed = link.model_copy(update={"receiver": receiver, "modulation": modulation})
    return budget(changed, Path(range_m=50e9, elevation_deg=40.0))


def _with(part, **said):
    """The part with more of its numbers stated."""
    kept = {field.alias or name: getattr(part, name) for name, field in type(part).model_fields.items()}
    return type(part)(**{key: value for key, value in kept.items() if value is not None} | said)


def test_ranging_and_ratios_in_a_bandwidth_follow_the_range(tmp_path):
    one = ranging()
    assert {"ranging_margin_db", "cnr_margin_db", "carrier_margin_db"} <= one.terms.keys()
    write_budget(one, tmp_path / "sheet.xlsx")
    assert_same(worked_out(tmp_path / "sheet.xlsx", {"range_m": 100e9}), twice_as_far(one), SLIPS)


def test_interference_in_the_sheet_stays_when_the_range_changes(tmp_path):
    one = ranging()
    stated = {"adjacent-satellite": "12 dB", "cross-polarization": "15 dB"}
    one = budget(_with(one.link, interference=stated), one.path)
    assert one["interference_loss_db"] > 0.1
    write_budget(one, tmp_path / "sheet.xlsx")
    assert_same(worked_out(tmp_path / "sheet.xlsx", {"range_m": 100e9}), twice_as_far(one), SLIPS)


@pytest.mark.parametrize("link", ["telemetry-32cm-semi", "imaging-5cm", "television-8cm"])
def test_every_cell_marked_as_an_input_may_be_changed(link, tmp_path):
    one = lb.load("mars1").budget_when_up(link)
    file = tmp_path / "sheet.xlsx"
    write_budget(one, file)
    rows, tried = rows_of(file), 0
    keys = {id(parameter): key for key, parameter in parameters_of(one.link)}
    inputs = {key for key, cell in rows.items() if cell.fill.fgColor.rgb == f"FF{FILLS['input'][1:]}"}
    for key in inputs & one.terms.keys() - {"range_m"}:
        parameter = one.terms[key].inputs["given"]
        if id(parameter) not in keys:
            continue  # a constant of nature
        value = 1.05 * parameter.value + 0.05
        other = budget(with_values(one.link, {keys[id(parameter)]: value}), one.path, one.plane)
        found = worked_out(file, {key: value})
        blank = tuple(name for name, said in found.items() if isinstance(said, str) and name in one.terms)
        assert all(one.terms[name].sign == "" for name in blank)
        assert_same(found, other, blank)
        tried += 1
    assert tried >= 4


def test_frequency_is_marked_as_moving_more_than_the_sheet_follows(tmp_path):
    one = lb.load("mars1").budget("telemetry-32cm-dish", range_m=106.76e9)
    write_budget(one, tmp_path / "sheet.xlsx")
    cell = rows_of(tmp_path / "sheet.xlsx")["frequency_hz"]
    remark = cell.parent.cell(cell.row, COLUMNS.index("Remark") + 1).value
    assert cell.fill.fgColor.rgb == f"FF{FILLS['moves more'][1:]}"
    assert remark.startswith("Also moves lines that stay unchanged here: Transmit antenna gain")


def test_a_number_inside_an_equation_that_stays_is_named(tmp_path):
    """The C/N0 that a subcarrier needs at its threshold depends on the video bandwidth, by a search."""
    one = lb.load("mars1").budget_when_up("television-8cm")
    write_budget(one, tmp_path / "sheet.xlsx")
    cell = rows_of(tmp_path / "sheet.xlsx")["pixel_rate_pixels_per_s"]
    assert "Required subcarrier C/N0" in cell.parent.cell(cell.row, COLUMNS.index("Remark") + 1).value


def test_loss_along_a_path_in_the_air_stays_and_the_range_says_so(tmp_path):
    link = lb.load("cubesat").case_when_up("uhf-downlink").link
    one = budget(link, Path(range_m=100e3, station_height_m=0.0, far_height_m=10e3))
    write_budget(one, tmp_path / "sheet.xlsx")
    cell = rows_of(tmp_path / "sheet.xlsx")["range_m"]
    remark = cell.parent.cell(cell.row, COLUMNS.index("Remark") + 1).value
    assert "Gas loss along the path" in remark
    assert worked_out(tmp_path / "sheet.xlsx", {"range_m": 200e3})["gas_loss_db"] == pytest.approx(one["gas_loss_db"])


def test_cells_carry_the_numbers_of_the_package_for_programs_that_compute_nothing(tmp_path):
    one = lb.load("mars1").budget("telemetry-32cm-dish", at="1963-03-21T17:00Z")
    write_budget(one, tmp_path / "sheet.xlsx")
    stored = rows_of(tmp_path / "sheet.xlsx", values=True)
    for key, line in one.terms.items():
        assert stored[key].value == pytest.approx(line.value, rel=1e-15)  # sixteen figures are written
    sheet = stored[CLOSING].parent
    said = {sheet.cell(row, 2).value: sheet.cell(row, 3).value for row in range(1, HEADS_ROW)}
    assert said["Instant, UTC"].isoformat() == "1963-03-21T17:00:00"
    assert said["Verdict of the package"] == str(one.verdict)
    assert said["Verdict of this sheet"] == "The link closes"
    assert sheet.freeze_panes == f"A{HEADS_ROW + 2}"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToHeight) == 0  # as many pages as it takes, each as wide as the sheet


def test_verdict_of_the_sheet_is_its_own(tmp_path):
    one = lb.load("mars1").budget("telemetry-32cm-dish", range_m=106.76e9)
    write_budget(one, tmp_path / "sheet.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").worksheets[0]
    assert sheet["C7"].value.startswith("=IF(C")
    assert worked_out(tmp_path / "sheet.xlsx", {"range_m": 106.76e12})[CLOSING] < 0.0


def test_one_number_has_one_cell(tmp_path):
    """The suppression of the carrier is an input of the modulation index and a line of the carrier."""
    one = lb.load("mars1").budget("telemetry-32cm-dish", range_m=106.76e9)
    write_budget(one, tmp_path / "sheet.xlsx")
    rows = rows_of(tmp_path / "sheet.xlsx")
    given = rows["modulation_index_deg.carrier_suppression_loss_db"]
    assert rows["carrier_suppression_db"].value == f"={given.coordinate}"


def test_no_answer_is_a_dash_and_no_formula(tmp_path):
    link = lb.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9).link
    one = budget(link, Path(range_m=math.nan, elevation_deg=40.0))
    write_budget(one, tmp_path / "sheet.xlsx")
    rows = rows_of(tmp_path / "sheet.xlsx")
    assert {rows[key].value for key in ("range_m", "free_space_loss_db", "cn0_dbhz", CLOSING)} == {"-"}
    assert rows["eirp_dbw"].value.startswith("=")


def test_text_that_looks_like_a_formula_is_text(tmp_path):
    scenario = lb.load("mars1")
    one = scenario.budget("telemetry-32cm-dish", range_m=106.76e9)
    odd = replace(one, link=one.link.model_copy(update={"title": "=1+1"}), scenario="=notes", name="=A1")
    write_budget(odd, tmp_path / "sheet.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").worksheets[0]
    assert [sheet[cell].data_type for cell in ("A1", "C2", "C3")] == ["s", "s", "s"]
    assert sheet["A1"].value == "=1+1"


def test_arrays_are_refused(tmp_path):
    link = lb.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9)
    many = link.with_values({"range": [1e9, 2e9]}).budget()
    with pytest.raises(InputError, match="a sheet is of one instant"):
        write_budget(many, tmp_path / "sheet.xlsx")


def test_summary_reads_the_margins_of_its_sheets(tmp_path):
    scenario = lb.load("mars1")
    budgets = {name: scenario.budget_when_up(name) for name in ("telemetry-32cm-dish", "imaging-5cm")}
    write_budgets(budgets, tmp_path / "budgets.xlsx", "Mars 1: budgets")
    live = openpyxl.load_workbook(tmp_path / "budgets.xlsx")
    stored = openpyxl.load_workbook(tmp_path / "budgets.xlsx", data_only=True)
    assert live.sheetnames == ["Summary", *budgets, "Notes"]
    for row, (name, one) in enumerate(budgets.items(), 4):
        assert live["Summary"].cell(row, 4).value.startswith(f"='{name}'!C")
        assert stored["Summary"].cell(row, 4).value == pytest.approx(one[CLOSING], rel=1e-15)
        assert stored["Summary"].cell(row, 5).value == str(one.verdict)


def test_antenna_at_both_ends_has_a_cell_at_each(tmp_path):
    antenna = OmnidirectionalAntenna(gain="2 dBi", polarization="linear")
    link = lb.load("cubesat").case_when_up("uhf-downlink").link
    ends = {end: getattr(link, end).model_copy(update={"antenna": antenna}) for end in ("transmitter", "receiver")}
    one = budget(link.model_copy(update=ends), Path(range_m=1e6))
    write_budget(one, tmp_path / "sheet.xlsx")
    found = worked_out(tmp_path / "sheet.xlsx", {"transmit_antenna_gain_dbi": 5.0})
    assert found["eirp_dbw"] == pytest.approx(one["eirp_dbw"] + 3.0)
    assert found["receive_antenna_gain_dbi"] == 2.0
    cell = rows_of(tmp_path / "sheet.xlsx")["transmit_antenna_gain_dbi"]
    assert cell.fill.fgColor.rgb == f"FF{FILLS['moves more'][1:]}"
