"""Results of blocks on disk. A result is used again only while everything it came from is the same.

Known before a block runs: its source, the package modules it imports, the versions underneath. Known only after it ran: the words its
figure asked for and the files it read. So there are two files: one, named by what is known before, lists the words and files; the other,
named by their contents too, holds the result.
"""

import hashlib
import json
import os
import platform
import tempfile
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path

from cnnnotes import _sources
from cnnnotes.site.worker import Result

_RENDERERS = ["cnnnotes.site.deltas", "cnnnotes.site.worker"]
_LIBRARIES = ["numpy", "matplotlib"]
KEPT_NAMES = 1000  # files whose imports are remembered: some times as many as there are


class Cache:
    """Results of blocks in one folder.

    Parameters
    ----------
    folder : pathlib.Path
        Made when first written to. One build uses one cache: package sources are looked at once.
    root : pathlib.Path
        The project: files that blocks read are named from here.
    kind : type, default Result
        The dataclass of the results. It has ``words`` and ``files``.
    renderers, libraries : iterable of str
        Modules of the package and distributions that make results, besides those that make figures.
    """

    def __init__(self, folder, root, *, kind=Result, renderers=(), libraries=()):
        self.folder, self.root, self.kind = folder, root, kind
        finder = _sources.digest(["cnnnotes._sources"], platform.python_version())
        self._names = folder / f"{finder}.names.json"
        self._known = self._read(self._names)
        _sources.parsed.update({name: found for name, found in self._known.items() if name not in _sources.parsed})
        versions = [platform.python_version(), *map(version, [*_LIBRARIES, *libraries])]
        self._base = _sources.digest([*_RENDERERS, *renderers], *versions)
        modules = _sources.imported("__import__(any)")
        imports = _sources.digest(["cnnnotes._sources"], platform.python_version(), *modules)
        self._digests, self._imports = {}, folder / f"{imports}.imports.json"
        self._imported = self._read(self._imports)
        self._asked = {}

    def find(self, job, translate):
        """Give the result of a block, or None where it must run; ``translate`` is the language's gettext."""
        before = self._before(job)
        try:
            used = json.loads((self.folder / f"{before}.used.json").read_text(encoding="utf-8"))
            path = self.folder / f"{self._after(before, used, translate)}.json"
            result = json.loads(path.read_text(encoding="utf-8"))
            return self.kind(**{field.name: result[field.name] for field in fields(self.kind)})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, job, translate, result):
        """Write the result of a block that ran without error."""
        before = self._before(job)
        used = {"words": result.words, "files": result.files}
        self._write(f"{before}.used.json", used)
        self._write(f"{self._after(before, used, translate)}.json", asdict(result))

    def _before(self, job):
        imports = self._imports_of(job.source)
        if imports not in self._digests:
            self._digests[imports] = _sources.digest(imports, self._base)
        parts = (self._digests[imports], job.source, job.figure or "")
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _imports_of(self, source):
        """The modules that a source imports: found in its syntax tree, which takes long, and kept by its text and all modules' names."""
        name = hashlib.sha256(source.encode()).hexdigest()
        if name not in self._asked:
            known = name in self._imported
            self._asked[name] = tuple(self._imported[name] if known else _sources.imported(source))
        return self._asked[name]

    def save(self):
        """Keep what was found out about sources."""
        last = dict(list(_sources.parsed.items())[-KEPT_NAMES:])
        if last.keys() != self._known.keys():
            self._write(self._names.name, last)
            self._known = last
        if self._asked.keys() != self._imported.keys():
            self._write(self._imports.name, self._asked)
            self._imported = self._asked

    @staticmethod
    def _read(path):
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}

    def _after(self, before, used, translate):
        total = hashlib.sha256(before.encode())
        for word in used["words"]:
            total.update(f"{word}\0{translate(word)}\0".encode())
        for name in used["files"]:
            total.update(name.encode() + b"\0" + hashlib.sha256((self.root / name).read_bytes()).digest())
        return total.hexdigest()

    def _write(self, name, data):
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / name, json.dumps(data, ensure_ascii=False).encode())


def write_whole(path, data):
    """Write a file so that no reader ever sees half of it.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_whole(folder / "x", b"all")
    >>> (folder / "x").read_bytes()
    b'all'
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:20]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
