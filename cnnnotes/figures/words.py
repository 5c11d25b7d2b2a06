"""Words inside figures, in the language of the page.

Figure functions mark every word with ``_("input")``. The site chooses the language before a block runs; everywhere else the
English words stand as they are.
"""

import gettext

_catalog = gettext.NullTranslations()


def _(message):
    """Translate one word or label of a figure.

    Parameters
    ----------
    message : str
        The English text, as it stands in ``docs/locale/<language>.po``.

    Returns
    -------
    str
        The text in the language chosen by :func:`use`; the message itself where there is no translation.

    Examples
    --------
    >>> _("input")
    'input'
    """
    return _catalog.gettext(message)


def use(catalog):
    """Choose the language of the figures drawn from now on.

    Parameters
    ----------
    catalog : gettext.NullTranslations
        The translations; ``gettext.NullTranslations()`` gives English.

    Examples
    --------
    >>> import gettext
    >>> use(gettext.NullTranslations())
    """
    global _catalog
    _catalog = catalog


def translate(known):
    """Choose the words of the figures drawn from now on, where no catalogue is at hand: a notebook brings its own.

    Parameters
    ----------
    known : dict
        The English texts and what stands for them; what is not in it stays English.

    Examples
    --------
    >>> translate({"input": "입력"})
    >>> _("input"), _("output")
    ('입력', 'output')
    >>> translate({})
    """
    use(_Known(known))


class _Known(gettext.NullTranslations):
    def __init__(self, known):
        super().__init__()
        self.known = known

    def gettext(self, message):
        return self.known.get(message, message)
