"""Two-ports from Touchstone files: gain, mismatch, cascades and noise.

A :class:`TwoPort` holds scattering parameters over frequency and the correlation of the noise waves that leave its two
ports.  The map: :func:`read_touchstone` and :func:`two_port` make one, :func:`at_frequency` interpolates it and
:func:`cascade` joins several; :func:`s_parameter_db`, :func:`s_parameter_phase_deg`, :func:`transducer_gain_db`,
:func:`available_gain_db`, :func:`two_port_noise_temperature_k` and :func:`two_port_noise_figure_db` read it;
:func:`mismatch_loss_db`, :func:`reflection_loss_db`, :func:`reflection_of_impedance` and
:func:`noise_figure_at_source_db` need numbers only.

Noise.  A file may carry noise parameters (least noise figure, best source reflection, noise resistance).  A passive
two-port without them is as noisy as its loss makes it: the waves of a body at temperature T have the correlation
k T (1 - S S*) (Bosma), so that the noise temperature is T (1 / G_available - 1) for every source.  A two-port that
amplifies and has no noise data has no noise figure: asking for one raises.  Cascades carry the waves along, so that
reflections between stages are in the result; scikit-rf alone would take passive stages as noiseless.

Between the points of a file the delay of the waves is taken out and losses run straight in decibels, as
:mod:`linkbudget.hardware.interpolation` explains; a :class:`ModelRangeWarning` names points that are too far apart for
that.  A passive two-port stays passive, and its noise is that of its losses.

Reflections are complex ratios at the port's reference impedance.  Ports are numbered 1 and 2, as S21 says.
"""

from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.constants import STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import InputError, LinkBudgetError, note, require
from linkbudget.formatting import frequency_text, list_text, unit_once
from linkbudget.hardware import touchstone
from linkbudget.hardware.interpolation import (
    Between,
    between,
    doubtful_turns,
    phase_turns_rad,
    s_between,
    straight,
    turning,
)
from linkbudget.hardware.mismatch import _below_one
from linkbudget.hardware.mismatch import mismatch_loss_db as mismatch_loss_db  # here for whoever looks for it
from linkbudget.hardware.mismatch import noise_figure_at_source_db as noise_figure_at_source_db
from linkbudget.hardware.mismatch import reflection_loss_db as reflection_loss_db
from linkbudget.hardware.mismatch import reflection_of_impedance as reflection_of_impedance
from linkbudget.hardware.noise_waves import (
    _matrix,
    joined_waves_k,
    optimum_conductance_siemens,
    waves_between_k,
    waves_of_losses_k,
    waves_of_parameters_k,
)
from linkbudget.physics import noise
from linkbudget.renamed import old_names

LEAST_LEVEL_DB = -240.0
"""Level at which a vanishing wave is reported: amplitudes below 1e-12 are rounding, whatever the file says."""

_PASSIVE = 1e-6  # files are rounded to six digits or so: power may seem to grow by this part
_NOISE_RESISTANCE = 0.99  # of the least that is possible: noise parameters are measured to a few per cent
_LEAST_OPTIMUM = 0.1  # smaller optimum reflections change noise figures little, whatever their phase


@dataclass(frozen=True, eq=False)
class TwoPort:
    """Scattering parameters and noise of a two-port over frequency."""

    name: str
    frequency_hz: np.ndarray
    """Rising, shape (n,) [Hz]."""
    s: np.ndarray
    """Scattering parameters, shape (n, 2, 2) [-]."""
    reference_impedance_ohm: float = 50.0
    """Real, the same at both ports [ohm]."""
    noise_waves_k: np.ndarray | None = None
    """Correlation of the waves that leave ports 1 and 2, over the Boltzmann constant, shape (n, 2, 2); none without
    noise data, NaN at frequencies for which the data say nothing [K]."""
    physical_temperature_k: float | None = None
    """Temperature of a passive body whose noise follows from its losses, none for other noise [K]."""

    def __repr__(self) -> str:
        low, high = self.frequency_hz[0], self.frequency_hz[-1]
        return (
            f"TwoPort({self.name!r}, {frequency_text(low)} to {frequency_text(high)}, {len(self.frequency_hz)} points)"
        )


def two_port(name, frequency_hz, s, *, reference_impedance_ohm: float = 50.0) -> TwoPort:
    """A two-port from numbers.

    Parameters
    ----------
    name : str
        Name of the two-port.
    frequency_hz : array_like
        Frequencies, rising [Hz].
    s : array_like
        Scattering parameters, complex, shape of ``frequency_hz`` and two more axes [-].
    reference_impedance_ohm : float, optional
        Real impedance of both ports, above zero [ohm].

    Returns
    -------
    TwoPort
        Without noise data.

    Raises
    ------
    LinkBudgetError
        If shapes differ, frequencies do not rise, or a number is not finite.

    Examples
    --------
    A matched attenuator of 3 dB:

    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{available_gain_db(pad)[0]:.1f} dB, {two_port_noise_temperature_k(pad)[0]:.1f} K")
    -3.0 dB, 288.6 K
    """
    frequency_hz = np.atleast_1d(np.asarray(frequency_hz, dtype=float))
    s = np.array(s, dtype=complex).reshape(*np.shape(s)[-3:])
    require("frequency_hz", frequency_hz, at_least=0.0)
    require("reference_impedance_ohm", float(reference_impedance_ohm), above=0.0)
    if s.shape != (len(frequency_hz), 2, 2):
        raise LinkBudgetError(f"s has shape {s.shape}: expected {(len(frequency_hz), 2, 2)}")
    if not (np.isfinite(s).all() and np.isfinite(frequency_hz).all()):
        raise LinkBudgetError(f"{name}: s or frequency_hz holds a value that is not finite")
    if np.any(np.diff(frequency_hz) <= 0.0):
        raise LinkBudgetError(f"{name}: expected frequency_hz to rise from point to point")
    return TwoPort(name, frequency_hz, s, float(reference_impedance_ohm))


def read_touchstone(file) -> TwoPort:
    r"""A two-port from a Touchstone file (``.s2p``, or version 2 ``.ts``), noise data included.

    Ports of other than one real reference impedance are converted to 50 ohm.  Between the frequencies of noise data the
    least noise factor and R_n G_opt run in straight lines, and the best reflection turns evenly; outside those
    frequencies there is no noise data (NaN).

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    TwoPort
        Named after the file.

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
    ...     pad = read_touchstone(file)
    >>> print(f"{available_gain_db(pad)[0]:.2f} dB")
    -6.02 dB
    """
    file = Path(file)
    contents = touchstone.read(file)
    try:
        result = two_port(
            file.stem, contents.frequency_hz, contents.s, reference_impedance_ohm=contents.reference_impedance_ohm
        )
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None
    return result if contents.noise is None else replace(result, noise_waves_k=_waves_of_file(contents.noise, result))


def _waves_of_file(given: touchstone.NoiseParameters, result: TwoPort):
    """Noise waves at the frequencies of the scattering parameters; NaN outside the frequencies of the noise data."""
    wanted_hz = result.frequency_hz
    inside = (wanted_hz >= given.frequency_hz[0]) & (wanted_hz <= given.frequency_hz[-1])
    place = between(given.frequency_hz, wanted_hz)
    conductance_siemens = optimum_conductance_siemens(given.best_reflection, result.reference_impedance_ohm)
    least = np.where(inside, straight(given.least_factor, place), np.nan)
    invariant = straight(given.resistance_ohm * conductance_siemens, place)
    mirrored = np.conj(given.best_reflection)  # it turns forward with the delay before the amplifier
    turns = phase_turns_rad(mirrored)
    best = np.conj(turning(mirrored, turns, place))
    if len(given.frequency_hz) > 1:
        doubt, _ = doubtful_turns(given.frequency_hz, mirrored, turns, _LEAST_OPTIMUM)
        _tell_doubt(f"{result.name}, optimum reflection", given.frequency_hz, doubt, place, inside)
    short = 4.0 * invariant < _NOISE_RESISTANCE * (least - 1.0)  # NaN is not short
    if short.any():
        where = frequency_text(wanted_hz[short][0])
        note(f"{result.name}: noise resistance at {where} is below what the least noise figure needs")
    return waves_of_parameters_k(result.s, least, best, invariant)


def _tell_doubt(what: str, known_hz, doubt, place: Between, wanted=True) -> None:
    """Warn of the first step that a frequency lies in and that is too wide to interpolate."""
    inner = wanted & (place.share > 0.0) & (place.share < 1.0)
    steps = place.left[inner]
    steps = steps[doubt[steps]]
    if steps.size:
        low_hz, high_hz = known_hz[steps[0]], known_hz[steps[0] + 1]
        ends = list_text(unit_once(frequency_text(end_hz, 6) for end_hz in (low_hz, high_hz)))
        note(
            f"{what}: its points at {ends} are too far apart to know what lies between them; expected points so close "
            "that phases turn by less than half a turn, without a jump",
            stacklevel=4,
        )


def with_noise_parameters(
    network: TwoPort, minimum_noise_figure_db, optimum_reflection, noise_resistance_ohm
) -> TwoPort:
    """The two-port with noise parameters, each one number or one a frequency.

    Parameters
    ----------
    network : TwoPort
        The two-port, whose own noise is replaced.
    minimum_noise_figure_db : array_like
        Least noise figure, zero or more [dB].
    optimum_reflection : array_like
        Source reflection at which it is reached, complex, below one in magnitude [-].
    noise_resistance_ohm : array_like
        Equivalent noise resistance [ohm].

    Returns
    -------
    TwoPort
        With the noise waves that the parameters stand for.

    Raises
    ------
    LinkBudgetError
        If a figure is negative, an optimum reflection is not below one in magnitude, or a resistance is below
        (F_min - 1) / (4 G_opt), which no two-port has.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.3 (low-noise amplifier design).

    Examples
    --------
    >>> amplifier = two_port("LNA", [1e9], [[[0.0, 0.0], [10.0, 0.0]]])
    >>> noisy = with_noise_parameters(amplifier, 0.5, 0.0, 5.0)
    >>> print(f"{two_port_noise_figure_db(noisy)[0]:.2f} dB")
    0.50 dB
    """
    shape = network.frequency_hz.shape
    figure_db = require("minimum_noise_figure_db", minimum_noise_figure_db, at_least=0.0)
    least = np.broadcast_to(10.0 ** (figure_db / 10.0), shape)
    best = np.broadcast_to(_below_one("optimum_reflection", optimum_reflection), shape)
    resistance_ohm = np.broadcast_to(np.asarray(noise_resistance_ohm, dtype=float), shape)
    conductance_siemens = optimum_conductance_siemens(best, network.reference_impedance_ohm)
    needed_ohm = float(np.max((least - 1.0) / (4.0 * conductance_siemens)))
    require("noise_resistance_ohm", resistance_ohm, at_least=_NOISE_RESISTANCE * needed_ohm)
    waves = waves_of_parameters_k(network.s, least, best, resistance_ohm * conductance_siemens)
    return replace(network, noise_waves_k=waves, physical_temperature_k=None)


def is_passive(network: TwoPort) -> bool:
    """True when no wave can leave with more power than came in, but for the rounding of files.

    Parameters
    ----------
    network : TwoPort
        The two-port.

    Returns
    -------
    bool
        Whether it is passive at every frequency.

    Examples
    --------
    >>> is_passive(two_port("LNA", [1e9], [[[0.0, 0.0], [10.0, 0.0]]]))
    False
    """
    return bool(np.all(np.linalg.norm(network.s, ord=2, axis=(-2, -1)) <= 1.0 + _PASSIVE))


def thermal_noise(network: TwoPort, temperature_k=STANDARD_NOISE_TEMPERATURE_K) -> TwoPort:
    r"""A passive two-port with the noise of its own losses at a physical temperature.

    .. math:: \langle c c^* \rangle = k T (1 - S S^*)

    Parameters
    ----------
    network : TwoPort
        The two-port.
    temperature_k : float, optional
        Physical temperature, zero or more [K].

    Returns
    -------
    TwoPort
        With the noise waves of its losses.

    Raises
    ------
    LinkBudgetError
        If the two-port amplifies, or the temperature is negative.

    References
    ----------
    .. [1] Bosma, On the theory of linear noisy systems, Philips Research Reports Supplement 10 (1967).
    .. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{two_port_noise_temperature_k(thermal_noise(pad, 77.0))[0]:.1f} K")
    76.6 K
    """
    if not is_passive(network):
        raise LinkBudgetError(
            f"{network.name} amplifies: expected noise parameters, since loss does not give its noise"
        )
    temperature_k = require("temperature_k", float(temperature_k), at_least=0.0)
    waves = waves_of_losses_k(network.s, temperature_k)
    return replace(network, noise_waves_k=waves, physical_temperature_k=temperature_k)


def _noisy(network: TwoPort) -> TwoPort:
    """The two-port with its noise: that of its data, or of its losses at the standard temperature."""
    if network.noise_waves_k is not None:
        return network
    if not is_passive(network):
        raise LinkBudgetError(f"{network.name} amplifies and has no noise data: expected noise parameters")
    return thermal_noise(network)


def at_frequency(network: TwoPort, frequency_hz) -> TwoPort:
    """The two-port at other frequencies, interpolated between its points with the delay of the waves taken out.

    The points of the two-port stay as they are.  Where two of them are too far apart, because a phase turns by about
    half a turn or more or jumps as it does at a zero, a :class:`ModelRangeWarning` names them.

    Parameters
    ----------
    network : TwoPort
        The two-port.
    frequency_hz : array_like
        Frequencies wanted, a number or one-dimensional [Hz].

    Returns
    -------
    TwoPort
        At those frequencies.

    Raises
    ------
    LinkBudgetError
        If any frequency lies outside the two-port's own: nothing is extrapolated.

    Examples
    --------
    A cable of 0.5 dB and 9 ns, which turns by 0.45 of a turn between the points:

    >>> known_hz = np.array([1.0e9, 1.05e9])
    >>> through = 10 ** (-0.5 / 20) * np.exp(-2j * np.pi * known_hz * 9e-9)
    >>> cable = two_port("cable", known_hz, [[[0.0, wave], [wave, 0.0]] for wave in through])
    >>> print(f"{s_parameter_db(at_frequency(cable, 1.02e9), 2, 1)[0]:.2f} dB")
    -0.50 dB
    """
    wanted_hz = np.atleast_1d(np.asarray(frequency_hz, dtype=float))
    known_hz = network.frequency_hz
    require(f"frequency_hz for {network.name}", wanted_hz, at_least=known_hz[0], at_most=known_hz[-1])
    place = between(known_hz, wanted_hz)
    s, doubt = s_between(known_hz, network.s, place)
    _tell_doubt(network.name, known_hz, doubt, place)
    if network.physical_temperature_k is not None:
        waves: np.ndarray | None = waves_of_losses_k(s, network.physical_temperature_k)
    else:
        waves = None if network.noise_waves_k is None else waves_between_k(network.noise_waves_k, place)
    return replace(network, frequency_hz=wanted_hz, s=s, noise_waves_k=waves)


def cascade(*networks: TwoPort) -> TwoPort:
    r"""Two-ports in a row, port 2 of each on port 1 of the next.

    .. math::

       S_{21} = \frac{S_{21}^a S_{21}^b}{1 - S_{22}^a S_{11}^b}, \quad
       S_{11} = S_{11}^a + \frac{S_{12}^a S_{21}^a S_{11}^b}{1 - S_{22}^a S_{11}^b}

    Noise waves add through the same reflections.  Parts that are passive and have no noise data count as bodies at the
    standard temperature; where one amplifies and has no noise data, the cascade has none either.

    Parameters
    ----------
    *networks : TwoPort
        In the order in which the signal passes, one or more.

    Returns
    -------
    TwoPort
        From port 1 of the first to port 2 of the last.

    Raises
    ------
    LinkBudgetError
        If the two-ports differ in frequencies or reference impedance.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4.
    .. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{available_gain_db(cascade(pad, pad))[0]:.1f} dB")
    -6.0 dB
    """
    if not networks:
        raise LinkBudgetError("cascade of no two-ports: expected at least one")
    return reduce(_joined, networks)


def _joined(a: TwoPort, b: TwoPort) -> TwoPort:
    if not np.array_equal(a.frequency_hz, b.frequency_hz):
        raise LinkBudgetError(f"{a.name} and {b.name} differ in frequencies: bring both to the same with at_frequency")
    if a.reference_impedance_ohm != b.reference_impedance_ohm:
        raise LinkBudgetError(
            f"{b.name} is at {b.reference_impedance_ohm:g} ohm: expected the {a.reference_impedance_ohm:g} of {a.name}"
        )
    between = 1.0 / (1.0 - a.s[:, 1, 1] * b.s[:, 0, 0])
    forward, backward = a.s[:, 1, 0] * between * b.s[:, 1, 0], b.s[:, 0, 1] * between * a.s[:, 0, 1]
    s = _matrix(
        a.s[:, 0, 0] + a.s[:, 0, 1] * between * b.s[:, 0, 0] * a.s[:, 1, 0],
        backward,
        forward,
        b.s[:, 1, 1] + b.s[:, 1, 0] * between * a.s[:, 1, 1] * b.s[:, 0, 1],
    )
    joined = replace(a, name=f"{a.name} + {b.name}", s=s, noise_waves_k=None, physical_temperature_k=None)
    try:
        a, b = _noisy(a), _noisy(b)
    except LinkBudgetError:
        return joined
    if a.physical_temperature_k is not None and a.physical_temperature_k == b.physical_temperature_k:
        waves = waves_of_losses_k(s, a.physical_temperature_k)
        return replace(joined, noise_waves_k=waves, physical_temperature_k=a.physical_temperature_k)
    return replace(joined, noise_waves_k=joined_waves_k(a.s, a.noise_waves_k, b.s, b.noise_waves_k))


def s_parameter_db(network: TwoPort, to_port: int, from_port: int) -> np.ndarray:
    r"""Magnitude of a scattering parameter at each frequency.

    .. math:: 20 \log_{10} |S_{ij}|

    Parameters
    ----------
    network : TwoPort
        The two-port.
    to_port, from_port : int
        Ports that the wave leaves and enters, 1 or 2 [-].

    Returns
    -------
    ndarray
        Level, at least :data:`LEAST_LEVEL_DB` [dB].

    Raises
    ------
    LinkBudgetError
        If there is no such port.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4.

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{s_parameter_db(pad, 2, 1)[0]:.1f} dB")
    -3.0 dB
    """
    return 20.0 * np.log10(np.maximum(np.abs(_parameter(network, to_port, from_port)), 10.0 ** (LEAST_LEVEL_DB / 20.0)))


def s_parameter_phase_deg(network: TwoPort, to_port: int, from_port: int) -> np.ndarray:
    r"""Phase of a scattering parameter at each frequency.

    .. math:: \varphi_{ij} = \arg S_{ij}

    Parameters
    ----------
    network : TwoPort
        The two-port.
    to_port, from_port : int
        Ports that the wave leaves and enters, 1 or 2 [-].

    Returns
    -------
    ndarray
        Phase, above -180 and at most 180 [deg].

    Raises
    ------
    LinkBudgetError
        If there is no such port.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4.

    Examples
    --------
    >>> line = two_port("quarter wave", [1e9], [[[0.0, -1j], [-1j, 0.0]]])
    >>> print(f"{s_parameter_phase_deg(line, 2, 1)[0]:.0f} deg")
    -90 deg
    """
    return np.degrees(np.angle(_parameter(network, to_port, from_port)))


def _parameter(network, to_port, from_port):
    for name, port in (("to_port", to_port), ("from_port", from_port)):
        if port not in (1, 2):
            raise LinkBudgetError(f"{name} = {port}: expected 1 or 2")
    return network.s[:, to_port - 1, from_port - 1]


def transducer_gain_db(network: TwoPort, *, source_reflection=0.0, load_reflection=0.0) -> np.ndarray:
    r"""Power into a load over the power available from a source.

    .. math::

       G_T = \frac{(1 - |\Gamma_s|^2) |S_{21}|^2 (1 - |\Gamma_l|^2)}
       {|(1 - S_{11} \Gamma_s) (1 - S_{22} \Gamma_l) - S_{12} S_{21} \Gamma_s \Gamma_l|^2}

    Parameters
    ----------
    network : TwoPort
        The two-port.
    source_reflection : array_like, optional
        Reflection of the source, complex, below one in magnitude [-].
    load_reflection : array_like, optional
        Reflection of the load, complex, below one in magnitude [-].

    Returns
    -------
    ndarray
        Gain at each frequency, at least :data:`LEAST_LEVEL_DB` [dB].

    Raises
    ------
    LinkBudgetError
        If a reflection is not below one in magnitude.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.1 (two-port power gains).

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{transducer_gain_db(pad, load_reflection=1 / 3)[0]:.2f} dB")
    -3.51 dB
    """
    source = _below_one("source_reflection", source_reflection)
    load = _below_one("load_reflection", load_reflection)
    s11, s12, s21, s22 = (network.s[:, i, j] for i in (0, 1) for j in (0, 1))
    loop = (1.0 - s11 * source) * (1.0 - s22 * load) - s12 * s21 * source * load
    gain = (1.0 - abs(source) ** 2) * abs(s21) ** 2 * (1.0 - abs(load) ** 2) / abs(loop) ** 2
    return _level_db(gain)


def available_gain_db(network: TwoPort, *, source_reflection=0.0) -> np.ndarray:
    r"""Power available at port 2 over the power available from a source.

    .. math::

       G_A = \frac{(1 - |\Gamma_s|^2) |S_{21}|^2}{|1 - S_{11} \Gamma_s|^2 (1 - |\Gamma_{out}|^2)}, \quad
       \Gamma_{out} = S_{22} + \frac{S_{12} S_{21} \Gamma_s}{1 - S_{11} \Gamma_s}

    Parameters
    ----------
    network : TwoPort
        The two-port.
    source_reflection : array_like, optional
        Reflection of the source, complex, below one in magnitude [-].

    Returns
    -------
    ndarray
        Gain at each frequency; infinite where the output would oscillate into some load, at a reflection of one or
        more [dB].

    Raises
    ------
    LinkBudgetError
        If a source reflection is not below one in magnitude.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.1 (two-port power gains).

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{available_gain_db(pad)[0]:.1f} dB")
    -3.0 dB
    """
    source = _below_one("source_reflection", source_reflection)
    s11, s12, s21, s22 = (network.s[:, i, j] for i in (0, 1) for j in (0, 1))
    out = s22 + s12 * s21 * source / (1.0 - s11 * source)
    through = (1.0 - abs(source) ** 2) * abs(s21) ** 2 / abs(1.0 - s11 * source) ** 2
    room = 1.0 - abs(out) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(room > 0.0, _level_db(through / np.maximum(room, 0.0)), np.inf)


def _level_db(power):
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(np.maximum(power, 10.0 ** (LEAST_LEVEL_DB / 10.0)))


def two_port_noise_temperature_k(network: TwoPort, *, source_reflection=0.0) -> np.ndarray:
    r"""Noise temperature at the input for a source of some reflection, at each frequency.

    .. math::

       T_e = \frac{\langle |c_2 (1 - S_{11} \Gamma_s) + c_1 S_{21} \Gamma_s|^2 \rangle}
       {k |S_{21}|^2 (1 - |\Gamma_s|^2)}

    Parameters
    ----------
    network : TwoPort
        The two-port.
    source_reflection : array_like, optional
        Reflection of the source, complex, below one in magnitude [-].

    Returns
    -------
    ndarray
        Noise temperature; infinite where nothing comes through, NaN where the noise data say nothing [K].

    Raises
    ------
    LinkBudgetError
        If the two-port amplifies and has no noise data, or a source reflection is not below one.

    References
    ----------
    .. [1] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{two_port_noise_temperature_k(pad)[0]:.1f} K")
    288.6 K
    """
    source = _below_one("source_reflection", source_reflection)
    waves = _noisy(network).noise_waves_k
    assert waves is not None
    s11, s21 = network.s[:, 0, 0], network.s[:, 1, 0]
    back, out = s21 * source, 1.0 - s11 * source
    power_k = abs(back) ** 2 * waves[:, 0, 0].real + abs(out) ** 2 * waves[:, 1, 1].real
    power_k = power_k + 2.0 * np.real(back * np.conj(out) * waves[:, 0, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        # a lossless two-port adds nothing: rounding may leave a trifle below zero
        return np.maximum(power_k, 0.0) / (abs(s21) ** 2 * (1.0 - abs(source) ** 2))


def two_port_noise_figure_db(network: TwoPort, *, source_reflection=0.0) -> np.ndarray:
    """Noise figure for a source of some reflection at 290 K, at each frequency.

    The noise temperature by the equation of :func:`~linkbudget.physics.noise.noise_figure_db`.

    Parameters
    ----------
    network : TwoPort
        The two-port.
    source_reflection : array_like, optional
        Reflection of the source, complex, below one in magnitude [-].

    Returns
    -------
    ndarray
        Noise figure; infinite where nothing comes through, NaN where the noise data say nothing [dB].

    Raises
    ------
    LinkBudgetError
        If the two-port amplifies and has no noise data, or a source reflection is not below one.

    Examples
    --------
    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{two_port_noise_figure_db(pad)[0]:.1f} dB")
    3.0 dB
    """
    return noise.noise_figure_db(two_port_noise_temperature_k(network, source_reflection=source_reflection))


if not TYPE_CHECKING:
    __getattr__ = old_names(__name__)
