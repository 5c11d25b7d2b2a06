"""What is shrunk is the same: every point of a path within the grid, every pixel of a picture."""

import base64
import io
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cnnnotes.site import shrink, svg_text

coordinates = st.floats(-400, 400).map(lambda value: round(value, 6))
points = st.tuples(coordinates, coordinates)


def corners(data):
    """All points of relative path data, absolute."""
    found, at, start, command = [], (0.0, 0.0), (0.0, 0.0), ""
    tokens = re.findall(r"[MLQCZhvlqcz]|-?(?:\d+\.?\d*|\.\d+)", data)
    assert "".join(tokens) == data.replace(" ", "")
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command == "z":
            at = start
            continue
        if command in "hv":
            step = float(tokens.pop(0))
            at = (at[0] + step, at[1]) if command == "h" else (at[0], at[1] + step)
            found.append(at)
            continue
        size = {"M": 1, "l": 1, "q": 2, "c": 3}[command]
        steps = [(float(tokens.pop(0)), float(tokens.pop(0))) for _ in range(size)]
        absolute = steps if command == "M" else [(at[0] + x, at[1] + y) for x, y in steps]
        found += absolute
        at = absolute[-1]
        start = at if command == "M" else start
    return found


@settings(deadline=None)
@given(
    points,
    st.lists(st.tuples(st.sampled_from("LQCz"), points, points, points), max_size=12),
    st.sampled_from([0.01, 1, 8]),
)
def test_every_point_stays_where_it_is_within_half_a_step(first, steps, step):
    data, wanted = f"M {first[0]:f} {first[1]:f}", [first]
    for letter, *given_points in steps:
        if letter == "z":
            data += f"zM {first[0]:f} {first[1]:f}"
            wanted.append(first)
            continue
        used = given_points[: {"L": 1, "Q": 2, "C": 3}[letter]]
        data += letter + " ".join(f" {x:f} {y:f}" for x, y in used)
        wanted += used
    made = np.array(corners(shrink.path(data, step)))
    scale = step if step >= 1 else 1
    np.testing.assert_allclose(made * scale, wanted, atol=step / 2 + 1e-6)


def test_a_path_gets_shorter():
    data = "M 313 1388L 2350 4525L 3044 4525L 3044 1419L 3675 1419z"
    assert shrink.path(data, 1) == "M313 1388l2037 3137h694v-3106h631z"


def png(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png")
    return base64.b64encode(buffer.getvalue()).decode()


def decoded(text):
    return Image.open(io.BytesIO(base64.b64decode(text)))


@pytest.mark.parametrize(
    "kind", ["grey", "few greys", "few colours", "many colours", "few and transparent", "transparent"]
)
def test_a_picture_keeps_every_pixel(kind):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (40, 30, 4), dtype=np.uint8)
    if "few" in kind:
        pixels = rng.integers(0, 256, (12, 4), dtype=np.uint8)[rng.integers(0, 12, (40, 30))]
    if "transparent" not in kind:
        pixels[..., 3] = 255
    if "grey" in kind:
        pixels[..., :3] = pixels[..., :1]
    small = shrink.picture(png(pixels))
    np.testing.assert_array_equal(np.asarray(decoded(small).convert("RGBA")), pixels)
    assert len(small) <= len(png(pixels)) * {"grey": 0.4, "few greys": 0.4, "few colours": 0.5}.get(kind, 1)


def test_a_picture_that_is_small_stays():
    small = shrink.picture(png(np.zeros((4, 4, 4), np.uint8) + np.uint8(255)))
    assert shrink.picture(small) == small


def test_figures_of_a_page_share_letters_and_nothing_else():
    letters = {}
    one = svg_text.share('<defs>\n<path id="a-0" d="M1" transform="scale(0.125)"/>\n</defs><use href="#a-0"/>', letters)
    two = svg_text.share(
        '<defs>\n<path id="b-0" d="M1" transform="scale(0.125)"/>\n</defs><use href="#b-0"/>'
        '<path id="b-1" d="M1"/><use href="#b-1"/>',
        letters,
    )
    assert 'id="a-0"' in one and 'href="#a-0"' in one
    assert two == '<use href="#a-0"/><path id="b-1" d="M1"/><use href="#b-1"/>'
