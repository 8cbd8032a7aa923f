"""Orbit mean-elements messages: the same orbit in all four forms and as two lines, and what is refused."""

import json
import math
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from ccsds_ndm.ndm_io import NdmIo
from sgp4.api import Satrec

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import format_utc, parse_utc, skyfield_time, tt_minus_utc_s
from linkbudget.geometry.element_files import chosen_set
from linkbudget.geometry.element_sets import misfit_of_orbit
from linkbudget.geometry.omm import read_omm
from linkbudget.geometry.orbit import tle_orbit

# three orbits of the SGP4 verification set and the space station, as two lines and as keywords, written out by hand:
# low, elliptic, twelve hours (with the terms of Sun and Moon) and nearly geostationary
TWO_LINES = {
    "ISS (ZARYA)": (
        "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927",
        "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537",
    ),
    "VANGUARD 1": (
        "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
        "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
    ),
    "MOLNIYA 2-14": (
        "1 08195U 75081A   06176.33215444  .00000099  00000-0  11873-3 0   813",
        "2 08195  64.1586 279.0717 6877146 264.7651  20.2257  2.00491383225656",
    ),
    "ITALSAT 2": (
        "1 24208U 96044A   06177.04061740 -.00000094  00000-0  10000-3 0  1600",
        "2 24208   3.8536  80.0121 0026640 311.0977  48.3000  1.00778054 36119",
    ),
}
# the day's fraction of each epoch times 86 400 s, by hand
EPOCHS = {
    "ISS (ZARYA)": "2008-09-20T12:25:40.104192",
    "VANGUARD 1": "2000-06-27T18:50:19.733568",
    "MOLNIYA 2-14": "2006-06-25T07:58:18.143616",
    "ITALSAT 2": "2006-06-26T00:58:29.343360",
}
DESIGNATORS = {
    "ISS (ZARYA)": "1998-067A",
    "VANGUARD 1": "1958-002B",
    "MOLNIYA 2-14": "1975-081A",
    "ITALSAT 2": "1996-044A",
}
HEADER = {"CCSDS_OMM_VERS": "3.0", "CREATION_DATE": "2026-03-01T00:00:00", "ORIGINATOR": "LINKBUDGET"}
METADATA = {"CENTER_NAME": "EARTH", "REF_FRAME": "TEME", "TIME_SYSTEM": "UTC", "MEAN_ELEMENT_THEORY": "SGP4"}
UNITS = {
    "MEAN_MOTION": "rev/day",
    "INCLINATION": "deg",
    "RA_OF_ASC_NODE": "deg",
    "ARG_OF_PERICENTER": "deg",
    "MEAN_ANOMALY": "deg",
    "BSTAR": "1/ER",
}


def exponent(columns: str) -> str:
    """The drag term of eight columns, such as '-11606-4', as a number."""
    return f"{columns[0].strip()}0.{columns[1:6]}e{columns[6:]}"


def keywords(name: str) -> dict[str, str]:
    """Elements of a satellite by keyword, cut from its columns."""
    line1, line2 = TWO_LINES[name]
    return {
        "EPOCH": EPOCHS[name],
        "MEAN_MOTION": line2[52:63].strip(),
        "ECCENTRICITY": f".{line2[26:33]}",
        "INCLINATION": line2[8:16].strip(),
        "RA_OF_ASC_NODE": line2[17:25].strip(),
        "ARG_OF_PERICENTER": line2[34:42].strip(),
        "MEAN_ANOMALY": line2[43:51].strip(),
        "EPHEMERIS_TYPE": "0",
        "CLASSIFICATION_TYPE": "U",
        "NORAD_CAT_ID": line2[2:7],
        "ELEMENT_SET_NO": line1[64:68].strip(),
        "REV_AT_EPOCH": line2[63:68].strip(),
        "BSTAR": exponent(line1[53:61]),
        "MEAN_MOTION_DOT": line1[33:43].strip(),
        "MEAN_MOTION_DDOT": "0",
    }


def message(name: str = "ISS (ZARYA)", **changed: str | None) -> dict[str, str]:
    """All keywords of a satellite; those changed to None are left out."""
    whole = {**HEADER, "OBJECT_NAME": name, "OBJECT_ID": DESIGNATORS[name], **METADATA, **keywords(name)}
    return {key: value for key, value in (whole | changed).items() if value is not None}


def kvn(said: dict[str, str]) -> str:
    return "".join(f"{key:<20}= {value}\n" for key, value in said.items())


def tags(said: dict[str, str], *names: str) -> str:
    return "".join(f"<{name}>{said[name]}</{name}>" for name in names if name in said)


def xml(*messages: dict[str, str]) -> str:
    """Messages inside ndm, as catalogues have them, with an empty header."""
    parts = []
    for said in messages:
        mean = tags(said, *list(keywords("ISS (ZARYA)"))[:7], "SEMI_MAJOR_AXIS")
        tle = tags(said, *list(keywords("ISS (ZARYA)"))[7:], "BTERM")
        parts.append(
            f'<omm id="CCSDS_OMM_VERS" version="{said["CCSDS_OMM_VERS"]}">'
            "<header><CREATION_DATE/><ORIGINATOR/></header>"
            f"<body><segment><metadata>{tags(said, 'OBJECT_NAME', 'OBJECT_ID', *METADATA)}</metadata><data>"
            f"<meanElements>{mean}</meanElements><tleParameters>{tle}</tleParameters></data></segment></body></omm>"
        )
    return '<?xml version="1.0" encoding="UTF-8"?>\n<ndm>' + "\n".join(parts) + "</ndm>\n"


def bare(said: dict[str, str]) -> dict[str, str]:
    """Fields that tables and JSON of catalogues have: no header, and no field that is the same for all."""
    return {key: value for key, value in said.items() if key not in HEADER and key not in METADATA}


def table(*messages: dict[str, str]) -> str:
    rows = [bare(said) for said in messages]
    return "\r\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\r\n"


def as_numbers(said: dict[str, str]) -> dict[str, str | float | int]:
    texts = ("OBJECT_NAME", "OBJECT_ID", "EPOCH", "CLASSIFICATION_TYPE")
    whole = ("EPHEMERIS_TYPE", "NORAD_CAT_ID", "ELEMENT_SET_NO", "REV_AT_EPOCH")
    return {key: value if key in texts else int(value) if key in whole else float(value) for key, value in said.items()}


FORMS = {
    "kvn": lambda *said: "\n".join(map(kvn, said)),
    "xml": xml,
    "json": lambda *said: json.dumps([as_numbers(bare(one)) for one in said]),
    "csv": table,
}


@pytest.fixture
def written(tmp_path):
    """A file of some text."""

    def write(text: str | bytes, name: str = "sets.kvn") -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def positions_km(orbit, minutes):
    return orbit._sgp4(60.0 * np.asarray(minutes))[1].T


# What is read ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_orbits_are_those_of_the_same_set_as_two_lines(form, written):
    file = written(FORMS[form](*map(message, TWO_LINES)), f"sets.{form}")
    found = list(read_omm(file))
    assert [one.name for one in found] == list(TWO_LINES)
    minutes = [-1440.0, 0.0, 5.0, 700.0, 1440.0]
    for one, (line1, line2) in zip(found, TWO_LINES.values(), strict=True):
        model = Satrec.twoline2rv(line1, line2)
        theirs = np.array([model.sgp4_tsince(each)[1] for each in minutes])
        assert positions_km(one.orbit(), minutes) == pytest.approx(theirs, abs=1e-7)
        assert one.object_id == DESIGNATORS[one.name]
        assert one.catalogue_number == model.satnum
        assert one.epoch_utc_s == pytest.approx(tle_orbit(line1, line2).epoch_utc_s, abs=1e-5)


@pytest.mark.parametrize("form", FORMS)
def test_positions_at_a_date_are_those_of_the_same_set_as_two_lines(form, written):
    ours = next(read_omm(written(FORMS[form](message()), f"sets.{form}"))).orbit()
    theirs = tle_orbit(*TWO_LINES["ISS (ZARYA)"])
    when = skyfield_time(parse_utc("2008-09-21T01:02:03") + np.arange(3.0) * 600.0)
    assert ours.at(when).xyz.km == pytest.approx(theirs.at(when).xyz.km, abs=1e-5)  # a microsecond of date: 8 mm


@pytest.mark.parametrize("form", ["kvn", "xml"])
def test_numbers_are_those_of_an_independent_reader(form, written):
    said = message("VANGUARD 1", EPHEMERIS_TYPE=None)
    text = kvn(said)
    if form == "xml":
        whole = xml(said).replace("<ndm>", "").replace("</ndm>", "")
        text = whole.replace("<CREATION_DATE/><ORIGINATOR/>", tags(HEADER, "CREATION_DATE", "ORIGINATOR"))
    file = written(text, f"sets.{form}")
    segment = NdmIo().from_path(file).body.segment
    mean, tle = segment.data.mean_elements, segment.data.tle_parameters
    (one,) = read_omm(file)
    assert one.name == segment.metadata.object_name
    assert one.catalogue_number == int(tle.norad_cat_id)
    assert mean.epoch == EPOCHS["VANGUARD 1"]
    assert one.epoch_utc_s == pytest.approx(parse_utc(mean.epoch), abs=1e-6)
    assert one.elements[2:] == tuple(
        float(getattr(number, "value", number))
        for number in (
            mean.mean_motion, mean.eccentricity, mean.inclination, mean.ra_of_asc_node, mean.arg_of_pericenter,
            mean.mean_anomaly, tle.bstar,
        )
    )  # fmt: skip


@pytest.mark.parametrize("number", ["5", "00005", "99999", "100000", "339999", "340000", "799501621", "999999999"])
@pytest.mark.parametrize("form", FORMS)
def test_catalogue_numbers_have_one_to_nine_digits(form, number, written):
    file = written(FORMS[form](message(NORAD_CAT_ID=number)), f"sets.{form}")
    one = chosen_set(file, read_omm(file), int(number))
    assert one.catalogue_number == int(number)
    assert positions_km(one.orbit(), [5.0]) == pytest.approx(
        positions_km(tle_orbit(*TWO_LINES["ISS (ZARYA)"]), [5.0]), abs=1e-7
    )


@pytest.mark.parametrize(
    ("epoch", "fraction_s"),
    [
        ("2008-09-20T12:25:40.104192", 0.104192),
        ("2008-264T12:25:40.104192", 0.104192),
        ("2008-09-20T12:25:40.104192Z", 0.104192),
        ("2008-264T12:25:40.104192000Z", 0.104192),
        ("2008-09-20T12:25:40.1", 0.1),
        ("2008-09-20T12:25:40.123456789", 0.123456789),
        ("2008-09-20T12:25:40.", 0.0),
        ("2008-09-20T12:25:40", 0.0),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_date_is_read(form, epoch, fraction_s, written):
    (one,) = read_omm(written(FORMS[form](message(EPOCH=epoch)), f"sets.{form}"))
    assert one.epoch_utc_s == pytest.approx(parse_utc("2008-09-20T12:25:40") + fraction_s, abs=5e-7)


def test_an_epoch_in_a_leap_second_is_that_second(written):
    """Half a second before midnight by the clock that stands still: 1.5 s after 23:59:59, 0.5 s before 00:00:00."""
    epochs = ["2016-12-31T23:59:59.0", "2016-12-31T23:59:60.5", "2017-01-01T00:00:00"]
    orbits = [one.orbit() for one in read_omm(written("".join(kvn(message(EPOCH=epoch)) for epoch in epochs)))]
    seconds = [(orbit.epoch.whole - orbits[0].epoch.whole + orbit.epoch.tt_fraction) * 86_400.0 for orbit in orbits]
    assert np.diff(seconds) == pytest.approx([1.5, 0.5], abs=1e-5)
    # at one instant the satellite stands where its epoch says
    when = skyfield_time(parse_utc("2017-01-01T00:10:00"))
    late = positions_km(orbits[1], [(600.5) / 60.0])
    assert orbits[1]._position_and_velocity_TEME_km(when)[0] == pytest.approx(late[0], abs=1e-4)
    assert tt_minus_utc_s(parse_utc("2017-01-01")) == pytest.approx(69.184)


def test_an_epoch_before_1972_is_by_the_clocks_of_its_time(written):
    (one,) = read_omm(written(kvn(message(EPOCH="1963-03-21T17:00:00.250"))))
    assert format_utc(one.orbit().epoch_utc_s) == "1963-03-21T17:00:00.250Z"
    assert format_utc(one.epoch_utc_s) == "1963-03-21T17:00:00.250Z"


def test_decay_and_age_are_those_of_two_lines(written):
    fragment = {
        "EPOCH": "2006-06-26T06:53:44.464320", "MEAN_MOTION": "15.73823839", "ECCENTRICITY": "0.0202579",
        "INCLINATION": "51.5595", "RA_OF_ASC_NODE": "213.7903", "ARG_OF_PERICENTER": "95.2503",
        "MEAN_ANOMALY": "267.9010", "BSTAR": "0.13334E-2", "NORAD_CAT_ID": "29238",
    }  # fmt: skip
    orbit = next(read_omm(written(kvn(message(**fragment))))).orbit()
    orbit.require_orbit(parse_utc("2006-08-06"))
    with pytest.raises(LinkBudgetError, match=r"its trajectory the satellite has come down on 2006-08-07T1"):
        orbit.require_orbit(parse_utc("2006-08-09"))
    with pytest.raises(
        LinkBudgetError, match=r"expected at most 1 year from the epoch of the orbital elements, 2006-0"
    ):
        orbit.require_orbit(parse_utc("2008-08-09"))


READ = {
    "units in brackets": lambda said: kvn({k: f"{v} [{UNITS[k]}]" if k in UNITS else v for k, v in said.items()}),
    "no blanks": lambda said: "".join(f"{key}={value}\n" for key, value in said.items()),
    "blanks and tabs": lambda said: "".join(f"\t {key} \t=  {value} \t\n\n" for key, value in said.items()),
    "lines of Windows": lambda said: kvn(said).replace("\n", "\r\n"),
    "byte order mark": lambda said: "\ufeff" + kvn(said),
    "version 1.0": lambda said: kvn(said | {"CCSDS_OMM_VERS": "1.0"}),
    "version 2.0": lambda said: kvn(said | {"CCSDS_OMM_VERS": "2.0"}),
    "theory of two names": lambda said: kvn(said | {"MEAN_ELEMENT_THEORY": "SGP/SGP4"}),
    "type 2": lambda said: kvn(said | {"EPHEMERIS_TYPE": "2"}),
    "no header but the version": lambda said: kvn({k: v for k, v in said.items() if k not in list(HEADER)[1:]}),
    "what SGP4 does not need": lambda said: kvn(
        {k: v for k, v in said.items() if not re.match("MEAN_MOTION_D|ELEM|REV|CLASS|EPHEM", k)}
    ),
    "comments": lambda said: "COMMENT first = x\n" + kvn(said).replace("\n", "\nCOMMENT GENERATED BY A = B\nCOMMENT\n"),
    "own keywords": lambda said: (
        kvn(said) + "USER_DEFINED_EARTH_MODEL = WGS-84\nUSER_DEFINED_X = 1\nUSER_DEFINED_X = 2\n"
    ),
    "covariance": lambda said: kvn(said) + "COV_REF_FRAME = TEME\nCX_X = 3.33e-04\nCY_X = 4.6e-04\n",
    "gravity": lambda said: kvn(said | {"GM": "398600.8 [km**3/s**2]"}),
    "the same twice": lambda said: kvn(said) + "INCLINATION = 51.6416\n",
    "exponents and signs": lambda said: kvn(said | {"INCLINATION": "+5.16416E+1", "RA_OF_ASC_NODE": "247.4627e0"}),
    "angles below zero": lambda said: kvn(said | {"RA_OF_ASC_NODE": "-112.5373"}),
}


@pytest.mark.parametrize("how", READ)
def test_messages_are_read_however_they_are_written(how, written):
    (one,) = read_omm(written(READ[how](message())))
    ours, theirs = one.orbit(), tle_orbit(*TWO_LINES["ISS (ZARYA)"])
    assert positions_km(ours, [0.0, 45.0]) == pytest.approx(positions_km(theirs, [0.0, 45.0]), abs=1e-7)


@pytest.mark.parametrize("keyword", [*UNITS, "ECCENTRICITY", "NORAD_CAT_ID"])
def test_numbers_in_json_may_be_texts(keyword, written):
    numbers = as_numbers(bare(message()))
    for said in (numbers, numbers | {keyword: message()[keyword]}):
        (one,) = read_omm(written(json.dumps(said), "set.json"))
        (same,) = read_omm(written(kvn(message())))
        assert one[:-1] == same[:-1]


def test_a_table_may_have_quotes_and_other_columns(written):
    said = bare(message()) | {"OBJECT_NAME": "A, B", "DECAY_DATE": "", "SEMIMAJOR_AXIS": "6730.9"}
    text = "\n".join(",".join(f'"{word}"' for word in row) for row in (said, said.values()))
    (one,) = read_omm(written(text, "sets.csv"))
    assert (one.name, one.inclination_deg) == ("A, B", 51.6416)


def test_what_is_not_known_of_an_object_may_be_empty(written):
    said = as_numbers(bare(message())) | {"OBJECT_NAME": None, "OBJECT_ID": None, "NORAD_CAT_ID": None}
    (one,) = read_omm(written(json.dumps([said]), "sets.json"))
    assert (one.name, one.object_id, one.catalogue_number) == ("", "", None)


def test_elements_in_xml_may_have_a_name_space_units_and_more(written):
    text = xml(message()).replace("<ndm>", '<n:ndm xmlns:n="urn:ccsds:schema:ndmxml">').replace("</ndm>", "</n:ndm>")
    text = re.sub(r"<(/?)omm", r"<\1n:omm", text).replace("<INCLINATION>", '<INCLINATION units="deg">')
    more = '<userDefinedParameters><USER_DEFINED parameter="A">1</USER_DEFINED></userDefinedParameters>'
    cov = "<covarianceMatrix><CX_X>1</CX_X><EPOCH>2</EPOCH></covarianceMatrix>"
    (one,) = read_omm(written(text.replace("</data>", f"{cov}{more}</data>"), "set.xml"))
    assert one.inclination_deg == 51.6416


@pytest.mark.parametrize("form", FORMS)
def test_the_format_shows_in_the_text_where_no_ending_says_it(form, written):
    text = FORMS[form](message(), message("VANGUARD 1"))
    for file in (written(text, "sets.txt"), written("\ufeff" + text, "sets")):
        assert [one.catalogue_number for one in read_omm(file)] == [25544, 5]
    assert len(list(read_omm(written(text, "sets.other"), form=form))) == 2


@pytest.mark.parametrize("form", FORMS)
def test_a_file_with_several_messages_asks_which(form, written):
    file = written(FORMS[form](message(), message("VANGUARD 1")), f"sets.{form}")
    with pytest.raises(
        InputError, match=r"holds 2 satellites \(25544 ISS \(ZARYA\), 5 VANGUARD 1\); expected satellite"
    ):
        chosen_set(file, read_omm(file))
    assert chosen_set(file, read_omm(file), "vanguard 1").catalogue_number == 5


# What is refused ------------------------------------------------------------------------------------------------------

SGP4 = "expected {}, mean elements of SGP4 about the Earth"
REFUSED = [
    ("CENTER_NAME", "MARS", SGP4.format("EARTH")),
    ("REF_FRAME", "EME2000", SGP4.format("TEME")),
    ("REF_FRAME", "ITRF2000", SGP4.format("TEME")),
    ("TIME_SYSTEM", "TAI", SGP4.format("UTC")),
    ("TIME_SYSTEM", "UT1", SGP4.format("UTC")),
    ("MEAN_ELEMENT_THEORY", "SGP4-XP", SGP4.format("SGP4")),
    ("MEAN_ELEMENT_THEORY", "SGP", SGP4.format("SGP4")),
    ("MEAN_ELEMENT_THEORY", "DSST", SGP4.format("SGP4")),
    ("MEAN_ELEMENT_THEORY", "USM", SGP4.format("SGP4")),
    ("CCSDS_OMM_VERS", "4.0", "expected 1.0 to 3.0"),
    ("CCSDS_OMM_VERS", "0.5", "expected 1.0 to 3.0"),
    ("CCSDS_OMM_VERS", "two", "expected 1.0 to 3.0"),
    ("EPHEMERIS_TYPE", "4", "expected 0, or 2, elements for SGP4"),
    ("EPHEMERIS_TYPE", "3", "expected 0, or 2, elements for SGP4"),
    ("EPHEMERIS_TYPE", "6", "expected 0, or 2, elements for SGP4"),
    ("MEAN_MOTION", "15,72125391", "expected revolutions a day above zero, with a decimal point"),
    ("MEAN_MOTION", "0.0", "expected revolutions a day above zero"),
    ("MEAN_MOTION", "-15.7", "expected revolutions a day above zero"),
    ("MEAN_MOTION", "nan", "expected revolutions a day above zero"),
    ("MEAN_MOTION", "1e999", "expected revolutions a day above zero"),
    ("MEAN_MOTION", "15.72_125", "expected revolutions a day above zero"),
    ("ECCENTRICITY", "1.0", "expected a number from 0 to below 1"),
    ("ECCENTRICITY", "-0.1", "expected a number from 0 to below 1"),
    ("ECCENTRICITY", "0006703", "expected a number from 0 to below 1"),
    ("INCLINATION", "180.0001", "expected degrees from 0 to 180"),
    ("INCLINATION", "-51.6", "expected degrees from 0 to 180"),
    ("INCLINATION", "51.6 deg", "expected degrees from 0 to 180"),
    ("RA_OF_ASC_NODE", "360.0001", "expected degrees from -360 to 360"),
    ("ARG_OF_PERICENTER", "1e4", "expected degrees from -360 to 360"),
    ("MEAN_ANOMALY", "-361", "expected degrees from -360 to 360"),
    ("BSTAR", "28098-4", "expected a number, per Earth radius"),
    ("BSTAR", "inf", "expected a number, per Earth radius"),
    ("NORAD_CAT_ID", "1234567890", "expected a catalogue number of one to nine digits"),
    ("NORAD_CAT_ID", "A0001", "expected a catalogue number of one to nine digits"),
    ("NORAD_CAT_ID", "-5", "expected a catalogue number of one to nine digits"),
    ("EPOCH", "2008-09-20", "is not a date: expected UTC such as '2020-03-04T10:34:41.4264'"),
    ("EPOCH", "2008-09-20 12:25:40", "is not a date"),
    ("EPOCH", "2008-09-31T12:25:40", "is not a date"),
    ("EPOCH", "2007-366T12:25:40", "is not a date"),
    ("EPOCH", "2008-000T12:25:40", "is not a date"),
    ("EPOCH", "2008-09-20T24:00:00", "is not a date"),
    ("EPOCH", "2008-09-20T12:25:40+01:00", "is not a date"),
    ("EPOCH", "2008-09-20T23:59:60", "is not a date"),
    ("EPOCH", "1963-12-31T23:59:60", "is not a date"),
    ("EPOCH", "2016-12-31T23:59:61", "is not a date"),
    ("EPOCH", "20/09/2008", "is not a date"),
]


@pytest.mark.parametrize(("keyword", "value", "expected"), REFUSED)
def test_a_wrong_value_is_refused_with_line_and_keyword(keyword, value, expected, written):
    said = message(**{keyword: value})
    file = written(kvn(message("VANGUARD 1")) + "\n" + kvn(said))
    line = len(message()) + 2 + list(said).index(keyword)
    pattern = f"{file}, line {line}: {keyword} = {value!r}"
    with pytest.raises(InputError, match=re.escape(pattern)) as refused:
        list(read_omm(file))
    assert expected in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("keyword", "value", "expected"), [one for one in REFUSED if one[0] not in HEADER])
def test_a_wrong_value_is_refused_in_every_format(keyword, value, expected, written):
    said = message(**{keyword: value})
    files = {
        "object 2": written(json.dumps([bare(message("VANGUARD 1")), {**bare(said), keyword: value}]), "a.json"),
        "message 2": written(xml(message("VANGUARD 1"), said), "a.xml"),
    }
    if keyword not in METADATA and "," not in value:
        files["line 3"] = written(table(message("VANGUARD 1"), said), "a.csv")
    for place, file in files.items():
        with pytest.raises(InputError, match=re.escape(f"{file}, {place}: {keyword} = {value!r}")) as refused:
            list(read_omm(file))
        assert expected in str(refused.value)


@pytest.mark.parametrize("keyword", ["OBJECT_NAME", "OBJECT_ID", *METADATA, "EPOCH", *UNITS, "ECCENTRICITY"])
def test_a_missing_keyword_is_refused_by_its_name(keyword, written):
    file = written(kvn(message(**{keyword: None})))
    with pytest.raises(InputError, match=re.escape(f"{file}, message at line 1: {keyword}: missing; expected")):
        list(read_omm(file))
    file = written(xml(message(**{keyword: None})), "a.xml")
    with pytest.raises(InputError, match=re.escape(f"{file}, message 1: {keyword}: missing; expected")):
        list(read_omm(file))
    if keyword not in METADATA and not keyword.startswith("OBJECT"):
        for form, place in (("csv", "line 2"), ("json", "object 1")):
            file = written(FORMS[form](message(**{keyword: None})), f"a.{form}")
            with pytest.raises(InputError, match=re.escape(f"{file}, {place}: {keyword}: missing; expected")):
                list(read_omm(file))


def test_an_axis_instead_of_the_mean_motion_is_refused(written):
    said = message(MEAN_MOTION=None, SEMI_MAJOR_AXIS="6730.9 [km]")
    with pytest.raises(InputError, match=r"line 24: SEMI_MAJOR_AXIS = '6730\.9': expected MEAN_MOTION instead"):
        list(read_omm(written(kvn(said))))
    for both in (message(SEMI_MAJOR_AXIS="6730.9"), message(MEAN_MOTION=None, SEMI_MAJOR_AXIS="6730.9")):
        with pytest.raises(InputError, match="SEMI_MAJOR_AXIS"):
            list(read_omm(written(xml(both), "a.xml")))


@pytest.mark.parametrize("keyword", ["BTERM", "AGOM"])
def test_keywords_of_another_theory_are_refused(keyword, written):
    with pytest.raises(InputError, match=rf"line 25: {keyword} = '0\.02': is of SGP4-XP; expected elements for SGP4"):
        list(read_omm(written(kvn(message(**{keyword: "0.02"})))))


@pytest.mark.parametrize(
    ("keyword", "unit", "expected"),
    [
        ("INCLINATION", "rad", "[deg]"), ("MEAN_MOTION", "rad/s", "[rev/day]"), ("BSTAR", "1/m", "[1/ER]"),
        ("BSTAR", "m**2/kg", "[1/ER]"), ("MEAN_ANOMALY", "", "[deg]"), ("MEAN_MOTION_DOT", "deg", "[rev/day**2]"),
    ],
)  # fmt: skip
def test_a_wrong_unit_is_refused(keyword, unit, expected, written):
    said = message()
    value = f"{said[keyword]} [{unit}]"
    message_ = f"{keyword} = {value!r}: expected the unit {expected}"
    with pytest.raises(InputError, match=re.escape(message_)):
        list(read_omm(written(kvn(said | {keyword: value}))))
    text = xml(said).replace(f"<{keyword}>", f'<{keyword} units="{unit}">')
    with pytest.raises(InputError, match=re.escape(message_)):
        list(read_omm(written(text, "a.xml")))


def test_a_number_without_a_unit_is_refused_with_one(written):
    with pytest.raises(InputError, match=re.escape("ECCENTRICITY = '.0006703 [deg]': expected no unit")):
        list(read_omm(written(kvn(message(ECCENTRICITY=".0006703 [deg]")))))


def test_a_keyword_twice_with_two_values_is_refused(written):
    expected = "INCLINATION = '51.7': was given before as '51.6416'"
    with pytest.raises(InputError, match=re.escape(f"line 25: {expected}")):
        list(read_omm(written(kvn(message()) + "INCLINATION = 51.7\n")))
    text = xml(message()).replace("</meanElements>", "<INCLINATION>51.7</INCLINATION></meanElements>")
    with pytest.raises(InputError, match=re.escape(expected)):
        list(read_omm(written(text, "a.xml")))
    text = json.dumps(bare(message()))[:-1] + ', "INCLINATION": 51.7}'
    with pytest.raises(InputError, match=re.escape(f"object 1: {expected}")):
        list(read_omm(written(text, "a.json")))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.kvn", "CREATION_DATE = 2008\n", "line 1: CREATION_DATE: expected CCSDS_OMM_VERS in front of it"),
        ("a.kvn", "CCSDS_OEM_VERS = 2.0\n", "line 1: CCSDS_OEM_VERS: expected CCSDS_OMM_VERS in front of it"),
        ("a.kvn", "CCSDS_OMM_VERS = 2.0\nMETA_START\n", "line 2: 'META_START'; expected KEYWORD = value"),
        ("a.kvn", "CCSDS_OMM_VERS = 2.0\nobject_name = x\n", "line 2: 'object_name = x'; expected KEYWORD = value"),
        ("a.xml", "<omm><header></omm>", "is not valid XML: mismatched tag"),
        (
            "a.xml",
            '<?xml version="1.0" encoding="ETF-8"?><omm/>',
            "is not valid XML: unknown encoding: ETF-8; expected",
        ),
        ("a.xml", '<?xml version="1.0" encoding="shift-jis"?><omm/>', "is not valid XML: multi-byte encodings are not"),
        ("a.xml", "<html/>", "is XML with the root <html>; expected <omm>, or <ndm> with several"),
        ("a.xml", '<!DOCTYPE ndm [<!ENTITY a "b">]><ndm/>', "declares <!DOCTYPE; expected XML without such"),
        ("a.xml", "<!ENTITY % a SYSTEM 'x'><ndm/>", "declares <!ENTITY; expected XML without such declarations"),
        ("a.json", "", "line 1: is not valid JSON: Expecting value; expected orbit mean-elements messages"),
        ("a.json", '{"EPOCH": 1', "line 1: is not valid JSON"),
        ("a.json", '[{"a": 1}]', "object 1: {'a': '1'}; expected an object with EPOCH, MEAN_MOTION and so on"),
        ("a.json", "[3]", "object 1: '3'; expected an object with EPOCH, MEAN_MOTION and so on"),
        ("a.json", "[" * 100_000, "is nested too deeply; expected an object or a list of objects"),
        ("a.json", b'{"OBJECT_NAME": "\xff"}', "is not text in UTF-8"),
        (
            "a.csv",
            "OBJECT_NAME;EPOCH;MEAN_MOTION\n",
            "line 1: 'OBJECT_NAME;EPOCH;MEAN_MOTION'; expected a line of keyw",
        ),
        ("a.csv", "EPOCH,EPOCH\n", "line 1: has the column EPOCH twice; expected each once"),
        ("a.csv", "EPOCH,MEAN_MOTION\n\n1,2,3\n", "line 3: has 3 values; expected 2, one for each keyword of line 1"),
        ("a.csv", 'EPOCH,MEAN_MOTION\n"1,2\n', "is no row of a table: unexpected end of data"),
        ("a.txt", "\n".join(TWO_LINES["VANGUARD 1"]), "line 1: '1 00005U 58002B   00179.78495062  .00000023  00000-0"),
        ("a.txt", "", "line 1: ''; expected orbit mean-elements messages (OMM) as keywords and values, XML, JSON or"),
        ("a.csv", "EPOCH,MEAN_MOTION\n".encode("utf-16"), "is text in UTF-16; expected orbit mean-elements messages"),
    ],
)
def test_a_file_that_is_none_is_refused(name, text, expected, written):
    file = written(text, name)
    with pytest.raises(InputError, match=re.escape(expected)) as refused:
        list(read_omm(file))
    assert str(refused.value).startswith(str(file))
    assert "\n" not in str(refused.value)


def test_declarations_are_found_wherever_they_stand(written):
    """They may lie across two parts of the stream, and letters need not be capitals."""
    for padding in range(16_380, 16_400):
        file = written(" " * padding + "<!doctype a><ndm/>", "a.xml")
        with pytest.raises(InputError, match="declares <!doctype"):
            list(read_omm(file))


def test_large_files_of_json_are_refused_before_they_are_read(written, monkeypatch):
    monkeypatch.setattr("linkbudget.geometry._omm_text.LARGEST_JSON_BYTES", 500)
    monkeypatch.setattr("linkbudget.geometry._omm_text.LARGEST_XML_BYTES", 500)
    for form in ("json", "xml"):
        file = written(FORMS[form](message(), message("VANGUARD 1")), f"a.{form}")
        with pytest.raises(
            InputError, match=r"B; expected at most 500 B in this format; CSV and lines of KEYWORD = va"
        ):
            list(read_omm(file))


def test_unknown_formats_are_refused(written):
    with pytest.raises(InputError, match="form = 'tle': expected one of kvn, xml, json, csv"):
        list(read_omm(written(kvn(message())), form="tle"))


@pytest.mark.parametrize(
    ("motion", "expected"), [("17.2", "an orbit outside the Earth"), ("0.0001", "an orbit around the Earth")]
)
def test_elements_of_no_orbit_are_refused_when_flown(motion, expected, written):
    file = written(kvn(message(MEAN_MOTION=motion)))
    (one,) = read_omm(file)
    with pytest.raises(InputError, match=rf"message at line 1: MEAN_MOTION = {re.escape(motion)}: expected {expected}"):
        one.orbit()


def test_epochs_that_sgp4_does_not_know_are_refused_when_flown(written):
    (one,) = read_omm(written(kvn(message(EPOCH="2100-01-01T00:00:00"))))
    with pytest.raises(
        InputError, match=r"message at line 1: epoch = 2100-01-01T00:00:00Z: SGP4 elements are for 1957"
    ):
        one.orbit()


@pytest.mark.parametrize("form", FORMS)
def test_memory_stays_below_three_times_the_file(form, written):
    file = written(FORMS[form](*(message(NORAD_CAT_ID=str(number)) for number in range(2000))), f"a.{form}")
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_omm(file)) == 2000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * file.stat().st_size
    if form in ("kvn", "csv"):
        assert peak < 100_000


def test_mean_motion_is_given_to_sgp4_as_two_lines_give_it(written):
    (one,) = read_omm(written(kvn(message())))
    assert one.orbit().model.no_kozai == Satrec.twoline2rv(*TWO_LINES["ISS (ZARYA)"]).no_kozai
    assert math.isclose(one.revolutions_per_day, 15.72125391)


@pytest.mark.parametrize("revolutions", [1e-320, 1e-200, 1e-7])
def test_hardly_any_revolutions_are_no_orbit(revolutions):
    assert misfit_of_orbit(revolutions, 0.001) == "at least 1e-6 revolutions a day"
