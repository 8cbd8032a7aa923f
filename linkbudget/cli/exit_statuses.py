"""Exit statuses of the command line, which scripts may rely on."""

DONE, NOT_AS_HOPED, WRONG_REQUEST, INTERRUPTED = 0, 1, 2, 130

EXIT_STATUSES: dict[int, str] = {
    DONE: "The command did what it was asked.",
    NOT_AS_HOPED: "It did, and the answer is not the one hoped for: `solve` finds no value, or a link does not close "
    "under `--must-close`.",
    WRONG_REQUEST: "The request was wrong, or a file could not be read or written. One line on the error output says "
    "what was expected.",
    INTERRUPTED: "Ctrl-C, SIGTERM or SIGHUP: 128 plus the number of Ctrl-C, as shells have it.",
}
"""Exit status -> when."""
