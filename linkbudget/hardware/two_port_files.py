"""Two-ports of a link from Touchstone files: the line behind an antenna, and the front end of a receiver.

The map: :class:`TwoPortChain` (two-ports in a row), :data:`TwoPortFiles` (the type of such files in a scenario), and
what a budget reads off a chain: :func:`chain_loss_db`, :func:`chain_gain_db`, :func:`front_end_noise_temperature_k`.

Source and load are matched to the reference impedance of the files.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import PlainSerializer, PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import LinkBudgetError, note, shortened
from linkbudget.formatting import decibels_text, frequency_text
from linkbudget.hardware.mismatch import reflection_loss_db
from linkbudget.hardware.network import (
    TwoPort,
    at_frequency,
    cascade,
    read_touchstone,
    transducer_gain_db,
    two_port_noise_temperature_k,
)

_ROUNDING_DB = 0.01  # gain of a passive line by the accuracy of a network analyser
_REFLECTED_DB = 0.1


@dataclass(frozen=True, eq=False)
class TwoPortChain:
    """Two-ports in a row, in the way of the signal."""

    files: tuple[str, ...]
    """Names of the files, without folders."""
    networks: tuple[TwoPort, ...]
    """Contents of the files."""

    def at(self, frequency_hz) -> TwoPort:
        """All of them as one two-port, at one frequency or a one-dimensional array of them [Hz]."""
        return cascade(*(at_frequency(network, frequency_hz) for network in self.networks))

    @property
    def source(self) -> str:
        """The files in words."""
        return f"file{'s' if len(self.files) > 1 else ''} {', '.join(self.files)}"


def chain_loss_db(frequency_hz, two_ports: TwoPortChain):
    r"""Loss of a passive chain between a matched source and a matched load.

    .. math:: L = -10 \log_{10} |S_{21}|^2

    with :math:`S_{21}` of the whole chain, reflections between its parts included.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    two_ports : TwoPortChain
        The chain.

    Returns
    -------
    ndarray or float
        Loss, shape of ``frequency_hz`` [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency lies outside a file, or the chain amplifies.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.1 (transducer gain, matched source and load).

    Examples
    --------
    >>> from linkbudget.hardware.network import two_port
    >>> wave = 10 ** (-1.5 / 20)
    >>> cable = two_port("cable", [1e9, 2e9], [[[0.0, wave], [wave, 0.0]]] * 2)
    >>> print(f"{chain_loss_db(1.5e9, TwoPortChain(('cable.s2p',), (cable,))):.2f} dB")
    1.50 dB
    """
    whole = two_ports.at(np.ravel(frequency_hz))
    gain_db = transducer_gain_db(whole)
    if (gain_db > _ROUNDING_DB).any():
        where = frequency_text(float(whole.frequency_hz[np.argmax(gain_db)]))
        raise LinkBudgetError(
            f"line: {two_ports.source}: amplifies by {decibels_text(float(gain_db.max()))} at {where}; expected a "
            "passive line (an amplifier before the receiver is its front_end)"
        )
    reflected_db = np.max(reflection_loss_db(whole.s[:, 0, 0]))
    if reflected_db > _REFLECTED_DB:
        note(
            f"line: {two_ports.source}: {decibels_text(float(reflected_db))} of the loss is reflection, which makes no "
            "noise; it is counted as absorption"
        )
    return np.reshape(np.maximum(-gain_db, 0.0), np.shape(frequency_hz))[()]


def chain_gain_db(frequency_hz, two_ports: TwoPortChain):
    """Gain of a chain between a matched source and a matched load, by the equation of :func:`chain_loss_db`.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    two_ports : TwoPortChain
        The chain.

    Returns
    -------
    ndarray or float
        Gain, shape of ``frequency_hz`` [dB].

    Examples
    --------
    >>> from linkbudget.hardware.network import two_port
    >>> amplifier = two_port("LNA", [1e9, 2e9], [[[0.0, 0.0], [10.0, 0.0]]] * 2)
    >>> print(f"{chain_gain_db(1.5e9, TwoPortChain(('lna.s2p',), (amplifier,))):.1f} dB")
    20.0 dB
    """
    gain_db = transducer_gain_db(two_ports.at(np.ravel(frequency_hz)))
    return np.reshape(gain_db, np.shape(frequency_hz))[()]


def front_end_noise_temperature_k(frequency_hz, two_ports: TwoPortChain, receiver_noise_temperature_k):
    r"""Noise temperature at the input of a front end, with the receiver behind it.

    .. math:: T = T_{front} + T_{receiver} / G_{front}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    two_ports : TwoPortChain
        The front end: amplifiers with noise data, and passive two-ports, which are as noisy as their losses at 290 K.
    receiver_noise_temperature_k : array_like
        Noise temperature of what follows it [K].

    Returns
    -------
    ndarray or float
        Noise temperature for a matched source, by broadcasting [K].

    Raises
    ------
    LinkBudgetError
        If a frequency lies outside a file or its noise data, or a two-port amplifies and has no noise data.

    References
    ----------
    .. [1] H. T. Friis, "Noise Figures of Radio Receivers", Proc. IRE 32 (1944) 419, equation (15).

    Examples
    --------
    An amplifier of 20 dB and 1 dB of noise figure before a receiver of 1000 K:

    >>> from linkbudget.hardware.network import two_port, with_noise_parameters
    >>> quiet = with_noise_parameters(two_port("LNA", [1e9, 2e9], [[[0.0, 0.0], [10.0, 0.0]]] * 2), 1.0, 0.0, 10.0)
    >>> print(f"{front_end_noise_temperature_k(1.5e9, TwoPortChain(('lna.s2p',), (quiet,)), 1000.0):.1f} K")
    85.1 K
    """
    whole = two_ports.at(np.ravel(frequency_hz))
    own_k = np.reshape(two_port_noise_temperature_k(whole), np.shape(frequency_hz))
    if not np.isfinite(own_k).all():
        where = frequency_text(float(np.ravel(frequency_hz)[int(np.argmin(np.isfinite(np.ravel(own_k))))]))
        raise LinkBudgetError(
            f"front_end: {two_ports.source}: no noise data at {where}; expected noise parameters at that frequency"
        )
    gain_db = np.reshape(transducer_gain_db(whole), np.shape(frequency_hz))
    return (own_k + np.asarray(receiver_noise_temperature_k) * 10.0 ** (-gain_db / 10.0))[()]


def _read(raw: Any, info: ValidationInfo) -> TwoPortChain:
    """A chain from the names of its files, which a scenario file states beside itself."""
    if isinstance(raw, TwoPortChain):
        return raw
    names = [raw] if isinstance(raw, str | os.PathLike) else raw
    if not isinstance(names, list) or not names or not all(isinstance(name, str | os.PathLike) for name in names):
        raise LinkBudgetError(f"{shortened(raw)}: expected the name of a Touchstone file, or a list of them")
    folder = (info.context or {}).get("folder") or Path()
    networks = tuple(read_touchstone(folder / Path(name)) for name in names)
    return TwoPortChain(tuple(Path(name).name for name in names), networks)


TwoPortFiles = Annotated[
    TwoPortChain,
    PlainValidator(_read),
    PlainSerializer(lambda chain: list(chain.files)),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
            "examples": ["cable.s2p"],
            "description": "Name of a Touchstone file, or a list of them in the way of the signal",
        }
    ),
]
"""Two-ports in a row; in a scenario the names of their files, from the folder of the scenario on."""
