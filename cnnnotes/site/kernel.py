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


def open_cell(figure, catalog, root):
    """Begin to note what a cell hands over, and make its warnings errors.

    Parameters
    ----------
    figure : str or None
        The id of its figure.
    catalog : str or None
        The compiled words of the language.
    root : str
        The project's folder.
    """
    stack, result = contextlib.ExitStack(), worker.Result()
    stack.enter_context(warnings.catch_warnings())
    warnings.simplefilter("error")
    stack.enter_context(worker.noted(worker.Job("", "", 1, figure, catalog, root), result))
    _opened[:] = stack, result


def close_cell():
    """Draw the figure, and send the notes."""
    from IPython.display import display

    stack, result = _opened
    stack.close()
    display({MIME: asdict(result)}, raw=True)
