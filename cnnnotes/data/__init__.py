"""Small real data that comes with the notes: digits, photographs and time series.

Sources and licences stand in README.md beside the files.
"""

from cnnnotes.data.loaders import PHOTOGRAPHS, SERIES, digits, digits_split, photograph, series
from cnnnotes.data.nine import nine_series
from cnnnotes.data.place import centre, paste
from cnnnotes.data.warp import rotate, scale

__all__ = [
    "PHOTOGRAPHS",
    "SERIES",
    "centre",
    "digits",
    "digits_split",
    "nine_series",
    "paste",
    "photograph",
    "rotate",
    "scale",
    "series",
]
