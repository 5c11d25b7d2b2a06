# [start:slide]
import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _
from cnnnotes.ops import conv2d
from cnnnotes.site import show


@frames.sequence
def slide(image, kernel, output):
    """A window that slides, its nine products, their sum, and the output as it grows: 60 frames."""
    fig, (left, middle, right) = style.subplots(1, 3, height=2.1)
    style.picture(left, image, label=_("input"))
    style.picture(middle, kernel, cmap=style.DIVERGING, vmin=-2, vmax=2)
    limit = np.abs(output).max()
    drawn = style.picture(right, np.zeros_like(output), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
    window = left.add_patch(Rectangle((0, 0), 3, 3, fill=False, edgecolor=style.RED, linewidth=2))
    cell = right.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=style.RED, linewidth=2))
    last = right.text(0, 0, "×", color=style.RED, ha="center", va="center", visible=False)
    products = {at: middle.text(*at[::-1], "", ha="center", va="center", color="black") for at in np.ndindex(3, 3)}
    total = middle.set_xlabel("")
    grown = np.zeros_like(output)
    for number, (row, column) in enumerate(np.ndindex(output.shape)):
        window.set_xy((column - 0.5, row - 0.5))
        cell.set_xy((column - 0.5, row - 0.5))
        for (down, right_), text in products.items():
            text.set_text(f"{image[row + down, column + right_] * kernel[down, right_]:.1f}".replace("-", "−"))
        grown[row, column] = output[row, column]
        drawn.set_data(grown)
        total.set_text(f"{output[row, column]:+.2f}".replace("-", "−"))
        last.set_visible(number == output.size - 1)
        yield frames.Frame(fig, f"{row + 1}, {column + 1}: {output[row, column]:.2f}")


image = np.random.default_rng(0).random((8, 12))
kernel = np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]])
show(slide(image, kernel, conv2d(image[None, None], kernel[None, None])[0, 0]))
# [end:slide]

# [start:line]
from itertools import product

import numpy as np

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _
from cnnnotes.site import show


@frames.sequence
def line(slopes, powers):
    """A line with two controls."""
    shapes = zip([_("straight"), _("bent")], powers, strict=True)
    fig, ax = style.subplots(height=1.8)
    x = np.linspace(-1, 1, 21)
    (drawn,) = ax.plot(x, x)
    ax.set(ylim=(-2, 2))
    for slope, (name, power) in product(slopes, shapes):
        drawn.set_ydata(slope * x**power)
        yield frames.Frame(fig, f"{name}, {slope}", at={_("slope"): f"{slope}", _("shape"): name})


show(line([0.5, 1.0, 2.0], [1, 2]))
# [end:line]
