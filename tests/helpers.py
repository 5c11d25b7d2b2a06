"""What tests of several folders do alike: run what a page computes, and read back what a figure draws."""

import contextlib
import functools
import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from cnnnotes.site import handover
from cnnnotes.site.blocks import sections

ROOT = Path(__file__).parents[1]


def perform(parts):
    """Run sections one after the other, as a lab does; give the names they leave, what they hand over and what they print."""
    names, record, printed = {"__name__": "__main__", "In": []}, handover.Record(), io.StringIO()
    handover.record(record)
    try:
        with contextlib.redirect_stdout(printed):
            for part in parts:
                names["__file__"] = str(part.path)
                names["In"].append(part.source)  # as a notebook lists its cells: what is kept depends on them
                exec(compile(part.source, str(part.path), "exec"), names)
    finally:
        handover.record(None)
    return SimpleNamespace(**names, record=record, printed=printed.getvalue())


@functools.cache
def run_section(page, name):
    """Run a section of a page's program, once for all tests that look at it."""
    return perform([sections(ROOT / f"docs/code/{page}.py")[0][name]])


def shown(ax):
    """The picture that an axes shows."""
    return np.asarray(ax.images[0].get_array())


def points(line):
    """Where a line goes: (2, N)."""
    return np.stack([np.asarray(values, float) for values in line.get_data()])


def number(text):
    """The number that is written, with the minus of print."""
    return float(text.get_text().replace("−", "-"))
