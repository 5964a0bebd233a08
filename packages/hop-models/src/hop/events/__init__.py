"""Events: all notices of one event, folded into what is known of it now.

    from hop.events import Events

    with Events("events.db") as events:
        for message in stream:
            for update in events.add(message):
                print(update.event.event_id, update.changes)

The order and the repetition of notices change nothing: the same notices give the same events.
"""

from hop.events._fold import Change, Event, Link, SkyMapVersion
from hop.events._notice import Notice
from hop.events._store import Entry, Events, Update

__all__ = ["Change", "Entry", "Event", "Events", "Link", "Notice", "SkyMapVersion", "Update"]
