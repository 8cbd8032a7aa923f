"""Scenario text for a satellite of a SatYAML file: the file's values, and assumed values for the rest.

The map: :func:`scenario_of` writes the text and lists what a scenario cannot express of a transmitter;
:func:`keying_of` and :func:`coding_of` choose scheme, code and bit rate.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from linkbudget.errors import InputError, shortened, suggestion
from linkbudget.formatting import decimals_text, frequency_text, rate_text
from linkbudget.hardware.modulation_kinds import DigitalModulation
from linkbudget.parameters import Status
from linkbudget.scenario_files.satyaml import Satellite, Transmitter

SCHEMES = {
    "FSK": "noncoherent-fsk",  # receivers of amateurs use a frequency discriminator
    "BPSK": "bpsk",
    "BPSK Manchester": "bpsk",
    "DBPSK": "dpsk",  # detected from symbol to symbol
    "DBPSK Manchester": "dpsk",
}
"""Modulation of a SatYAML file -> scheme; Manchester coding changes the spectrum, not the energy of a bit."""

UNSAID = {
    "AFSK": "audio tones on a frequency-modulated carrier have no error curve here",
    "FSK subaudio": "a subaudio signal below voice has no error curve here",
}
"""Modulations that a scenario cannot express -> why."""

UNCODED = ("AX.25", "AX.25 G3RUH", "CCSDS Uncoded", "AO-40 uncoded", "NGHam no Reed Solomon")
"""Framings without an error-correcting code."""

ERROR_RATE = "1e-5"
"""Bit error rate that the scenario asks for."""

_VITERBI = ("", "CCSDS", "CCSDS uninverted", "NASA-DSN", "NASA-DSN uninverted")
"""Ways of writing the one convolutional code of rate 1/2 with seven bits."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Code and bit rate of a transmitter; ``remark`` names what is not counted."""

    code: str | None
    bit_rate_bps: float
    remark: str = ""


def scenario_of(satellite: Satellite, only: str | None = None) -> tuple[str, list[str]]:
    """Text of a scenario with a link for each transmitter that a scenario can express.

    Parameters
    ----------
    satellite : Satellite
        What the file tells.
    only : str, optional
        Name of the one transmitter that is wanted.

    Returns
    -------
    text : str
        The scenario file; values that the SatYAML file does not tell have ranges and the status ``assumed``.
    unsaid : list of str
        A line for each transmitter that is left out, with the reason.

    Raises
    ------
    InputError
        If there is no such transmitter, or a scenario can express none.

    Examples
    --------
    >>> one = Transmitter("9k6 FSK downlink", 4, 437.5e6, "FSK", 9600.0, "AX.25 G3RUH")
    >>> text, unsaid = scenario_of(Satellite("example.yml", "Example", 99001, (one,)))
    >>> "[links.9k6-fsk-downlink]" in text, unsaid
    (True, [])
    """
    wanted = _wanted(satellite, only)
    unsaid = [f"{_place(satellite, one)}: {reason}" for one in wanted if (reason := reason_unsaid(one))]
    said = [one for one in wanted if not reason_unsaid(one)]
    if not said:
        more = f" (and {len(unsaid) - 1} more)" if len(unsaid) > 1 else ""
        raise InputError(f"{unsaid[0]}; expected a transmitter with one of {', '.join(SCHEMES)}{more}")
    names: dict[str, Transmitter] = {}
    for one in said:
        names[_link_name(one.name, names)] = one
    lines = list(_head(satellite, said))
    for place, (name, one) in enumerate(names.items()):
        base = _base(one, dict(list(names.items())[:place]))
        lines += _whole_link(name, one, satellite) if base is None else _further_link(name, one, satellite, base)
    return "\n".join(lines) + "\n", unsaid


def reason_unsaid(transmitter: Transmitter) -> str:
    """Reason why a scenario cannot describe a transmitter; empty if it can.

    Examples
    --------
    >>> print(reason_unsaid(Transmitter("x", 1, 437.5e6, "AFSK", 1200.0, "AX.25")))
    modulation = 'AFSK': audio tones on a frequency-modulated carrier have no error curve here
    """
    if transmitter.modulation in SCHEMES:
        return ""
    why = UNSAID.get(transmitter.modulation, "unknown modulation")
    return f"modulation = {shortened(transmitter.modulation)}: {why}"


def keying_of(transmitter: Transmitter) -> str:
    """The scheme of a transmitter that a scenario can express.

    Examples
    --------
    >>> keying_of(Transmitter("x", 1, 437.5e6, "BPSK", 1200.0, "CCSDS Uncoded", precoding="differential"))
    'differentially-encoded-psk'
    """
    scheme = SCHEMES[transmitter.modulation]
    return "differentially-encoded-psk" if scheme == "bpsk" and transmitter.precoding == "differential" else scheme


def coding_of(transmitter: Transmitter) -> Coding:
    """Code and information rate of a transmitter that a scenario can express.

    The symbol rate of the file is counted on the air, after coding.  A code without a curve, or one that the scheme
    cannot have, is not counted: the symbols then are bits, and the link does better than its budget.

    Examples
    --------
    >>> coding = coding_of(Transmitter("x", 1, 437.5e6, "BPSK", 9600.0, "CCSDS Concatenated"))
    >>> coding.code, round(coding.bit_rate_bps, 2)
    ('rs-255-223-i1-conv-7-1/2', 4197.65)
    """
    symbols, framing = transmitter.symbol_rate_baud, transmitter.framing
    if framing in UNCODED:
        return Coding(None, symbols)
    code = _code_named(transmitter)
    if code is None:
        return Coding(None, symbols, f"framing {framing}: what it corrects is not counted, symbols are taken for bits")
    information_bps = symbols / 2.0 * 223.0 / 255.0
    if not _accepts(keying_of(transmitter), code):
        why = (
            f"framing {framing}: its code has no curve with this scheme and is not counted, symbols are taken for bits"
        )
        return Coding(None, symbols, why)
    shortened_frame = "; frames of USP are shorter, and their rate is a little lower" if framing == "USP" else ""
    return Coding(code, information_bps, f"of information: symbols x 1/2 x 223/255{shortened_frame}")


def _code_named(transmitter: Transmitter) -> str | None:
    depth = transmitter.interleaving
    if transmitter.framing == "USP":
        return "rs-255-223-i1-conv-7-1/2"
    if transmitter.framing == "CCSDS Concatenated" and transmitter.convolutional in _VITERBI and depth in "12345":
        return f"rs-255-223-i{depth}-conv-7-1/2"
    return None


def _accepts(scheme: str, code: str) -> bool:
    """True where a scenario may have the code with the scheme."""
    said = {"scheme": scheme, "code": code, "error_rate": ERROR_RATE, "bit_rate": "1 bit/s"}
    try:
        DigitalModulation.model_validate(said | {"implementation_loss": "0 dB"})
    except ValidationError:
        return False
    return True


def _wanted(satellite: Satellite, only: str | None) -> list[Transmitter]:
    if only is None:
        return list(satellite.transmitters)
    found = [one for one in satellite.transmitters if one.name == " ".join(only.split())]
    if not found:
        hint = suggestion(only, (one.name for one in satellite.transmitters))
        raise InputError(f"{satellite.file}: transmitter {shortened(only)}: not there; {hint}")
    return found


def _place(satellite: Satellite, transmitter: Transmitter) -> str:
    return f"{satellite.file}, line {transmitter.line}: {transmitter.name}"


def _link_name(name: str, taken: dict) -> str:
    base = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "transmitter"
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in names if one not in taken)


# ------------------------------------------------------------------------------------------------ text


def _text(text: str) -> str:
    """A string of TOML, which are written as those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _assumed(value: str, low: str = "", high: str = "", source: str = "not in the SatYAML file") -> str:
    span = f', low = "{low}", high = "{high}"' if low else ""
    return f'{{ value = "{value}"{span}, status = "assumed", source = {_text(source)} }}'


def _told(value: str, source: str, status: Status = "documented") -> str:
    return f'{{ value = "{value}", status = "{status}", source = {_text(source)} }}'


def _head(satellite: Satellite, said: list[Transmitter]) -> Iterator[str]:
    number = f"norad = {satellite.norad}"
    orbit = (
        f"# {number} is a placeholder, for which there are no orbital elements: an orbit is assumed."
        if satellite.has_placeholder
        else f"# An orbit is assumed.  Elements of this satellite from a file ({number}), instead of all below:\n"
        f'#   kind = "tle" (or "omm"), file = "stations.tle", satellite = {satellite.norad}'
    )
    yield f"""# {satellite.name}, from {_file_name(satellite)}, a SatYAML file of gr-satellites.
#
# The file tells frequency, modulation, symbol rate and framing.  Values with status = "assumed" are not in it: replace
# them by those of the satellite and of your station, and say where they come from.

[mission]
title = {_text(satellite.name)}
start = "2026-03-01T00:00:00Z" # UTC, as all dates
end = "2026-03-02T00:00:00Z"
step = "10 s"
reference_elevation = {_assumed("20 deg")}

{orbit}
[trajectory]
kind = "elements"
epoch = "2026-03-01T00:00:00Z"
semi_major_axis = {_assumed("6928 km", "6778 km", "7028 km", "usual for small satellites")}
eccentricity = {_assumed("0.001")}
inclination = {_assumed("97.6 deg", source="usual for small satellites")}
raan = {_assumed("80 deg")}
argument_of_perigee = {_assumed("0 deg")}
mean_anomaly = {_assumed("0 deg")}
bstar = {_assumed("2e-5")}

[stations.my-roof]
title = "My roof"
latitude = {_assumed("48.1 deg")}
longitude = {_assumed("11.6 deg")}
height = {_assumed("520 m")} # above the WGS 84 ellipsoid
minimum_elevation = {_assumed("10 deg", "5 deg", "15 deg")}
water_vapour_density = {_assumed("7.5 g/m3", "3 g/m3", "15 g/m3")} # at sea level

[antennas.satellite]
kind = "omnidirectional"
polarization = "right"
axial_ratio = {_assumed("3 dB", "1 dB", "6 dB")}
gain = {_assumed("0 dBi", "-4 dBi", "2 dBi", "dipoles around the body")}
"""
    for name in dict.fromkeys(map(_station_antenna, said)):
        if name in _ANTENNAS:
            yield _ANTENNAS[name]


def _whole_link(name: str, one: Transmitter, satellite: Satellite) -> Iterator[str]:
    yield f"""[links.{name}]
title = {_text(one.name)}
purpose = "telemetry"
direction = "downlink"
station = "my-roof"
frequency = {_frequency(one, satellite)}
polarization_tilt = {_assumed("90 deg", "0 deg", "90 deg", "the worst angle")}
required_margin = {_assumed("3 dB")}

[links.{name}.transmitter]
power = {_assumed("1 W", "0.5 W", "2 W", "usual for small satellites")}
antenna = "satellite"
pointing_error = "0 deg" # of no weight for an antenna that sends everywhere
line_loss = {_assumed("0.5 dB", "0.2 dB", "1 dB")}

[links.{name}.receiver]
antenna = "{_station_antenna(one)}"
pointing_error = {_assumed("0.5 deg", "0 deg", "1 deg") if _is_dish(one) else _assumed("5 deg", "0 deg", "10 deg")}
line_loss = {_assumed("1 dB", "0.3 dB", "2 dB")}
line_temperature = {_assumed("290 K")}
noise_figure = {_assumed("0.8 dB", "0.5 dB", "1.5 dB")}
galactic_noise_at_1_m = {_assumed("60 K", "20 K", "150 K")}
ground_noise_temperature = {_assumed("60 K", "30 K", "120 K")}

[links.{name}.modulation]
kind = "digital"
{_modulation(one, satellite)}error_rate = "{ERROR_RATE}" # bit error rate to be kept; the required Eb/N0 follows
implementation_loss = {_assumed("1 dB", "0.5 dB", "3 dB")}
"""


def _base(one: Transmitter, before: dict[str, Transmitter]) -> tuple[str, Transmitter] | None:
    """A link to start from: one for the same antenna, and without a code where this one has none."""
    code, antenna = coding_of(one).code, _station_antenna(one)
    return next(
        (
            (name, other)
            for name, other in before.items()
            if (code or coding_of(other).code is None) and _station_antenna(other) == antenna
        ),
        None,
    )


def _further_link(name: str, one: Transmitter, satellite: Satellite, base: tuple[str, Transmitter]) -> Iterator[str]:
    yield f"""[links.{name}]
like = "{base[0]}" # with the same power, antennas and noise
title = {_text(one.name)}
frequency = {_frequency(one, satellite)}

[links.{name}.modulation]
{_modulation(one, satellite)}"""


def _frequency(one: Transmitter, satellite: Satellite) -> str:
    return _told(frequency_text(one.frequency_hz, 12), _source(satellite))


def _modulation(one: Transmitter, satellite: Satellite) -> str:
    coding = coding_of(one)
    index = ""
    if one.deviation_hz is not None and one.modulation == "FSK":
        ratio = decimals_text(2.0 * abs(one.deviation_hz) / one.symbol_rate_baud, 2)
        index = f" # deviation {frequency_text(abs(one.deviation_hz), 6)}, modulation index {ratio}"
    remark = f" # {coding.remark}" if coding.remark else ""
    lines = [f'scheme = "{keying_of(one)}"{index}']
    lines += [f'code = "{coding.code}" # framing {one.framing}'] if coding.code else []
    rate = rate_text(coding.bit_rate_bps, figures=9)
    status: Status = "derived" if coding.remark else "documented"
    lines += [f"bit_rate = {_told(rate, _source(satellite), status)}{remark}"]
    return "\n".join(lines) + "\n"


def _source(satellite: Satellite) -> str:
    return f"{_file_name(satellite)}, SatYAML"


def _file_name(satellite: Satellite) -> str:
    """Name of the file, for comments and sources, which hold one line."""
    name = " ".join(Path(satellite.file).name.split())
    return name if name.isprintable() else "a file"


def _is_dish(one: Transmitter) -> bool:
    return _station_antenna(one) == _DISH


def _station_antenna(one: Transmitter) -> str:
    """Name of an antenna that amateurs have for the band: crossed Yagis below 1 GHz, above it a dish."""
    if one.frequency_hz > 1e9:
        return _DISH
    return "yagi-70cm" if one.frequency_hz > 300e6 else _YAGI_2M


_DISH, _YAGI_2M = "station-dish", "station-yagi"

_ANTENNAS = {
    _DISH: f"""[antennas.{_DISH}]
kind = "dish"
polarization = "right"
axial_ratio = {_assumed("2 dB", "1 dB", "3 dB", "helix feed of an amateur station")}
diameter = {_assumed("2 m", "1 m", "3 m", "amateur station")}
aperture_efficiency = {_assumed("0.55", "0.45", "0.65", "usual for dishes")}
beamwidth_factor = {_assumed("70 deg", "58 deg", "75 deg", "tapered illumination")}
""",
    _YAGI_2M: f"""[antennas.{_YAGI_2M}]
kind = "beam"
polarization = "right"
axial_ratio = {_assumed("1 dB", "0.5 dB", "3 dB", "usual for crossed Yagis")}
gain = {_assumed("12 dBi", "10 dBi", "13 dBi", "amateur station")}
beamwidth = {_assumed("40 deg", "35 deg", "50 deg", "from the gain")}
""",
}
"""Antennas of stations that the catalogue lacks: name -> table."""
