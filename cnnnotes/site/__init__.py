"""The site: what page blocks call (``show``, ``fact``), and the plug-in that builds the pages."""

from cnnnotes.site.handover import fact, show

__all__ = ["fact", "show"]
