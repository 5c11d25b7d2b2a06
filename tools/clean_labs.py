"""Bring the notebooks of docs/labs to the form in which they are kept: without outputs, and without what Jupyter notes of a machine."""

from pathlib import Path

from cnnnotes.site.labs import clean

for path in sorted((Path(__file__).parents[1] / "docs/labs").glob("*.ipynb")):
    text = path.read_text(encoding="utf-8")
    kept = clean(text)
    if kept != text:
        path.write_text(kept, encoding="utf-8")
        print(f"Cleaned {path.name}")
