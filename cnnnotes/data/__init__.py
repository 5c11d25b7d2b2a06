"""Small real data that comes with the notes: digits and photographs. Sources and licences stand in README.md beside the files."""

from cnnnotes.data.loaders import PHOTOGRAPHS, digits, digits_split, photograph
from cnnnotes.data.place import centre, paste
from cnnnotes.data.warp import rotate, scale

__all__ = ["PHOTOGRAPHS", "centre", "digits", "digits_split", "paste", "photograph", "rotate", "scale"]
