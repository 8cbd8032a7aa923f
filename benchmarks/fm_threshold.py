"""A simulated frequency discriminator in noise beside ``linkbudget.physics.analog``, by C/N and signal frequency.

    python benchmarks/fm_threshold.py              every deviation ratio, three quarters of an hour
    python benchmarks/fm_threshold.py 2 5          these deviation ratios
    python benchmarks/fm_threshold.py 2 --runs 4   fewer records of noise

A full-scale tone turns the phase of a carrier; a rectangular filter of Carson's bandwidth passes tone and noise; the
discriminator takes the angle from each sample to the next, five samples for each hertz of the filter; an ideal low-pass
passes the video band.  Power at the tone is signal, all else but its harmonics is noise.  Printed in decibels, a row
for each tone: simulated loss against the straight line, its standard error by the scatter between records, and how
much better the formula is.
"""

import argparse

import numpy as np
from scipy import fft

from linkbudget.physics.analog import fm_tone_snr_db

BETAS = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
TONES = (0.05, 0.1, 0.3, 0.48, 0.63, 0.72, 0.83, 0.93)  # none at which a sideband meets the edge of the filter
CNRS_DB = np.array([-10.0, 0.0, 2.0, 4.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 14.0])
SAMPLES, OVERSAMPLING = 2**19, 5


def main():
    """Simulate and compare."""
    options = argparse.ArgumentParser(description="Simulated discriminator beside the formula.")
    options.add_argument("betas", nargs="*", type=float, default=BETAS)
    options.add_argument("--runs", type=int, default=24, help="records of noise for each tone")
    asked = options.parse_args()
    print("simulated loss + its standard error, and formula less simulation [dB], at C/N [dB]")
    print("beta tone   " + " ".join(f"{cnr_db:13.0f}" for cnr_db in CNRS_DB))
    for beta in asked.betas:
        compare(beta, asked.runs)


def compare(beta, runs):
    """Print the rows of one deviation ratio."""
    line_db = 10.0 * np.log10(1.5 * beta**2 * 2.0 * (beta + 1.0)) + CNRS_DB
    cn0_dbhz = CNRS_DB + 10.0 * np.log10(2.0 * (beta + 1.0))  # the video band is 1 Hz wide
    for tone in TONES:
        signal, noise = simulated(beta, tone, runs)
        snr_db = 10.0 * np.log10(signal.mean(axis=0) / noise.mean(axis=0))
        error_db = 10.0 / np.log(10.0) * noise.std(axis=0, ddof=1) / np.sqrt(runs) / noise.mean(axis=0)
        cells = zip(line_db - snr_db, error_db, fm_tone_snr_db(cn0_dbhz, 1.0, beta, tone) - snr_db, strict=True)
        row = " ".join(f"{loss:5.2f}+{error:.2f}{by:+5.2f}" for loss, error, by in cells)
        print(f"{beta:<4g} {tone:<5g}  {row}", flush=True)


def simulated(beta, tone, runs, cnrs_db=CNRS_DB):
    """Signal and noise power behind the low-pass, a row for each record and a column for each C/N."""
    rng = np.random.default_rng(1963)
    band = 2.0 * (beta + 1.0)
    rate = OVERSAMPLING * band
    frequency = fft.fftfreq(SAMPLES, 1.0 / rate)
    cycles = round(tone * SAMPLES / rate)
    turns = np.arange(SAMPLES) * cycles % SAMPLES / SAMPLES
    phase = beta * SAMPLES / (cycles * rate) * np.sin(2.0 * np.pi * turns)
    passed = np.abs(frequency) <= 0.5 * band * (1.0 + 1e-9)
    carrier = fft.ifft(fft.fft(np.exp(1j * phase)) * passed)
    shown = np.flatnonzero(np.abs(frequency) <= 1.0)
    flat = 1.0 / np.sinc(frequency[shown] / rate) ** 2  # differences stand for the derivative
    at = np.abs(np.rint(frequency[shown] * SAMPLES / rate)).astype(int)
    signal, noise = np.empty((2, runs, len(cnrs_db)))
    for run in range(runs):
        spectrum = (rng.standard_normal(SAMPLES) + 1j * rng.standard_normal(SAMPLES)) * passed
        hiss = fft.ifft(spectrum) * SAMPLES / np.sqrt(2.0 * passed.sum())
        for column, cnr_db in enumerate(cnrs_db):
            received = carrier + 10.0 ** (-cnr_db / 20.0) * hiss
            turned = np.angle(received * np.conj(np.roll(received, 1))) * rate / (2.0 * np.pi)
            power = np.abs(fft.fft(turned)[shown] / SAMPLES) ** 2 * flat
            signal[run, column] = power[at == cycles].sum()
            noise[run, column] = power[at % cycles != 0].sum()
    return signal, noise


if __name__ == "__main__":
    main()
