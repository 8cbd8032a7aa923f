"""Rules for examples of the gallery: each draws figures whose axes say what they show, and warns of nothing.

The gallery calls :func:`strict` before and after an example, and :func:`labelled` after each of its blocks.  What they
refuse ends the build.
"""

import warnings

from matplotlib import pyplot
from matplotlib.figure import Figure
from sphinx_gallery.scrapers import matplotlib_scraper

_drawn: list[Figure] = []
_waiting: list[warnings.catch_warnings] = []


def strict(gallery_conf, fname, when):
    """Make warnings of an example errors, and refuse one without a figure."""
    if fname is None:  # a folder begins
        return
    if when == "before":
        pyplot.close("all")
        _drawn.clear()
        _waiting[:] = [warnings.catch_warnings()]
        _waiting[0].__enter__()
        warnings.simplefilter("error")
        return
    while _waiting:
        _waiting.pop().__exit__(None, None, None)
    if not _drawn:
        raise ValueError(f"{fname}: draws no figure")


def labelled(block, block_vars, gallery_conf, **options):
    """Refuse figures whose axes do not say what they show, and save the others as the gallery does."""
    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    for figure in figures:
        if said := what_is_missing(figure):
            raise ValueError(f"{block_vars['src_file']}: {said}")
    _drawn.extend(figures)
    return matplotlib_scraper(block, block_vars, gallery_conf, **options)


def what_is_missing(figure: Figure) -> str:
    """Labels that the axes of a figure lack, in words; nothing for a figure that is whole."""
    drawn = [ax for ax in figure.axes if ax.has_data()]
    if not drawn:
        return "a figure without data"
    for ax in drawn:
        no_scale = ax.name == "polar" or len(ax.get_yticks()) == 0 or _has_names_for_rows(ax)
        if not (ax.get_ylabel() or no_scale or _is_beside_a_labelled_one(ax, drawn)):
            return f"a vertical axis without a label: {ax.get_title() or ax}"
    return "" if any(ax.get_xlabel() for ax in drawn) else "no horizontal axis has a label"


def _has_names_for_rows(ax) -> bool:
    return all(label.get_text()[:1].isalpha() for label in ax.get_yticklabels())


def _is_beside_a_labelled_one(ax, others) -> bool:
    return any(other.get_ylabel() for other in ax.get_shared_y_axes().get_siblings(ax) if other in others)
