"""Messages on the error stream: one line each, whatever is in the words that came in."""

import re
import sys
from typing import Any

from linkbudget.hidden_signs import with_escapes, without_middle

_NO_CHOICE = re.compile(r"(?:Value error, )?(?P<given>'.*'|\".*\") is not one of (?P<known>'.*')\.", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'")


def say(message: object) -> None:
    """Print a message as one line that no sign of it can break, colour or turn round."""
    text = str(message)
    if " is stated for " in text:  # by a warning of a model used outside its range
        from linkbudget.formatting import note_text

        text = note_text(text)
    line = without_middle(with_escapes(" ".join(text.split())))
    print(f"linkbudget: {line}", file=sys.stderr)


def misspelt(error: Any) -> str:
    """The message for an option, or a word among several, that there is not; empty for any other error of Typer."""
    from linkbudget.errors import suggestion

    if type(error).__name__ == "NoSuchOption" and error.ctx is not None:
        known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts if name.startswith("--")]
        return (
            f"{error.option_name}: no such option of {error.ctx.command_path}; {suggestion(error.option_name, known)}"
        )
    choice = _NO_CHOICE.fullmatch(getattr(error, "message", None) or "")
    param = getattr(error, "param", None)
    if choice is None or param is None:
        return ""
    name = param.opts[-1] if param.param_type_name == "option" else param.name
    given = choice["given"]
    return f"{name} {given}: no such word; {suggestion(given[1:-1], _QUOTED.findall(choice['known']))}"
