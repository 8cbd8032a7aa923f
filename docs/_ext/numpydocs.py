"""Docstrings in the sections of numpydoc, all set with one template.

numpydoc reads and compiles its template anew for each docstring; its ``setup`` takes another way of making them.
"""

from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment
from numpydoc import docscrape, docscrape_sphinx, numpydoc


@cache
def _template() -> Template:
    folder = Path(docscrape_sphinx.__file__).parent / "templates"
    return SandboxedEnvironment(loader=FileSystemLoader(folder)).get_template("numpydoc_docstring.rst")


def document(thing, what=None, doc=None, config=None, builder=None):
    """The docstring of a function, class or other object, taken apart."""
    return docscrape.get_doc_object(
        thing,
        what=what,
        doc=doc,
        config={**(config or {}), "template": _template()},
        class_doc=docscrape_sphinx.SphinxClassDoc,
        func_doc=docscrape_sphinx.SphinxFunctionDoc,
        obj_doc=docscrape_sphinx.SphinxObjDoc,
    )


def setup(app):
    """All that numpydoc does."""
    return {**numpydoc.setup(app, get_doc_object_=document), "parallel_write_safe": True}
