"""The figure of the page "Reproducing": one measurement, many seeds, twice."""

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def runs(seeds, first, second):
    """Draw an accuracy for each seed, measured twice.

    At once: every ring sits on its dot, and the dots differ from seed to seed.

    Parameters
    ----------
    seeds : array (N,)
        Whole numbers.
    first, second : array (N,)
        Accuracies of the two runs, from 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> fig = runs(np.arange(2), np.array([0.5, 0.75]), np.array([0.5, 0.75]))
    >>> [line.get_ydata().tolist() for line in fig.axes[0].lines]
    [[0.5, 0.75], [0.5, 0.75]]
    """
    fig, ax = style.subplots(height=2.3)
    ax.plot(seeds, first, "o", color=style.BLUE, ms=5, label=_("first run"))
    ax.plot(seeds, second, "o", ms=11, mfc="none", mec=style.ORANGE, mew=1.6, label=_("second run"))
    ax.set(xticks=seeds, xlabel=_("seed"), ylabel=_("accuracy"))
    ax.grid(axis="y")
    ax.margins(x=0.05, y=0.2)
    ax.legend(ncols=2, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
    return fig
