"""Commands on a satellite that has come down, or whose elements are too old: one line, exit status 2."""

import pytest

from tests.mission.conftest import CUBESAT, FRAGMENT

LINK = ("--link", "uhf-downlink")
ASKED = {
    "check": (),
    "budget": LINK,
    "budget at an instant": (*LINK, "--at", "{at}"),
    "explain": (*LINK, "--at", "{at}"),
    "plot trajectory": ("-o", "{folder}/plot.png"),
    "plot passes": ("-o", "{folder}/plot.png"),
    "plot margin": ("-o", "{folder}/plot.png"),
    "listen": (*LINK, "-o", "{folder}/sound.wav"),
    "listen at an instant": (*LINK, "--at", "{at}", "-o", "{folder}/sound.wav"),
    "run": ("-o", "{folder}/out", "-q"),
    "sweep": (*LINK, "--axis", "transmitter.power=1 W, 2 W", "--at", "{at}", "-q"),
    "sweep over time": (*LINK, "--axis", "time={at}..{end}:3", "-q"),
    "solve": (*LINK, "--for", "transmitter.power", "--target", "margin_db=3 dB", "--at", "{at}"),
    "compare": (*LINK, "--set", "transmitter.power=2 W", "--at", "{at}"),
}
ENDS = {"come down": ("2006-09-05", "on 2006-08-07T1"), "1 year from the epoch": ("2008-06-26", "epoch")}


@pytest.mark.parametrize("words", ENDS)
@pytest.mark.parametrize("question", ASKED)
def test_elements_that_give_no_orbit_are_one_line_and_status_2(question, words, command, tmp_path):
    day, more = ENDS[words]
    orbit = CUBESAT[CUBESAT.index('kind = "elements"') : CUBESAT.index("[stations.my-roof]")]
    text = CUBESAT.replace(orbit, f'kind = "tle"\nline1 = "{FRAGMENT[0]}"\nline2 = "{FRAGMENT[1]}"\n\n')
    text = text.replace("2026-03-01T00:00:00Z", f"{day}T00:00:00Z")
    text = text.replace("2026-03-02T00:00:00Z", f"{day}T12:00:00Z")
    file = tmp_path / "fallen.toml"
    file.write_text(text, encoding="utf-8")
    name, *figure = question.split(" at ")[0].split(" over ")[0].split()
    where = {"at": f"{day}T01:00:00Z", "end": f"{day}T02:00:00Z", "folder": str(tmp_path)}
    code, out, err = command(name, str(file), *figure, *(one.format(**where) for one in ASKED[question]))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert str(file) in err
    assert words in err
    assert more in err
