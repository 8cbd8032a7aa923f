"""A scenario file by a stranger: what is in its names and titles is text, refused in one line or shown as it stands."""

import unicodedata

import pytest

from linkbudget.scenario_files.files import packaged_folder

CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
MARS1 = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")

HIDDEN = {
    "bell": "\\u0007",
    "escape": "\\u001b[31m",
    "delete": "\\u007f",
    "C1 introducer": "\\u009b31m",
    "right to left": "\\u202e",
    "isolate": "\\u2066",
    "line separator": "\\u2028",
    "byte order mark": "\\ufeff",
    "tag": "\\U000e0041",
}


@pytest.fixture
def refused(tmp_path, command):
    """A function that checks a scenario and gives its one line of refusal."""

    def check(text: str) -> str:
        file = tmp_path / "strange.toml"
        file.write_text(text, encoding="utf-8")
        code, out, err = command("check", str(file))
        assert (code, out) == (2, "")
        assert err.startswith(f"linkbudget: {file}: ")
        assert err.count("\n") == 1
        assert len(err) < 3000
        assert not [sign for sign in err[:-1] if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")]
        return err

    return check


@pytest.mark.parametrize("sign", HIDDEN.values(), ids=HIDDEN)
def test_text_with_signs_that_are_not_seen_is_refused(refused, sign):
    assert "mission: title = " in refused(CUBESAT.replace('title = "A cubesat"', f'title = "A {sign}cubesat"'))
    said = refused(CUBESAT.replace('power = "30 dBm"', f'power = {{ value = "1 W", source = "a {sign}b" }}'))
    assert "transmitter.power" in said
    assert "links." in refused(CUBESAT.replace("links.uhf-downlink", f'links."uhf{sign}downlink"'))


@pytest.mark.parametrize("name", ["a b", "a/../../pwn", "..", "=1+1", "-x", "$\\\\frac$", "<b>", "a.b", "été"])
@pytest.mark.parametrize("own", ["links.uhf-downlink", "stations.my-roof", "antennas.turnstile"])
def test_names_are_letters_digits_and_dashes(refused, own, name):
    table, _, old = own.partition(".")
    text = CUBESAT.replace(own, f'{table}."{name}"').replace(f'= "{old}"', f'= "{name}"')
    said = refused(text)
    assert f"{table}." in said
    assert "expected a name of letters" in said


def test_words_of_other_scripts_are_text(tmp_path, command):
    file = tmp_path / "strange.toml"
    title = "Марс\u00ad1, می\u200cخواهم, 火星 🛰"
    file.write_text(CUBESAT.replace('title = "A cubesat"', f'title = "{title}"'), encoding="utf-8")
    code, out, _ = command("check", str(file))
    assert code == 0
    assert title in out


@pytest.mark.parametrize("title", ["$\\\\foo{$", "Last $\\\\frac$ contact", "$x_1$ \\\\alpha % & # ^ ~ {", "a $ b"])
def test_titles_are_no_mathematics_in_figures(tmp_path, command, title):
    file, picture = tmp_path / "strange.toml", tmp_path / "margin.svg"
    file.write_text(CUBESAT.replace('title = "A cubesat"', f'title = "{title}"'), encoding="utf-8")
    code, _, err = command("plot", str(file), "margin", "-o", str(picture))
    assert (code, err) == (0, "")
    assert picture.stat().st_size > 10_000


def test_a_key_of_a_million_letters_is_one_short_line(refused):
    assert "unknown key" in refused(CUBESAT + f"\n{'x' * 900_000} = 3\n")


def test_a_chain_of_a_thousand_links_ends_as_a_short_one_does(tmp_path, command):
    chain = "".join(f'\n[links.l{number}]\nlike = "l{number + 1}"\n' for number in range(1200))
    file = tmp_path / "strange.toml"
    file.write_text(CUBESAT.replace("uhf-downlink", "l1200") + chain, encoding="utf-8")
    code, out, _ = command("budget", str(file), "--link", "l0", "--range", "900 km", "--json")
    assert code == 0
    assert out


@pytest.mark.parametrize("length", [1, 2, 3, 700])
def test_a_circle_of_links_is_told_once(refused, length):
    circle = "".join(f'\n[links.l{number}]\nlike = "l{(number + 1) % length}"\n' for number in range(length))
    assert "like = " in refused(CUBESAT + circle)


def test_thousands_of_faults_are_refused(refused):
    fault = (
        '\n[[faults]]\ntitle = "F"\ntime = "1963-01-01"\nlinks = ["imaging-5cm"]\nset = { transmitter.power = "9 W" }\n'
    )
    assert "faults: 2000 of them; expected at most 100" in refused(MARS1 + fault * 2000)


@pytest.mark.parametrize("growth", ["nan", "inf", "-inf"])
def test_growth_without_a_number_is_refused(refused, growth):
    fault = '\n[[faults]]\ntitle = "F"\ntime = "2026-03-01T12:00:00Z"\nlinks = ["uhf-downlink"]\n'
    said = refused(CUBESAT + fault + f"growth_per_day = {{ modulation.error_rate = {growth} }}\n")
    assert "growth_per_day.modulation.error_rate = " in said


def test_a_flight_of_decades_to_the_next_planet_is_refused(refused):
    said = refused(MARS1.replace('arrival = { value = "1963-06-19T12:00:00Z"', 'arrival = { value = "2040-06-19"'))
    assert "arrival 2040-06-19T00:00:00Z" in said


def test_the_two_halves_of_a_table_under_two_names_are_one_mistake(refused):
    said = refused(CUBESAT.replace("[links.uhf-downlink]\n", "[lonks.uhf-downlink]\n"))
    assert "lonks" in said
    assert "did you mean 'links'?" in said
