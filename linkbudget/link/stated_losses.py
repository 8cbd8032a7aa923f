"""Named losses of a kind that a budget computes: the stated loss replaces the computed one, with a note.

The map: :data:`KINDS`, the names that people use; :func:`stated_loss`, the loss of a kind; :func:`key_of_loss`, the key
of a loss that stands beside all others.
"""

from linkbudget.errors import note
from linkbudget.hardware.named_losses import KINDS, loss_of_kind
from linkbudget.hardware.parts import Link
from linkbudget.parameters import Parameter

OTHER_LINES = frozenset(
    (
        "carrier_implementation",
        "data_modulation",
        "implementation",
        "radome",
        "ranging_implementation",
        "ranging_modulation",
        "receive_line",
        "receive_pointing",
        "sharing",
        "transmit_line",
        "transmit_pointing",
        "wet_radome",
    )
)
"""Names of losses that budgets have away from the path; one of the path with such a name is a line of its own."""


def stated_loss(link: Link, kind: str) -> Parameter | None:
    """Loss stated by a usual name of a kind, with a note that it replaces the computed one.

    Parameters
    ----------
    link : Link
        The link as a scenario states it.
    kind : str
        A key of :data:`~linkbudget.hardware.named_losses.KINDS`.

    Returns
    -------
    Parameter or None
        The loss, none where there is none [dB].

    Examples
    --------
    >>> import linkbudget as lb
    >>> print(stated_loss(lb.load("mars1").case("telemetry-160cm").link, "gas"))
    None
    """
    name = loss_of_kind(link.losses, kind)
    if name is None:
        return None
    note(f"losses.{name}: replaces the {KINDS[kind].computed}, which is not computed")
    return link.losses[name]


def key_of_loss(name: str) -> str:
    """The key of a named loss on the path, another one where a line away from the path has that name.

    Examples
    --------
    >>> key_of_loss("ionospheric"), key_of_loss("receive-line")
    ('ionospheric_loss_db', 'named_receive_line_loss_db')
    """
    word = name.replace("-", "_")
    kinds = [kind for kind, said in KINDS.items() if word in said.names]
    own = word in OTHER_LINES or kinds in (["gas"], ["atmospheric"])
    return f"named_{word}_loss_db" if own else f"{word}_loss_db"
