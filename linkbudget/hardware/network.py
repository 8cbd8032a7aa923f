"""Two-ports from Touchstone files: gain, mismatch, cascades and noise.  The only module that imports scikit-rf.

A :class:`TwoPort` holds scattering parameters over frequency and the correlation of the noise waves that leave its two
ports.  The map: :func:`read_touchstone` and :func:`two_port` make one, :func:`at_frequency` interpolates it and
:func:`cascade` joins several; :func:`s_parameter_db`, :func:`s_parameter_phase_deg`, :func:`transducer_gain_db`,
:func:`available_gain_db`, :func:`noise_temperature_k` and :func:`noise_figure_db` read it; :func:`mismatch_loss_db`,
:func:`reflection_loss_db`, :func:`reflection_of_impedance` and :func:`noise_figure_at_source_db` need numbers only.

Noise.  A file may carry noise parameters (least noise figure, best source reflection, noise resistance).  A passive
two-port without them is as noisy as its loss makes it: the waves of a body at temperature T have the correlation
k T (1 - S S*) (Bosma), so that the noise temperature is T (1 / G_available - 1) for every source.  A two-port that
amplifies and has no noise data has no noise figure: asking for one raises.  Cascades carry the waves along, so that
reflections between stages are in the result; scikit-rf alone would take passive stages as noiseless.

Reflections are complex ratios at the port's reference impedance.  Ports are numbered 1 and 2, as S21 says.
"""

import io
import warnings
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import numpy as np

from linkbudget.constants import STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import InputError, LinkBudgetError, note, require
from linkbudget.physics import noise

LEAST_LEVEL_DB = -240.0
"""Level at which a vanishing wave is reported: amplitudes below 1e-12 are rounding, whatever the file says."""

_PASSIVE = 1e-6  # files are rounded to six digits or so: power may seem to grow by this part
_NOISE_RESISTANCE = 0.99  # of the least that is possible: noise parameters are measured to a few per cent


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

    def __repr__(self) -> str:
        low, high = self.frequency_hz[0], self.frequency_hz[-1]
        return f"TwoPort({self.name!r}, {low / 1e9:g} to {high / 1e9:g} GHz, {len(self.frequency_hz)} points)"


def two_port(name, frequency_hz, s, *, reference_impedance_ohm: float = 50.0) -> TwoPort:
    """A two-port from numbers; ``s`` has the shape of ``frequency_hz`` and two more axes.

    Examples
    --------
    A matched attenuator of 3 dB:

    >>> pad = two_port("3 dB pad", [1e9], [[[0.0, 10 ** (-3 / 20)], [10 ** (-3 / 20), 0.0]]])
    >>> print(f"{available_gain_db(pad)[0]:.1f} dB, {noise_temperature_k(pad)[0]:.1f} K")
    -3.0 dB, 288.6 K
    """
    frequency_hz = np.atleast_1d(np.asarray(frequency_hz, dtype=float))
    s = np.array(s, dtype=complex).reshape(*np.shape(s)[-3:])
    require("frequency_hz", frequency_hz, at_least=0.0)
    require("reference_impedance_ohm", float(reference_impedance_ohm), above=0.0)
    if s.shape != (len(frequency_hz), 2, 2):
        raise LinkBudgetError(f"s has shape {s.shape}: expected {(len(frequency_hz), 2, 2)}")
    if not np.isfinite(s).all():
        raise LinkBudgetError(f"{name}: s holds a value that is not finite")
    if np.any(np.diff(frequency_hz) <= 0.0):
        raise LinkBudgetError(f"{name}: expected frequency_hz to rise from point to point")
    return TwoPort(name, frequency_hz, s, float(reference_impedance_ohm))


def read_touchstone(path) -> TwoPort:
    """A two-port from a Touchstone file (``.s2p``, or version 2 ``.ts``), noise data included.

    Ports of other than one real reference impedance are converted to 50 ohm.  Noise data run in straight lines between
    their own frequencies, in the correlation of noise voltage and current; outside those frequencies they are NaN.

    Raises
    ------
    InputError
        If the file cannot be read, is malformed, or does not describe a two-port.

    References
    ----------
    .. [1] Touchstone File Format Specification, version 2.1, IBIS Open Forum (2024).
    """
    path = Path(path)
    network = _network(path)
    if network.nports != 2:
        raise InputError(f"{path}: describes {network.nports} port(s); expected a two-port")
    impedance = network.z0
    if np.any(impedance != impedance[0, 0]) or impedance[0, 0].imag or impedance[0, 0].real <= 0.0:
        if network.noisy:
            raise InputError(f"{path}: expected noise data at one real reference impedance")
        network.renormalize(50.0)
    try:
        result = two_port(path.stem, network.f, network.s, reference_impedance_ohm=network.z0[0, 0].real)
    except LinkBudgetError as error:
        raise InputError(f"{path}: {error}") from None
    return replace(result, noise_waves_k=_waves_of_file(network, result)) if network.noisy else result


def _network(path: Path):
    """The file as scikit-rf reads it; whatever it finds wrong is one line."""
    try:
        text = io.StringIO(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; expected a Touchstone file") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; expected a Touchstone file") from None
    import skrf  # heavy to import, and needed here alone

    text.name = path.name  # the number of ports is in the file's extension
    network = skrf.Network()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            network.read_touchstone(text)
    except Exception as error:  # scikit-rf has no error type of its own
        said = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{path}: cannot be read as a Touchstone file ({said})") from None
    if network.s is None or network.s.ndim != 3 or len(network.s) == 0:
        raise InputError(f"{path}: holds no scattering parameters")
    return network


def _waves_of_file(network, result: TwoPort):
    """Noise waves at the frequencies of the scattering parameters; NaN outside the frequencies of the noise data."""
    from skrf.constants import K_BOLTZMANN, T0

    chain = network.noise / (4.0 * K_BOLTZMANN * T0)  # correlation of noise voltage and current, as parameters
    given_hz = network.noise_freq.f
    wanted_hz = result.frequency_hz

    def on_grid(values):
        return np.interp(wanted_hz, given_hz, values, left=np.nan, right=np.nan)

    with np.errstate(invalid="ignore"):  # NaN is the documented answer
        resistance_ohm = on_grid(chain[:, 0, 0].real)
        cross = on_grid(chain[:, 0, 1].real) + 1j * on_grid(chain[:, 0, 1].imag)
        susceptance = cross.imag / resistance_ohm
        conductance = np.sqrt(np.maximum(on_grid(chain[:, 1, 1].real) / resistance_ohm - susceptance**2, 0.0))
        admittance = (conductance + 1j * susceptance) * result.reference_impedance_ohm
        best = (1.0 - admittance) / (1.0 + admittance)
        least = 1.0 + 2.0 * (cross.real + resistance_ohm * conductance)
        short = np.less(resistance_ohm, _NOISE_RESISTANCE * _least_resistance_ohm(result, least, best))
        waves_k = _waves_of_parameters(result.s, least, best, resistance_ohm / result.reference_impedance_ohm)
    if short.any():
        note(
            f"{result.name}: noise resistance at {wanted_hz[short][0]:g} Hz is below what the least noise figure needs"
        )
    return waves_k


def _least_resistance_ohm(network, least_factor, best_reflection):
    """Noise resistance below which noise parameters contradict themselves: (F_min - 1) / (4 G_opt)."""
    conductance = np.real((1.0 - best_reflection) / (1.0 + best_reflection)) / network.reference_impedance_ohm
    return (least_factor - 1.0) / (4.0 * conductance)


def _waves_of_parameters(s, least_factor, best_reflection, resistance):
    """Correlation of the waves that leave the ports, from noise parameters (resistance over reference impedance)."""
    kelvins = STANDARD_NOISE_TEMPERATURE_K * 4.0 * resistance / abs(1.0 + best_reflection) ** 2
    least_k = STANDARD_NOISE_TEMPERATURE_K * (least_factor - 1.0)
    # waves at the input of a noiseless two-port: x leaves towards it, y towards the source
    cross = -kelvins * best_reflection
    inputs = _matrix(least_k + kelvins * abs(best_reflection) ** 2, cross, np.conj(cross), kelvins - least_k)
    outward = _matrix(s[:, 0, 0], np.ones(len(s)), s[:, 1, 0], np.zeros(len(s)))
    return outward @ inputs @ _adjoint(outward)


def _matrix(a, b, c, d):
    return np.stack([np.stack([a, b], axis=-1), np.stack([c, d], axis=-1)], axis=-2)


def _adjoint(matrix):
    return np.conj(np.swapaxes(matrix, -1, -2))


def with_noise_parameters(
    network: TwoPort, minimum_noise_figure_db, optimum_reflection, noise_resistance_ohm
) -> TwoPort:
    """The two-port with noise parameters, each one number or one a frequency.

    Raises
    ------
    LinkBudgetError
        If a figure is negative, an optimum reflection is not below one in magnitude, or a resistance is below
        (F_min - 1) / (4 G_opt), which no two-port has.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.3 (low-noise amplifier design).
    """
    shape = network.frequency_hz.shape
    figure_db = require("minimum_noise_figure_db", minimum_noise_figure_db, at_least=0.0)
    least = np.broadcast_to(10.0 ** (figure_db / 10.0), shape)
    best = np.broadcast_to(_below_one("optimum_reflection", optimum_reflection), shape)
    resistance_ohm = np.broadcast_to(np.asarray(noise_resistance_ohm, dtype=float), shape)
    needed_ohm = float(np.max(_least_resistance_ohm(network, least, best)))
    require("noise_resistance_ohm", resistance_ohm, at_least=_NOISE_RESISTANCE * needed_ohm)
    waves = _waves_of_parameters(network.s, least, best, resistance_ohm / network.reference_impedance_ohm)
    return replace(network, noise_waves_k=waves)


def is_passive(network: TwoPort) -> bool:
    """True when no wave can leave with more power than came in, but for the rounding of files."""
    return bool(np.all(np.linalg.norm(network.s, ord=2, axis=(-2, -1)) <= 1.0 + _PASSIVE))


def thermal_noise(network: TwoPort, temperature_k=STANDARD_NOISE_TEMPERATURE_K) -> TwoPort:
    r"""A passive two-port with the noise of its own losses at a physical temperature.

    .. math:: \langle c c^* \rangle = k T (1 - S S^*)

    Raises
    ------
    LinkBudgetError
        If the two-port amplifies, or the temperature is negative.

    References
    ----------
    .. [1] Bosma, On the theory of linear noisy systems, Philips Research Reports Supplement 10 (1967).
    .. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.
    """
    if not is_passive(network):
        raise LinkBudgetError(
            f"{network.name} amplifies: expected noise parameters, since loss does not give its noise"
        )
    temperature_k = require("temperature_k", float(temperature_k), at_least=0.0)
    lost = np.eye(2) - network.s @ _adjoint(network.s)
    return replace(network, noise_waves_k=temperature_k * lost)


def _noisy(network: TwoPort) -> TwoPort:
    """The two-port with its noise: that of its data, or of its losses at the standard temperature."""
    if network.noise_waves_k is not None:
        return network
    if not is_passive(network):
        raise LinkBudgetError(f"{network.name} amplifies and has no noise data: expected noise parameters")
    return thermal_noise(network)


def at_frequency(network: TwoPort, frequency_hz) -> TwoPort:
    """The two-port at other frequencies, by straight lines between the real and imaginary parts of its points.

    Raises
    ------
    LinkBudgetError
        If any frequency lies outside the two-port's own: nothing is extrapolated.
    """
    wanted_hz = np.atleast_1d(np.asarray(frequency_hz, dtype=float))
    known_hz = network.frequency_hz
    require(f"frequency_hz for {network.name}", wanted_hz, at_least=known_hz[0], at_most=known_hz[-1])

    def lines(values):
        if values is None:
            return None
        flat = values.reshape(len(known_hz), -1).T
        columns = [np.interp(wanted_hz, known_hz, c.real) + 1j * np.interp(wanted_hz, known_hz, c.imag) for c in flat]
        return np.stack(columns, axis=-1).reshape(-1, 2, 2)

    return replace(network, frequency_hz=wanted_hz, s=lines(network.s), noise_waves_k=lines(network.noise_waves_k))


def cascade(*networks: TwoPort) -> TwoPort:
    r"""Two-ports in a row, port 2 of each on port 1 of the next.

    .. math::

       S_{21} = \frac{S_{21}^a S_{21}^b}{1 - S_{22}^a S_{11}^b}, \quad
       S_{11} = S_{11}^a + \frac{S_{12}^a S_{21}^a S_{11}^b}{1 - S_{22}^a S_{11}^b}

    Noise waves add through the same reflections.  Parts that are passive and have no noise data count as bodies at the
    standard temperature; where one amplifies and has no noise data, the cascade has none either.

    Raises
    ------
    LinkBudgetError
        If the two-ports differ in frequencies or reference impedance.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4.
    .. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.
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
    joined = replace(a, name=f"{a.name} + {b.name}", s=s, noise_waves_k=None)
    try:
        waves_a, waves_b = _noisy(a).noise_waves_k, _noisy(b).noise_waves_k
    except LinkBudgetError:
        return joined
    one, none = np.ones(len(s)), np.zeros(len(s))
    from_a = _matrix(one, a.s[:, 0, 1] * between * b.s[:, 0, 0], none, b.s[:, 1, 0] * between)
    from_b = _matrix(a.s[:, 0, 1] * between, none, b.s[:, 1, 0] * between * a.s[:, 1, 1], one)
    waves = from_a @ waves_a @ _adjoint(from_a) + from_b @ waves_b @ _adjoint(from_b)
    return replace(joined, noise_waves_k=waves)


def s_parameter_db(network: TwoPort, to_port: int, from_port: int) -> np.ndarray:
    """Magnitude of a scattering parameter at each frequency, at least :data:`LEAST_LEVEL_DB` [dB]."""
    return 20.0 * np.log10(np.maximum(np.abs(_parameter(network, to_port, from_port)), 10.0 ** (LEAST_LEVEL_DB / 20.0)))


def s_parameter_phase_deg(network: TwoPort, to_port: int, from_port: int) -> np.ndarray:
    """Phase of a scattering parameter at each frequency, above -180 and at most 180 [deg]."""
    return np.degrees(np.angle(_parameter(network, to_port, from_port)))


def _parameter(network, to_port, from_port):
    for name, port in (("to_port", to_port), ("from_port", from_port)):
        if port not in (1, 2):
            raise LinkBudgetError(f"{name} = {port}: expected 1 or 2")
    return network.s[:, to_port - 1, from_port - 1]


def _below_one(name, reflection):
    """A reflection as a complex array, refused from magnitude one."""
    reflection = np.asarray(reflection, dtype=complex)
    require(f"magnitude of {name}", np.abs(reflection), below=1.0)
    return reflection


def transducer_gain_db(network: TwoPort, *, source_reflection=0.0, load_reflection=0.0) -> np.ndarray:
    r"""Power into a load over the power available from a source [dB].

    .. math::

       G_T = \frac{(1 - |\Gamma_s|^2) |S_{21}|^2 (1 - |\Gamma_l|^2)}
       {|(1 - S_{11} \Gamma_s) (1 - S_{22} \Gamma_l) - S_{12} S_{21} \Gamma_s \Gamma_l|^2}

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.1 (two-port power gains).
    """
    source = _below_one("source_reflection", source_reflection)
    load = _below_one("load_reflection", load_reflection)
    s11, s12, s21, s22 = (network.s[:, i, j] for i in (0, 1) for j in (0, 1))
    loop = (1.0 - s11 * source) * (1.0 - s22 * load) - s12 * s21 * source * load
    gain = (1.0 - abs(source) ** 2) * abs(s21) ** 2 * (1.0 - abs(load) ** 2) / abs(loop) ** 2
    return _level_db(gain)


def available_gain_db(network: TwoPort, *, source_reflection=0.0) -> np.ndarray:
    r"""Power available at port 2 over the power available from a source [dB].

    .. math::

       G_A = \frac{(1 - |\Gamma_s|^2) |S_{21}|^2}{|1 - S_{11} \Gamma_s|^2 (1 - |\Gamma_{out}|^2)}, \quad
       \Gamma_{out} = S_{22} + \frac{S_{12} S_{21} \Gamma_s}{1 - S_{11} \Gamma_s}

    Infinite where the output would oscillate into some load (a reflection of one or more).

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.1 (two-port power gains).
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


def noise_temperature_k(network: TwoPort, *, source_reflection=0.0) -> np.ndarray:
    r"""Noise temperature at the input for a source of some reflection, at each frequency [K].

    .. math::

       T_e = \frac{\langle |c_2 (1 - S_{11} \Gamma_s) + c_1 S_{21} \Gamma_s|^2 \rangle}
       {k |S_{21}|^2 (1 - |\Gamma_s|^2)}

    Infinite where nothing comes through; NaN where the noise data say nothing.

    Raises
    ------
    LinkBudgetError
        If the two-port amplifies and has no noise data, or a source reflection is not below one.

    References
    ----------
    .. [1] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.
    """
    source = _below_one("source_reflection", source_reflection)
    waves = _noisy(network).noise_waves_k
    s11, s21 = network.s[:, 0, 0], network.s[:, 1, 0]
    back, out = s21 * source, 1.0 - s11 * source
    power_k = abs(back) ** 2 * waves[:, 0, 0].real + abs(out) ** 2 * waves[:, 1, 1].real
    power_k = power_k + 2.0 * np.real(back * np.conj(out) * waves[:, 0, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        # a lossless two-port adds nothing: rounding may leave a trifle below zero
        return np.maximum(power_k, 0.0) / (abs(s21) ** 2 * (1.0 - abs(source) ** 2))


def noise_figure_db(network: TwoPort, *, source_reflection=0.0) -> np.ndarray:
    """Noise figure for a source of some reflection at 290 K, at each frequency [dB]."""
    return noise.noise_figure_db(noise_temperature_k(network, source_reflection=source_reflection))


def reflection_of_impedance(impedance_ohm, *, reference_impedance_ohm=50.0):
    r"""Reflection of an impedance at a real reference impedance [-].

    .. math:: \Gamma = \frac{Z - Z_0}{Z + Z_0}

    Examples
    --------
    >>> print(f"{reflection_of_impedance(100.0).real:.4f}")
    0.3333
    """
    reference_impedance_ohm = require("reference_impedance_ohm", reference_impedance_ohm, above=0.0)
    impedance_ohm = np.asarray(impedance_ohm, dtype=complex)
    require("real part of impedance_ohm", impedance_ohm.real, at_least=0.0)
    return ((impedance_ohm - reference_impedance_ohm) / (impedance_ohm + reference_impedance_ohm))[()]


def reflection_loss_db(reflection):
    r"""Power available less power taken by a port of some reflection, from a matched source [dB].

    .. math:: L = -10 \log_{10} (1 - |\Gamma|^2)

    Infinite for a total reflection.

    Examples
    --------
    A standing-wave ratio of 2:

    >>> print(f"{reflection_loss_db(1 / 3):.2f} dB")
    0.51 dB
    """
    return mismatch_loss_db(reflection, 0.0)


def mismatch_loss_db(reflection_1, reflection_2):
    r"""Power available from one port less the power that another takes from it [dB].

    .. math:: L = -10 \log_{10} \frac{(1 - |\Gamma_1|^2) (1 - |\Gamma_2|^2)}{|1 - \Gamma_1 \Gamma_2|^2}

    Zero for conjugates, infinite for a total reflection.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), sections 2.6 and 12.1.

    Examples
    --------
    >>> print(f"{mismatch_loss_db(0.2, 0.2):.3f} and {mismatch_loss_db(0.2, -0.2):.3f} dB")
    0.000 and 0.695 dB
    """
    first, second = np.asarray(reflection_1, dtype=complex), np.asarray(reflection_2, dtype=complex)
    for name, reflection in (("reflection_1", first), ("reflection_2", second)):
        require(f"magnitude of {name}", np.abs(reflection), at_most=1.0)
    taken = (1.0 - abs(first) ** 2) * (1.0 - abs(second) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(taken > 0.0, taken / abs(1.0 - first * second) ** 2, 0.0)
        return (0.0 - 10.0 * np.log10(np.minimum(part, 1.0)))[()]


def noise_figure_at_source_db(
    minimum_noise_figure_db,
    optimum_reflection,
    noise_resistance_ohm,
    source_impedance_ohm,
    *,
    reference_impedance_ohm=50.0,
):
    r"""Noise figure of an amplifier with given noise parameters at a source impedance [dB].

    .. math:: F = F_{min} + \frac{R_n}{G_s} |Y_s - Y_{opt}|^2, \quad Y = 1 / Z

    Parameters
    ----------
    minimum_noise_figure_db : array_like
        Least noise figure, zero or more [dB].
    optimum_reflection : array_like
        Source reflection at which it is reached, complex, below one in magnitude [-].
    noise_resistance_ohm : array_like
        Equivalent noise resistance, zero or more [ohm].
    source_impedance_ohm : array_like
        Impedance of the source, complex, its real part above zero [ohm].
    reference_impedance_ohm : array_like, optional
        Real impedance of the optimum reflection, above zero [ohm].

    Returns
    -------
    ndarray or float
        Noise figure, broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.3 (low-noise amplifier design).

    Examples
    --------
    >>> print(f"{noise_figure_at_source_db(0.5, 0.0, 5.795, 100.0):.3f} dB")
    0.719 dB
    """
    least = 10.0 ** (require("minimum_noise_figure_db", minimum_noise_figure_db, at_least=0.0) / 10.0)
    best = _below_one("optimum_reflection", optimum_reflection)
    resistance_ohm = require("noise_resistance_ohm", noise_resistance_ohm, at_least=0.0)
    reference_ohm = require("reference_impedance_ohm", reference_impedance_ohm, above=0.0)
    source = 1.0 / np.asarray(source_impedance_ohm, dtype=complex)
    require("real part of source_impedance_ohm", np.real(source_impedance_ohm), above=0.0)
    apart = abs(source - (1.0 - best) / (1.0 + best) / reference_ohm) ** 2
    return (10.0 * np.log10(least + resistance_ohm * apart / source.real))[()]
