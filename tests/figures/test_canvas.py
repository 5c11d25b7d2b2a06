"""The canvas that remembers texts draws what Matplotlib's own draws."""

import io

import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG

from cnnnotes.figures import _canvas, style


@style.figure
def drawing():
    fig, (left, right) = style.subplots(1, 2, height=2)
    left.plot([0.001, 0.002], [1000, 2000], label="가나다 AVAV")
    left.set(title="two\nlines", xlabel=r"$\frac{x^2}{\sqrt{2}}$", ylabel="fi, half −½")
    left.legend()
    right.text(0.5, 0.5, "turned", rotation=30, fontsize=14, fontweight="bold", alpha=0.5)
    right.text(0.1, 0.1, "boxed", bbox={"boxstyle": "round"}, fontstyle="italic")
    right.annotate("there", (0.2, 0.8), (0.5, 0.9), arrowprops={"arrowstyle": "->"})
    return fig


def saved(kind):
    """Draw with one of the canvases, laid out on it, too."""
    fig, file = drawing(), io.StringIO()
    with style.context():
        kind(fig)
        fig.get_layout_engine().execute(fig)
        fig.savefig(file, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return file.getvalue()


def test_what_is_drawn_is_the_same_to_the_byte():
    first, again = saved(_canvas.Canvas), saved(_canvas.Canvas)
    assert first == saved(FigureCanvasSVG)
    assert again == first


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_figures_are_saved_to_files_as_ever(tmp_path, suffix):
    fig = drawing()
    style.settle(fig)
    fig.savefig(tmp_path / f"figure{suffix}")
    assert (tmp_path / f"figure{suffix}").stat().st_size > 1000


def test_a_second_drawing_lays_out_no_text(monkeypatch):
    saved(_canvas.Canvas)

    def laid_out(*args, **_options):
        raise AssertionError(f"laid out again: {args}")

    monkeypatch.setattr(_canvas._text_helpers, "layout", laid_out)
    monkeypatch.setattr(_canvas.TextToPath, "get_text_width_height_descent", laid_out)
    saved(_canvas.Canvas)
    fig = drawing()
    fig.suptitle("never seen before")
    with pytest.raises(AssertionError, match=r"laid out again.*never seen before"):
        style.settle(fig)
