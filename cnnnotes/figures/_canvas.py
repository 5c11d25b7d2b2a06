"""An SVG canvas of Matplotlib on which a text is measured and laid out once, and not in every drawing.

What is drawn is the same to the byte. But a figure of sixty frames is drawn sixty times, and most of its words stay.
"""

import codecs
import functools
from typing import Any, cast

from matplotlib import _text_helpers, cbook, font_manager
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.textpath import TextToPath

_DPI = FigureCanvasSVG.fixed_dpi
_MANY = 10_000  # texts that are remembered


class Canvas(FigureCanvasSVG):
    """Matplotlib's own, with another renderer.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Whose canvas this becomes.
    """

    def print_svg(self, filename, *, bbox_inches_restore=None, metadata=None, **_drawn_already):
        """Write the figure; arguments as in Matplotlib."""
        figure: Any = self.figure
        with cbook.open_file_cm(filename, "w", encoding="utf-8") as file:
            text = file if cbook.file_requires_unicode(file) else codecs.getwriter("utf-8")(file)
            dpi, figure.dpi = figure.dpi, _DPI
            width, height = figure.get_size_inches()
            plain = _Renderer(width * _DPI, height * _DPI, text, image_dpi=dpi, metadata=metadata)
            renderer = MixedModeRenderer(figure, width, height, dpi, plain, bbox_inches_restore=bbox_inches_restore)
            figure.draw(renderer)
            renderer.finalize()


class _Renderer(RendererSVG):
    """Asks what is remembered about texts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._text2path = _TEXTS

    def get_text_width_height_descent(self, s, prop, ismath):
        """Give three lengths, in points."""
        return _measured(s, prop.copy(), ismath)

    def _get_font_height_metrics(self, prop):
        """Matplotlib asks for this where a renderer has it; else it reads the font's tables for each text."""
        return _heights(prop.copy())


class _Texts(TextToPath):
    """Lays out texts and remembers them, with the outlines of their letters."""

    def __init__(self):
        super().__init__()
        self.outlines = {}

    def _get_font(self, prop):
        font = font_manager.get_font(_files(prop.copy()))
        font.set_size(self.FONT_SCALE, self.DPI)
        return font

    def get_glyphs_with_font(
        self, font, s, glyph_map=None, return_new_glyphs_only=False, *, features=None, language=None
    ):
        """Give name, place and size of each letter, and outlines by name."""
        placed = self._placed(font, s, features, language)
        known = {} if glyph_map is None else glyph_map
        new = {name: self.outlines[name] for name, *_rest in placed if name not in known}
        if not return_new_glyphs_only:
            known.update(new)
        return placed, new if return_new_glyphs_only else known, []

    @functools.lru_cache(_MANY)  # noqa: B019 - there is one, for good
    def _placed(self, font, s, features, language):
        placed, own = [], cast("Any", self)
        for item in _text_helpers.layout(s, font, features=features, language=language):
            name = own._get_glyph_repr(item.ft_object, item.glyph_index)
            if name not in self.outlines:
                self.outlines[name] = item.ft_object.get_path()
            placed.append((name, item.x, item.y, 1.0))
        return placed


_TEXTS = _Texts()


@functools.lru_cache(_MANY)
def _measured(text, prop, ismath):
    return _TEXTS.get_text_width_height_descent(text, prop, ismath)


@functools.lru_cache(_MANY)
def _files(prop):
    return tuple(font_manager.fontManager._find_fonts_by_props(prop))


@functools.lru_cache(_MANY)
def _heights(prop):
    """Ascent, descent and gap between lines of a font, in points, as `matplotlib.text.Text` finds them."""
    font = font_manager.get_font(_files(prop))
    scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * prop.get_size_in_points() * _DPI / 72
    table: Any = font.get_sfnt_table("OS/2")
    names = ("sTypoAscender", "sTypoDescender", "sTypoLineGap")
    if table is None:
        table, names = font.get_sfnt_table("hhea"), ("ascent", "descent", "lineGap")
    above, below, gap = (table[name] * scale for name in names)
    return above, -below, gap
