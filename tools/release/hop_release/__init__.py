"""Releasing one package of this repository: every check, the build, and a rehearsal."""
