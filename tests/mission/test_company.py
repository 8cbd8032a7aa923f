"""The packaged missions beside Mars 1, held to what was printed, measured or reported of them.

Rows of the published tables are read where the folder that holds them is present; the rest is cited here.
"""

import math

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.look_angles import look_angles
from linkbudget.link.control_table import control_table
from linkbudget.mission.assumptions import span_db, swings
from linkbudget.physics.free_space import free_space_loss_db
from linkbudget.physics.modulation import bit_error_rate
from linkbudget.physics.noise import carrier_to_noise_ratio_db, g_over_t_db_per_k, noise_power_dbw
from linkbudget.scenario_files.files import packaged_names
from tests.published import agrees, rows

DBM = 30.0
"""A level in dBm over the same in dBW [dB]."""

MILE_M = 1609.344

COMPANY = (
    "dsoc",
    "geostationary",
    "lro",
    "magellan",
    "marco",
    "mariner10",
    "mariner4",
    "mars_express",
    "mro",
    "optical_geo",
    "optical_leo",
    "oresat",
    "pioneer5",
    "voyager1_jupiter",
    "voyager1_lightday",
    "voyager2_1996",
    "voyager2_neptune",
)


def table_line(budget, quantity: str) -> float:
    """A line of a JPL design control table: levels in dBm, losses of modulation negative."""
    lines = {
        "EIRP": lambda: budget["eirp_dbw"] + DBM,
        "EIRP_before_pointing_loss": lambda: budget["eirp_dbw"] + budget["transmit_pointing_loss_db"] + DBM,
        "free_space_loss": lambda: budget["free_space_loss_db"],
        "received_power": lambda: budget["received_power_dbw"] + DBM,
        "net_loss": lambda: budget["received_power_dbw"] - budget["transmit_power_dbw"],
        "receiver_noise_temp": lambda: budget["receiver_noise_temperature_k"],
        "Tsys_sum": lambda: budget["system_noise_temperature_k"],
        "N0": lambda: budget["noise_density_dbw_per_hz"] + DBM,
        "Pt_N0": lambda: budget["cn0_dbhz"],
        "carrier_suppression": lambda: -budget["carrier_suppression_db"],
        "carrier_over_total": lambda: budget["carrier_cn0_dbhz"] - budget["cn0_dbhz"],
        "carrier_power": lambda: budget["carrier_cn0_dbhz"] + budget["noise_density_dbw_per_hz"] + DBM,
        "loop_bw_dBHz": lambda: budget["loop_bandwidth_dbhz"],
        "loop_SNR": lambda: budget["loop_snr_db"],
        "carrier_margin": lambda: budget["carrier_margin_db"],
        "carrier_threshold_power": lambda: (
            budget["carrier_cn0_dbhz"] + budget["noise_density_dbw_per_hz"] + DBM - budget["carrier_margin_db"]
        ),
        "data_modulation_loss": lambda: -budget["data_modulation_loss_db"],
        "data_rate_dB": lambda: budget["bit_rate_dbhz"],
        "required_Pt_N0": lambda: budget["cn0_dbhz"] - budget["margin_db"],
        "margin": lambda: budget["margin_db"],
        "margin_over_threshold": lambda: budget["margin_db"] - budget["required_margin_db"],
    }
    return float(lines[quantity]())


@pytest.mark.parametrize(
    ("case", "scenario", "link"),
    [
        ("marco-dl-LGA34", "marco", "lga-34m"),
        ("marco-dl-HGA34", "marco", "hga-34m"),
        ("marco-ul-LGA", "marco", "command-lga"),
        ("vgr2-5-3", "voyager2_1996", "telemetry"),
        ("mgn-mean", "magellan", "images"),
    ],
)
def test_design_control_tables_line_by_line(case, scenario, link):
    budget = lb.load(scenario).budget(link)
    for row in rows("dct_deep_space"):
        if row["case_id"] == case and row["quantity"] != "cable_noise_temp":
            assert agrees(row, table_line(budget, row["quantity"])), (row["quantity"], row["expected"])


@pytest.mark.parametrize(
    ("link", "eirp_dbm", "received_dbm", "pt_n0_dbhz", "required_dbhz", "margin_db"),
    [
        ("lga-34m", 30.1, -157.8, 26.0, 20.12, 5.8),
        ("mga-34m", 43.3, -157.5, 26.3, 20.12, 6.1),
        ("hga-34m", 61.7, -145.5, 38.2, 30.97, 7.3),
        ("hga-70m", 61.7, -139.5, 45.2, 39.79, 5.4),
    ],
)
def test_marco_downlink_columns(link, eirp_dbm, received_dbm, pt_n0_dbhz, required_dbhz, margin_db):
    """JPL DESCANSO 18 (2021), Table 5-4: printed to 0.1 dB from inputs that are rounded too."""
    budget = lb.load("marco").budget(link)
    assert budget["eirp_dbw"] + DBM == pytest.approx(eirp_dbm, abs=0.1)
    assert budget["received_power_dbw"] + DBM == pytest.approx(received_dbm, abs=0.1)
    assert budget["cn0_dbhz"] == pytest.approx(pt_n0_dbhz, abs=0.1)
    assert budget["cn0_dbhz"] - budget["margin_db"] == pytest.approx(required_dbhz, abs=0.02)
    assert budget["margin_db"] == pytest.approx(margin_db, abs=0.1)


def test_marco_flew_as_far_as_its_tables_say():
    """The low-gain table is for 15 million km, which was passed in the first two months; Mars was at 146 million."""
    track = lb.load("marco").track
    assert track.geocentric_distance_m(parse_utc("2018-11-26T19:53")) == pytest.approx(146.1e9, rel=2e-3)
    assert 10e9 < track.geocentric_distance_m(parse_utc("2018-07-01")) < 20e9


def test_mariner_4_carrier_as_measured_at_goldstone():
    """-154.2 dBm referred to full antenna efficiency, probable error 0.3 dB; -153.1 dBm had been predicted."""
    scenario = lb.load("mariner4")
    budget = scenario.budget("carrier-measured")
    carrier_dbm = table_line(budget, "carrier_power")
    assert carrier_dbm == pytest.approx(-154.2, abs=0.3)
    worst, best = span_db(budget.link, budget.path, swings(budget.link, budget.path))
    assert worst < 0.0 + budget["closing_margin_db"] < best
    named = ("transmitter.power", "transmitter.line_loss", "transmitter.pointing_loss", "transmitter.antenna.gain")
    carrier = [one for one in swings(budget.link, budget.path) if one.key in named or "suppression" in one.key]
    assert len(carrier) == 5
    better_db = sum(max(one.at_low["carrier_margin_db"], one.at_high["carrier_margin_db"]) for one in carrier)
    assert carrier_dbm + better_db > -153.1  # the prediction lies within the ranges of the file


def test_mariner_4_sent_at_the_lower_rate_because_the_higher_one_left_too_little():
    pictures = lb.load("mariner4").budget("pictures")
    assert pictures["closing_margin_db"] > 3.0
    assert pictures["margin_db"] - 10.0 * math.log10(4.0) < 3.0
    assert pictures["range_m"] == pytest.approx(134e6 * MILE_M, rel=5e-3)  # JPL news release, 1965


def test_mariner_4_was_where_its_budget_says():
    scenario = lb.load("mariner4")
    flyby_m = scenario.track.geocentric_distance_m(parse_utc("1965-07-15T01:00:57"))
    assert flyby_m == pytest.approx(scenario.links["pictures"].reference_range_m.value, rel=1e-4)


def test_mariner_10_had_one_bit_in_forty_wrong():
    """Clarke, ITC 1974: 117.6 kbit/s without a code, error rate about 1 in 40."""
    budget = lb.load("mariner10").budget("pictures")
    assert 1.0 / bit_error_rate(budget["ebn0_db"], "bpsk") == pytest.approx(40.0, rel=0.15)


def test_pioneer_5_orbit_gives_both_published_distances():
    """22 462 740 miles on 26 June 1960, which fixed the aphelion; 8 million miles on 8 May, which did not."""
    track = lb.load("pioneer5").track
    assert track.geocentric_distance_m(parse_utc("1960-06-26T12:00")) == pytest.approx(36.2e9, rel=1e-3)
    assert track.geocentric_distance_m(parse_utc("1960-05-08T12:00")) == pytest.approx(8e6 * MILE_M, rel=0.02)


def test_pioneer_5_was_heard_as_the_papers_said():
    pioneer = lb.load("pioneer5")
    last = pioneer.budget("telemetry-5w")
    assert last["range_m"] == 36.2e9
    assert last["closing_margin_db"] < -3.0  # "much too weak by then to acquire data"
    assert last["carrier_cn0_dbhz"] > 10.0  # a line in a spectrum of 1 Hz for all that
    at_8_may = {"range_m": 8e6 * MILE_M}
    assert pioneer.budget("telemetry-5w", **at_8_may)["closing_margin_db"] > 0.0  # "could still hear the signal"
    hawaii = pioneer.budget("telemetry-5w-hawaii")
    worst, best = span_db(hawaii.link, hawaii.path, swings(hawaii.link, hawaii.path))
    assert worst < 0.0 < best  # "had to strain its 60-ft. ear"
    assert hawaii["closing_margin_db"] < 0.0
    assert pioneer.budget("telemetry-150w")["closing_margin_db"] > 3.0


def test_voyager_2_at_neptune_as_worked_out_in_1989():
    budget = lb.load("voyager2_neptune").budget("karn-1989")
    assert budget["eirp_dbw"] == pytest.approx(59.17, abs=0.005)
    assert budget["free_space_loss_db"] == pytest.approx(303.85, abs=0.005)
    assert budget["received_power_dbw"] == pytest.approx(-170.88, abs=0.01)
    assert budget["ebn0_db"] == pytest.approx(4.38, abs=0.01)
    for row in rows("light_times"):
        if row["case_id"] == "karn-flux_level":
            assert agrees(row, budget["eirp_dbw"] - budget["free_space_loss_db"])
        if row["case_id"] == "karn-energy_per_bit":
            assert agrees(row, budget["received_power_dbw"] - budget["bit_rate_dbhz"])


def test_voyager_2_at_neptune_closed_into_the_array_and_not_into_one_antenna():
    neptune = lb.load("voyager2_neptune")
    assert neptune.budget("pictures")["closing_margin_db"] > 0.0
    real = {"receiver.system_noise_temperature": "25 K"}
    assert neptune.budget("karn-1989", settings=real)["margin_db"] < 0.0


def test_voyager_2_telemetry_of_1996():
    """JPL DESCANSO article 4 (2002), Table 5-4: design values printed to 0.1 dB."""
    budget = lb.load("voyager2_1996").budget("telemetry")
    losses_db = budget["data_modulation_loss_db"] + budget["data_ranging_suppression_db"]
    assert budget["received_power_dbw"] + DBM - losses_db == pytest.approx(-147.0, abs=0.06)
    st_n0_db = budget["ebn0_db"] + budget["implementation_loss_db"]
    assert st_n0_db == pytest.approx(16.4, abs=0.06)
    assert budget["ebn0_db"] == pytest.approx(15.6, abs=0.06)
    assert budget["margin_db"] == pytest.approx(13.3, abs=0.06)


def test_voyager_2_variances_of_1996():
    """The same tables print variances: 0.19 dB2 of received power, 0.28 of Pt/N0, 0.29 of the margin."""
    table = control_table(lb.load("voyager2_1996").case("telemetry"))
    assert table.lines["received_power_dbw"].variance == pytest.approx(0.19, abs=0.02)
    assert table.lines["cn0_dbhz"].variance == pytest.approx(0.28, abs=0.03)
    assert table.lines["margin_db"].variance == pytest.approx(0.29, abs=0.03)


def test_voyager_2_uplink_of_1996():
    """Table 5-2: received power -127.4 dBm, Pt/N0 39.2 dBHz, 26.5 dB in the loop.

    Those are means: the adverse sides of gain and polarisation weigh 0.3 dB more than the favourable ones.
    """
    table = control_table(lb.load("voyager2_1996").case("command"))
    power, density = table.lines["received_power_dbw"], table.lines["cn0_dbhz"]
    assert power.mean + DBM == pytest.approx(-127.4, abs=0.15)
    assert density.mean == pytest.approx(39.2, abs=0.15)
    assert density.mean - table.lines["loop_bandwidth_dbhz"].nominal == pytest.approx(26.5, abs=0.15)


def test_voyager_2_crosses_the_sky_of_canberra_as_printed():
    scenario = lb.load("voyager2_1996")
    station = scenario.station("canberra")
    for row in rows("voyager2_pass_elevation"):
        found = look_angles(scenario.track, station, parse_utc(row["utc"]))
        assert agrees(row, float(found.elevation_deg)), row["utc"]


def test_voyager_1_is_a_day_of_light_away():
    scenario = lb.load("voyager1_lightday")
    track = scenario.track
    assert track.light_time_s(parse_utc("2026-11-18")) == pytest.approx(86_400.0, rel=1e-3)
    assert scenario.budget("telemetry")["closing_margin_db"] > 0.0  # 160 bit/s into 70 m, as it is flown


def test_orbiter_at_mars_sends_half_a_megabit_at_its_farthest():
    budget = lb.load("mro").budget("science")
    assert budget["data_rate_limit_bps"] >= 500e3
    near = lb.load("mro").budget("science", range_m=100e9)
    assert 3e6 < near["data_rate_limit_bps"] < 12e6  # NASA: 3 to 4 Mbit/s at 60 million miles, 6 Mbit/s by the design


def test_orbiter_at_the_moon_sends_a_hundred_megabits_in_almost_any_weather():
    scenario = lb.load("lro")
    budget = scenario.budget("science")
    assert budget["margin_db"] > budget["required_margin_db"]
    clear = scenario.budget("science", settings={"weather_exceedance": "none"})
    assert clear["margin_db"] - budget["margin_db"] > 2.0


def test_orbiter_at_the_moon_has_the_moon_in_its_beam_once():
    """A disc of ten beamwidths fills the lobe, which holds 73 % of the power: 0.55 (70 deg)^2 pi^2 / (16 ln 2)."""
    scenario = lb.load("lro")
    lobe = 0.55 * np.radians(70.0) ** 2 * np.pi**2 / (16.0 * np.log(2.0))
    assert lobe == pytest.approx(0.73, abs=0.01)
    for budget in (scenario.budget("science"), scenario.budget("science", at="2009-09-26T02:00:00Z")):
        air = 10.0 ** (-budget["absorption_loss_db"] / 10.0)
        expected = lobe * air * budget["moon_brightness_temperature_k"]
        assert budget["moon_noise_temperature_k"] == pytest.approx(expected, rel=0.01)  # its sidelobes see little of it
        assert 180.0 < budget["moon_brightness_temperature_k"] < 220.0
        assert budget["ground_noise_temperature_k"] == 20.0


def test_geostationary_example_of_a_textbook():
    scenario = lb.load("geostationary")
    up, down = scenario.budget("uplink"), scenario.budget("downlink")
    found = {
        "mb-232-1g": up["transmit_antenna_gain_dbi"],
        "mb-232-1l": up["free_space_loss_db"],
        "mb-232-1p": up["received_power_dbw"],
        "mb-232-2eirp": down["eirp_dbw"],
        "mb-232-2l": down["free_space_loss_db"],
        "mb-noise2": down["system_noise_temperature_k"],
        "mb-258-point": down["receive_pointing_loss_db"],
    }
    published = [row for row in rows("textbook_links") if row["case_id"] in found]
    for row in published:
        assert agrees(row, float(found[row["case_id"]])), row["case_id"]
    assert up["eirp_dbw"] == pytest.approx(73.15, abs=0.01)


def test_geostationary_satellite_stands_where_dishpointer_has_it():
    scenario = lb.load("geostationary")
    utc_s = parse_utc("2026-03-20") + 3600.0 * np.arange(48)
    look = look_angles(scenario.track, scenario.station("sydney"), utc_s)
    assert look.elevation_deg == pytest.approx(48.1, abs=0.15)
    assert look.azimuth_deg == pytest.approx(337.2, abs=0.15)
    assert look.range_m / 1e3 == pytest.approx(37202.0, abs=20.0)


ORESAT = {
    "amsat-CW_beacon-uplink": "uplink-uhf-cw",
    "amsat-eng_primary-uplink": "uplink-l-engineering",
    "amsat-eng_secondary-uplink": "uplink-uhf-engineering",
    "amsat-mission_data_handheld-uplink": "uplink-s-handheld",
    "amsat-mission_data_uniclogs-uplink": "uplink-s-uniclogs",
    "amsat-packet_beacon-downlink": "downlink-uhf-packet",
}


@pytest.mark.parametrize(("case", "link"), ORESAT.items())
def test_amsat_sheets_of_oresat(case, link):
    """The sheets take the transmitting antenna's pointing loss off on the path, and Eb/N0 before implementation."""
    budget = lb.load("oresat").budget(link)
    pointing_db = budget["transmit_pointing_loss_db"]
    on_path_db = budget["other_losses_db"] - budget["receive_pointing_loss_db"] - budget["receive_line_loss_db"]
    temperature_k = budget["system_noise_temperature_k"]
    found = {
        "EIRP": budget["eirp_dbw"] + pointing_db,
        "isotropic_level": budget["eirp_dbw"] - budget["free_space_loss_db"] - on_path_db,
        "G_over_T": budget["g_over_t_db_per_k"],
        "C_N0": budget["cn0_dbhz"],
        "EbN0": budget["ebn0_db"] + budget["implementation_loss_db"],
        "margin": budget["margin_db"],
        "LNA_input_power": budget["received_power_dbw"],
    }
    gain_dbi = budget["receive_antenna_gain_dbi"] - budget["receive_line_loss_db"]
    assert g_over_t_db_per_k(gain_dbi, temperature_k) == pytest.approx(budget["g_over_t_db_per_k"])
    for row in rows("amsat_iaru_budgets"):
        if row["case_id"] != case:
            continue
        bandwidth_hz = float(row["bw_Hz"])
        found["noise_power"] = noise_power_dbw(bandwidth_hz, temperature_k)
        found["SNR"] = carrier_to_noise_ratio_db(budget["cn0_dbhz"], bandwidth_hz)
        assert agrees(row, float(found[row["quantity"]])), row["quantity"]


def test_amsat_distances_are_those_of_the_sheets():
    """The exact path loss at the file's distance is the printed one, which 22 + 20 log10(d / wavelength) made."""
    oresat = lb.load("oresat")
    sheet_m = {
        "uplink-uhf-cw": 1454.4339506e3,
        "uplink-s-handheld": 557.264950804e3,
        "uplink-s-uniclogs": 748.857190181e3,
    }
    for name, distance_m in sheet_m.items():
        link = oresat.links[name]
        frequency_hz = link.frequency_hz.value
        sheet_db = 22.0 + 20.0 * math.log10(distance_m * frequency_hz / 299_792_458.0)
        assert free_space_loss_db(link.reference_range_m.value, frequency_hz) == pytest.approx(sheet_db, abs=0.01)


@pytest.mark.parametrize("name", COMPANY)
def test_every_number_says_how_well_it_is_known(name):
    """Each value of a link has a status and a source, and what is assumed has its range or is a plain convention."""
    from linkbudget.mission.assumptions import values_behind

    assert name in packaged_names()
    for key, link in lb.load(name).links.items():
        for value in values_behind(link):
            ladder = value in getattr(link.modulation, "rate_ladder_bps", ())
            assert ladder or (value.status and value.source), (name, key, value)


def test_a_link_may_have_a_reference_distance_of_its_own():
    marco = lb.load("marco")
    assert marco.budget("hga-34m")["range_m"] == 160e9
    assert marco.budget("lga-34m")["range_m"] == 15e9
    assert marco.budget_when_up("lga-34m")["range_m"] == 15e9
    assert marco.budget("lga-34m", range_m=20e9)["range_m"] == 20e9
    assert marco.budget("lga-34m", "2018-11-26T18:00Z")["range_m"] == pytest.approx(146e9, rel=0.01)


@pytest.mark.parametrize(
    ("range_km", "free_space", "level", "cn0", "in_500_hz", "in_100_hz"),
    [
        (20e3, 194, -184, 67, 40, 47),
        (200e3, 214, -204, 47, 20, 27),
        (2e6, 234, -224, 27, 0, 7),
        (15e6, 251, -242, 10, -17, -10),
        (20e6, 254, -244, 7, -20, -13),
    ],
)
def test_unitec_1_at_the_five_distances_of_its_page(range_km, free_space, level, cn0, in_500_hz, in_100_hz):
    """Printed in whole decibels from inputs of a tenth."""
    lines = lb.load("unitec1").budget("beacon", range_m=range_km * 1e3)
    assert lines["eirp_dbw"] == pytest.approx(11.8, abs=0.05)
    assert lines["free_space_loss_db"] == pytest.approx(free_space, abs=0.5)
    assert lines["eirp_dbw"] - lines["propagation_loss_db"] == pytest.approx(level, abs=0.52)
    assert lines["cn0_dbhz"] == pytest.approx(cn0, abs=0.5)
    assert lines["cnr_in_wide_db"] == pytest.approx(in_500_hz, abs=0.5)
    assert lines["cnr_db"] == pytest.approx(in_100_hz, abs=0.5)


def test_unitec_1_flies_as_was_told():
    """First rise over Denmark at 17:41 UTC on 21 May 2010, beyond 350 000 km on that day; 63 million km at Venus.

    The launch alone is known to the second; the rise is that of an elevation of 5 deg here.
    """
    scenario = lb.load("unitec1")
    assert scenario.passes("dish-7m")[0].rise_utc_s == pytest.approx(parse_utc("2010-05-21T17:41:00Z"), abs=1200.0)
    assert scenario.track.geocentric_distance_m(parse_utc("2010-05-21T22:00:00Z")) > 350e6
    assert scenario.track.geocentric_distance_m(parse_utc("2010-12-06T22:00:00Z")) == pytest.approx(63e9, rel=0.03)


@pytest.mark.parametrize(
    ("link", "aperture", "isotropic", "level_dbw", "margin"),
    [
        ("on-station", -44.4, -134.4, -132.0, 10.0),
        ("transfer-high", -46.5, -106.5, -88.5 - DBM, 23.5),
        ("transfer-low", -46.5, -126.5, -108.5 - DBM, 3.5),
    ],
)
def test_commands_by_flux_as_filed(link, aperture, isotropic, level_dbw, margin):
    lines = lb.load("command_by_flux").budget(link)
    assert lines["isotropic_aperture_dbm2"] == pytest.approx(aperture, abs=0.05)
    assert lines["arriving_power_dbw"] == pytest.approx(isotropic, abs=0.05)
    assert lines["received_power_dbw"] == pytest.approx(level_dbw, abs=0.05)
    assert lines["closing_margin_db"] == pytest.approx(margin, abs=0.05)
