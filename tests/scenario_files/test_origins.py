"""Each value of a scenario is traced to the table it was written in, by the rules that names are read by."""

import pytest

from linkbudget.scenario_files.origins import Origins

DATA = {
    "mission": {"title": "x", "step": {"status": "assumed", "value": "10 s"}},
    "stations": {"near": {"like": "dss-14", "minimum_elevation": "12 deg"}},
    "antennas": {
        "dish": {"kind": "dish", "diameter": "3 m", "polarization": "right"},
        "larger": {"like": "dish", "diameter": "4 m"},
        "yagi-70cm": {"like": "yagi-70cm", "gain": "17 dBi"},
    },
    "links": {
        "down": {
            "station": "near",
            "frequency": "8 GHz",
            "coherent": False,
            "transmitter": {"antenna": "larger", "power": "1 W"},
            "receiver": {"antenna": {"like": "dsn-70m-x", "aperture_efficiency": "0.6"}, "line_loss": "0 dB"},
            "modulation": {"rate_ladder": ["1 bit/s", "2 bit/s"]},
        },
        "other": {
            "like": "down",
            "station": "dss-43",
            "transmitter": {"power": {"value": "2 W", "source": "x"}},
            "receiver": {"antenna": "yagi-70cm"},
        },
    },
    "events": [{"title": "one"}, {"title": "two"}],
}


@pytest.mark.parametrize(
    ("key", "origin"),
    [
        ("mission.title", "mission"),
        ("mission.step", "mission"),
        ("mission.default_shape", "default"),
        ("stations.near.minimum_elevation", "stations.near"),
        ("stations.near.latitude", "catalogue stations.dss-14"),
        ("stations.dss-43.latitude", "catalogue stations.dss-43"),
        ("antennas.larger.diameter", "antennas.larger"),
        ("antennas.larger.polarization", "antennas.dish"),
        ("antennas.yagi-70cm.gain", "antennas.yagi-70cm"),
        ("antennas.yagi-70cm.beamwidth", "catalogue antennas.yagi-70cm"),
        ("links.down.coherent", "links.down"),
        ("links.down.modulation.rate_ladder", "links.down"),
        ("links.down.transmitter.antenna.diameter", "antennas.larger"),
        ("links.down.transmitter.antenna.kind", "antennas.dish"),
        ("links.down.receiver.antenna.aperture_efficiency", "links.down"),
        ("links.down.receiver.antenna.diameter", "catalogue antennas.dsn-70m-x"),
        ("links.other.frequency", "links.down"),
        ("links.other.station", "links.other"),
        ("links.other.transmitter.power", "links.other"),
        ("links.other.transmitter.antenna.kind", "antennas.dish"),
        ("links.other.receiver.line_loss", "links.down"),
        ("links.other.receiver.antenna.gain", "antennas.yagi-70cm"),
        ("links.other.receiver.antenna.axial_ratio", "catalogue antennas.yagi-70cm"),
        ("links.other.receiver.antenna.diameter", "default"),
        ("events.1.title", "events"),
        ("events.2.title", "default"),
        ("power.voltage", "default"),
    ],
)
def test_origin_of_a_value(key, origin):
    assert Origins(DATA).of(*key.split(".")) == origin
