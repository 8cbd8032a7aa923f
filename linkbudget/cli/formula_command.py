"""``linkbudget formula``: one equation with units, in either direction.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import FIRST_STEPS
from linkbudget.cli.options import OUTPUT, FigureTheme, FigureWidth, figure_look

if TYPE_CHECKING:
    from linkbudget.formulas.formula import Formula


@command(
    FIRST_STEPS,
    'linkbudget formula free-space-loss distance="42000 km" frequency="6 GHz"',
    'linkbudget formula free-space-loss loss="200 dB" frequency="6 GHz"',
    'linkbudget formula dish-gain diameter="12 m" efficiency="60 %" --plot frequency=1GHz..30GHz',
    "linkbudget formula noise",
)
@in_any_form()
def formula(
    name: Annotated[
        str | None,
        typer.Argument(
            help="An equation, such as free-space-loss, or a word to look for; all of them without it.",
            autocompletion=completion.formulas,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar='[KEY="VALUE UNIT"]...', help="Its arguments, or all but one and the answer."),
    ] = None,
    solve_for: Annotated[
        str | None, typer.Option("--for", metavar="KEY", help="Argument to look for, the answer being given.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of the answer, such as km.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="ORDER", help="Of a list: topic or symbol.")] = "topic",
    plot: Annotated[
        str | None,
        typer.Option("--plot", metavar="KEY=LOW..HIGH", help="Draw the answer over a range; :log for equal ratios."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File of the figure (.png, .svg, .pdf); NAME.png without.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    *,
    form: Form,
) -> None:
    """Work out one equation with units, turn it round, or draw it.

    A name alone shows the equation and its arguments.
    """
    from linkbudget.cli.formula_tables import ORDERS, answer_parts, formula_parts, list_parts
    from linkbudget.errors import InputError
    from linkbudget.formulas.answers import answered
    from linkbudget.formulas.formula import named
    from linkbudget.formulas.index import matching

    if by not in ORDERS:
        raise InputError(f"--by {by!r}: expected {' or '.join(ORDERS)}")
    listed = None if name and (values or plot or solve_for) else matching(name)
    if listed is not None:
        print_answer(form, lambda: [one.to_dict() for one in listed], lambda: list_parts(listed, name, by))
        return
    found = named(str(name))
    given = _pairs(values or [])
    if plot is not None:
        _draw(found, given, plot, solve_for, unit, output, width, theme)
        return
    if output is not None:
        raise InputError("--output: expected with --plot, whose figure it names")
    if not given and solve_for is None:
        print_answer(form, found.to_dict, lambda: formula_parts(found))
        return
    read, target = found.read(given)
    answer = answered(found, read, target, solve_for=solve_for, unit=unit)
    print_answer(form, answer.to_dict, lambda: answer_parts(answer))


def _pairs(texts: list[str]) -> dict[str, Any]:
    """``key=value`` as the command line gives it."""
    from linkbudget.errors import InputError, shortened

    found: dict[str, Any] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not (key.strip() and equals and value.strip()):
            raise InputError(f'{shortened(text)}: expected KEY="VALUE UNIT" such as distance="42000 km"')
        if key.strip() in found:
            raise InputError(f"{key.strip()}: given twice")
        found[key.strip()] = value.strip()
    return found


def _draw(
    found: "Formula",
    given: dict[str, Any],
    plot: str,
    solve_for: str | None,
    unit: str | None,
    output: Path | None,
    width: str | None,
    theme: str,
) -> None:
    """Draw the answer over a range of one argument."""
    from linkbudget.errors import InputError
    from linkbudget.formulas.answers import answered
    from linkbudget.formulas.curves import over_range
    from linkbudget.plots.drawing import checked_file, write
    from linkbudget.plots.formula_curves import formula_figure

    file = output or Path(f"{found.name}.png")
    checked_file(file)
    (key, said), *_ = _pairs([plot]).items()
    if key in given:
        raise InputError(f"{key}: given twice, as a value and in --plot")
    read, target = found.read(given)
    argument, values = over_range(found, key, said)
    answer = answered(found, {**read, argument.name: values}, target, solve_for=solve_for, unit=unit)
    with figure_look(width, theme):
        write(formula_figure(answer, argument.name), file)
    print(file)
