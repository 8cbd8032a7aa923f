"""The sidebar of the theme, written straight from the titles of the pages.

For each page anew, the theme asks Sphinx for a tree of nodes of all pages, turns it into HTML and reads that again:
time that grows with the square of the pages.  The tree differs between pages in its addresses and in the branch that is
open only, so it is gathered once, and each page gets its list from there, in the same HTML.

Pages also show the titles of others and link into them, so that all are written again when those have changed.
"""

import hashlib
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

_ARROW = '<span class="icon"><svg><use href="#svg-arrow-right"></use></svg></span>'


class Page(NamedTuple):
    """A page in the tree."""

    docname: str
    title: str
    children: tuple["Page", ...]

    def holds(self, docname: str) -> bool:
        """True of this page and of those below it."""
        return docname == self.docname or any(child.holds(docname) for child in self.children)


def tree(env, docname: str) -> tuple[Page, ...]:
    """Pages that the tables of contents in a page list, each with those below it."""
    from sphinx.addnodes import toctree
    from sphinx.errors import ExtensionError

    entries = [entry for node in env.tocs[docname].findall(toctree) for entry in node["entries"]]
    for _, child in entries:
        if child not in env.titles:
            raise ExtensionError(f"{docname}: the sidebar lists pages of the site only, expected no {child!r}")
    return tuple(Page(child, title or env.titles[child].astext(), tree(env, child)) for title, child in entries)


def sidebar(pages: tuple[Page, ...], docname: str, address: Callable[[str], str]) -> str:
    """The list of all pages, with the branch of one page open; ``address`` gives the link to another page."""
    return _list(pages, 1, docname, address, iter(range(1, 10_000)))


def _list(pages: tuple[Page, ...], depth: int, docname: str, address: Callable, numbers: Iterator[int]) -> str:
    attribute = ' class="current"' if any(page.holds(docname) for page in pages) else ""
    items = "\n".join(_item(page, depth, docname, address, numbers) for page in pages)
    return f"<ul{attribute}>\n{items}\n</ul>\n"


def _item(page: Page, depth: int, docname: str, address: Callable, numbers: Iterator[int]) -> str:
    here, is_open = page.docname == docname, page.holds(docname)
    classes = [f"toctree-l{depth}", is_open and "current", page.children and "has-children", here and "current-page"]
    link, title = escape("#" if here else address(page.docname)), escape(page.title, quote=False)
    item = f'<li class="{" ".join(filter(None, classes))}">'
    item += f'<a class="{"current " * here}reference internal" href="{link}">{title}</a>'
    if page.children:
        name = f"toctree-checkbox-{next(numbers)}"
        checked = 'checked="" ' * is_open
        item += f'<input aria-label="Toggle navigation of {escape(page.title)}" {checked}class="toctree-checkbox" '
        item += f'id="{name}" name="{name}" role="switch" type="checkbox"/><label for="{name}">{_ARROW}</label>'
        item += _list(page.children, depth + 1, docname, address, numbers)
    return f"{item}</li>"


def shown_elsewhere(env) -> str:
    """A digest of what a page may show of others: their titles, their order, and the places that links lead to."""
    slugs = sorted((name, sorted(about["myst_slugs"])) for name, about in env.metadata.items() if "myst_slugs" in about)
    seen = {"tree": tree(env, env.config.root_doc), "slugs": slugs}
    for name, domain in sorted(env.domains.items()):
        seen[name] = sorted((each[0], each[2], each[3], each[4]) for each in domain.get_objects())
    labels = env.domains["std"].labels | env.domains["std"].anonlabels
    return hashlib.sha256(repr((seen, sorted(labels.items()))).encode()).hexdigest()


def setup(app):
    """Keep the theme from asking for its tree, and give it this one."""
    pages = []

    def everything(app, env):
        """All pages, when what they show of each other has changed."""
        before, env.shown_elsewhere = getattr(env, "shown_elsewhere", None), shown_elsewhere(env)
        pages[:] = tree(env, app.config.root_doc)
        return list(env.found_docs) if before not in (None, env.shown_elsewhere) else []

    def no_tree(app, pagename, templatename, context, doctree):
        context.pop("toctree", None)

    def fill(app, pagename, templatename, context, doctree):
        def address(docname: str) -> str:
            return app.builder.get_relative_uri(pagename, docname)

        context["furo_navigation_tree"] = sidebar(tuple(pages), pagename, address)

    app.connect("env-updated", everything)
    app.connect("html-page-context", no_tree, priority=400)  # before the theme
    app.connect("html-page-context", fill, priority=600)  # after it
    return {"parallel_read_safe": True, "parallel_write_safe": True}
