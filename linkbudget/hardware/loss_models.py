"""Losses on the path that a model computes, added by other packages.

A scenario states what the model of a link needs under ``loss_models``::

    [links.downlink.loss_models.foliage]
    depth = "12 m"

The map: :class:`LossPart`, what such a model is; :data:`LOSS_MODELS`, those that are installed under the group
``linkbudget.losses``; :class:`LossModels`, the part of a link that holds them.
"""

from typing import TYPE_CHECKING, Any

from pydantic import Field, create_model

from linkbudget.hardware.datasheet import Part
from linkbudget.plugins import added, is_class_from


class LossPart(Part):
    """A loss on the path: the keys that a user states, and the budget lines that follow from them."""

    def enter(self, ledger: Any, link: Any, path: Any) -> None:
        """Enter the lines of the loss; strike no total.

        Parameters
        ----------
        ledger : linkbudget.link.ledger.Ledger
            The budget so far.  ``ledger.less(key, name, function, **inputs)`` enters a loss from the physics function
            that computes it, or ``ledger.less(key, name, parameter)`` a stated one; ``ledger.absorbs(key,
            temperature)`` says that it also adds noise.
        link : linkbudget.hardware.parts.Link
            The link.
        path : linkbudget.link.budget.Path
            Range, elevation and weather.
        """
        raise NotImplementedError(f"{type(self).__name__}.enter")


def _is_loss(thing: Any) -> bool:
    return is_class_from(LossPart)(thing) and thing.enter is not LossPart.enter


LOSS_MODELS: dict[str, type[LossPart]] = added("losses", _is_loss)
"""Models of losses by the name of their entry point, which is the key in a scenario file."""


class StatedLosses(Part):
    """Losses that models of other installed packages compute, each under the name of its model."""

    @property
    def by_name(self) -> dict[str, LossPart]:
        """The models that are used, by name."""
        parts = {field.alias or name: getattr(self, name) for name, field in type(self).model_fields.items()}
        return {name: part for name, part in parts.items() if isinstance(part, LossPart)}


def first_line(part: type[LossPart]) -> str:
    """Title of a model: the first line of its docstring.

    Parameters
    ----------
    part : type
        Class of the model.

    Returns
    -------
    str
        The line, or the name of a class without a docstring.

    Examples
    --------
    >>> first_line(LossPart)
    'A loss on the path: the keys that a user states, and the budget lines that follow from them.'
    """
    return (part.__doc__ or part.__name__).strip().partition("\n")[0]


if TYPE_CHECKING:
    LossModels = StatedLosses
else:
    LossModels = create_model(
        "LossModels",
        __base__=StatedLosses,
        __doc__=StatedLosses.__doc__,
        **{
            name.replace("-", "_"): (part | None, Field(None, alias=name, description=first_line(part)))
            for name, part in LOSS_MODELS.items()
        },
    )
"""The losses of a link, with a field for each of :data:`LOSS_MODELS`."""
