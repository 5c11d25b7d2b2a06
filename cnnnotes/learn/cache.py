"""Keep what took long to compute: results on disk, used again as long as nothing they came from has changed."""

import ast
import contextlib
import functools
import inspect
import os
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np

import cnnnotes
from cnnnotes import _sources


def folder():
    """Give the folder of kept results: the environment variable CNNNOTES_CACHE, or .cache/cnnnotes in the home folder.

    Returns
    -------
    pathlib.Path
        It need not exist.

    Examples
    --------
    >>> folder().is_absolute()
    True
    """
    named = os.environ.get("CNNNOTES_CACHE")
    return Path(named).absolute() if named else Path.home() / ".cache" / "cnnnotes"


def cached(function):
    """Make a function keep its results on disk.

    A result is found again by the function's name, its arguments, the version of NumPy, and the contents of every file the function's
    module depends on (`cnnnotes._sources`), bundled data included. In a notebook, all cells that were run so far take the place of the
    module: after a restart, results are found again up to the first cell that has changed. A file that cannot be read is computed
    anew; a folder that cannot be written to costs time and nothing else. Where two processes want the same, the second waits for the
    first (on systems with `fcntl`; on others both compute). A file is written aside and then moved in place, so that nobody reads half
    of one.

    Parameters
    ----------
    function : callable
        Same arguments, same result. Arguments are numbers, strings, None, or tuples of them. Gives a dict of arrays by name.

    Returns
    -------
    callable
        Takes the same arguments and gives the same arrays, new ones at every call.

    Raises
    ------
    TypeError
        If the function uses variables of a function around it, of which the key would know nothing. On a call, if an argument is of
        another kind, or the function gives something else.

    Examples
    --------
    >>> @cached
    ... def squares(count):
    ...     return {"squares": np.arange(count) ** 2}
    >>> squares(4)["squares"].tolist()
    [0, 1, 4, 9]
    """
    if function.__closure__:
        raise TypeError(
            f"{function.__name__} must not use variables of a function around it to be kept, got {function.__code__.co_freevars}"
        )
    loaded = time.time_ns()
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        arguments = repr(sorted((name, _plain(name, value)) for name, value in bound.arguments.items()))
        cells = _cells(function)
        roots = _roots(function) if cells is None else _sources.imported(cells)
        if roots is None:
            return _arrays(function, function(*args, **kwargs))
        key = _sources.digest(roots, function.__module__, function.__qualname__, arguments, np.__version__, cells or "")
        path = folder() / f"{function.__name__}-{key[:32]}.npz"
        result = _read(path)
        if result is None:
            with _one_at_a_time(path.with_suffix(".lock")):
                result = _read(path)
                if result is None:
                    result = _arrays(function, function(*args, **kwargs))
                    if not _changed_since(loaded if cells is None else cnnnotes.LOADED, roots):
                        _write(path, result)
        return result

    return wrapper


def _cells(function):
    """What was run so far in the function's notebook, which IPython lists in ``In``; None outside of notebooks."""
    cells = function.__globals__.get("In")
    return "\n".join(cell.strip() for cell in cells if _is_python(cell)) if isinstance(cells, list) else None


def _is_python(text):
    """Other text was refused, and did nothing."""
    with contextlib.suppress(SyntaxError):
        ast.parse(text)
        return True
    return False


def _roots(function):
    """The file the function stands in; None where there is none, as at a prompt."""
    try:
        path = Path(inspect.getfile(function))
    except (TypeError, OSError):
        return None
    return [path] if path.is_file() else None


def _changed_since(loaded, roots):
    """Whether a file was touched after the code was loaded: then the key is of the new text and the result of the old."""
    stats = [path.stat() for path in _sources.closure(roots)]
    return any(max(stat.st_mtime_ns, stat.st_ctime_ns) >= loaded for stat in stats)


def _plain(name, value):
    if isinstance(value, tuple):
        return tuple(_plain(name, part) for part in value)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(
        f"{name} must be a number, a string, None or a tuple of them for a kept result, got {type(value).__name__}"
    )


def _arrays(function, result):
    if not isinstance(result, dict):
        raise TypeError(f"{function.__name__} must give a dict of arrays to be kept, got {type(result).__name__}")
    arrays = {name: np.array(value) for name, value in result.items()}
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise TypeError(f"{function.__name__} must give arrays of numbers to be kept, got objects in {name!r}")
    return arrays


def _read(path):
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None


@contextlib.contextmanager
def _one_at_a_time(path):
    """Hold a lock on a file, which ends with the process at the latest; do without where there are no locks."""
    with contextlib.ExitStack() as stack:
        try:
            import fcntl

            path.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(path.open("a"))
            fcntl.flock(lock, fcntl.LOCK_EX)
            stack.callback(path.unlink, missing_ok=True)
        except (ImportError, OSError):
            pass
        yield


def _write(path, result):
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".npz", delete=False) as file:
            temporary = Path(file.name)
            np.savez(file, **result)
        os.replace(temporary, path)
    except OSError:
        if temporary:
            temporary.unlink(missing_ok=True)
