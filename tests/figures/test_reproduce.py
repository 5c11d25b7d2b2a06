"""The figure of "Reproducing" draws both runs."""

import numpy as np

from cnnnotes.figures import reproduce as figures


def test_runs_draws_both_runs_over_the_seeds():
    first, second = np.array([0.5, 0.6, 0.4]), np.array([0.5, 0.7, 0.3])
    ax = figures.runs(np.arange(3), first, second).axes[0]
    for line, values in zip(ax.lines, (first, second), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), [0, 1, 2])
        np.testing.assert_array_equal(line.get_ydata(), values)
