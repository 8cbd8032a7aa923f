"""Touchstone files of two-ports, as numbers.  The only module that imports scikit-rf.

scikit-rf reads the numbers, the impedances that HFSS writes into comments, and changes of reference impedance.  What it
misses is done here, before and after: the encoding, the order of words on the option line, symmetric matrices, sweeps
from high to low, where noise data begin, and parameters other than scattering parameters.

The map: :func:`read` gives a :class:`TouchstoneFile`; :func:`s_of_parameters` turns Z-, Y-, H- and G-parameters into
scattering parameters.  The text is taken apart in :mod:`linkbudget.hardware.touchstone_text`.
"""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware.touchstone_text import Sheet, read_sheet

_SIGNS = {"z": (1.0, 1.0), "y": (-1.0, -1.0), "h": (1.0, -1.0), "g": (-1.0, 1.0)}
"""For each port 1 where the parameters give a voltage for a current, and -1 where a current for a voltage."""

HIGHEST_NOISE_FIGURE_DB = 300.0
"""Noise figure beyond which a number is none, as in scenario files [dB]."""


@dataclass(frozen=True, eq=False)
class NoiseParameters:
    """Noise data of a file, at their own frequencies."""

    frequency_hz: np.ndarray
    """Rising [Hz]."""
    least_factor: np.ndarray
    """Least noise factor, one or more [-]."""
    best_reflection: np.ndarray
    """Source reflection of the least noise factor, at the reference impedance of the two-port [-]."""
    resistance_ohm: np.ndarray
    """Equivalent noise resistance [ohm]."""


@dataclass(frozen=True, eq=False)
class TouchstoneFile:
    """Contents of a file: scattering parameters and noise data."""

    frequency_hz: np.ndarray
    """Rising [Hz]."""
    s: np.ndarray
    """Scattering parameters, shape (n, 2, 2) [-]."""
    reference_impedance_ohm: float
    """Real, the same at both ports [ohm]."""
    noise: NoiseParameters | None


def read(file) -> TouchstoneFile:
    r"""Contents of a Touchstone file of a two-port.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    TouchstoneFile
        Frequencies rising, at one real reference impedance.

    Raises
    ------
    InputError
        If the file cannot be read, is malformed, or does not describe a two-port.

    References
    ----------
    .. [1] Touchstone File Format Specification, version 2.1, IBIS Open Forum (2024).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pad.s2p"
    ...     _ = file.write_text("# GHz S MA R 50\n1  0 0  0.5 0  0.5 0  0 0\n")
    ...     print(abs(read(file).s[0]))
    [[0.  0.5]
     [0.5 0. ]]
    """
    file = Path(file)
    sheet = read_sheet(file)
    network = _network(file, sheet)
    impedance, s = network.z0, np.array(network.s)
    wrong = ~(np.isfinite(impedance) & (impedance.real > 0.0))
    if wrong.any():
        raise InputError(f"{file}: reference impedance of {impedance[wrong][0]:g} ohm; expected a real part above zero")
    if sheet.parameter != "s":
        if np.any(impedance != sheet.option_ohm):
            raise InputError(f"{file}: {sheet.parameter.upper()}-parameters at impedances of the ports; expected S")
        s = s_of_parameters(s, sheet.parameter, 1.0 if sheet.normalised else sheet.option_ohm)
    elif np.any(impedance != impedance[0, 0]) or impedance[0, 0].imag:
        network.renormalize(50.0)
        s = np.array(network.s)
    reference_ohm = float(network.z0[0, 0].real)
    order = slice(None, None, -1) if sheet.falling else slice(None)
    return TouchstoneFile(np.array(network.f)[order], s[order], reference_ohm, _noise(file, sheet, reference_ohm))


def _network(file: Path, sheet: Sheet):
    """The network data as scikit-rf reads them; its refusals become one line."""
    import skrf  # heavy to import, and needed here alone

    text = io.StringIO(sheet.text)
    text.name = f"{file.stem}.s2p"  # older versions take the number of ports from here
    network = skrf.Network()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            network.read_touchstone(text)
    except Exception as error:  # scikit-rf has no error type of its own
        said = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{file}: cannot be read as a Touchstone file ({said})") from None
    return network


def s_of_parameters(values, parameter: str, resistance_ohm: float) -> np.ndarray:
    r"""Scattering parameters from Z-, Y-, H- or G-parameters at one resistance.

    With the sign d = 1 of each port at which the parameters give a voltage for a current, -1 where a current for a
    voltage (Z: 1, 1; Y: -1, -1; H: 1, -1; G: -1, 1), D the diagonal matrix of both, and P the parameters:

    .. math:: S = D (1 + K)^{-1} (K - 1), \quad K_{ij} = R^{-d_i / 2} P_{ij} R^{-d_j / 2}

    It follows from the voltage a + b and the current a - b of waves at a resistance of one; a resistance of one is also
    the one for parameters that the file has normalised.

    Parameters
    ----------
    values : array_like
        Parameters in ohms and siemens, shape (n, 2, 2) [any unit].
    parameter : str
        One of z, y, h, g.
    resistance_ohm : float
        Resistance at which the scattering parameters hold, above zero [ohm].

    Returns
    -------
    ndarray
        Scattering parameters, shape (n, 2, 2) [-].

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4.

    Examples
    --------
    A series impedance of 100 ohm halves a wave between 50 ohm ports:

    >>> admittance = np.array([[[0.01, -0.01], [-0.01, 0.01]]])
    >>> print(s_of_parameters(admittance, "y", 50.0).real)
    [[[0.5 0.5]
      [0.5 0.5]]]
    """
    signs = np.array(_SIGNS[parameter])
    scale = resistance_ohm ** (-signs / 2.0)
    normal = scale[:, None] * np.asarray(values) * scale
    return signs[:, None] * np.linalg.solve(np.eye(2) + normal, normal - np.eye(2))


def _noise(file: Path, sheet: Sheet, reference_ohm: float) -> NoiseParameters | None:
    """Noise data, their best reflection at the reference impedance of the scattering parameters."""
    if not len(sheet.noise):
        return None
    frequency_hz, least_db, magnitude, angle_deg, resistance = sheet.noise.T
    for name, values, wrong in (
        ("minimum noise figure in dB", least_db, (least_db < 0.0) | (least_db > HIGHEST_NOISE_FIGURE_DB)),
        ("magnitude of the optimum reflection", magnitude, (magnitude < 0.0) | (magnitude >= 1.0)),
        ("noise resistance", resistance, resistance < 0.0),
    ):
        if wrong.any():
            at_most = (
                f"0 to {HIGHEST_NOISE_FIGURE_DB:g}" if "figure" in name and values[wrong][0] > 0.0 else "zero or more"
            )
            wanted = "0 to below 1" if "reflection" in name else at_most
            raise InputError(
                f"{file}: {name} = {values[wrong][0]:g} at {frequency_hz[wrong][0]:g} Hz; expected {wanted}"
            )
    best = magnitude * np.exp(1j * np.radians(angle_deg))
    if sheet.option_ohm != reference_ohm:
        ratio = sheet.option_ohm / reference_ohm * (1.0 + best) / (1.0 - best)
        best = (ratio - 1.0) / (ratio + 1.0)
    resistance_ohm = resistance * (sheet.option_ohm if sheet.normalised else 1.0)
    return NoiseParameters(frequency_hz, 10.0 ** (least_db / 10.0), best, resistance_ohm)
