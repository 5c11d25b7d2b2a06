"""How a page is cited: BibTeX, APA style, and a Korean style."""

from datetime import date

AUTHORS = "The cnnnotes authors"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def forms(title, stem, language, site, version, day):
    """Write the citations of a page, with a gap where its address goes.

    Parameters
    ----------
    title : str
        The page's title.
    stem : str
        Its name in addresses.
    language : str
        ``"ko"`` or ``"en"``.
    site : str
        The site's name.
    version : str
        The version of the project.
    day : str
        The day of the sources, ``YYYY-MM-DD``.

    Returns
    -------
    list of dict
        ``id``, ``name``, and the text ``before`` and ``after`` the address; ``url_before`` and ``url_after`` belong to the address and
        stand only where it is known.

    Examples
    --------
    >>> made = forms("1.1 Parameters", "parameters", "en", "Notes", "0.1.0", "2026-11-23")
    >>> print(made[1]["before"])
    The cnnnotes authors. (2026, November 23). 1.1 Parameters. In Notes (Version 0.1.0).
    """
    when = date.fromisoformat(day)
    langid = {"ko": "korean", "en": "english"}.get(language, language)
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{title}}}",
        "note": site,
        "version": version,
        "date": day,
        "year": when.year,
        "langid": langid,
    }
    listed = ",\n".join(f"  {name:<7} = {{{value}}}" for name, value in fields.items())
    bibtex = f"@online{{cnnnotes-{stem}-{language},\n{listed}"
    apa = f"{AUTHORS}. ({when.year}, {_MONTHS[when.month - 1]} {when.day}). {title}. In {site} (Version {version})."
    korean = f"cnnnotes 저자 일동. ({when.year}. {when.month}. {when.day}.). 「{title}」. 『{site}』({version}판)."
    return [
        {
            "id": "bibtex",
            "name": "BibTeX",
            "before": bibtex,
            "url_before": ",\n  url     = {",
            "url_after": "}",
            "after": "\n}",
        },
        {"id": "apa", "name": "APA", "before": apa, "url_before": " ", "url_after": "", "after": ""},
        {"id": "korean", "name": "한국어", "before": korean, "url_before": " ", "url_after": "", "after": ""},
    ]
