"""Why it does not work: what lies between here and a topic, looked at one after the other.

Each look gives findings; what a failed one makes pointless is not looked at. Nothing is written
to a broker, no group is joined, and no place of one is moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hop.doctor.findings import FAILED, OK, WARNING, Finding

if TYPE_CHECKING:
    from hop._config import Target

__all__ = ["FAILED", "OK", "WARNING", "Finding", "examine"]


def examine(
    target: Target | None, *, no_auth: bool = False, user: str | None = None
) -> Iterator[Finding]:
    """Look at this machine, and, with a place, at the way to its topics.

    Args:
        target: what a URL says, without a credential; None for this machine alone.
        no_auth: whether to connect without a credential.
        user: the user name of the stored credential to use.

    Yields:
        What is found, as soon as it is.
    """
    from hop.doctor import clock, local, network, service

    yield from local.examine()
    if target is None:
        yield clock.examine(None, None)
        return
    target, findings = local.log_in(target, no_auth=no_auth, user=user)
    yield from findings
    reached = False
    for finding in network.reach(target.brokers):
        reached = reached or (finding.check == "tcp" and finding.state is not FAILED)
        yield finding
    if not reached or any(each.state is FAILED for each in findings):
        yield clock.examine(None, None)
        return
    newest, auth = None, target.auth
    if not auth or not auth.ssl or (yield from network.secure(target.brokers, auth.ca_file)):
        newest = yield from service.examine(target)
    yield clock.examine(auth, newest)
