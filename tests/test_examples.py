"""Examples open with what they show; the gallery runs them; it refuses those that fail, warn or lack labels."""

import runpy
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from tests.test_docs import DOCS

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("plot_*.py"))

HEAD = '"""\nAn example\n==========\n\nIt shows a line.\n"""\nimport warnings\nfrom matplotlib import pyplot as plt\n'
DRAWN = "plt.plot([1.0, 2.0])\n"
LABELS = 'plt.xlabel("Time [s]")\nplt.ylabel("Way [m]")\n'

REFUSED = {
    "warns": (DRAWN + LABELS + 'warnings.warn("soon")\n', "exception: soon"),
    "fails": (DRAWN + LABELS + "1 / 0\n", "division by zero"),
    "draws nothing": ("print(1)\n", "draws no figure"),
    "empty figure": ("plt.figure()\n", "a figure without data"),
    "no way": (DRAWN + 'plt.xlabel("Time [s]")\n', "a vertical axis without a label"),
    "no time": (DRAWN + 'plt.ylabel("Way [m]")\n', "no horizontal axis has a label"),
}


@pytest.fixture
def gallery(tmp_path, monkeypatch):
    """A function that builds a gallery of one example with the settings of the site."""
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    settings = runpy.run_path(str(DOCS / "conf.py"))["sphinx_gallery_conf"]
    settings |= {"examples_dirs": str(tmp_path / "examples"), "doc_module": ()}
    for folder in ("examples", "site"):
        (tmp_path / folder).mkdir()
    (tmp_path / "examples" / "README.rst").write_text("Gallery\n=======\n", encoding="utf-8")
    (tmp_path / "site" / "index.rst").write_text("Site\n====\n\n.. toctree::\n\n   learn/gallery/index\n", "utf-8")

    def build(code: str) -> Path:
        (tmp_path / "examples" / "plot_one.py").write_text(HEAD + code, encoding="utf-8")
        places = [str(tmp_path / name) for name in ("site", "html", "trees")]
        confoverrides = {"extensions": ["sphinx_gallery.gen_gallery"], "sphinx_gallery_conf": settings}
        with docutils_namespace():
            app = Sphinx(places[0], None, *places[1:], "dummy", confoverrides, status=None, warning=StringIO())
            app.build()
        return tmp_path / "site" / "learn" / "gallery" / "images"

    return build


def test_there_are_examples():
    assert len(EXAMPLES) >= 5


def test_the_gallery_draws_an_example_that_is_whole(gallery):
    assert (gallery(DRAWN + LABELS) / "sphx_glr_plot_one_001.png").stat().st_size > 5000


@pytest.mark.parametrize("what", REFUSED)
def test_the_gallery_refuses_an_example_that_is_not(what, gallery):
    code, said = REFUSED[what]
    with pytest.raises(Exception, match=said):
        gallery(code)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_example_opens_with_a_title_and_what_it_shows(file):
    _, title, underline, blank, idea = file.read_text(encoding="utf-8").splitlines()[0:5]
    del _
    assert underline == "=" * len(title)
    assert blank == ""
    assert idea
