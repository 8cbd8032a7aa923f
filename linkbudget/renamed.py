"""Modules, functions and classes that have a new name: for two versions the old one works too, and gives a warning.

To rename one, add a line to :data:`MODULES` or :data:`NAMES`; a test fails when its time is up.  Keys of scenario files
have a table of their own, :data:`linkbudget.scenario_files.renamed_keys.RENAMED`.  The map: :func:`old_modules`, the
finder of modules; :func:`old_names`, the ``__getattr__`` of a module whose functions have new names.
"""

import importlib.abc
import importlib.util
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

UNTIL = "0.4"
"""The version that will refuse the old names, two versions after the one that brought the new ones."""

MODULES = {
    "cli.causes": "cli.contact_loss_command",
    "cli.history": "cli.history_command",
    "cli.inference_tables": "studies.inference_tables",
    "cli.listen": "cli.listen_command",
    "cli.operations": "cli.operation_commands",
    "cli.picture": "cli.picture_command",
    "cli.solving": "cli.solving_commands",
    "cli.shelves": "shelves",
    "cli.studies": "cli.study_commands",
    "cli.study_tables": "studies.study_tables",
    "cli.tables": "cli.terminal_tables",
    "link.antennas": "link.antenna_models",
    "link.carrier": "link.carrier_and_ranging",
    "link.pulse_position": "link.pulse_position_video",
    "link.tables": "link.budget_tables",
    "link.tolerances": "link.control_table",
    "mission.config": "scenario_files.config",
    "mission.files": "scenario_files.files",
    "mission.instants": "scenario_files.instants",
    "mission.mistakes": "scenario_files.mistakes",
    "mission.names": "scenario_files.names",
    "mission.operate": "mission.operations",
    "mission.pictures": "mission.picture_files",
    "mission.reading": "scenario_files.reading",
    "mission.schema": "scenario_files.schema",
    "plots.history": "plots.link_history",
    "plots.kinds": "plots.drawing",
    "plots.operations": "plots.mission_life",
    "plots.patterns": "plots.antenna_patterns",
    "report.operations": "report.mission_life_section",
    "studies.causes": "studies.contact_loss",
}
"""Old name of a module -> new name, both below ``linkbudget``.

An old module must not have the name of a figure: once imported, it would hide the figure ``lb.plots.NAME``.
"""

NAMES: dict[str, dict[str, str]] = {
    "geometry.orbit": {
        "SampledTrajectory": "geometry.position_table:SampledTrajectory",
        "read_positions_csv": "geometry.positions_csv:read_positions_csv",
    },
    "hardware.network": {
        "noise_figure_db": "hardware.network:two_port_noise_figure_db",
        "noise_temperature_k": "hardware.network:two_port_noise_temperature_k",
    },
    "hardware.parts": {
        name: f"hardware.{home}:{name}"
        for home, names in {
            "antenna_kinds": "AntennaPart DishAntenna ArrayAntenna BeamAntenna BroadAntenna OmnidirectionalAntenna "
            "StatedAntenna LINEAR_AXIAL_RATIO_DB SENSES Polarization",
            "datasheet": "Part Meters SquareMeters Hertz Bandwidth Watts Kelvins Decibels Level DensityRatio "
            "FigureOfMerit FluxLevel Loss Gain Angle Beamwidth Orientation Efficiency DeviationRatio Count GreyLevels "
            "Jitter NonNegative ErrorRate BitRate PixelRate",
            "modulation_kinds": "AnalogVideoModulation DigitalModulation Modulation PictureModulation "
            "PulsePositionModulation Ranging ResidualCarrier Scheme",
            "terminals": "Antenna ANTENNAS Attitude Direction Mounting Radome Receiver Terminal Transmitter",
        }.items()
        for name in names.split()
    },
    "physics.noise": {"line_noise_temperature_k": "physics.noise:line_output_noise_temperature_k"},
    "scenario_files.config": {
        name: f"scenario_files.{home}:{name}"
        for home, names in {
            "config_places": "ClimateConfig CloudLiquid GeoidHeight Latitude RainHeight RainProbability WaterVapour "
            "WetRefractivity",
            "config_trajectories": "BodyTrajectory Eccentricity ELEMENT_KINDS ElementsTrajectory FullAngle "
            "KernelTrajectory Longitude PositionsTrajectory TleTrajectory TransferTrajectory",
        }.items()
        for name in names.split()
    },
    "scenario_files.files": {"read_scenario": "scenario_files.reading:read_scenario"},
}
"""Module -> old name in it -> where the thing is now, ``module:name``, all below ``linkbudget``."""


def old_names(module: str) -> Callable[[str], Any]:
    """The ``__getattr__`` of a module: its old names, each with a warning.

    Examples
    --------
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     function = old_names("linkbudget.hardware.network")("noise_figure_db")
    >>> print(told[0].message)
    linkbudget.hardware.network.noise_figure_db is now linkbudget.hardware.network.two_port_noise_figure_db; version 0.4 will refuse the old name
    """  # noqa: E501 (the warning is one line)

    def named(name: str) -> Any:
        place = NAMES[module.removeprefix("linkbudget.")].get(name)
        if place is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        home, _, new = place.partition(":")
        _warn(f"{module}.{name}", f"linkbudget.{home}.{new}")
        return getattr(import_module(f"linkbudget.{home}"), new)

    return named


def old_modules() -> None:
    """Let modules be imported by their old names, which are looked for when nothing else is found."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        old = fullname.removeprefix("linkbudget.")
        if old == fullname or old not in MODULES:
            return None
        new = f"linkbudget.{MODULES[old]}"
        _warn(fullname, new)
        return importlib.util.spec_from_loader(fullname, _Loader(import_module(new)))


class _Loader(importlib.abc.Loader):
    """Gives the module of the new name, and leaves it as it is."""

    def __init__(self, module: ModuleType):
        self.module, self.spec = module, module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module) -> None:
        module.__spec__ = self.spec


def _warn(old: str, new: str) -> None:
    from linkbudget.errors import RenamedWarning  # brings NumPy, which ``import linkbudget`` can do without

    text = f"{old} is now {new}; version {UNTIL} will refuse the old name"
    warnings.warn(text, RenamedWarning, stacklevel=3)
