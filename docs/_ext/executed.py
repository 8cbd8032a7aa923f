"""Code in pages runs whenever the pages are built, so that no number in them can grow old.

:mod:`linkbudget.cli.executed` says what a page may have.  A block that fails or warns fails the build.
"""

from pathlib import Path

from linkbudget.cli.executed import executed, page_text, runs

OUTPUT = "{code-block} text\n:class: output"
"""Fence of printed output."""


def setup(app):
    """Run the code of every Markdown page when it is read, and read such pages again when the package has changed."""
    import unchanged
    from sphinx.errors import ExtensionError

    def read(app, docname, source):
        if Path(app.env.doc2path(docname)).suffix == ".md" and runs(source[0]):
            unchanged.note(app.env, docname)
            try:
                source[0] = page_text(executed(source[0]), OUTPUT)
            except RuntimeError as error:
                raise ExtensionError(f"{docname}: {error}") from error

    app.connect("source-read", read, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
