"""Figures as text in a page: the SVG with its alternative text, the file to download, and the tools below the figure."""

import html
import re

from cnnnotes.site.handover import stills

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
    return re.sub(r"""(["']#)([^"']+)(?=["'])""", lambda match: match[1] + known.get(match[2], match[2]), svg)


def inline(svg, alt):
    """Give an SVG its alternative text.

    Examples
    --------
    >>> inline('<svg viewBox="0 0 1 1"></svg>', "a < b")
    '<svg class="cn-svg" role="img" aria-label="a &lt; b" viewBox="0 0 1 1"></svg>'
    """
    return _image(svg, "cn-svg", alt)


def _image(svg, kind, alt):
    return svg.replace("<svg ", f'<svg class="{kind}" role="img" aria-label="{html.escape(alt)}" ', 1)


def steps(result, alt, label, words):
    """Write a figure made of frames: the first, the controls, the others as differences, and two on paper or without a script.

    Parameters
    ----------
    result : Result
        What the block gave.
    alt : str
        What the figure says to those who do not see it.
    label : str
        The figure's name on its page, such as "Figure 2".
    words : dict
        The language's words of the interface.

    Returns
    -------
    str
        HTML.
    """
    frames, say = result.frames, words["frames"]
    said = frames["words"]
    widest = max(said, key=lambda text: sum(2 if ord(letter) > 0x1100 else 1 for letter in text))
    then = "".join(
        f'<div class="cn-then">{_image(still, "cn-still", said[place])}<p>{html.escape(said[place])}</p></div>'
        for place, still in zip(stills(len(said))[1:], frames["stills"], strict=True)
    )
    played = frames["controls"] is None
    keys = ' tabindex="0" aria-keyshortcuts="Space ArrowLeft ArrowRight Home End"' if played else ""
    controls = _player(len(said), say) if played else _settings(frames["controls"], label)
    return (
        f'<div class="cn-steps" role="group" aria-label="{label}: {say["player" if played else "settings"]}"{keys}>'
        f'<div class="cn-now">{inline(result.svg, alt)}'
        f'<p class="cn-said-now" data-cn-widest="{html.escape(widest)}"><span role="status">{html.escape(said[0])}</span></p>'
        f'<div class="cn-controls" data-search-exclude>{controls}</div></div>'
        f'<noscript><div class="cn-stills">{then}</div></noscript>'
        f'<script type="application/json">{frames["packed"]}</script></div>'
    )


def _player(count, say):
    """Buttons and a slider for frames in a row."""
    back, play, forth = (
        f'<button type="button" class="cn-{name}" aria-label="{say[name]}"></button>'
        for name in ("back", "play", "forth")
    )
    play = play.replace("<button", f'<button data-cn-pause="{say["pause"]}" data-cn-again="{say["again"]}"')
    shown = f"<span>1 / {count}</span>"
    return (
        f'{back}{play}{forth}<input type="range" min="0" max="{count - 1}" value="0" autocomplete="off" '
        f'aria-label="{say["step"]}" aria-valuetext="1 / {count}">'
        f'<output aria-hidden="true" data-cn-widest="{count} / {count}">{shown}</output>'
    )


def _settings(controls, label):
    """A slider for each control whose values are numbers, buttons for the others."""
    made = []
    for name, values in controls.items():
        group = html.escape(f"{label} {name}")
        shown = [html.escape(value) for value in values]
        if all(re.fullmatch(r"[+-−]?[\d.,]+", value) for value in values):
            made.append(
                f'<label class="cn-set"><span>{html.escape(name)}</span><input type="range" min="0" max="{len(values) - 1}" value="0" '
                f'autocomplete="off" aria-valuetext="{shown[0]}" data-cn-values="{"|".join(shown)}">'
                f'<output aria-hidden="true" data-cn-widest="{max(shown, key=len)}"><span>{shown[0]}</span></output></label>'
            )
        else:
            choices = "".join(
                f'<label><input type="radio" name="{group}" value="{place}" autocomplete="off"{" checked" if not place else ""}>'
                f"<span>{value}</span></label>"
                for place, value in enumerate(shown)
            )
            made.append(f'<fieldset class="cn-set"><legend>{html.escape(name)}</legend><div>{choices}</div></fieldset>')
    return "".join(made)


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
