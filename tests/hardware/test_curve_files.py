"""Error-rate curves from CSV files: read as written, found beside their scenario, refused with file and line."""

import pickle

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.curve_files import read_error_curve
from linkbudget.mission.inputs import inputs
from linkbudget.scenario_files.files import packaged_folder
from tests.test_bad_input import changed

GOOD = "# title: Modem X, mode 3\n# reference: test report 7\nebn0_db,bit_error_rate\n4.0, 1e-2\n6.0, 1e-4\n8.0, 1e-7\n"
CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
ERROR_RATE = 'error_rate = "1e-5"'
UNNAMED = GOOD.replace("bit_error", "error")
SCHEME = 'scheme = "noncoherent-fsk"'


def written(folder, text: str, name: str = "modem.csv"):
    file = folder / name
    file.write_bytes(text.encode("utf-8"))
    return file


@pytest.mark.parametrize("text", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace("\n", "\n\n")])
def test_a_curve_is_read_however_its_lines_end(text, tmp_path):
    curve = read_error_curve(written(tmp_path, text))
    assert (curve.name, curve.title, curve.reference) == ("modem.csv", "Modem X, mode 3", "test report 7")
    assert curve.points == ((4.0, 1e-2), (6.0, 1e-4), (8.0, 1e-7))
    assert curve.required_ebn0_db(1e-3) == pytest.approx(5.0)


def test_a_curve_without_comments_is_named_like_its_file(tmp_path):
    curve = read_error_curve(written(tmp_path, "ebn0_db,frame_error_rate\n1,0.5\n2,0.1\n"))
    assert (curve.title, curve.reference, curve.metric) == ("modem", "file modem.csv", "frame")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty; expected columns ebn0_db and bit_error_rate or"),
        ("snr,ber\n1,2\n", "line 1: 'snr,ber'; expected columns ebn0_db and bit_error_rate"),
        ("ebn0_db,bit_error_rate\n1,1e-2,3\n", "line 2: '1,1e-2,3'; expected two numbers"),
        ("ebn0_db,bit_error_rate\n1,one\n", "line 2: '1,one'; expected two numbers"),
        ("ebn0_db,bit_error_rate\n1,1e-2\n", "1 Eb/N0 and 1 error rates; expected two or more"),
        ("ebn0_db,bit_error_rate\n2,1e-2\n1,1e-3\n", "Eb/N0 of point 2 is 1 dB: expected more than before"),
        ("ebn0_db,bit_error_rate\n1,1e-2\n2,5e-2\n", "error rate of point 2 is 0.05: expected a lower one"),
        ("ebn0_db,bit_error_rate\n1,2\n2,5e-2\n", "error_rate = 2.0: expected a number above 0.0 and at most 1.0"),
        ("ebn0_db,bit_error_rate\n1,nan\n2,5e-2\n", "expected finite numbers"),
    ],
)
def test_a_file_that_is_no_curve_is_one_line(text, said, tmp_path):
    file = written(tmp_path, text)
    with pytest.raises(InputError) as refusal:
        read_error_curve(file)
    assert str(refusal.value).startswith(str(file))
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_error_curve(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_error_curve(tmp_path)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not text in UTF-8"):
        read_error_curve(tmp_path / "binary.csv")


def scenario(folder, modulation: str, error_rate: str = ERROR_RATE):
    file = folder / "own" / "satellite.toml"
    file.parent.mkdir(parents=True)
    text = changed(changed(CUBESAT, ERROR_RATE, error_rate), SCHEME, modulation)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_link_is_judged_by_the_curve_beside_its_scenario(tmp_path):
    file = scenario(tmp_path, 'curve = "modem.csv"')
    written(file.parent, GOOD)
    budget = lb.load(file).budget_when_up("uhf-downlink")
    needed_db = 6.0 + 2.0 / 3.0  # 1e-5 lies a third of the way, in the logarithm, from 1e-4 to 1e-7
    assert budget["required_ebn0_db"] == pytest.approx(needed_db)
    line = budget.terms["required_ebn0_db"]
    assert line.source == "test report 7; modem.csv, 6.00 dB at 0.0001 to 8.00 dB at 1e-7"
    assert "P(" in budget.explanation()
    looser = lb.load(file).budget("uhf-downlink", range_m=1e6, settings={"modulation.error_rate": "1e-4"})
    assert looser["required_ebn0_db"] == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("modulation", "curve", "said"),
    [
        ('curve = "other.csv"', GOOD, "links.uhf-downlink.modulation.curve: "),
        ("curve = 3", GOOD, "modulation.curve: 3: expected the name of a CSV file"),
        (
            'curve = "modem.csv"',
            GOOD.replace("8.0, 1e-7\n", ""),
            "error_rate = 1e-05: expected 1.0e-04 to 1.0e-02, the curve of modem.csv",
        ),
        (
            'curve = "modem.csv"',
            GOOD.replace("bit_", "frame_"),
            "modem.csv has frame error rates; expected bit_error_rate beside error_rate",
        ),
        (
            'curve = "modem.csv"\ncode = "conv-7-1/2"',
            GOOD,
            "curve: expected with error_rate or frame_error_rate, and without",
        ),
        ("", GOOD, "scheme: missing; expected one of bpsk"),
    ],
)
def test_a_curve_that_does_not_fit_its_link_is_one_line(modulation, curve, said, tmp_path):
    file = scenario(tmp_path, modulation)
    written(file.parent, curve)
    with pytest.raises(InputError) as refusal:
        lb.load(file)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(file))


# ---- a requirement written as a table


def required(curve: str = "modem.csv", error_rate: str = "1e-5", more: str = "") -> str:
    return f'required_ebn0 = {{ curve = "{curve}", error_rate = "{error_rate}"{more} }}'


def link_of(file):
    return lb.load(file).link("uhf-downlink").modulation


@pytest.mark.parametrize(
    ("text", "more"), [(GOOD, ""), (GOOD, ', of = "bit"'), (UNNAMED, ', of = "bit"'), (GOOD.replace("bit", "BIT"), "")]
)
def test_a_required_ebn0_may_be_the_point_of_a_curve(text, more, tmp_path):
    """Both ways of writing it are one link."""
    file = scenario(tmp_path / "table", required(more=more), "")
    flat = scenario(tmp_path / "flat", 'curve = "modem.csv"')
    for one in (file, flat):
        written(one.parent, text if one is file else GOOD)
    budgets = [lb.load(one).budget("uhf-downlink", range_m=1e6) for one in (file, flat)]
    for key, line in budgets[0].terms.items():
        assert np.array_equal(line.value, budgets[1][key]), key
    assert budgets[0]["data_rate_limit_bps"] == pytest.approx(
        9600.0 * 10.0 ** ((budgets[0]["margin_db"] - budgets[0]["required_margin_db"]) / 10.0)
    )


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (UNNAMED, ', of = "frame"'),
        (UNNAMED, ', of = "word"'),
        (GOOD.replace("bit", "frame"), ""),
        (GOOD.replace("bit", "word"), ""),
    ],
)
def test_a_curve_of_frames_or_words_keeps_a_frame_error_rate(text, more, tmp_path):
    file = scenario(tmp_path, required(error_rate="1e-3", more=more), "")
    written(file.parent, text)
    modulation = link_of(file)
    assert modulation.error_rate is None
    assert modulation.frame_error_rate.value == 1e-3
    assert lb.load(file).budget("uhf-downlink", range_m=1e6)["required_ebn0_db"] == pytest.approx(5.0)


def test_a_curve_of_frames_goes_with_a_frame_error_rate(tmp_path):
    file = scenario(tmp_path, 'curve = "modem.csv"', 'frame_error_rate = "1e-3"')
    written(file.parent, GOOD.replace("bit", "frame"))
    assert lb.load(file).budget("uhf-downlink", range_m=1e6)["required_ebn0_db"] == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("table", "curve", "said"),
    [
        (required("other.csv"), GOOD, "required_ebn0.curve: "),
        (required(error_rate="1e-9"), GOOD, "error_rate = 1e-09: expected 1.0e-07 to 1.0e-02, the curve of modem.csv"),
        (required(more=', of = "octet"'), UNNAMED, "required_ebn0.of = 'octet': expected one of bit, word, frame"),
        (required(more=', of = "frame"'), GOOD, "bit_error_rate; expected frame_error_rate, as of = 'frame' says"),
        (required(), UNNAMED, "line 3: error_rate does not say what it counts; expected columns ebn0_db and"),
        (required(), GOOD.replace("bit", "octet"), "modem.csv has octet error rates; expected bit_error_rate"),
        (required(more=', status = "assumed"'), GOOD, "required_ebn0.status: expected only error_rate and of beside"),
        ('required_ebn0 = { curve = "modem.csv" }', GOOD, "required_ebn0.error_rate: missing; expected beside curve"),
        (
            f'{required()}\ncode = "conv-7-1/2"',
            GOOD,
            "curve: expected with error_rate or frame_error_rate, and without",
        ),
        (f"{required()}\n{ERROR_RATE}", GOOD, "error_rate: expected none beside required_ebn0.curve"),
    ],
)
def test_a_table_that_does_not_fit_its_link_is_one_line(table, curve, said, tmp_path):
    file = scenario(tmp_path, table, "")
    written(file.parent, curve)
    with pytest.raises(InputError) as refusal:
        lb.load(file)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(f"{file}: links.uhf-downlink.modulation")
    assert "\n" not in str(refusal.value)


def test_a_link_like_another_may_have_a_curve_instead_of_a_number_or_another_error_rate(tmp_path):
    number = 'required_ebn0 = { value = "9 dB", low = "8 dB" }\nscheme = "bpsk"'
    file = scenario(tmp_path, number, "")
    like = '\n[links.{}]\nlike = "{}"\n[links.{}.modulation]\nrequired_ebn0 = {}\n'
    more = like.format("second", "uhf-downlink", "second", '{ curve = "modem.csv", error_rate = "1e-4" }')
    more += like.format("third", "second", "third", '{ error_rate = "1e-2" }')
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    written(file.parent, GOOD)
    links = {name: lb.load(file).budget(name, range_m=1e6) for name in ("uhf-downlink", "second", "third")}
    assert [links[name]["required_ebn0_db"] for name in links] == pytest.approx([9.0, 6.0, 4.0])


def test_show_says_where_the_table_of_a_curve_stands(tmp_path):
    file = scenario(tmp_path, required(), "")
    written(file.parent, GOOD)
    told = {one.key: one.origin for one in inputs(lb.load(file)) if one.table == "links.uhf-downlink"}
    assert told["modulation.curve"] == told["modulation.error_rate"] == "links.uhf-downlink"
    assert told["modulation.pilots"] == "default"


def test_a_link_with_a_curve_goes_to_a_worker_and_through_arrays(tmp_path):
    """An error rate beyond the curve has no answer there and says why; the others are those of single budgets."""
    file = scenario(tmp_path, required(), "")
    written(file.parent, GOOD)
    case = pickle.loads(pickle.dumps(lb.load(file).case("uhf-downlink", range_m=1e6)))
    rates = np.array([1e-2, 1e-3, 1e-5, 1e-9])
    swept = case.with_values({"modulation.error_rate": rates}).budget()
    assert swept["required_ebn0_db"] == pytest.approx([4.0, 5.0, 6.0 + 2.0 / 3.0, np.nan], nan_ok=True)
    assert swept.terms["required_ebn0_db"].source == "test report 7; modem.csv"
    outside = case.with_values({"modulation.error_rate": 1e-9}).budget()
    assert not outside.verdict.closes
    assert "outside the curve" in outside.verdict.gap


def test_rates_near_the_least_number_are_compared_without_a_warning(tmp_path):
    with pytest.raises(InputError, match=r"point 2 is 0\.001: expected a lower one"):
        read_error_curve(written(tmp_path, "ebn0_db,bit_error_rate\n1,1e-320\n5,1e-3\n"))
