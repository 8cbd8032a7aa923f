"""Uncoded and coded error rates, their thresholds, capacity, DVB-S2, residual carrier."""

import math
import re
from collections.abc import Callable
from fractions import Fraction

from linkbudget.physics import capacity, carrier, coding, dvbs2, keying, modulation, psk, pulse_position, qam
from tests.validation.rows import NotModelledError, Row

BINARY_RATIO_DB = 10.0 * math.log10(2.0)


def _modulation_name(text: str) -> str:
    """Name in :func:`linkbudget.physics.modulation.modulations` of a modulation as publications write it."""
    plain = re.sub(r"[\s\-]+", " ", text.lower())
    if phases := re.fullmatch(r"(\d+) ?psk( gray)?", plain):
        return f"{phases[1]}psk"
    if points := re.fullmatch(r"(\d+) ?qam( gray)?", plain):
        return f"{points[1]}qam"
    if product := re.match(r"gmsk.*bt ?= ?([\d.]+)", plain):
        return f"gmsk-{float(product[1]):g}"
    if re.match(r"de [bq]psk", plain):
        return "differentially-encoded-psk"
    names = {
        "fsk coherent": "coherent-fsk",
        "coherent fsk": "coherent-fsk",
        "fsk noncoherent": "noncoherent-fsk",
        "non coherent fsk": "noncoherent-fsk",
        "msk": "msk",
        "msk coherent precoded": "msk",
        "dqpsk gray": "dqpsk",
    }
    name = names.get(plain, plain)
    if name not in modulation.modulations():
        raise NotModelledError(f"modulation {text}: a measured receiver, which the row does not describe")
    return name


def uncoded(row: Row) -> float:
    """Bit and symbol error rates, and the Eb/N0 of a bit error rate."""
    if row.quantity == "required_EbN0":
        return modulation.required_ebn0_db(row.number("BER"), _modulation_name(row.text("modulation")))
    name, ebn0_db = row.text("modulation"), row.number("EbN0_dB")
    if row.quantity == "BER":
        return modulation.bit_error_rate(ebn0_db, _modulation_name(name))
    if "QAM" in name:
        return qam.square_qam_symbol_error_rate(ebn0_db, int(re.match(r"\d+", name)[0]))
    phases = {"BPSK": 2, "QPSK": 4}.get(name) or int(re.fullmatch(r"(\d+)-?PSK.*", name)[1])
    return psk.psk_symbol_error_rate(ebn0_db, phases)


def uncoded_matlab(row: Row) -> float:
    """As :func:`uncoded`; bit errors of many phases as berawgn counts them, for the symbol of all zeros (Lee, 1986)."""
    phases = re.fullmatch(r"(\d+)-?PSK.*", row.text("modulation"))
    if row.quantity == "BER" and phases:
        return psk.psk_bit_error_rate(row.number("EbN0_dB"), int(phases[1]), sent="zero")
    return uncoded(row)


def orthogonal(row: Row) -> float:
    """Orthogonal signals, by energy per symbol."""
    points, detection = int(row.number("M")), row.text("detection")
    if row.quantity == "required_EbN0":
        name = f"{detection}-fsk" if points == 2 else f"{detection}-{points}fsk"
        return modulation.required_ebn0_db(row.number("BER"), name)
    esn0_db = row.number("EsN0_dB")
    if row.quantity == "BER":
        return keying.orthogonal_bit_error_rate(esn0_db - 10.0 * math.log10(math.log2(points)), points, detection)
    if detection == "coherent":
        return pulse_position.coherent_orthogonal_symbol_error_probability(esn0_db, points)
    return pulse_position.slot_error_probability(esn0_db, points)


def shannon(row: Row) -> float:
    """Capacity, and the least Eb/N0 of a rate; the SNR of a real channel is twice its Es/N0."""
    binary = row.text("channel").startswith("BPSK")
    if row.quantity == "capacity":
        if binary:
            return capacity.binary_input_capacity(row.number("SNR_dB") - BINARY_RATIO_DB)
        return capacity.shannon_capacity_bps(row.number("SNR_dB"), 1.0)
    rate = float(Fraction(row.text("rate")))
    return capacity.binary_input_ebn0_limit_db(rate) if binary else capacity.shannon_ebn0_limit_db(2.0 * rate)


REED_SOLOMON = re.compile(r"R\.?S\.?[ (]*255[, ]*(\d{3})\)?(?:_I(\d))?", re.IGNORECASE)

NEAR_EARTH = re.compile(r"LDPC.*(?:8176|8160|7154|7156|7136)", re.IGNORECASE)
"""The code of rate 7/8 is called by the lengths of its basic code or of the recommended one, which is shortened."""


def _code_name(text: str) -> str:
    """Name in :func:`linkbudget.physics.coding.codes` of a code as publications write it."""
    bits, rate = re.search(r"(?<!\d)\d{4,5}(?!\d)", text), re.search(r"(\d)/(\d)|-(\d)(\d)(?!\d)", text)
    if NEAR_EARTH.search(text):
        name = "ldpc-7136-7/8"
    elif family := re.search(r"turbo|ldpc|ar4ja", text, re.IGNORECASE):
        if not bits or not rate:
            raise NotModelledError(f"the row does not say both block length and rate: {text}")
        family_name = "turbo" if family[0].lower() == "turbo" else "ldpc"
        name = f"{family_name}-{bits[0]}-{rate[1] or rate[3]}/{rate[2] or rate[4]}"
    else:
        name = _convolutional_name(text)
    if name not in coding.codes():
        raise NotModelledError(f"no curve of the code {name} in the catalogue")
    return name


def _convolutional_name(text: str) -> str:
    """A convolutional code, perhaps in a Reed-Solomon code, interleaved to depth 5 unless the text says otherwise."""
    outer, inner = REED_SOLOMON.search(text), REED_SOLOMON.sub("", text)
    lengths = re.search(r"(\d+) ?[,-] ?(\d)/?(\d)\b", inner)
    constraint, rate = re.search(r"\bK ?= ?(\d+)", inner), re.search(r"\bR ?= ?(\d)/(\d)", inner)
    if lengths:
        name = f"conv-{lengths[1]}-{lengths[2]}/{lengths[3]}"
    elif constraint and rate:
        name = f"conv-{constraint[1]}-{rate[1]}/{rate[2]}"
    elif re.search(r"\bconv", inner, re.IGNORECASE):
        name = "conv-7-1/2"  # that of CCSDS, where a text gives no numbers
    else:
        raise NotModelledError(f"the row names no code: {text}")
    return f"rs-255-{outer[1]}-i{outer[2] or 5}-{name}" if outer else name


METRICS = {"BER": "bit", "WER": "word", "FER": "frame"}


def _read(function: Callable, value: float, name: str, metric: str) -> float:
    """An error rate or an Eb/N0 from a curve, which says nothing of other kinds of error nor beyond its ends."""
    if metric not in coding.codes()[name]:
        raise NotModelledError(f"no curve of {metric} errors of the code {name} in the catalogue")
    found = function(value, name, metric)
    if math.isnan(found):
        raise NotModelledError(f"beyond the ends of the curve of {metric} errors of the code {name}")
    return found


def coded_curve(row: Row) -> float:
    """Error rate of a coded link at an Eb/N0."""
    name = _code_name(row.text("code"))
    return _read(coding.coded_error_rate, row.number("EbN0_dB"), name, METRICS[row.quantity])


def coded_threshold(row: Row) -> float:
    """Eb/N0 of a coded link at an error rate."""
    name = _code_name(row.text("code"))
    return _read(coding.required_coded_ebn0_db, row.number("target"), name, METRICS[row.text("metric")])


def coding_theory(row: Row) -> float:
    """Reed-Solomon words, distance spectrum, union bound, simulated codes."""
    code = row.text("code")
    if row.quantity == "symbol_error_from_bit":
        return coding.symbol_error_rate(row.number("bit_error_in"), row.number("bits_per_symbol"))
    if lengths := re.match(r"RS\((\d+),(\d+)\)", code):
        words = {"length": int(lengths[1]), "information_length": int(lengths[2])}
        if row.quantity == "codeword_error":
            return coding.reed_solomon_codeword_error_rate(row.number("symbol_error_in"), **words)
        return coding.reed_solomon_symbol_error_rate(row.number("symbol_error_in"), **words)
    if row.quantity in ("a_d", "c_d"):
        distance = int(row.number("distance"))
        distances, paths, bits = coding.convolutional_distance_spectrum(distance)
        found = dict(zip(distances.tolist(), paths if row.quantity == "a_d" else bits, strict=True))
        return found.get(distance, 0.0)
    if row.quantity == "BER_union_bound":
        last = int(row.number("terms_to_distance"))
        return coding.convolutional_bit_error_bound(row.number("EbN0_dB"), largest_distance=last)
    if row.quantity == "EbN0_at_FER":
        return _read(coding.required_coded_ebn0_db, row.number("FER"), _code_name(code), "frame")
    return coded_curve(row)


def dvbs2_modcod(row: Row) -> float:
    """Numbers of a MODCOD of DVB-S2."""
    name = f"{row.text('modulation').lower()}-{row.text('code_rate')}"
    answers = {
        "EsN0_QEF": dvbs2.required_modcod_esn0_db,
        "EbN0_QEF": dvbs2.required_modcod_ebn0_db,
        "spectral_efficiency": dvbs2.modcod_spectral_efficiency,
    }
    return answers[row.quantity](name)


def modem_threshold(row: Row) -> float:
    """Required Eb/N0 of amateur modems."""
    name, code = row.text("modulation"), row.text("coding")
    if code in ("", "None"):
        return modulation.required_ebn0_db(row.number("BER"), _modulation_name(name))
    if name not in ("BPSK", "QPSK", "OQPSK"):
        raise NotModelledError(f"no curve of coded {name}: the curves of codes are those of BPSK and QPSK")
    return _read(coding.required_coded_ebn0_db, row.number("BER"), _code_name(code), "bit")


def residual_carrier(row: Row) -> float:
    """Power split of phase modulation, and what a noisy carrier costs."""
    if row.quantity == "BER":
        return carrier.imperfect_carrier_bit_error_rate(row.number("EbN0_dB"), row.number("loop_SNR_dB"))
    if row.quantity == "radio_loss":
        return carrier.radio_loss_db(row.number("BER"), row.number("loop_SNR_dB"))
    waveform = "sine" if row.text("subcarrier").startswith("sine") else "square"
    peak = math.sqrt(2.0) if waveform == "sine" and "rms" in row.text("subcarrier") else 1.0
    index_deg = math.degrees(peak * row.number("index_rad"))
    if row.quantity in ("carrier_suppression", "suppression_factor"):
        change_db = -carrier.carrier_suppression_loss_db(index_deg, waveform)
    else:
        change_db = -carrier.data_modulation_loss_db(index_deg, waveform)
    return 10.0 ** (change_db / 10.0) if row.quantity.endswith("factor") else change_db


ADAPTERS: dict[str, Callable[[Row], float]] = {
    "ber_uncoded_computed": uncoded,
    "ber_uncoded_matlab": uncoded_matlab,
    "orthogonal_signalling": orthogonal,
    "shannon_limits": shannon,
    "coding_theory": coding_theory,
    "ccsds_coded_curves": coded_curve,
    "ccsds_thresholds": coded_threshold,
    "dvbs2_modcods": dvbs2_modcod,
    "modem_thresholds_amsat": modem_threshold,
    "residual_carrier": residual_carrier,
}
