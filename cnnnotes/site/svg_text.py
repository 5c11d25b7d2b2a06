"""Figures as text in a page: the SVG with its alternative text, the file to download, and the tools below the figure."""

import html
import re

_GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]+)" transform="scale\([\d.]+\)"/>\n?')
_FALLBACK = re.compile(r"var\(--cn-[\w-]+, (#[0-9a-f]{6})\)", re.IGNORECASE)


def share(svg, letters):
    """Leave out of an SVG in a page what an earlier one defines: most figures of a page use the same letters.

    Parameters
    ----------
    svg : str
        The next figure.
    letters : dict
        The shapes of letters and their ids so far; the figure's own are added.

    Returns
    -------
    str
        The figure, which refers to the others where it can.

    Examples
    --------
    >>> share('<path id="b-0" d="M0 0" transform="scale(1)"/><use href="#b-0"/>', {"M0 0": "a-0"})
    '<use href="#a-0"/>'
    """
    known = {}

    def letter(match):
        known[match[1]] = letters.setdefault(match[2], match[1])
        return match[0] if known[match[1]] == match[1] else ""

    svg = re.sub(r"<defs>\s*</defs>\n?", "", _GLYPH.sub(letter, svg))
    return re.sub(r'(href="#)([^"]+)', lambda match: match[1] + known.get(match[2], match[2]), svg)


def inline(svg, alt):
    """Give an SVG its alternative text.

    Examples
    --------
    >>> inline('<svg viewBox="0 0 1 1"></svg>', "a < b")
    '<svg class="cn-svg" role="img" aria-label="a &lt; b" viewBox="0 0 1 1"></svg>'
    """
    return svg.replace("<svg ", f'<svg class="cn-svg" role="img" aria-label="{html.escape(alt)}" ', 1)


def alone(svg):
    """Give the SVG as a file of its own, with the colours of a light page and its size, for slides and other programs.

    Examples
    --------
    >>> alone('<svg viewBox="0 0 10 5"><path style="fill: var(--cn-ink, #202124)"/></svg>')
    '<svg width="10pt" height="5pt" viewBox="0 0 10 5"><path style="fill: #202124"/></svg>'
    """
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()
    return _FALLBACK.sub(r"\1", svg).replace("<svg ", f'<svg width="{width}pt" height="{height}pt" ', 1)


def tools(figure, number, words, up):
    """Write the line of tools below a figure.

    Parameters
    ----------
    figure : str
        The id.
    number : int
        The figure's number on its page.
    words : dict
        The language's words of the interface.
    up : str
        The way from the page to the root of its language, such as ``"../"``.

    Returns
    -------
    str
        HTML.
    """
    label = f"{words['figure']} {number}"
    file = f"{up}assets/figures/{figure}.svg"
    return (
        f'<div class="cn-tools" data-search-exclude>'
        f'<a href="#{figure}" aria-label="{label}: {words["permalink"]}" title="{words["permalink"]}">#</a>'
        f'<a href="{file}" download aria-label="{label}: SVG {words["download"]}">SVG ↓</a>'
        f'<button type="button" data-cn-png="{figure}" aria-label="{label}: PNG {words["download"]}" hidden>PNG ↓</button></div>'
    )
