"""Files of the ITU's digital maps in a folder: found by their names, read once, checked.

Two kinds are known, and may be mixed: the text grids of the archives that the ITU publishes with its Recommendations
(``L_1.TXT``, ``RHO_1_v4.txt``, ``R001.TXT``, ``h0.txt``, ``NWET_Annual_50.TXT``, ``T_Annual.TXT``, ``TOPO.dat``,
``EGM2008.dat``), and
the NumPy grids of the packages ITU-Rpy and itu-rs (``v9_l_1.npz``, ``v6_rho_1.npz``), whose prefix is the edition of
the Recommendation.  Folders inside the folder are searched too.

The map: :data:`PRODUCTS` says what each quantity is called and can be; :class:`MapFolder` reads it.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import numpy as np

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.formatting import bytes_text
from linkbudget.hardware.map_grids import Limits, MapGrid, axis_line_deg, regular_grid
from linkbudget.text_files import require_file, require_size, whole_bytes

LARGEST_FILE_BYTES = 500_000_000
"""The largest map, ground heights in steps of a twelfth of a degree, has some 80 MB as text."""

_EXPECTED = "a map of the ITU"
_TEXT = (".txt", ".dat", ".csv")
_AXIS = re.compile(r"^(v\d+_)?(topo_?|esa)?(lat|lon)(_[a-z]{1,2}|_r001|\d[a-z0-9]*)?$")
_MOST_FILES = 40_000  # a folder with more is not one of maps


@dataclass(frozen=True)
class Product:
    """Names, edition and possible values of the maps of one quantity."""

    edition: str
    """Recommendation and edition."""
    npz: str
    """Name of the NumPy file in lower case, with a place for the level."""
    text: tuple[str, ...]
    """Names of the text file in lower case, with a place for the level."""
    limits: Limits
    """Lowest and highest possible value."""
    text_edition: str = ""
    """Edition of text grids, where their names leave it open."""
    first: tuple[float, float] | None = None
    """Latitude and longitude of the first value of a text grid that comes without files of axes [deg]."""
    npz_without_axes: bool = False
    """True where the NumPy grid has the axes of :attr:`first` too, and no files of them."""


PRODUCTS = {
    "cloud_liquid": Product(
        "P.840-9 (08/2023)", "v9_l_{}", ("l_{}",), Limits(0.0, 5.0, at_poles=-1), first=(-90.0, -180.0)
    ),
    "density": Product("P.836-6 (12/2017)", "v6_rho_{}", ("rho_{}_v4",), Limits(0.0, 60.0, 5.0, at_poles=-1)),
    "content": Product("P.836-6 (12/2017)", "v6_v_{}", ("v_{}_v4",), Limits(0.0, 120.0, 10.0, at_poles=-1)),
    "scale_height": Product("P.836-6 (12/2017)", "v6_vsch_{}", ("vsch_{}_v4",), Limits(0.05, 15.0, 1.0)),
    "coarse_ground": Product("P.836-6 (12/2017)", "v6_topo_0dot5", ("topo_0dot5",), Limits(-0.6, 9.0, 1.0, at_poles=1)),
    "rain_rate": Product("P.837-7 (06/2017)", "v7_r001", ("r001",), Limits(0.0, 300.0, 30.0, at_poles=-1)),
    "isotherm": Product("P.839-4 (09/2013)", "v4_esa0height", ("h0",), Limits(-1.0, 8.0, 3.0)),
    "wet_refractivity": Product(
        "P.453-13 (12/2017)",
        "v13_nwet_annual_{}",
        ("nwet_annual_{}",),
        Limits(0.0, 300.0, 50.0, at_poles=-1),
        "P.453-13 (12/2017) or P.453-14 (08/2019)",
    ),
    "temperature": Product(
        "P.1510-1 (06/2017)", "v1_t_annual", ("t_annual",), Limits(180.0, 330.0, 280.0, at_poles=-1)
    ),
    "monthly_temperature": Product("P.1510-1 (06/2017)", "v1_t_month{}", ("t_month{}",), Limits(180.0, 330.0, 280.0)),
    "ground": Product(
        "P.1511-2 (08/2019)",
        "v2_topo",
        ("topo",),
        Limits(-600.0, 9000.0, 100.0, at_poles=1),
        "P.1511-2 (08/2019) or P.1511-3 (08/2024)",
        first=(90.125, -180.125),
    ),
    "geoid": Product(
        "P.1511-2 (08/2019)",
        "v2_egm2008",
        ("egm2008",),
        Limits(-120.0, 100.0, 50.0, at_poles=-1),
        "P.1511-2 (08/2019) or P.1511-3 (08/2024)",
        first=(90.0 + 1 / 6, -180.0 - 1 / 6),
        npz_without_axes=True,
    ),
}
"""The maps that can be read, in their own units: kg/m2, g/m3, km, mm/h, K, and m for ground and geoid of P.1511."""


@dataclass
class MapFolder:
    """Grids of one folder; each file is read when it is first asked for."""

    folder: Path
    files: dict[str, list[Path]] = field(init=False, repr=False)

    def __post_init__(self):
        self.folder = Path(self.folder)
        if not self.folder.is_dir():
            raise LinkBudgetError(f"{self.folder}: no such folder; expected one with digital maps of the ITU")
        self.files = {}
        for count, file in enumerate(sorted(self.folder.rglob("*"))):
            if count > _MOST_FILES:
                raise LinkBudgetError(f"{self.folder}: over {_MOST_FILES} files; expected a folder of maps only")
            if file.suffix.lower() in (".npz", *_TEXT):
                self.files.setdefault(file.stem.lower(), []).append(file)

    def has(self, name: str, level: str = "") -> bool:
        """True where the folder has the map of a quantity, at a level if it has several."""
        return self._file(name, level) is not None

    def edition(self, name: str, level: str = "") -> str:
        """Edition of the map that would be read."""
        product, file = PRODUCTS[name], self._file(name, level)
        is_text = file is not None and file.suffix.lower() != ".npz"
        return (is_text and product.text_edition) or product.edition

    def grid(self, name: str, level: str = "") -> MapGrid:
        """The map of a quantity, checked."""
        file = self._file(name, level)
        if file is None:
            product = PRODUCTS[name]
            wanted = " or ".join(f"{stem.format(level)}.{kind}" for stem, kind in _stems(product))
            raise LinkBudgetError(f"{self.folder}: expected {wanted} among the maps of {product.edition}")
        require_file(file, _EXPECTED)
        return _grid(file, name, file.stat().st_mtime_ns)

    def _file(self, name: str, level: str) -> Path | None:
        """The NumPy grid if there is one, otherwise the text."""
        for stem, kind in _stems(PRODUCTS[name]):
            for file in self.files.get(stem.format(level), []):
                if (file.suffix.lower() == ".npz") == (kind == "npz"):
                    return file
        return None


def _stems(product: Product) -> list[tuple[str, str]]:
    return [(product.npz, "npz"), *((stem, "txt") for stem in product.text)]


@lru_cache(maxsize=40)
def _grid(file: Path, name: str, changed_ns: int) -> MapGrid:
    """Grid of a file with the axes beside it."""
    product, values = PRODUCTS[name], _array(file)
    latitude, longitude = (_axis_beside(file, word, along, values.shape) for along, word in enumerate(("lat", "lon")))
    if latitude is not None and longitude is not None:
        return regular_grid(latitude, longitude, values, product.limits, str(file))
    if product.first is None or (file.suffix.lower() == ".npz" and not product.npz_without_axes):
        raise LinkBudgetError(f"{file}: expected files of latitudes and longitudes of shape {values.shape} beside it")
    axes = [np.linspace(first, -first, count) for first, count in zip(product.first, values.shape, strict=True)]
    if abs(abs(axes[0][1] - axes[0][0]) - (axes[1][1] - axes[1][0])) > 1e-6:
        raise LinkBudgetError(f"{file}: shape {values.shape}: expected equal steps of latitude and longitude")
    grid = regular_grid(axes[0], axes[1], values, product.limits, str(file))
    # in every map of P.840-9 the ocean has at least as much cloud as the desert on the other side of the world
    if name == "cloud_liquid" and grid.bilinear(25.0, 15.0) > grid.bilinear(25.0, -165.0):
        raise LinkBudgetError(f"{file}: more cloud over the Sahara than the Pacific: expected columns from 180 W on")
    return grid


def _axis_beside(file: Path, word: str, along: int, shape: tuple[int, ...]):
    """The file of latitudes or longitudes in the folder of a grid whose size fits it, of the same edition."""
    kind, edition = file.suffix.lower(), re.match(r"v\d+_", file.stem.lower())
    for other in sorted(file.parent.iterdir()):
        match = _AXIS.match(other.stem.lower())
        same_kind = other.suffix.lower() in (_TEXT if kind in _TEXT else (kind,))
        if match is None or match[3] != word or not same_kind:
            continue
        if (match[1] or "") != (edition[0] if edition else ""):
            continue
        line, size = _axis_line(require_file(other, _EXPECTED), along, other.stat().st_mtime_ns)
        if size == shape or (1 in size and line.size == shape[along]):
            return line
    return None


@lru_cache(maxsize=64)
def _axis_line(file: Path, along: int, changed_ns: int) -> tuple[np.ndarray, tuple[int, ...]]:
    """Axis of a file of latitudes or longitudes as a line, and the shape of the file's array."""
    axis = _array(file)
    return axis_line_deg(axis, axis.shape if 1 not in axis.shape else (axis.size,) * 2, along, str(file)), axis.shape


def _array(file: Path) -> np.ndarray:
    """Numbers of one file, as a table."""
    try:
        if file.suffix.lower() == ".npz":
            require_size(file, _EXPECTED, LARGEST_FILE_BYTES)
            with ZipFile(file) as packed:
                if sum(part.file_size for part in packed.infolist()) > LARGEST_FILE_BYTES:
                    raise LinkBudgetError(f"{file}: expected {_EXPECTED} of at most {bytes_text(LARGEST_FILE_BYTES)}")
            with np.load(file, allow_pickle=False) as archive:
                if len(archive.files) != 1:
                    raise LinkBudgetError(f"{file}: {len(archive.files)} arrays: expected one")
                array = np.asarray(archive[archive.files[0]], dtype=float)
        else:
            text = whole_bytes(file, _EXPECTED, LARGEST_FILE_BYTES).decode(errors="replace")
            lines = text.replace(",", " ").replace(";", " ").splitlines()
            array = np.loadtxt(lines, ndmin=2) if text.strip() else np.empty(0)
    except LinkBudgetError:
        raise
    except Exception as error:  # what unpacks arrays raises whatever it stumbles over
        reason = shortened(str(error), 200) if str(error) else type(error).__name__
        raise LinkBudgetError(f"{file}: cannot be read as a grid of numbers: {reason}") from None
    if array.size == 0:
        raise LinkBudgetError(f"{file}: expected a grid of numbers, found none")
    return np.atleast_2d(array)
