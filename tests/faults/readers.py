"""Every reader of files with a small valid file of its own, made here: for tests of bad files and for the fuzzer.

The map: :data:`READERS`, by name; :meth:`Reader.read` reads a file to its end.
"""

import io
import json
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from linkbudget.geometry.element_files import chosen_set, read_element_sets
from linkbudget.geometry.horizon_masks import read_horizon_mask
from linkbudget.geometry.omm import read_omm
from linkbudget.geometry.position_files import read_positions
from linkbudget.geometry.spk_kernel import read_spk
from linkbudget.hardware.curve_files import read_error_curve
from linkbudget.hardware.elevation_curves import read_elevation_curve
from linkbudget.hardware.map_files import MapFolder
from linkbudget.hardware.network import read_touchstone
from linkbudget.hardware.pattern_files import read_cuts
from linkbudget.mission.measuring import read_recording
from linkbudget.mission.picture_files import read_picture
from linkbudget.mission.signals import read_bits
from linkbudget.scenario_files.files import read_toml
from linkbudget.scenario_files.satyaml import read_satyaml
from linkbudget.scenario_files.satyaml_scenario import scenario_of
from tests.hardware.antenna_worlds import cosine_beam, cst_source, cst_text, grasp_grid, turnstile


@dataclass(frozen=True)
class Reader:
    """A reader, the name of its files, a valid one, and files beside it."""

    name: str
    read: Callable[[Path], object]
    content: Callable[[], bytes]
    beside: Callable[[Path], object] = lambda file: None
    """Writes the files without which the file cannot be read."""

    def written(self, folder: Path, content: bytes | None = None) -> Path:
        """A file with some content, with what belongs beside it."""
        file = folder / self.name
        file.write_bytes(self.content() if content is None else content)
        self.beside(file)
        return file


def positions(file: Path):
    return read_positions(file, center="earth" if file.suffix == ".csv" else None)


def text(*lines: str) -> Callable[[], bytes]:
    return lambda: ("\n".join(lines) + "\n").encode()


def states(row: str, count: int = 9) -> list[str]:
    """Rows on a circle of 7000 km, one a minute, with velocities."""
    angle = np.arange(count) * 60.0 * 1.078e-3
    turns = zip(np.cos(angle), np.sin(angle), strict=True)
    return [
        row.format(minute, 7000.0 * c, 7000.0 * s, 0.0, -7.546 * s, 7.546 * c, 0.0)
        for minute, (c, s) in enumerate(turns)
    ]


ROW = " {1:.6f} {2:.6f} {3:.6f} {4:.8f} {5:.8f} {6:.8f}"
OEM = text(
    "CCSDS_OEM_VERS = 2.0",
    "CREATION_DATE = 2026-01-01T00:00:00",
    "ORIGINATOR = NOBODY",
    "META_START",
    "OBJECT_NAME = TRIAL",
    "OBJECT_ID = 2026-001A",
    "CENTER_NAME = EARTH",
    "REF_FRAME = ICRF",
    "TIME_SYSTEM = UTC",
    "START_TIME = 2026-01-02T00:00:00",
    "STOP_TIME = 2026-01-02T00:08:00",
    "INTERPOLATION = HERMITE",
    "INTERPOLATION_DEGREE = 7",
    "META_STOP",
    "COMMENT made for a test",
    *states("2026-01-02T00:{0:02d}:00" + ROW),
)
STK = text(
    "stk.v.11.0",
    "BEGIN Ephemeris",
    "NumberOfEphemerisPoints 9",
    "ScenarioEpoch 2 Jan 2026 00:00:00.000000",
    "InterpolationMethod Lagrange",
    "InterpolationSamplesM1 5",
    "CentralBody Earth",
    "CoordinateSystem ICRF",
    "DistanceUnit Kilometers",
    "EphemerisTimePosVel",
    *(f"{60 * minute}.0 {row}" for minute, row in enumerate(states(ROW))),
    "END Ephemeris",
)
HORIZONS = text(
    "Target body name: Trial (-999)",
    "Center body name: Earth (399)",
    "Center-site name: BODY CENTER",
    "Output units    : KM-S",
    "Output type     : GEOMETRIC cartesian states",
    "Reference frame : ICRF",
    "JDTDB, Calendar Date (TDB), X, Y, Z, VX, VY, VZ,",
    "*****",
    "$$SOE",
    *(
        f"{2461042.5 + minute / 1440.0:.9f}, A.D. 2026-Jan-02 00:{minute:02d}:00.0000{row.replace(' ', ', ')},"
        for minute, row in enumerate(states(ROW))
    ),
    "$$EOE",
)
TLE = text(
    "TRIAL",
    "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927",
    "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537",
)
ELEMENTS = {
    "CCSDS_OMM_VERS": "2.0",
    "OBJECT_NAME": "TRIAL",
    "OBJECT_ID": "2026-001A",
    "CENTER_NAME": "EARTH",
    "REF_FRAME": "TEME",
    "TIME_SYSTEM": "UTC",
    "MEAN_ELEMENT_THEORY": "SGP4",
    "EPOCH": "2026-01-02T06:30:00.5",
    "MEAN_MOTION": "14.2",
    "ECCENTRICITY": "0.001",
    "INCLINATION": "97.5",
    "RA_OF_ASC_NODE": "10",
    "ARG_OF_PERICENTER": "20",
    "MEAN_ANOMALY": "30",
    "NORAD_CAT_ID": "99001",
    "BSTAR": "0.0001",
}
TABLE = {key: value for key, value in ELEMENTS.items() if key not in ("CCSDS_OMM_VERS",)}


def omm_xml() -> bytes:
    leaves = {key: f"<{key}>{value}</{key}>" for key, value in ELEMENTS.items()}
    metadata = "".join(
        leaves[key]
        for key in ("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "MEAN_ELEMENT_THEORY")
    )
    elements = "".join(leaves[key] for key in list(ELEMENTS)[7:14])
    parameters = leaves["NORAD_CAT_ID"] + leaves["BSTAR"]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<omm id="CCSDS_OMM_VERS" version="2.0">\n<header/><body><segment>\n'
        f"<metadata>{metadata}</metadata>\n<data><meanElements>{elements}</meanElements>\n"
        f"<tleParameters>{parameters}</tleParameters></data>\n</segment></body></omm>\n"
    ).encode()


def oem_xml() -> bytes:
    names = ("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME")
    vectors = "".join(
        states(
            "<stateVector><EPOCH>2026-01-02T00:{0:02d}:00</EPOCH><X>{1:.6f}</X><Y>{2:.6f}</Y><Z>{3:.6f}</Z>"
            "<X_DOT>{4:.8f}</X_DOT><Y_DOT>{5:.8f}</Y_DOT><Z_DOT>{6:.8f}</Z_DOT></stateVector>\n"
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oem id="CCSDS_OEM_VERS" version="2.0"><header>'
        "<CREATION_DATE>2026-01-01T00:00:00</CREATION_DATE><ORIGINATOR>NOBODY</ORIGINATOR></header>\n<body><segment>"
        f"<metadata>{''.join(f'<{name}>{ELEMENTS[name]}</{name}>' for name in names)}"
        "<REF_FRAME>ICRF</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM><START_TIME>2026-01-02T00:00:00</START_TIME>"
        "<STOP_TIME>2026-01-02T00:08:00</STOP_TIME><INTERPOLATION>HERMITE</INTERPOLATION>"
        f"<INTERPOLATION_DEGREE>7</INTERPOLATION_DEGREE></metadata>\n<data>\n{vectors}</data></segment></body></oem>\n"
    ).encode()


@cache
def kernel() -> bytes:
    """A kernel of type 3: one record of Chebyshev polynomials of degree 1, as the format DAF has them (256 words)."""
    record = [0.0, 43200.0, 7000.0, 1.0, 500.0, 7.0, 0.0, 1.0, 1.0, 0.0, 7.0, 0.1, 0.0, 0.0]
    data = np.array([*record, -43200.0, 86400.0, 14.0, 1.0])  # where records begin, their length, size and number
    head = b"DAF/SPK " + np.array([2, 6], "<i4").tobytes() + b"trial".ljust(60)
    head += np.array([2, 2, 385 + data.size], "<i4").tobytes() + b"LTL-IEEE"
    summary = np.array([1.0, 0.0, 1.0, -43200.0, 43200.0]).tobytes()
    summary += np.array([-999, 399, 1, 3, 385, 384 + data.size], "<i4").tobytes()
    names = b"trial".ljust(40).ljust(1024)
    head = head.ljust(699, b"\0") + b"FTPSTR:\r:\n:\r\n:\r\x00:\x81:\x10\xce:ENDFTP"
    return head.ljust(1024, b"\0") + summary.ljust(1024, b"\0") + names + data.tobytes().ljust(1024, b"\0")


@cache
def recording() -> bytes:
    memory = io.BytesIO()
    with wave.open(memory, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(np.arange(-2000, 2000, dtype="<i2").tobytes())
    return memory.getvalue()


def sigmf() -> bytes:
    said = {"core:datatype": "cf32_le", "core:sample_rate": 8000.0, "core:version": "1.0.0", "core:description": "a"}
    capture = {"core:sample_start": 0, "core:frequency": 437e6, "core:datetime": "2026-01-02T00:00:00Z"}
    return json.dumps({"global": said, "captures": [capture], "annotations": []}, indent=1).encode()


def picture(kind: str, mode: str = "L") -> Callable[[], bytes]:
    @cache
    def content() -> bytes:
        from PIL import Image

        memory = io.BytesIO()
        image = Image.fromarray(np.arange(12 * 16, dtype=np.uint8).reshape(12, 16)).convert(mode)
        image.save(memory, format=kind)
        return memory.getvalue()

    return content


def map_grid(file: Path):
    return MapFolder(file.parent).grid("temperature")


def axes(file: Path) -> None:
    latitude, longitude = np.meshgrid(np.arange(90.0, -91.0, -45.0), np.arange(-180.0, 181.0, 45.0), indexing="ij")
    np.savetxt(file.with_name("lat.txt"), latitude)
    np.savetxt(file.with_name("lon.txt"), longitude)


def map_npz() -> bytes:
    memory = io.BytesIO()
    np.savez_compressed(memory, np.full((5, 9), 280.0))
    return memory.getvalue()


def npz_axes(file: Path) -> None:
    latitude, longitude = np.meshgrid(np.arange(90.0, -91.0, -45.0), np.arange(-180.0, 181.0, 45.0), indexing="ij")
    np.savez_compressed(file.with_name("v1_lat.npz"), latitude)
    np.savez_compressed(file.with_name("v1_lon.npz"), longitude)


def sphere(step_deg: float = 45.0):
    phi, theta = np.meshgrid(np.arange(0.0, 360.0, step_deg), np.arange(0.0, 181.0, step_deg), indexing="ij")
    return theta.ravel(), phi.ravel()


NEC = text(
    "                                FREQUENCY : 3.0000E+02 MHz",
    "                               ---------- RADIATION PATTERNS -----------",
    "",
    " ---- ANGLES -----     ----- POWER GAINS -----       ---- POLARIZATION ----   -- E(THETA) --   -- E(PHI) --",
    "  THETA      PHI       VERTC    HORIZ    TOTAL       AXIAL      TILT  SENSE   MAGNITUDE  PHASE  MAGN.  PHASE",
    " DEGREES   DEGREES        DB       DB       DB       RATIO   DEGREES            VOLTS/M   DEG     VOLTS/M  DEG",
    *(
        f"  {theta:6.2f}  {phi:6.2f}  0.00 -999.99 0.00 0.0000 0.00 LINEAR 1.0E-01 0.00 0.0E+00 0.00"
        for phi in (0.0, 180.0)
        for theta in (0.0, 30.0, 60.0, 90.0)
    ),
    "",
    "  AVERAGE POWER GAIN:  1.0000E+00 - SOLID ANGLE USED IN AVERAGING: (+4.0000)*PI STERADIANS",
)

READERS = {
    "positions CSV": Reader(
        "p.csv",
        positions,
        text(
            "utc,x_km,y_km,z_km,vx_km_per_s,vy_km_per_s,vz_km_per_s",
            *states("2026-01-02T00:{0:02d}:00Z,{1},{2},{3},{4},{5},{6}"),
        ),
    ),
    "OEM": Reader("p.oem", positions, OEM),
    "OEM in XML": Reader("p.oem", positions, oem_xml),
    "STK": Reader("p.e", positions, STK),
    "Horizons": Reader("p.txt", lambda file: read_positions(file, format="horizons"), HORIZONS),
    "kernel": Reader("p.bsp", lambda file: read_spk([file], -999), kernel),
    "TLE": Reader("e.tle", lambda file: chosen_set(file, read_element_sets(file)).orbit(), TLE),
    "OMM": Reader(
        "e.omm",
        lambda file: chosen_set(file, read_omm(file, form="kvn")).orbit(),
        text(*(f"{key} = {value}" for key, value in ELEMENTS.items())),
    ),
    "OMM in XML": Reader("e.xml", lambda file: chosen_set(file, read_omm(file)).orbit(), omm_xml),
    "OMM in JSON": Reader(
        "e.json", lambda file: chosen_set(file, read_omm(file)).orbit(), lambda: json.dumps([TABLE], indent=1).encode()
    ),
    "OMM in CSV": Reader(
        "e.csv", lambda file: chosen_set(file, read_omm(file)).orbit(), text(",".join(TABLE), ",".join(TABLE.values()))
    ),
    "Touchstone": Reader(
        "n.s2p",
        read_touchstone,
        text(
            "! an amplifier",
            "# GHz S RI R 50",
            *(f"{f} 0.1 0 0.9 0.1 0.9 0.1 0.1 0" for f in (1.0, 2.0, 3.0)),
            "1.0 1 0.5 0 0.2",
            "2.0 1.2 0.5 0 0.5",
        ),
    ),
    "Touchstone 2": Reader(
        "n.ts",
        read_touchstone,
        text(
            "[Version] 2.0",
            "# MHz S MA R 50",
            "[Number of Ports] 2",
            "[Two-Port Data Order] 21_12",
            "[Number of Frequencies] 2",
            "[Reference] 50 50",
            "[Network Data]",
            "1000 0.1 0 0.9 10 0.9 10 0.1 0",
            "2000 0.1 0 0.8 10 0.8 10 0.1 0",
            "[End]",
        ),
    ),
    "pattern CSV": Reader(
        "a.csv", read_cuts, text("# a horn", "angle_deg,gain_dbi", "-20,3", "-10,12", "0,15", "20,4")
    ),
    "MSI": Reader(
        "a.msi",
        read_cuts,
        text(
            "NAME trial",
            "FREQUENCY 900",
            "GAIN 10 dBd",
            "TILT ELECTRICAL",
            "HORIZONTAL 4",
            "0 0",
            "90 10",
            "180 20",
            "270 10",
            "VERTICAL 4",
            "0 0",
            "90 20",
            "180 30",
            "270 20",
        ),
    ),
    "NSMA": Reader(
        "a.adf",
        read_cuts,
        text(
            "REVNUM:,NSMA WG16.99.050",
            "REVDAT:,19990520",
            "ANTMAN:,Any",
            "MODNUM:,Panel",
            "LOWFRQ:,806",
            "HGHFRQ:,896",
            "GUNITS:,DBI/DBR",
            "MDGAIN:,10",
            "NUMCUT:,1",
            "PATCUT:,AZ",
            "POLARI:,V/V",
            "NUPOIN:,4",
            "FSTLST:,-180,90",
            "-180,-25,,",
            "-90,-12,,",
            "0,0,,",
            "90,-14,,",
            "ENDFIL:,EOF",
        ),
    ),
    "GRASP cut": Reader(
        "a.cut",
        read_cuts,
        text(*(f"cut\n-90 90 3 {phi} 3 1 2\n1 0 0 0\n2 0 0.1 0\n1 0 0 0" for phi in (0, 90))),
    ),
    "GRASP grid": Reader(
        "a.grd",
        read_cuts,
        lambda: grasp_grid(cosine_beam, np.arange(0.0, 361.0, 45.0), np.arange(0.0, 181.0, 45.0)).encode(),
    ),
    "CST": Reader("a.txt", lambda file: read_cuts(file, form="cst"), lambda: cst_text(cosine_beam, *sphere()).encode()),
    "CST source": Reader("a.ffs", read_cuts, lambda: cst_source(turnstile, *sphere(30.0)).encode()),
    "HFSS": Reader(
        "a.ffd", read_cuts, text("0 90 3", "0 270 4", "Frequencies 1", "Frequency 2.4e9", *["1 0 0.5 0.1"] * 12)
    ),
    "FEKO": Reader(
        "a.ffe",
        read_cuts,
        text(
            "##File Type: Far field",
            "##File Format: 3",
            "#Configuration Name: one",
            "#Frequency: 2.400E+009",
            "#Coordinate System: Spherical",
            "#No. of Theta Samples: 3",
            "#No. of Phi Samples: 2",
            "#Result Type: Gain",
            "#No. of Header Lines: 1",
            '#"Theta" "Phi" "Gain(Theta)" "Gain(Phi)" "Gain(Total)"',
            *(f"{theta} {phi} {7 - theta / 10} -100 {7 - theta / 10}" for phi in (0, 180) for theta in (0, 45, 90)),
        ),
    ),
    "NEC": Reader("a.out", read_cuts, NEC),
    "error curve": Reader(
        "c.csv",
        read_error_curve,
        text("# title: A modem", "# reference: a test", "ebn0_db,bit_error_rate", "1,1e-1", "5,1e-3", "9,1e-6"),
    ),
    "elevation curve": Reader(
        "g.csv",
        lambda file: read_elevation_curve(file, "g_over_t_db_per_k"),
        text("# a station", "elevation_deg,g_over_t_db_per_k", "10,20.5", "40,22", "90,23"),
    ),
    "horizon mask": Reader("m.csv", read_horizon_mask, text("azimuth_deg,elevation_deg", "0,5", "90,12.5", "180,5")),
    "map": Reader(
        "t_annual.txt",
        map_grid,
        text(*[" ".join(["280"] * 9)] * 5),
        axes,
    ),
    "map in NumPy": Reader("v1_t_annual.npz", map_grid, map_npz, npz_axes),
    "SATYAML": Reader(
        "s.yml",
        lambda file: scenario_of(read_satyaml(file)),
        text(
            "name: Trial",
            "norad: 99001",
            "data:",
            "  &tlm Telemetry:",
            "    unknown",
            "transmitters:",
            "  9k6 FSK downlink:",
            "    frequency: 437.5e+6",
            "    modulation: FSK",
            "    baudrate: 9600",
            "    framing: AX.25",
            "    data:",
            "    - *tlm",
        ),
    ),
    "PNG": Reader("i.png", read_picture, picture("PNG")),
    "PNG with colours": Reader("i.png", read_picture, picture("PNG", "RGBA")),
    "JPEG": Reader("i.jpg", read_picture, picture("JPEG")),
    "TIFF": Reader("i.tif", read_picture, picture("TIFF", "RGB")),
    "WAV": Reader("r.wav", read_recording, recording),
    "SigMF": Reader(
        "r.sigmf-meta",
        read_recording,
        sigmf,
        lambda file: file.with_suffix(".sigmf-data").write_bytes(np.ones(2200, "<f4").tobytes()),
    ),
    "SigMF data": Reader(
        "r.sigmf-data",
        read_recording,
        lambda: np.ones(2200, "<f4").tobytes(),
        lambda file: file.with_suffix(".sigmf-meta").write_bytes(sigmf()),
    ),
    "bits": Reader("b.txt", read_bits, text("0101 1100", "1010")),
    "scenario": Reader("s.toml", read_toml, text("[mission]", 'title = "a"', "[links.one]", 'station = "here"')),
}
"""Readers by name."""
