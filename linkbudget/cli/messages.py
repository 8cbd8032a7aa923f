"""Messages on the error stream: one line each, whatever is in the words that came in."""

import sys

from linkbudget.hidden_signs import with_escapes, without_middle


def say(message: object) -> None:
    """Print a message as one line that no sign of it can break, colour or turn round."""
    line = without_middle(with_escapes(" ".join(str(message).split())))
    print(f"linkbudget: {line}", file=sys.stderr)
