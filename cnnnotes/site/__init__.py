"""The site: what page blocks call (``show``, ``fact``), and the plug-in that builds the pages."""

from cnnnotes.site.show import fact, show

__all__ = ["fact", "show"]
