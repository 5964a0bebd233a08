"""SCRAM over HTTP, for programs that ask a service such as Hopskotch's archive with requests."""

from hop._large import SCRAMAuth

__all__ = ["SCRAMAuth"]
