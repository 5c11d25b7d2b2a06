"""Which source files a piece of code depends on, and one digest of them all.

Results that take time are kept on disk: trained networks (`cnnnotes.learn`) and the blocks of the site. Such a result is
good as long as nothing it was computed from has changed, and here is where "nothing" is made exact. Imports are followed
through the syntax tree, without running anything, inside one package; where the tree cannot tell, the answer is the larger one.
"""

import ast
import hashlib
import importlib.util
import time
from collections import deque
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# A file touched less than this before it is read may change again within one tick of its clock.
SETTLED = 200_000_000  # ns
EVERYTHING = "*"

_memo = {}


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
    tree = _Tree(Path(package).resolve())
    queue = deque()
    for root in roots:
        queue.extend(tree.root(root))
    found = set()
    while queue:
        path = queue.popleft()
        if path in found:
            continue
        found.add(path)
        queue.extend(tree.around(path))
        if path.suffix == ".py":
            for name in _facts(path, tree)[1]:
                queue.extend(tree.files(name))
    return sorted(found)


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
    tree = _Tree(Path(package).resolve())
    total = hashlib.sha256()
    for path in closure(roots, package=package):
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
    tree = _Tree(Path(package).resolve())
    names = _names(source, module, tree.name)
    if EVERYTHING in names:
        return sorted(tree.modules())
    return sorted({known for name in names for known in tree.known(name)})


class _Tree:
    """The modules of one package as they lie on disk now; what was asked once is not asked again."""

    def __init__(self, folder):
        self.folder, self.name, self.above = folder, folder.name, folder.parent
        self._module, self._data = {}, {}

    def label(self, path):
        return path.relative_to(self.above).as_posix() if path.is_relative_to(self.above) else path.name

    def module(self, name):
        """The file of a module, or None."""
        if name not in self._module:
            base = self.above.joinpath(*name.split("."))
            choices = base / "__init__.py", base.with_name(base.name + ".py")
            self._module[name] = next((path for path in choices if path.is_file()), None)
        return self._module[name]

    def modules(self):
        """The names of all modules."""
        for path in self.folder.rglob("*.py"):
            parts = path.relative_to(self.above).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def known(self, name):
        """The modules that a dotted name goes through: `a.b.value` goes through `a` and `a.b`."""
        parts = name.removesuffix(".*").split(".")
        if parts[0] != self.name:
            return []
        names = []
        for end in range(1, len(parts) + 1):
            names.append(".".join(parts[:end]))
            if not self.module(names[-1]):
                names.pop()
                break
        if name.endswith(".*") and names and len(names) == len(parts):
            below = self.module(names[-1]).parent
            if self.module(names[-1]).name == "__init__.py":
                names += [f"{names[-1]}.{path.stem}" for path in below.glob("*.py") if path.stem != "__init__"]
                names += [f"{names[-1]}.{path.parent.name}" for path in below.glob("*/__init__.py")]
        return names

    def files(self, name):
        """The files that importing a dotted name brings."""
        if name == EVERYTHING:
            return [self.module(known) for known in self.modules()]
        return [self.module(known) for known in self.known(name)]

    def root(self, root):
        if isinstance(root, Path):
            if not root.is_file():
                raise ValueError(f"roots must be modules of {self.name} or files, got a path where no file is: {root}")
            return [root.resolve()]
        if not self.module(root):
            raise ValueError(f"roots must be modules of {self.name} or files, got {root!r}")
        return self.files(root)

    def around(self, path):
        """What a file brings by where it lies: its packages, and the data of its own package."""
        if not path.is_relative_to(self.folder):
            return []
        folders = [folder for folder in path.parents if folder.is_relative_to(self.folder)]
        files = [folder / "__init__.py" for folder in folders if (folder / "__init__.py").is_file()]
        return files + self.data(path.parent) if path.suffix == ".py" else files

    def data(self, folder):
        """The files of a package folder that are not modules."""
        if folder not in self._data:
            self._data[folder] = found = []
            for path in folder.iterdir():
                if path.name.startswith((".", "__pycache__")) or path.name.endswith(("~", ".pyc", ".py")):
                    continue
                if not path.is_dir():
                    found.append(path)
                elif not (path / "__init__.py").is_file():
                    found.extend(self.data(path))
        return self._data[folder]


def _add(total, data):
    total.update(len(data).to_bytes(8, "big") + data)


def _facts(path, tree):
    """Hash of a file's contents and the dotted names it imports, from memory where the file has not changed."""
    status = path.stat()
    stamp = status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
    key = path, tree.folder
    if key in _memo and _memo[key][0] == stamp:
        return _memo[key][1]
    now = time.time_ns()
    text = path.read_bytes()
    names = _names(text, _package_of(path, tree), tree.name) if path.suffix == ".py" else ()
    facts = hashlib.sha256(text).digest(), names
    _memo.pop(key, None)
    if now - max(stamp[:2]) > SETTLED:
        _memo[key] = stamp, facts
    return facts


def _package_of(path, tree):
    if not path.is_relative_to(tree.folder):
        return ""
    return ".".join(path.parent.relative_to(tree.above).parts)


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
