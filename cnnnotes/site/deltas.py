"""Frames of a figure as one SVG and what changes in it, so that sixty pictures weigh little more than one.

Every frame is drawn and cleaned like a figure of its own. The drawings are laid over each other element by element: artists are
followed by their identity from frame to frame, the rest by place. What is the same in all frames stands once in the SVG, which
shows the first frame; what is not becomes a slot: an element, what of it changes (an attribute, or all that is inside it), its
values, and which value each frame has. So any frame can be put together at once, without those before it.
"""

import json
import re
from xml.etree import ElementTree

from matplotlib.axis import Axis

from cnnnotes.site.handover import stills

_SPACE = ' xmlns="http://www.w3.org/2000/svg"'
_MINE = "cn-artist-"
_COUNTED = re.compile(r"_\d+$")  # Matplotlib numbers groups of a kind in the order in which they are drawn
_REFERENCE = re.compile(r"(?<=url\(#)[^)]+")
_KEY = "key"  # the attribute that names an element while drawings are compared; nothing writes it
_LARGE = 1000  # characters, from which on a picture is worth a name
_LONG = 300  # characters, from which on a value that is needed twice is stored apart


def draw(shown, name):
    """Draw all frames.

    Parameters
    ----------
    shown : cnnnotes.figures.frames.Frames
        What is iterated, once.
    name : str
        The figure's id; every id inside begins with it.

    Returns
    -------
    tuple of str and dict
        The SVG, which shows the first frame, and: ``words`` of each frame; ``controls``, names and values, or None;
        ``slots``, each of the number of an element in the drawing, an attribute (``""`` for what is inside it), values, and
        the number of the value that each frame has.

    Raises
    ------
    ValueError, TypeError
        If the frames are not a sequence; see :class:`cnnnotes.figures.frames.Frames`.
    """
    from cnnnotes.figures import frames, style
    from cnnnotes.site import repeats, svg

    known, definitions, before = {}, _Definitions(name), repeats.Repeats(_KEY)
    drawings, words, settings = [], [], []
    with style.context():
        for frame in shown:
            _name_artists(frame.figure, known)
            with before.left_out(frame.figure):
                box, body = svg.clean(svg.draw(frame.figure))
            drawings.append(before.put_back(definitions.taken_from(ElementTree.fromstring(f"<svg>{body}"))))
            words.append(frame.words)
            settings.append(frame.at)
    for artist in known:
        artist.set_gid(None)
    controls = None
    if settings[0] is not None:
        controls = frames.controls(settings)
        order = sorted(range(len(words)), key=lambda frame: _place(settings[frame], controls))
        drawings, words = [drawings[frame] for frame in order], [words[frame] for frame in order]
    drawing, found = _laid_over(drawings, {})
    _name_pictures(drawing, found, name)
    places = {element: place for place, element in enumerate(drawing.iter())}
    slots = sorted(([places[element], *rest] for element, *rest in found), key=lambda slot: slot[:2])
    base = f'<svg viewBox="{box}"{_SPACE}>{definitions.text()}{_text(drawing)}</svg>\n'
    return base, {"words": words, "controls": controls, "slots": slots}


def for_page(base, frames):
    """Give what a page and its files need of frames, so that it is put together once and kept.

    Parameters
    ----------
    base : str
        The SVG that :func:`draw` gave.
    frames : dict
        What it gave besides.

    Returns
    -------
    dict
        ``words`` and ``controls`` as in `frames`; ``first``, the SVG of the first frame alone; ``stills``, those of the others that
        stand on paper; ``packed``, as :func:`packed` gives it.
    """
    slots, count = frames["slots"], len(frames["words"])
    return {
        "words": frames["words"],
        "controls": frames["controls"],
        "first": frame(base, slots, 0),
        "stills": [still(base, slots, number) for number in stills(count)[1:]],
        "packed": packed(frames),
    }


def frame(base, slots, number):
    r"""Put one frame together: an SVG of its own, as if it had been drawn alone.

    Parameters
    ----------
    base : str
        The SVG that :func:`draw` gave.
    slots : list
        Its slots.
    number : int
        Which frame, from 0.

    Returns
    -------
    str
        An ``<svg>`` element.

    Examples
    --------
    >>> base = '<svg viewBox="0 0 1 1"><g><path d="M0 0"/><path d="M1 1" display="none"/></g></svg>'
    >>> frame(base, [[1, "d", ["M0 0", "M5 5"], [0, 1]], [2, "display", ["none", None], [0, 1]]], 1)
    '<svg viewBox="0 0 1 1"><g><path d="M5 5"/><path d="M1 1"/></g></svg>\n'
    """
    head, definitions, drawing = _applied(base, slots, number)
    needed, kept = set(_references(drawing)), []
    for definition in reversed(definitions):
        if definition.get("id") in needed:
            needed.update(_references(definition))
            kept.insert(0, _text(definition))
    for element in drawing.iter():
        element.attrib.pop("id", None)
    defs = f"<defs>{''.join(kept)}</defs>" if kept else ""
    return f"{head}{defs}{_text(drawing)}</svg>\n"


def still(base, slots, number):
    """Put one frame together for the page that has the first: with what both share taken from there.

    Parameters
    ----------
    base, slots, number
        As in :func:`frame`.

    Returns
    -------
    str
        An ``<svg>`` element without definitions.
    """
    head, _definitions, drawing = _applied(base, slots, number)
    for parent in drawing.iter():
        for place, child in enumerate(parent):
            if child.get("id"):
                parent[place] = ElementTree.Element("use", href=f"#{child.get('id')}")
    return f"{head}{_text(drawing)}</svg>\n"


def _applied(base, slots, number):
    """Give the head of the SVG, its definitions, and the drawing as it is in one frame."""
    head = base[: base.index(">") + 1]
    *definitions, drawing = ElementTree.fromstring(base.replace(_SPACE, ""))
    elements = list(drawing.iter())
    for element, attribute, values, order in slots:
        value = values[order[number]]
        if not attribute:
            elements[element][:] = list(ElementTree.fromstring(f"<g>{value}</g>"))
        elif value is None:
            elements[element].attrib.pop(attribute, None)
        else:
            elements[element].set(attribute, value)
    for parent in elements:
        for child in list(parent):
            if child.get("display") == "none":
                parent.remove(child)
    return head, list(definitions[0]) if definitions else [], drawing


def packed(frames):
    """Write words and slots as the page's script reads them.

    The first value of a slot stands in the SVG already. Long values that come up more than once are stored once, and meant
    by their number; where each frame has a value of its own, nobody needs to be told which.

    Parameters
    ----------
    frames : dict
        What :func:`draw` gave besides the SVG.

    Returns
    -------
    str
        JSON that can stand in a ``<script>`` element.

    Examples
    --------
    >>> packed({"words": ["a", "b"], "controls": None, "slots": [[1, "d", ["M0 0", "M5 5"], [0, 1]]]})
    '{"words":["a","b"],"shared":[],"slots":[[1,"d",["M5 5"]]]}'
    """
    times = {}
    for _element, _attribute, values, _order in frames["slots"]:
        for value in values[1:]:
            times[value] = times.get(value, 0) + 1
    shared = [value for value, count in times.items() if count > 1 and value is not None and len(value) > _LONG]
    numbers = {value: number for number, value in enumerate(shared)}
    slots = [
        [element, attribute, [numbers.get(value, value) for value in values[1:]]]
        + ([] if order == list(range(len(order))) else [order])
        for element, attribute, values, order in frames["slots"]
    ]
    data = {"words": frames["words"], "shared": shared, "slots": slots}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</s", "<\\/s").replace("<!", "\\u003c!")


def _name_artists(figure, known):
    """Give every artist without a name of its own one that it keeps in all frames."""
    for artist in _artists(figure):
        if artist.get_gid() is None:
            artist.set_gid(f"{_MINE}{known.setdefault(artist, len(known))}")


def _artists(artist):
    """An artist and all it is made of; an axis is followed as a whole."""
    yield artist
    if not isinstance(artist, Axis):
        for child in artist.get_children():
            yield from _artists(child)


def _name_pictures(drawing, found, name):
    """Name large pictures that never change, so that stills can show them without having them."""
    changing = {element for element, *_rest in found}
    for number, element in enumerate(drawing.iter("image")):
        if element not in changing and len(element.get("href", "")) > _LARGE:
            element.set("id", f"{name}-p{number}")


def _place(at, controls):
    """The place of a combination of values: the last control goes round first."""
    return [values.index(at[name]) for name, values in controls.items()]


class _Definitions:
    """What the drawings of all frames refer to: shapes of letters and marks, clip paths; each stored once."""

    def __init__(self, name):
        self.name, self.known = name, {}

    def taken_from(self, tree):
        """Take the definitions out of a drawing, and give the drawing, which refers to those kept here."""
        ids = {}
        for parent in list(tree.iter()):
            for defs in parent.findall("defs"):
                parent.remove(defs)
                for definition in defs:
                    _refer(definition, ids)
                    own = definition.attrib.pop("id")
                    ids[own] = self.known.setdefault(_text(definition), f"{self.name}-{len(self.known)}")
        (drawing,) = tree
        _refer(drawing, ids)
        for element in drawing.iter():
            element.set(_KEY, _kind(element))
        return drawing

    def text(self):
        named = (re.sub(r"^<(\w+)", rf'<\1 id="{own}"', text) for text, own in self.known.items())
        return f"<defs>{''.join(named)}</defs>" if self.known else ""


def _refer(tree, ids):
    """Let a tree refer to definitions by their new names."""
    for element in tree.iter():
        for name, value in element.items():
            if name == "href" and value.startswith("#"):
                element.set(name, f"#{ids[value[1:]]}")
            elif "url(#" in value:
                element.set(name, _REFERENCE.sub(lambda link: ids[link[0]], value))


def _references(tree):
    for element in tree.iter():
        for name, value in element.items():
            if name == "href" and value.startswith("#"):
                yield value[1:]
            elif "url(#" in value:
                yield from _REFERENCE.findall(value)


def _kind(element):
    """What an element is, so that it can be found in the next frame: an artist, or one of its kind."""
    own = element.attrib.pop("id", "")
    return own if own.startswith(_MINE) else f"{element.tag} {_COUNTED.sub('', own) if element.tag == 'g' else ''}"


# -- laying drawings over each other ---------------------------------------------------------------------------------------------


def _laid_over(versions, texts):
    """Make one element of its versions in all frames, and find its slots.

    Parameters
    ----------
    versions : list of Element or None
        The element in each frame; None where it does not matter, since it is not seen.
    texts : dict
        What is inside elements, as far as it has been written.

    Returns
    -------
    tuple of Element and list
        The element as the first frame has it, and its slots: element, attribute, values, order.
    """
    versions = _filled(versions)
    first = versions[0]
    made, slots = ElementTree.Element(first.tag), []
    for name in dict.fromkeys(name for version in versions for name in version.attrib):
        if name != _KEY:
            slots += _slot(made, name, [version.get(name) for version in versions])
    kept, inside = list(made), []
    keyed = [dict(_keys(version)) for version in versions]
    order = _union([list(keys) for keys in keyed])
    for key in order or ():
        children = [keys.get(key) for keys in keyed]
        child, found = _laid_over(children, texts)
        if child.tag == "g" and not len(child) and not found:
            continue
        seen = _slot(child, "display", [None if one is not None else "none" for one in children])
        kept.append(child)
        inside += seen + found
    if order is None or inside:
        whole = [_inside(version, texts) for version in versions]
        if order is None or _cost([[made, "", *_distinct(whole)]]) < _cost(inside):
            kept = list(ElementTree.fromstring(f"<g>{whole[0]}</g>"))
            inside = [[made, "", *_distinct(whole)]]
    made.extend(kept)
    return made, slots + inside


def _filled(versions):
    """Where an element is not seen, it stays as it was: that is the shortest to say."""
    last = next(version for version in versions if version is not None)
    filled = []
    for version in versions:
        last = version if version is not None else last
        filled.append(last)
    return filled


def _slot(element, name, values):
    """Give an element its first value, and a slot if it has others."""
    if values[0] is not None:
        element.set(name, values[0])
    return [[element, name, *_distinct(values)]] if len(set(values)) > 1 else []


def _distinct(values):
    found = list(dict.fromkeys(values))
    return found, [found.index(value) for value in values]


def _keys(parent):
    """The children of an element under names that follow them from frame to frame."""
    counts = {}
    for child in parent:
        kind = child.get(_KEY)
        counts[kind] = counts.get(kind, -1) + 1
        yield (kind, counts[kind]), child


def _union(sequences):
    """Put keys of several sequences in one order that holds in each; None where there is no such order."""
    order = []
    for keys in sequences:
        place = 0
        for key in keys:
            if key in order:
                place = order.index(key) + 1
            else:
                order.insert(place, key)
                place += 1
    for keys in sequences:
        present = set(keys)
        if [key for key in order if key in present] != keys:
            return None
    return order


def _cost(slots):
    """About how many characters slots take."""
    return sum(
        12
        + len(name)
        + sum(4 + len(value or "") for value in values[1:])
        + (len(order) if len(values) < len(order) else 0)
        for _element, name, values, order in slots
    )


# -- elements and text -----------------------------------------------------------------------------------------------------------


def _text(element):
    """Write an element."""
    return _whole(element, '"', "".join(map(_text, element)))


def _inside(element, texts):
    """Write what is inside an element, each once; values of slots have single quotes, which JSON need not escape."""
    if element not in texts:
        texts[element] = "".join(_whole(child, "'", _inside(child, texts)) for child in element)
    return texts[element]


def _whole(element, quote, inside):
    attributes = "".join(f" {name}={quote}{_escaped(value)}{quote}" for name, value in element.items() if name != _KEY)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>" if len(element) else f"<{element.tag}{attributes}/>"


def _escaped(value):
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&#39;")
