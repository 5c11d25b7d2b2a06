"""The bundled data are what their README says, and loaders refuse what they cannot give."""

import subprocess
import sys

import numpy as np
import pytest

from cnnnotes import data
from cnnnotes.data.loaders import FOLDER


def test_digits_are_complete_and_scaled():
    images, labels = data.digits()
    assert images.shape == (1797, 8, 8) and images.dtype == np.float64
    assert images.min() == 0 and images.max() == 1
    assert np.array_equal(images * 16, np.round(images * 16))
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_callers_cannot_change_the_data_of_others():
    data.digits()[0][:] = 7
    data.digits()[1][:] = 7
    data.photograph("camera")[:] = 7
    assert data.digits()[0].max() == 1 and data.digits()[1][0] == 0 and data.photograph("camera").max() <= 1


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_split_keeps_every_image_once_and_the_share_of_every_digit(seed):
    train, train_labels, test, test_labels = data.digits_split(seed)
    images, labels = data.digits()
    both = np.concatenate([train, test]).reshape(len(images), -1)
    assert np.array_equal(np.unique(both, axis=0), np.unique(images.reshape(len(images), -1), axis=0))
    assert np.array_equal(np.bincount(train_labels) + np.bincount(test_labels), np.bincount(labels))
    share = np.bincount(test_labels) / np.bincount(labels)
    assert np.all(abs(share - 0.3) < 0.005)


def test_the_split_follows_its_seed():
    assert np.array_equal(data.digits_split(3)[0], data.digits_split(3)[0])
    assert not np.array_equal(data.digits_split(3)[0], data.digits_split(4)[0])


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("chelsea", (300, 451)),
        ("astronaut", (256, 256)),
        ("camera", (512, 512)),
        ("coffee", (256, 256)),
        ("grass", (256, 256)),
        ("brick", (256, 256)),
    ],
)
def test_photographs_have_the_stated_size(name, size):
    colour, gray = data.photograph(name), data.photograph(name, gray=True)
    assert colour.shape == (*size, 3) and gray.shape == size
    assert 0 <= colour.min() < 0.3 and 0.6 < colour.max() <= 1
    assert abs(colour @ [0.2126, 0.7152, 0.0722] - gray).max() < 1e-12


def test_an_unknown_photograph_lists_the_known_ones():
    with pytest.raises(ValueError, match="one of chelsea, astronaut, camera, coffee, grass, brick, got 'dog'"):
        data.photograph("dog")


def test_every_file_is_named_in_the_readme_and_all_are_small():
    files = [path for path in FOLDER.rglob("*") if path.suffix in (".npz", ".png", ".jpg", ".csv")]
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in files if f"`{path.relative_to(FOLDER).as_posix()}`" not in readme] == []
    assert {path.stem for path in files if path.suffix == ".png"} == set(data.PHOTOGRAPHS)
    assert sum(path.stat().st_size for path in files) < 1_000_000


def test_paste_puts_each_image_where_it_was_told():
    images = np.arange(1, 9).reshape(2, 2, 2)
    out = data.paste(images, (4, 5), rows=[0, 2], cols=[3, 1])
    assert np.array_equal(out[0, :2, 3:], images[0]) and np.array_equal(out[1, 2:, 1:3], images[1])
    assert out.sum() == images.sum() and out.shape == (2, 4, 5)


def test_centre_is_paste_in_the_middle():
    images = np.ones((3, 8, 8))
    assert np.array_equal(data.centre(images, (20, 16)), data.paste(images, (20, 16), 6, 4))


@pytest.mark.parametrize(
    ("rows", "cols", "message"),
    [
        (3, 0, "rows must be from 0 to 2"),
        (0, -1, "cols must be from 0 to 3"),
        ([0, 1, 2], 0, "rows must be one integer or 2"),
        (0.5, 0, "rows must be one integer"),
    ],
)
def test_paste_refuses_positions_that_do_not_fit(rows, cols, message):
    with pytest.raises(ValueError, match=message):
        data.paste(np.ones((2, 2, 2)), (4, 5), rows, cols)


def test_paste_refuses_a_canvas_that_is_too_small_and_other_axes():
    with pytest.raises(ValueError, match="rows must be from 0 to -4"):
        data.centre(np.ones((1, 8, 8)), (4, 8))
    with pytest.raises(ValueError, match=r"shape \(N, h, w\), got \(8, 8\)"):
        data.paste(np.ones((8, 8)), (9, 9), 0, 0)


def test_importing_data_brings_neither_pillow_nor_matplotlib():
    script = "import sys, cnnnotes.data; print({'PIL', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("name", "first", "last", "length", "extremes"),
    [
        ("nile", 1871, 1970, 100, (456, 1370)),
        ("sunspots", 1700, 2008, 309, (0, 190.2)),
        ("elnino", 1950, 2010 + 11 / 12, 732, (18.95, 29.24)),
        ("gdp", 1959, 2009.5, 203, (2710.349, 13415.266)),
        ("co2", 1959, 2001 + 11 / 12, 516, (313.4, 373.8)),
    ],
)
def test_series_have_the_stated_times_and_range(name, first, last, length, extremes):
    times, values = data.series(name)
    assert times.shape == values.shape == (length,)
    assert times[[0, -1]] == pytest.approx([first, last])
    assert (values.min(), values.max()) == pytest.approx(extremes)


def test_an_unknown_series_lists_the_known_ones():
    with pytest.raises(ValueError, match="one of nile, sunspots, elnino, gdp, co2, got 'lynx'"):
        data.series("lynx")
