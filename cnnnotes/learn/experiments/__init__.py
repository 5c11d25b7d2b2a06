"""The experiments of the notes, one module per subject. A change in one does not make the others run again.

Every experiment is a function of a seed and gives a dict of plain arrays; those that train keep their results on disk. Where there are
more arguments than the seed, the module lists them in `RUNS`: `cnnnotes.learn.results` runs everything there is.
"""
