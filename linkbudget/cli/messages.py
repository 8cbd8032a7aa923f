"""Messages on the error stream: one line each, whatever is in the words that came in."""

import sys

from linkbudget.hidden_signs import with_escapes

MOST_LETTERS = 2500
"""Length beyond which the middle of a message is left out: room for all names of a catalogue, not for a file."""


def say(message: object) -> None:
    """Print a message as one line that no sign of it can break, colour or turn round."""
    line = with_escapes(" ".join(str(message).split()))
    half = MOST_LETTERS // 2
    cut = line if len(line) <= MOST_LETTERS else f"{line[:half]} ... {line[-half:]}"
    print(f"linkbudget: {cut}", file=sys.stderr)
