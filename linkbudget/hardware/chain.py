"""A receiver or transmitter as a chain of stages: gain, noise, compression and intercept points.

Stages hold datasheet numbers; the functions take them in the order in which the signal passes.  The map:
:class:`Stage` and :func:`lossy_stage`; :func:`chain_gain_db`, :func:`chain_noise_temperature_k` and
:func:`chain_noise_figure_db`; :func:`chain_output_compression_dbm`, :func:`chain_output_intercept_3_dbm` and
:func:`chain_output_intercept_2_dbm`, with their :func:`input_level_dbm`; :func:`spurious_free_range_db`;
:func:`level_plan`, the table of what happens after each stage.

Stages are taken as matched to each other.  Reflections between real two-ports are in
:mod:`linkbudget.hardware.network`.
"""

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.noise import (
    cascade_noise_temperature_k,
    noise_figure_db,
    noise_temperature_k,
    system_noise_temperature_at_antenna_k,
)


@dataclass(frozen=True)
class Stage:
    """One box of a chain; numbers may be arrays, over frequency for example.

    Its noise is given once, as a temperature or as a figure.  Levels are at the output; infinity is a stage that never
    compresses or distorts.
    """

    name: str
    gain_db: Any
    """Available gain, negative for a loss [dB]."""
    noise_temperature_k: Any = None
    """At the input [K]."""
    noise_figure_db: Any = None
    """Instead of a temperature [dB]."""
    output_compression_dbm: Any = inf
    """Output level at which the gain has fallen by 1 dB [dBm]."""
    output_intercept_3_dbm: Any = inf
    """Third-order intercept point [dBm]."""
    output_intercept_2_dbm: Any = inf
    """Second-order intercept point [dBm]."""

    def __post_init__(self):
        if (self.noise_temperature_k is None) == (self.noise_figure_db is None):
            raise LinkBudgetError(f"{self.name}: expected either noise_temperature_k or noise_figure_db, and not both")
        if self.noise_temperature_k is not None:
            require(f"{self.name}: noise_temperature_k", self.noise_temperature_k, at_least=0.0)
        else:
            require(f"{self.name}: noise_figure_db", self.noise_figure_db, at_least=0.0)


def lossy_stage(name: str, loss_db, temperature_k) -> Stage:
    """A matched line, filter or attenuator: its loss at a physical temperature is its noise.

    Parameters
    ----------
    name : str
        Name of the stage.
    loss_db : array_like
        Loss, zero or more [dB].
    temperature_k : array_like
        Physical temperature [K].

    Returns
    -------
    Stage
        The stage, with its noise temperature.

    Raises
    ------
    LinkBudgetError
        If a loss or temperature is negative.

    Examples
    --------
    >>> print(f"{stage_noise_temperature_k(lossy_stage('cable', 1.0, 290.0)):.2f} K")
    75.09 K
    """
    noise_k = system_noise_temperature_at_antenna_k(0.0, loss_db, temperature_k, 0.0)
    return Stage(name, -np.asarray(loss_db, dtype=float)[()], noise_temperature_k=noise_k)


def stage_noise_temperature_k(stage: Stage):
    """Noise temperature at a stage's input, whichever way its datasheet has it.

    Read off the stage, or from its noise figure by the equation of
    :func:`~linkbudget.physics.noise.noise_temperature_k`.

    Parameters
    ----------
    stage : Stage
        The stage.

    Returns
    -------
    ndarray or float
        Noise temperature [K].

    Examples
    --------
    >>> print(f"{stage_noise_temperature_k(Stage('LNA', 30.0, noise_figure_db=3.0)):.1f} K")
    288.6 K
    """
    if stage.noise_temperature_k is not None:
        return stage.noise_temperature_k
    return noise_temperature_k(stage.noise_figure_db)


def _columns(stages, *columns):
    """Values of all stages along a last axis, one array a column, all of one shape."""
    if not stages:
        raise LinkBudgetError("chain of no stages: expected at least one")
    values = [np.asarray(column(stage), dtype=float) for column in columns for stage in stages]
    arrays = np.broadcast_arrays(*values)
    size = len(stages)
    return [np.stack(arrays[start : start + size], axis=-1) for start in range(0, len(arrays), size)]


def _gain(stage):
    return stage.gain_db


def chain_gain_db(stages):
    r"""Gain of all stages together.

    .. math:: G = \sum_i G_i

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.

    Returns
    -------
    ndarray or float
        Gain [dB].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    References
    ----------
    .. [1] H. T. Friis, "Noise Figures of Radio Receivers", Proc. IRE 32 (1944) 419 (available gain of networks in
       cascade).

    Examples
    --------
    >>> print(f"{chain_gain_db([lossy_stage('cable', 1.0, 290.0), Stage('LNA', 30.0, 50.0)]):.1f} dB")
    29.0 dB
    """
    (gains_db,) = _columns(stages, _gain)
    return np.sum(gains_db, axis=-1)


def chain_noise_temperature_k(stages):
    """Noise temperature at the input of the first stage, by Friis' formula.

    The equation of :func:`~linkbudget.physics.noise.cascade_noise_temperature_k`.

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.

    Returns
    -------
    ndarray or float
        Noise temperature [K].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    Examples
    --------
    A cable of 0.5 dB before and 8 dB after a low-noise amplifier, then a receiver:

    >>> stages = [
    ...     lossy_stage("feed", 0.5, 290.0),
    ...     Stage("LNA", 30.0, noise_temperature_k=50.0),
    ...     lossy_stage("cable", 8.0, 290.0),
    ...     Stage("receiver", 60.0, noise_figure_db=6.0),
    ... ]
    >>> print(f"{chain_noise_temperature_k(stages):.1f} K")
    99.3 K
    """
    temperatures_k, gains_db = _columns(stages, stage_noise_temperature_k, _gain)
    return cascade_noise_temperature_k(temperatures_k, gains_db)


def chain_noise_figure_db(stages):
    """Noise figure of the chain.

    Its noise temperature by the equation of :func:`~linkbudget.physics.noise.noise_figure_db`.

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.

    Returns
    -------
    ndarray or float
        Noise figure [dB].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    Examples
    --------
    >>> twice = [Stage("first", 20.0, noise_figure_db=1.0), Stage("second", 20.0, noise_figure_db=0.5)]
    >>> print(f"{chain_noise_figure_db(twice):.4f} dB")
    1.0042 dB
    """
    return noise_figure_db(chain_noise_temperature_k(stages))


def _combined_output_dbm(stages, level, order: float):
    """Levels referred to the chain's output and added as reciprocals, each to the power of 1 / order."""
    levels_dbm, gains_db = _columns(stages, level, _gain)
    gain_after_db = np.sum(gains_db, axis=-1, keepdims=True) - np.cumsum(gains_db, axis=-1)
    with np.errstate(divide="ignore"):  # no stage limits
        total = np.sum(10.0 ** ((levels_dbm + gain_after_db) / (-10.0 * order)), axis=-1)
        return 0.0 - 10.0 * order * np.log10(total)


def chain_output_compression_dbm(stages):
    r"""Output level at which the chain's gain has fallen by about 1 dB.

    .. math:: \frac{1}{P} = \sum_i \frac{1}{P_i G_{i+1} G_{i+2} \cdots}

    Exact to third order, for stages that compress softly as cubic ones do; an estimate for limiters.  Where one stage
    compresses long before the others it is that stage's own point.

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.

    Returns
    -------
    ndarray or float
        Level, infinite where no stage compresses [dBm].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    References
    ----------
    .. [1] Egan, Practical RF System Design (2003), chapter 4 (nonlinearity in the signal path).

    Examples
    --------
    >>> stages = [Stage("driver", 10.0, 300.0, output_compression_dbm=10.0), Stage("output", 20.0, 500.0, None, 33.0)]
    >>> print(f"{chain_output_compression_dbm(stages):.2f} dBm")
    28.24 dBm
    """
    return _combined_output_dbm(stages, lambda stage: stage.output_compression_dbm, 1.0)


def chain_output_intercept_3_dbm(stages):
    r"""Third-order intercept point at the chain's output, distortions adding in phase.

    .. math:: \frac{1}{P} = \sum_i \frac{1}{P_i G_{i+1} G_{i+2} \cdots}

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.

    Returns
    -------
    ndarray or float
        Level, infinite where no stage distorts [dBm].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.3 (intercept point of a cascade).

    Examples
    --------
    An amplifier of 20 dB and 22 dBm before a mixer of 6 dB loss and 13 dBm:

    >>> stages = [Stage("LNA", 20.0, 75.0, None, inf, 22.0), Stage("mixer", -6.0, 865.0, None, inf, 13.0)]
    >>> print(f"{chain_output_intercept_3_dbm(stages):.1f} dBm")
    11.2 dBm
    """
    return _combined_output_dbm(stages, lambda stage: stage.output_intercept_3_dbm, 1.0)


def chain_output_intercept_2_dbm(stages):
    r"""Second-order intercept point at the chain's output, distortions adding in phase.

    .. math:: \frac{1}{\sqrt P} = \sum_i \frac{1}{\sqrt{P_i G_{i+1} G_{i+2} \cdots}}

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.

    Returns
    -------
    ndarray or float
        Level, infinite where no stage distorts [dBm].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    References
    ----------
    .. [1] Egan, Practical RF System Design (2003), chapter 4 (nonlinearity in the signal path).

    Examples
    --------
    >>> stages = [Stage("first", 10.0, 75.0, None, inf, inf, 40.0), Stage("second", 0.0, 75.0, None, inf, inf, 40.0)]
    >>> print(f"{chain_output_intercept_2_dbm(stages):.2f} dBm")
    33.98 dBm
    """
    return _combined_output_dbm(stages, lambda stage: stage.output_intercept_2_dbm, 2.0)


def input_level_dbm(stages, output_level_dbm):
    r"""Level at the chain's input of an intercept or any other point of its straight line.

    .. math:: P_{in} = P_{out} - G

    A compression point referred to the input by this is 1 dB low, since the gain has fallen by that much there.

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.
    output_level_dbm : array_like
        Level at the output [dBm].

    Returns
    -------
    ndarray or float
        Level at the input [dBm].

    Raises
    ------
    LinkBudgetError
        If there is no stage.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.3 (intercept point of a cascade).

    Examples
    --------
    >>> print(f"{input_level_dbm([Stage('LNA', 20.0, 75.0)], 22.0):.1f} dBm")
    2.0 dBm
    """
    return np.asarray(output_level_dbm, dtype=float)[()] - chain_gain_db(stages)


def spurious_free_range_db(output_intercept_3_dbm, output_noise_dbm):
    r"""Range between the noise and the level whose third-order products just reach it.

    .. math:: R = \tfrac23 (P_3 - N)

    Parameters
    ----------
    output_intercept_3_dbm : array_like
        Third-order intercept point at the output [dBm].
    output_noise_dbm : array_like
        Noise power at the output, in the bandwidth of the receiver [dBm].

    Returns
    -------
    ndarray or float
        Range, broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.3 (spurious free dynamic range).

    Examples
    --------
    >>> print(f"{spurious_free_range_db(21.0, -75.4):.1f} dB")
    64.3 dB
    """
    return 2.0 / 3.0 * (np.asarray(output_intercept_3_dbm, dtype=float)[()] - output_noise_dbm)


@dataclass(frozen=True)
class Level:
    """Gain, level, noise and headroom behind one stage of the chain."""

    name: str
    gain_db: Any
    """From the chain's input to here [dB]."""
    level_dbm: Any
    """Of the signal, were nothing compressed [dBm]."""
    noise_temperature_k: Any
    """Of the chain as far as here, at the chain's input [K]."""
    room_db: Any
    """From the signal up to this stage's own compression; negative when it compresses [dB]."""


def level_plan(stages, input_dbm) -> list[Level]:
    """Gain, level, noise and room after each stage.

    Parameters
    ----------
    stages : list of Stage
        In the order in which the signal passes.
    input_dbm : array_like
        Level at the input of the first stage [dBm].

    Returns
    -------
    list of Level
        One a stage.

    Examples
    --------
    >>> stages = [lossy_stage("feed", 0.5, 290.0), Stage("LNA", 30.0, 50.0, output_compression_dbm=5.0)]
    >>> for row in level_plan(stages, -60.0):
    ...     print(f"{row.name}: {row.level_dbm:.1f} dBm, {row.noise_temperature_k:.1f} K, room {row.room_db:.1f} dB")
    feed: -60.5 dBm, 35.4 K, room inf dB
    LNA: -30.5 dBm, 91.5 K, room 35.5 dB
    """
    rows = []
    for count, stage in enumerate(stages, start=1):
        gain_db = chain_gain_db(stages[:count])
        level_dbm = input_dbm + gain_db
        room_db = stage.output_compression_dbm - level_dbm
        rows.append(Level(stage.name, gain_db, level_dbm, chain_noise_temperature_k(stages[:count]), room_db))
    return rows
