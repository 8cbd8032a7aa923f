"""Sounds of questions: a tone in the noise of a receiver, short, the same bytes on every machine.

Only ``random.Random.random`` makes the noise, whose numbers Python keeps.
"""

import io
import math
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from statistics import NormalDist

from linkbudget.lessons.exercise_media import WAV, Medium

RATE_HZ, LENGTH_S = 8000, 1.5
"""Samples a second, and length of a sound."""

BAND_HZ = 0.5 * RATE_HZ
"""Band that the noise fills."""

NOISE = 0.1
"""Root mean square of the noise, of full scale."""

_FADE_S = 0.05


@dataclass(frozen=True)
class Sounds:
    """Sounds of choices: ``tone`` makes pitch in hertz and ratio to the noise in decibels of a choice's answer."""

    tone: Callable[[float], tuple[float, float]]

    def drawn(self, answers: Sequence[float], letters: Sequence[str]) -> list[Medium]:
        """A sound for each choice."""
        return [
            Medium(_wav(*self.tone(answer), letter), WAV, f"Sound {letter}", letter=letter)
            for answer, letter in zip(answers, letters, strict=True)
        ]


@cache
def _wav(pitch_hz: float, snr_db: float, letter: str) -> bytes:
    """A WAV file of 8-bit samples; sine and noise have their ratio in the whole band."""
    generator, normal = Random(f"noise:{letter}"), NormalDist(0.0, NOISE)
    amplitude = math.sqrt(2.0) * NOISE * 10.0 ** (snr_db / 20.0)
    count = round(RATE_HZ * LENGTH_S)
    samples = bytearray()
    for place in range(count):
        noise = normal.inv_cdf(generator.random() or 0.5)
        tone = amplitude * math.sin(math.tau * pitch_hz * place / RATE_HZ)
        fade = min(1.0, place / (_FADE_S * RATE_HZ), (count - place) / (_FADE_S * RATE_HZ))
        samples.append(min(max(round(128.0 + 127.0 * fade * (tone + noise)), 0), 255))
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(samples))
    return content.getvalue()
