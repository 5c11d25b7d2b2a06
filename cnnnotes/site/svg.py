"""From a Matplotlib figure to the SVG that stands in a page: small, stable to the byte, light and dark in one."""

import functools
import io
import re

from cnnnotes.figures import style
from cnnnotes.site import shrink

_COLOURS = {light.lower(): f"var(--cn-{name}, {light})" for light, (name, _) in style.PALETTE.items()}
_COLOUR = re.compile("|".join(_COLOURS), re.IGNORECASE)
_PATH = re.compile(r'( d=")([^"]+)(")')
_GLYPH = re.compile(r'( d=")([^"]+)(" transform="scale\()0\.015625\)')
_GRID = 8  # of the 6400 units in which a letter is as high as it is large: nothing that one could see
_POINTS = re.compile(r'( points=")([^"]+)(")')
_PICTURE = re.compile(r"(data:image/png;base64,)([^\"]+)")
_STYLE = re.compile(
    r"<defs>\s*<style[^>]*>\*\{stroke-linejoin: round; stroke-linecap: butt\}</style>\s*</defs>\s*<g(?= )"
)
_MARKER = re.compile(r'<use href="#([^"]+)" x="([^"]+)" y="([^"]+)"')
_SHAPE = re.compile(r'<path id="([^"]+)" d="([^"]+)"[^>]*/>\n')
_CIRCLE = re.compile(r"M0 ([\d.]+)c[^A-Za-z]+z")  # no other marker of Matplotlib is made of curves alone
_NO_SHAPES = re.compile(r"<defs>\s*</defs>\n?")
_UNSEEN = re.compile(r'<path d="[^"]*" style="fill: none"/>\n?')
_EMPTY = re.compile(r"<g>\s*</g>\n?")
_PLACE = re.compile(r'( (?:x|y|width|height)=")(-?\d+\.\d+)(")')
_MOVED = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
_NUMBER = re.compile(r"-?\d+\.\d+")
_ID = re.compile(r' id="([^"]+)"')
_LINK = re.compile(r'(href="#|url\(#)([^")]+)')
# Most of a frame is as it was in the frame before.
_path = functools.lru_cache(maxsize=10_000)(shrink.path)
_picture = functools.lru_cache(maxsize=1_000)(shrink.picture)


def render(figure, name):
    """Draw a figure as SVG whose colours are CSS variables.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn with :mod:`cnnnotes.figures.style`.
    name : str
        The figure's id; every id inside begins with it, so that several figures can share a page.

    Returns
    -------
    str
        An ``<svg>`` element without XML header, width or height.

    Examples
    --------
    >>> fig, ax = style.subplots(height=1)
    >>> render(fig, "fig-x")[:39]
    '<svg viewBox="0 0 374.4 72" xmlns="http'
    """
    box, body = clean(draw(figure))
    used = {
        link: f"{name}-{order}" for order, link in enumerate(dict.fromkeys(found[1] for found in _LINK.findall(body)))
    }
    body = _ID.sub(lambda match: f' id="{used[match[1]]}"' if match[1] in used else "", body)
    body = _LINK.sub(lambda match: match[1] + used[match[2]], body)
    return f'<svg viewBox="{box}" xmlns="http://www.w3.org/2000/svg">{body.strip()}\n'


def draw(figure):
    """Draw a figure as SVG, as Matplotlib writes it."""
    buffer = io.StringIO()
    with style.context():
        style.settle(figure)  # saving would lay it out, too, by drawing it twice
        figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return buffer.getvalue()


def clean(text):
    """Leave out what a page does not need, shorten numbers, and make colours variables; ids stay as they are.

    Parameters
    ----------
    text : str
        What :func:`draw` gave.

    Returns
    -------
    tuple of two str
        The box of the drawing, and what stands behind ``<svg …>``.
    """
    body = text[text.index("<svg") :]
    box = re.search(r'viewBox="([^"]+)"', body)[1]
    body = body[body.index(">") + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r"\s*\n\s*", "\n", body).replace("\n>", ">").replace("xlink:href=", "href=")
    body = _STYLE.sub('<g stroke-linejoin="round"', body)
    body = _UNSEEN.sub("", body)
    while _EMPTY.search(body):
        body = _EMPTY.sub("", body)
    body = _GLYPH.sub(lambda match: f"{match[1]}{_path(match[2], _GRID)}{match[3]}{_GRID / 64:g})", body)
    body = _PATH.sub(lambda match: match[0] if _done(match[2]) else match[1] + _path(match[2], 0.01) + match[3], body)
    body = _POINTS.sub(
        lambda match: match[1] + _NUMBER.sub(_short, match[2].strip().replace("\n", "")) + match[3], body
    )
    body = _PICTURE.sub(lambda match: match[1] + _picture(match[2]), body)
    body = _PLACE.sub(lambda match: match[1] + _short(match[2]) + match[3], body)
    body = _MOVED.sub(lambda match: f"translate({_short(match[1])} {_short(match[2])})", body)
    body = _markers(body)
    body = _COLOUR.sub(lambda match: _COLOURS[match[0].lower()], body)
    return " ".join(f"{float(value):g}" for value in box.split()), body


def _markers(body):
    """Draw every marker where it stands: a thousand uses of one shape keep a browser busy ten times as long as a thousand shapes."""
    shapes = dict.fromkeys((use[1] for use in _MARKER.finditer(body)), "")

    def take(shape):
        if shape[1] not in shapes:
            return shape[0]
        shapes[shape[1]] = shape[2]
        return ""

    def place(use):
        name, x, y = use[1], _tenth(use[2]), _tenth(use[3])
        if circle := _CIRCLE.fullmatch(shapes[name]):
            return f'<circle r="{circle[1]}" cx="{x}" cy="{y}"'
        return f'<path d="{shapes[name]}" transform="translate({x} {y})"'

    return _MARKER.sub(place, _NO_SHAPES.sub("", _SHAPE.sub(take, body)))


def _tenth(number):
    return f"{float(number):.1f}".removesuffix(".0")


def _done(data):
    """Matplotlib puts a space behind every command."""
    return not data.startswith("M ")


def _short(number):
    text = number if isinstance(number, str) else number[0]
    return f"{float(text):.2f}".rstrip("0").rstrip(".") or "0"
