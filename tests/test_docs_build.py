"""The site is built in parallel, and only what has changed is built again: a small project with all extensions."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from tests.test_docs import DOCS

# a deprecation in myst-parser
pytestmark = pytest.mark.filterwarnings("ignore:.*Check CHANGES for Sphinx API modifications")

EXTENSIONS = sorted(
    file.stem for file in (DOCS / "_ext").glob("*.py") if "\ndef setup(app):" in file.read_text("utf-8")
)

CONF = f"""
import sys
sys.path.insert(0, {str(DOCS / "_ext")!r})
import generated
from linkbudget import decibels
generated.modules = lambda: {{"": [decibels]}}  # one module instead of two hundred
extensions = ["sphinx.ext.autodoc", "myst_parser", *{EXTENSIONS}]
myst_enable_extensions = ["dollarmath"]
html_theme = "furo"
html_math_renderer = "svg"
numpydoc_show_class_members = False
"""

PAGES = {
    "index.md": "# Site\n\n```{toctree}\n:hidden:\n\nroom/index\ncode\nlookup/api/layer-foundations\n```\n",
    "room/index.md": "# Room & hall\n\n```{toctree}\nplain\nA made page <made>\n```\n",
    "room/plain.md": "# Plain\n\nAn equation $x^2$, and a [page with code](../code.md).\n",
    "room/made.md": "# Made\n\n<!-- generated: accuracy-summary -->\n",
    "code.md": "# Code\n\n```python\nprint(6 * 7)\n```\n",
}


def build_in_a_process(folder: Path) -> subprocess.CompletedProcess:
    """A build as `make docs` does it, by two readers."""
    options = ["-q", "-W", "--keep-going", "-j", "2", "-d", folder / "trees"]
    command = [sys.executable, "-m", "sphinx", *options, folder, folder / "html"]
    environment = {**os.environ, "PYTHONPATH": str(DOCS.parent)}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The project after a first build, which two processes shared."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "lookup").mkdir()
    done = build_in_a_process(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def build(built, monkeypatch):
    """Build the project again in this process: the builder, the pages it wrote, and its warnings."""
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))

    def build_again(with_context=None, force_all=False) -> tuple[Sphinx, set[str], str]:
        written, warnings = set(), StringIO()
        with docutils_namespace():
            app = Sphinx(built, built, built / "html", built / "trees", "html", status=None, warning=warnings)
            app.connect("doctree-resolved", lambda app, tree, docname: written.add(docname))
            if with_context is not None:
                app.connect("html-page-context", with_context, priority=100)
            app.build(force_all=force_all)
        return app, written, warnings.getvalue()

    build_again()  # whatever the tests before this one have left
    return build_again


def test_every_extension_may_run_in_parallel(build):
    app, _, _ = build()
    assert {"executed", "generated", "mathsvg", "navigation", "unchanged"} <= set(EXTENSIONS)
    for name in EXTENSIONS:
        assert app.extensions[name].parallel_read_safe, name
        assert app.extensions[name].parallel_write_safe, name


def test_fingerprints_of_pages_read_by_two_processes_are_kept(build):
    app, _, _ = build()
    assert set(app.env.fingerprints) == {"code", "room/made"}


def test_second_build_writes_no_page(built, build):
    pages = [built / "html" / f"{Path(name).with_suffix('')}.html" for name in PAGES]
    pages += [*(built / "html" / "lookup" / "api").glob("*.html"), *(built / "lookup" / "api").glob("*.rst")]
    before = [page.stat().st_mtime_ns for page in pages]
    _, written, warnings = build()
    assert (written, warnings) == (set(), "")
    assert [page.stat().st_mtime_ns for page in pages] == before
    assert len(pages) == len(PAGES) + 4


def test_page_alone_is_written_when_its_text_changes(built, build):
    with (built / "room" / "plain.md").open("a", encoding="utf-8") as file:
        file.write("\nAnother paragraph.\n")
    _, written, _ = build()
    assert written == {"room/plain", "room/index"}  # and the page that lists it


def test_pages_with_code_are_read_again_when_the_package_changes(build, monkeypatch):
    import unchanged

    monkeypatch.setattr(unchanged, "fingerprint", lambda: "another")
    app, written, _ = build()
    assert written == {"code", "room/made", "room/index", "index"}
    assert set(app.env.fingerprints.values()) == {"another"}


def test_examples_run_again_when_the_package_changes(built, build, monkeypatch):
    import unchanged

    gallery = built / "learn" / "gallery"
    gallery.mkdir(parents=True)
    (gallery / "plot_one.py.md5").write_text("checksum", encoding="utf-8")
    unchanged.stamp(gallery)
    build()
    assert (gallery / "plot_one.py.md5").exists()
    monkeypatch.setattr(unchanged, "fingerprint", lambda: "another")
    build()
    assert not (gallery / "plot_one.py.md5").exists()
    assert unchanged.is_current(gallery)


def test_sidebars_follow_a_new_title(built, build):
    (built / "code.md").write_text(PAGES["code.md"].replace("# Code", "# Another title"), encoding="utf-8")
    _, written, _ = build()
    assert {Path(name).with_suffix("").as_posix() for name in PAGES} <= written
    assert "Another title" in (built / "html" / "room" / "plain.html").read_text(encoding="utf-8")


def test_sidebar_is_that_of_the_theme(built, build):
    from furo.navigation import get_navigation_tree

    wanted = {}

    def ask_the_theme(app, pagename, templatename, context, doctree):
        tree = context["toctree"](collapse=False, titles_only=True, maxdepth=-1, includehidden=True)
        wanted[pagename] = get_navigation_tree(tree).strip()

    app, _, _ = build(ask_the_theme, force_all=True)
    assert set(wanted) > set(app.env.found_docs)  # the search page and the index have a sidebar too
    for docname, tree in wanted.items():
        assert tree.count("<li") == len(app.env.found_docs) - 1
        assert tree in (built / "html" / f"{docname}.html").read_text(encoding="utf-8")


def test_block_that_fails_fails_the_build(built):
    """As `make docs` builds it, in a process of its own."""
    page = built / "code.md"
    page.write_text(PAGES["code.md"] + "\n```python\n1 / 0\n```\n", encoding="utf-8")
    done = build_in_a_process(built)
    page.write_text(PAGES["code.md"], encoding="utf-8")
    assert done.returncode != 0
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "code" in done.stderr


def test_warning_is_shown_until_it_is_mended(built, build):
    page = built / "room" / "plain.md"
    page.write_text(PAGES["room/plain.md"] + "\n[nowhere](nowhere.md)\n", encoding="utf-8")
    assert all("nowhere.md" in build()[2] for _ in range(2))
    page.write_text(PAGES["room/plain.md"], encoding="utf-8")
    assert build()[2] == build()[2] == ""


def test_docstrings_are_set_as_numpydoc_sets_them(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    import numpydocs
    from numpydoc.docscrape_sphinx import get_doc_object

    from linkbudget.physics.free_space import free_space_loss_db

    assert str(numpydocs.document(free_space_loss_db)) == str(get_doc_object(free_space_loss_db))
