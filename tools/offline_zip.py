"""Pack a built site into a zip to be read without a network: python tools/offline_zip.py dist/cnnnotes-offline-0.1.0

Names are sorted and all entries carry SOURCE_DATE_EPOCH, so the same site gives the same zip.
"""

import os
import re
import sys
import time
import zipfile
from pathlib import Path

FOREIGN = re.compile(
    r'<(?:script|img|iframe|source)\b[^>]*\bsrc=["\']?(https?:[^"\'\s>]+)'
    r'|<link\b(?=[^>]*\brel=["\']?(?:stylesheet|preload|icon|preconnect))[^>]*\bhref=["\']?(https?:[^"\'\s>]+)'
)


def foreign(folder):
    """What the pages would load from elsewhere: (page, address) pairs."""
    for page in sorted(folder.rglob("*.html")):
        for found in FOREIGN.finditer(page.read_text(encoding="utf-8")):
            yield page.relative_to(folder).as_posix(), found[1] or found[2]


def pack(folder, date):
    """Write ``folder`` with its files into a zip beside it, and return the zip's path."""
    target = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), date)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def main():
    folder = Path(sys.argv[1])
    found = list(foreign(folder))
    if found:
        pages = len({page for page, _ in found})
        sys.exit(f"Not offline: {pages} pages load from elsewhere, first {found[0][0]}: {found[0][1]}")
    first = 315532800  # 1980, before which a zip knows no date
    date = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", first)), first))[:6]
    target = pack(folder, date)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB; unpack it and open index.html")


if __name__ == "__main__":
    main()
