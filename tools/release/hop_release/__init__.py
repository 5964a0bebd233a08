"""Check that one package of this repository can be released.

:mod:`.packages` knows the packages, :mod:`.rules` checks what is written down, :mod:`.builds` makes
and tries the archives, :mod:`.command` runs all of it.
"""
