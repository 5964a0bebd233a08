"""How long hop waits for Kafka, and why."""

OPEN_TIMEOUT_S = 10.0
"""How long a broker may stay silent while a stream is being opened."""

SLICE_S = 0.1
"""Longer waits are made of slices of this length, to notice stop(), Ctrl-C and refusals at once."""

# A question has to outlast the way there and back, which is not known beforehand: each is waited
# for twice as long as the one before, up to the longest. Refusals and Ctrl-C are noticed in
# between; a wrong password, which brokers tell after 0.3 s, at the second time.
FIRST_ANSWER_S = 0.15
LONGEST_ANSWER_S = 1.0
# The answer about all topics may come slowly: a broker can have thousands.
LONGEST_ANSWER_FOR_ALL_S = 3.0

OFFSETS_TIMEOUT_S = 5.0
"""How long a broker may take to tell the offsets of partitions."""

REFUSED_S = 2.5
"""How long a broker that refuses connections may take to start while a stream is being opened.

A command that starts, and waits for this, ends within 3 s.
"""

REFUSAL_PATIENCE_S = 5.0
"""How long a credential that worked may be refused: a broker that restarts knows no user at first.
"""

REFUSALS_APART_S = 30.0
"""A refusal for good is repeated more often than this; refusals further apart are two."""

PROPAGATION_S = 1.0
"""How long a new topic may be unknown to some brokers."""
