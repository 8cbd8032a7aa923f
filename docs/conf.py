"""The site: written pages, an API read from the docstrings, and reference pages made from the package itself."""

import sys
from pathlib import Path

import linkbudget

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "linkbudget"
author = "the linkbudget authors"
copyright = "the linkbudget authors"
version = release = linkbudget.__version__

extensions = [
    "sphinx.ext.autodoc",
    "numpydocs",
    "sphinx_gallery.gen_gallery",
    "myst_parser",
    "navigation",
    "unchanged",
    "mathsvg",
    "lessons",
    "executed",
    "generated",
    "accuracy",
    "installation",
    "performance",
    "reliability",
]
exclude_patterns = ["_build", "_ext", "**/sg_execution_times.rst", "sg_execution_times.rst", "learn/gallery/*.ipynb"]

smartquotes = False  # quotation marks and dashes in a technical page are meant as they are typed

# Written pages
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3

# API
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_use_type_comments = False  # there are none to look for
add_module_names = False
autosummary_generate = False  # of numpydoc
numpydoc_show_class_members = False
html_math_renderer = "svg"

# Examples
sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "learn/gallery",
    "filename_pattern": "/plot_",
    "within_subsection_order": "FileNameSortKey",
    "show_signature": False,
    "download_all_examples": False,
    "write_computation_times": False,
    "remove_config_comments": True,
    "abort_on_example_error": True,
    "image_scrapers": ("examples.labelled",),
    "reset_modules": ("matplotlib", "examples.strict"),
    "reset_modules_order": "both",
    "image_srcset": ["2x"],
    "doc_module": ("linkbudget",),
    "backreferences_dir": None,
}

_HERE = Path(__file__).parent
for _page in (_HERE / "learn" / "gallery").glob("plot_*.rst"):  # pages of examples that are gone, from an earlier build
    if not (_HERE.parent / "examples" / f"{_page.stem}.py").exists():
        _page.unlink()

# Appearance; everything a page needs is in the site
html_theme = "furo"
html_title = f"linkbudget {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
pygments_style = "friendly"
pygments_dark_style = "monokai"
