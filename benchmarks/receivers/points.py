"""Common parts of the scripts of this folder: options, noise, WAV files, points in the form of modems_measured.csv."""

import argparse
import subprocess
import wave

import numpy as np

HEAD = "series,ebn0_db,frames,frames_decoded,bits,bit_errors,seed"


def options(description, series, frames=100):
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("series", choices=series)
    parser.add_argument("ebn0_db", type=float, nargs="+")
    parser.add_argument("--frames", type=int, default=frames)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--append", metavar="FILE", help="CSV file that the points are added to")
    return parser.parse_args()


def measure(told, count):
    """Print, and keep where asked, what ``count(series, ebn0_db, frames, generator)`` finds at each Eb/N0."""
    for ebn0_db in told.ebn0_db:
        counts = count(told.series, ebn0_db, told.frames, np.random.default_rng(told.seed))
        line = ",".join(["" if one is None else f"{one:g}" for one in (ebn0_db, *counts)])
        line = f"{told.series},{line},{told.seed}"
        print(line, flush=True)
        if told.append:
            with open(told.append, "a", encoding="utf-8") as file:
                file.write(line + "\n")


def noisy(signal, power, bit_rate_bps, ebn0_db, sample_rate_hz, generator):
    """A real or complex signal in white noise: Eb is power over bit rate, and N0 the density of one or of two sides."""
    density = power / bit_rate_bps / 10.0 ** (ebn0_db / 10.0)
    if np.iscomplexobj(signal):
        sigma = np.sqrt(0.5 * density * sample_rate_hz)
        noise = generator.standard_normal(signal.size) + 1j * generator.standard_normal(signal.size)
        return signal + sigma * noise
    return signal + np.sqrt(0.5 * density * sample_rate_hz) * generator.standard_normal(signal.size)


def write_wav(file, signal, sample_rate_hz, peak=32000.0):
    """Sixteen bits, scaled so that nothing is clipped."""
    samples = np.round(peak * signal / np.abs(signal).max()).astype("<i2")
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(int(sample_rate_hz))
        out.writeframes(samples.tobytes())


def read_wav(file):
    """Samples of a file of sixteen bits."""
    with wave.open(str(file)) as given:
        return np.frombuffer(given.readframes(given.getnframes()), dtype="<i2").astype(float)


def said_by(*command, stdin=None):
    """Output of a program, errors too."""
    done = subprocess.run(list(map(str, command)), input=stdin, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")
