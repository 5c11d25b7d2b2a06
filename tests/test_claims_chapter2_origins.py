"""The claims of page 2.0, one test each."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import cost, equivariance
from cnnnotes.learn import layers, models

DOCS = Path(__file__).parents[1] / "docs"


def entry(key):
    """The fields of a work in the bibliography."""
    text = (DOCS / "references.bib").read_text(encoding="utf-8")
    found = re.search(rf"@\w+{{{key},(.*?)\n}}", text, re.DOTALL)[1]
    return dict(re.findall(r"^\s*(\w+)\s*=\s*{(.*)},?$", found, re.MULTILINE))


@pytest.mark.claim("C2.1")
def test_c2_1_convolution_moves_along_with_a_shift_but_not_with_a_turn_or_a_change_of_size():
    rng = np.random.default_rng(0)
    x, kernel = rng.standard_normal((1, 1, 12, 12)), rng.standard_normal((1, 1, 3, 3))

    def conv(image):
        return ops.conv2d(image, kernel, padding="same", mode="circular")

    def error(transform):
        return equivariance.equivariance_error(conv, transform, x)

    assert error(lambda image: np.roll(image, (2, 5), axis=(2, 3))) < 1e-12
    assert error(lambda image: np.rot90(image, axes=(2, 3))) > 0.3
    assert error(lambda image: image.repeat(2, axis=2).repeat(2, axis=3)) > 0.3


@pytest.mark.claim("C2.2")
def test_c2_2_the_link_is_the_paper_of_1989_and_the_names_are_cited_from_2012():
    linked, named = entry("LeCun1989"), entry("Krizhevsky2012")
    assert linked["doi"] == "10.1162/neco.1989.1.4.541"
    assert linked["title"] == "Backpropagation Applied to Handwritten Zip Code Recognition"
    assert (int(linked["year"]), int(named["year"])) == (1989, 2012)
    for language in ("ko", "en"):
        page = (DOCS / language / "origins.md").read_text(encoding="utf-8")
        assert re.search(r"\[@Krizhevsky2012\]\. \[\]\(#C2\.2\)", page)
        assert not re.search(r"openlink|ajou|document/6795724", page)


@pytest.mark.claim("C2.3")
def test_c2_3_the_design_is_older_than_the_names_and_local_and_shared_weights_saved_parameters():
    order = ["HubelWiesel1962", "Fukushima1980", "LeCun1989", "LeCun1998", "Krizhevsky2012"]
    years = [int(entry(key)["year"]) for key in order]
    assert years == sorted(set(years))

    rest = cost.dense_parameters(192, 30) + cost.dense_parameters(30, 10)
    fully = cost.dense_parameters(256, 768) + cost.dense_parameters(768, 192) + rest
    local = 768 * (25 + 1) + 192 * (8 * 25 + 1) + rest  # the paper: 64,660 connections
    shared = 12 * 25 + 768 + 12 * 8 * 25 + 192 + rest  # the paper: 9,760 parameters, a bias for every unit
    assert (fully, local, shared) == (351_124, 64_660, 9_760)
    weights = models.count(layers.Conv2d(1, 12, 5, np.random.default_rng(0))) - 12
    assert weights == 12 * 25
