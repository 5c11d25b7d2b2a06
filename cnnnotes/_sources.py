"""Which source files a piece of code depends on, and one digest of them all.

Results that take time are kept on disk: trained networks (`cnnnotes.learn`) and the blocks of the site. Such a result is
good as long as nothing it was computed from has changed, and here is where "nothing" is made exact. Imports are followed
through the syntax tree, without running anything, inside one package; where the tree cannot tell, the answer is the larger one.
"""

import ast
import contextlib
import hashlib
import importlib.util
import os
import time
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# A file touched less than this before it is read may change again within one tick of its clock.
SETTLED = 200_000_000  # ns
EVERYTHING = "*"

# The names that a text imports, by its hash; found in its syntax tree, which takes long, so whoever can keeps them for the next process.
parsed = {}
_memo = {}
_layouts = {}


def closure(roots, *, package=PACKAGE):
    """Give the files that code depends on: its own, and all it imports, directly or not.

    A module brings the packages around it, and a package brings its `__init__.py` and the data files in its folder
    (those in sub-folders too, unless the sub-folder is a package). `from a import b` counts `a`, and `a.b` where that is a
    module. Also seen: imports inside functions, `a.b.c` written out after `import a`, and module names in strings.
    An import of a computed name counts the whole package.

    Parameters
    ----------
    roots : iterable of str or pathlib.Path
        Modules by dotted name (``"cnnnotes.ops"``), or files by path. A file that does not end in ``.py`` counts as it is.
    package : pathlib.Path, default: the folder of cnnnotes
        The package inside which imports are followed.

    Returns
    -------
    list of pathlib.Path
        Sorted absolute paths.

    Raises
    ------
    ValueError
        If a root is neither a module of the package nor a file.

    Examples
    --------
    >>> [path.name for path in closure(["cnnnotes._sources"])]
    ['__init__.py', '_sources.py']
    """
    tree = _tree(package)
    return [Path(path) for path in sorted(_reached(tree, roots))]


def digest(roots, *extra, package=PACKAGE):
    """Hash the names and contents of all files that code depends on.

    Contents are read once and kept as long as a file's times and size stay the same, so that a second call costs
    about as many `stat` calls as there are files.

    Parameters
    ----------
    roots : iterable of str or pathlib.Path
        As for `closure`.
    *extra : str or bytes
        More that the result depends on: arguments, versions, a piece of source text.
    package : pathlib.Path, default: the folder of cnnnotes
        As for `closure`.

    Returns
    -------
    str
        64 hexadecimal digits. Equal for equal contents, on any machine.

    Raises
    ------
    ValueError
        As `closure`.

    Examples
    --------
    >>> digest(["cnnnotes._sources"]) == digest(["cnnnotes._sources"])
    True
    >>> digest(["cnnnotes._sources"], "seed=0") == digest(["cnnnotes._sources"], "seed=1")
    False
    """
    tree = _tree(package)
    total = hashlib.sha256()
    for path in sorted(_reached(tree, roots)):
        _add(total, tree.label(path).encode())
        _add(total, _facts(path, tree)[0])
    for value in extra:
        _add(total, value.encode() if isinstance(value, str) else value)
    return total.hexdigest()


def imported(source, module="", *, package=PACKAGE):
    r"""List the modules of the package that a piece of source text imports.

    Parameters
    ----------
    source : str
        Python source. Text that does not parse imports nothing.
    module : str, default: ""
        The dotted name of the package the text stands in, for relative imports.
    package : pathlib.Path, default: the folder of cnnnotes
        The package whose modules count.

    Returns
    -------
    list of str
        Sorted dotted names, fit for `closure` and `digest`.

    Examples
    --------
    >>> imported("import numpy\nfrom cnnnotes import _sources")
    ['cnnnotes', 'cnnnotes._sources']
    """
    layout = _tree(package).layout
    return sorted({known for name in _names(source, module, layout.name) for known in layout.known(name)})


class _Tree:
    """The files of a package as they are now: where they lie, and a stamp of each that changes when it changes."""

    def __init__(self, folder):
        self.stamps = dict(_scan(folder))
        layout = _layouts.get(folder)
        if layout is None or layout.paths != self.stamps.keys():
            layout = _layouts[folder] = _Layout(folder, set(self.stamps))
        self.layout = layout

    def stamp(self, path):
        return self.stamps[path] if path in self.stamps else _stamp(os.stat(path))

    def label(self, path):
        """A name for a file that is the same on every machine."""
        inside = path in self.stamps
        return path[len(self.layout.above) + 1 :].replace(os.sep, "/") if inside else os.path.basename(path)


class _Layout:
    """Which files a package has. It stays good while files only change, so what was looked up once is kept."""

    def __init__(self, folder, paths):
        self.folder, self.paths = folder, paths
        self.above, self.name = os.path.split(folder)
        self.modules = {self.module_name(path): path for path in paths if path.endswith(".py")}
        self.brought = {}

    def module_name(self, path):
        parts = path[len(self.above) + 1 : -len(".py")].split(os.sep)
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def is_package(self, folder):
        return os.path.join(folder, "__init__.py") in self.paths

    def known(self, name):
        """The modules that a dotted name goes through: `a.b.value` goes through `a` and `a.b`."""
        if name == EVERYTHING:
            return list(self.modules)
        parts = name.split(".")
        names = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
        if parts[-1] == EVERYTHING:
            names += [module for module in self.modules if module.rpartition(".")[0] == names[-2]]
        return [name for name in names if name in self.modules]

    def around(self, path):
        """What a module brings by where it lies: its packages, and the data of its own package."""
        own, files, folder = self.home(path), [], os.path.dirname(path)
        while folder.startswith(self.folder):
            files += [os.path.join(folder, "__init__.py")] if self.is_package(folder) else []
            folder = os.path.dirname(folder)
        return files + [data for data in self.paths if not data.endswith(".py") and self.home(data) == own]

    def home(self, path):
        """The package folder that a file belongs to: the nearest one above it."""
        folder = os.path.dirname(path)
        while folder != self.folder and not self.is_package(folder):
            folder = os.path.dirname(folder)
        return folder


def _tree(package):
    return _Tree(os.path.realpath(package))


def _scan(folder):
    """Every file below a folder that can matter, with its stamp."""
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith((".", "__pycache__")) or entry.name.endswith(("~", ".pyc")):
                    continue
                if entry.is_dir():
                    folders += [] if entry.is_symlink() else [entry.path]  # a link may lead back up
                    continue
                with contextlib.suppress(FileNotFoundError):
                    yield entry.path, _stamp(entry.stat())


def _stamp(status):
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def _reached(tree, roots):
    queue = [path for root in roots for path in _start(tree.layout, root)]
    found = set()
    while queue:
        path = queue.pop()
        if path not in found:
            found.add(path)
            queue += _brought(tree, path)
    return found


def _start(layout, root):
    if not isinstance(root, Path):
        if root not in layout.modules:
            raise ValueError(f"roots must be modules of {layout.name} or files, got {root!r}")
        return [layout.modules[name] for name in layout.known(root)]
    if not root.is_file():
        raise ValueError(f"roots must be modules of {layout.name} or files, got a path where no file is: {root}")
    return [os.path.realpath(root)]


def _brought(tree, path):
    """The files that one file brings: those around it, and those of its imports."""
    if not path.endswith(".py"):
        return []
    layout, names = tree.layout, _facts(path, tree)[1]
    kept = layout.brought.get(path)
    if kept and kept[0] == names:
        return kept[1]
    files = [layout.modules[known] for name in names for known in layout.known(name)]
    files += layout.around(path) if path in layout.paths else []
    layout.brought[path] = names, files
    return files


def _add(total, data):
    total.update(len(data).to_bytes(8, "big") + data)


def _facts(path, tree):
    """Hash of a file's contents and the dotted names it imports, from memory where the file has not changed."""
    stamp, key = tree.stamp(path), (path, tree.layout.folder)
    if key in _memo and _memo[key][0] == stamp:
        return _memo[key][1]
    now = time.time_ns()
    text = Path(path).read_bytes()
    inside = os.path.dirname(path)[len(tree.layout.above) + 1 :] if path in tree.stamps else ""
    total = hashlib.sha256(text)
    known = f"{total.hexdigest()} {inside} {tree.layout.name}"
    names = frozenset()
    if path.endswith(".py"):
        if known not in parsed:
            parsed[known] = sorted(_names(text, inside.replace(os.sep, "."), tree.layout.name))
        parsed[known] = parsed.pop(known)  # the last used stands last
        names = frozenset(parsed[known])
    facts = total.digest(), names
    _memo.pop(key, None)
    if now - max(stamp[:2]) > SETTLED:
        _memo[key] = stamp, facts
    return facts


def _names(source, package, top):
    """The dotted names below `top` that source text mentions as modules; a superset, to be matched with what exists."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return frozenset()
    names, bound = set(), {}
    for node in nodes:
        if isinstance(node, ast.Import):
            _import(node, names, bound)
        elif isinstance(node, ast.ImportFrom):
            _import_from(node, package, names, bound)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= {node.value} if all(part.isidentifier() for part in node.value.split(".")) else set()
        elif isinstance(node, ast.Call) and _computed_import(node):
            names.add(EVERYTHING)
    bound = {name: full for name, full in bound.items() if full.split(".")[0] == top}
    names |= {_dotted(node, bound) for node in nodes if bound and isinstance(node, ast.Attribute)}
    return frozenset(name for name in names if name == EVERYTHING or name.split(".")[0] == top)


def _import(node, names, bound):
    for alias in node.names:
        names.add(alias.name)
        top = alias.name.split(".")[0]
        bound[alias.asname or top] = alias.name if alias.asname else top


def _import_from(node, package, names, bound):
    base = node.module or ""
    if node.level:
        try:
            base = importlib.util.resolve_name("." * node.level + base, package)
        except ImportError:
            return
    for alias in node.names:
        names.add(f"{base}.{alias.name}")
        bound[alias.asname or alias.name] = f"{base}.{alias.name}"


def _computed_import(node):
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in ("import_module", "__import__"):
        return False
    constant = len(node.args) == 1 and isinstance(node.args[0], ast.Constant)
    return not constant or str(node.args[0].value).startswith(".")


def _dotted(node, bound):
    """`a.b.c` as text, with the name `a` replaced by what it was imported as."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in bound:
        return ""
    return ".".join([bound[node.id], *reversed(parts)])
