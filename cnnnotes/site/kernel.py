"""Inside the kernel of a lab: around each cell, the same notes as around a block of a page.

The build opens and closes each cell; the cell itself, and what the reader downloads, know nothing of it.
"""

import contextlib
import warnings
from dataclasses import asdict

from cnnnotes.site import worker

MIME = "application/vnd.cnnnotes.result+json"
OPEN = "__import__('cnnnotes.site.kernel', fromlist=['kernel']).open_cell({!r}, {!r}, {!r})"
CLOSE = "__import__('cnnnotes.site.kernel', fromlist=['kernel']).close_cell()"

_opened = []


def open_cell(figure, catalogs, root):
    """Begin to note what a cell hands over, and make its warnings errors.

    Parameters
    ----------
    figure : str or None
        The id of its figure.
    catalogs : list of str or None
        The compiled words of each language; those of English, None, stand first if they are there.
    root : str
        The project's folder.
    """
    stack = contextlib.ExitStack()
    pairs = [(worker.Job("", "", 1, figure, catalog, root), worker.Result()) for catalog in catalogs]
    stack.enter_context(warnings.catch_warnings())
    warnings.simplefilter("error")
    stack.enter_context(worker.noted(pairs))
    _opened[:] = stack, pairs


def close_cell():
    """Send the notes, one for each language."""
    from IPython.display import display

    stack, pairs = _opened
    stack.close()
    display({MIME: [asdict(result) for _, result in pairs]}, raw=True)
