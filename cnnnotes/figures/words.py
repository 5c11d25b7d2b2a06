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
