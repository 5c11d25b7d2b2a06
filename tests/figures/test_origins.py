"""The figures of page 2.0 draw the numbers they are given."""

import re

import numpy as np
import pytest

from cnnnotes.figures import origins as figures
from tests.helpers import run_section

YEARS = {
    "HubelWiesel1962": 1962,
    "Fukushima1980": 1980,
    "LeCun1989": 1989,
    "LeCun1998": 1998,
    "Field1987": 1987,
    "RudermanBialek1994": 1994,
    "OlshausenField1996": 1996,
    "Simoncelli2001": 2001,
    "Krizhevsky2012": 2012,
}


def test_four_layers_shows_each_matrix_and_its_count():
    matrices = np.random.default_rng(0).normal(size=(2, 2, 5, 5))
    axes = figures.four_layers(matrices, [[1234, 3], [2, 1]]).axes
    for ax, matrix in zip(axes, matrices.reshape(4, 5, 5), strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), matrix)
        assert ax.images[0].get_clim() == (-np.abs(matrices).max(), np.abs(matrices).max())
    labels = [
        "fully connected · 1,234 weights",
        "3 weights",
        "locally connected · 2 weights",
        "convolution · 1 weights",
    ]
    assert [ax.get_xlabel() for ax in axes] == labels
    assert [ax.get_ylabel() for ax in axes[::2]] == ["sees everything", "sees neighbours only"]


def test_the_four_layers_of_the_page_are_what_their_names_say():
    scope = run_section("origins", "four-layers")
    (neither, stationary), (local, both) = scope.matrices
    assert scope.counts == [[1296, 36], [324, 9]]
    assert np.count_nonzero(local) == np.count_nonzero(both) == 324
    assert np.array_equal(local != 0, both != 0)
    move = scope.P[1, 2]
    for matrix, moves in [(neither, False), (stationary, True), (local, False), (both, True)]:
        assert np.allclose(move @ matrix, matrix @ move) is moves


def test_roots_marks_every_work_at_its_year_and_writes_the_year():
    years = {key: year + 50 for key, year in YEARS.items()}
    ax = figures.roots(years).axes[0]
    assert {line.get_gid(): line.get_ydata()[0] for line in ax.lines if line.get_gid()} == years
    written = [int(found) for text in ax.texts for found in re.findall(r"\b\d{4}\b", text.get_text())]
    assert sorted(written) == sorted(years.values())


def test_roots_writes_how_far_the_words_are_from_the_link():
    texts = [text.get_text() for text in figures.roots(YEARS | {"Krizhevsky2012": 2019}).axes[0].texts]
    assert "30 years" in texts


def test_saved_draws_bars_in_proportion_and_the_two_factors():
    dense, local, shared = np.array([[80, 20, 8, 4], [10, 6, 8, 4], [1, 1, 8, 4]])
    ax = figures.saved(dense, local, shared).axes[0]
    drawn = np.array([[bar.get_width() for bar in bars] for bars in ax.containers])
    np.testing.assert_array_equal(drawn, [[80, 10, 1], [20, 6, 1], [12, 12, 12]])
    texts = [text.get_text().strip() for text in ax.texts]
    assert {"112", "28", "14", "locality  ÷ 4.0", "stationarity  ÷ 2.0"} <= set(texts)
    assert ax.containers[0][0].get_facecolor() != ax.containers[1][0].get_facecolor()


def test_the_network_of_1989_has_the_connections_and_parameters_of_its_paper():
    scope = run_section("origins", "saved")
    assert (scope.dense.sum(), scope.local.sum(), scope.shared.sum()) == (351_124, 64_660, 9_760)
    assert scope.units.sum() + 16 * 16 == 1_256  # the paper counts the pixels too


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sizes", "614,656, local 19,600, stationary 784, both 25"),
        ("commute", "both           moves along with the input: True"),
    ],
)
def test_solutions_print_what_the_page_says(name, said):
    assert said in run_section("origins", name).printed
