"""Error-rate curves from CSV files: read as written, found beside their scenario, refused with file and line."""

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.curve_files import read_error_curve
from linkbudget.scenario_files.files import packaged_folder
from tests.test_bad_input import changed

GOOD = "# title: Modem X, mode 3\n# reference: test report 7\nebn0_db,bit_error_rate\n4.0, 1e-2\n6.0, 1e-4\n8.0, 1e-7\n"
CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
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
    with pytest.raises(InputError, match="No such file"):
        read_error_curve(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_error_curve(tmp_path)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not text in UTF-8"):
        read_error_curve(tmp_path / "binary.csv")


def scenario(folder, modulation: str):
    file = folder / "own" / "satellite.toml"
    file.parent.mkdir()
    file.write_text(changed(CUBESAT, SCHEME, modulation), encoding="utf-8")
    return file


def test_a_link_is_judged_by_the_curve_beside_its_scenario(tmp_path):
    file = scenario(tmp_path, 'curve = "modem.csv"')
    written(file.parent, GOOD)
    budget = lb.load(file).budget_when_up("uhf-downlink")
    needed_db = 6.0 + 2.0 / 3.0  # 1e-5 lies a third of the way, in the logarithm, from 1e-4 to 1e-7
    assert budget["required_ebn0_db"] == pytest.approx(needed_db)
    line = budget.terms["required_ebn0_db"]
    assert line.source == "test report 7"
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
            "error_rate: expected 1.0e-04 to 1.0e-02, the curve of modem.csv",
        ),
        (
            'curve = "modem.csv"',
            GOOD.replace("bit_", "frame_"),
            "modem.csv has frame error rates; expected bit_error_rate",
        ),
        ('curve = "modem.csv"\ncode = "conv-7-1/2"', GOOD, "curve: expected with error_rate, and without a code"),
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
