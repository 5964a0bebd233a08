"""What every message is, and the messages that need no schema."""

from hop._messages.blobs import Blob, JSONBlob
from hop._messages.external import ExternalMessage
from hop._messages.faults import Fault, fault_of
from hop._messages.files import (
    MessageFile,
    describe_message,
    file_name_of,
    make_folder,
    sync_folder,
    write_whole,
)
from hop._messages.json import MAX_DEPTH, dumps, loads, to_line
from hop._messages.metadata import (
    Header,
    Metadata,
    Record,
    Start,
    StartPosition,
    check_start,
    from_ms,
    is_count,
    message_position,
    to_ms,
)
from hop._messages.model import (
    AnyModel,
    Message_co,
    MessageModel,
    Source,
    by_loading,
    has_test_header,
    mark_test,
    says_test,
    set_topic,
)
from hop._messages.one_line import short, short_call
from hop._messages.reading import GZIP, check_file, open_file, read_file, unpacked

__all__ = [
    "GZIP",
    "MAX_DEPTH",
    "AnyModel",
    "Blob",
    "ExternalMessage",
    "Fault",
    "Header",
    "JSONBlob",
    "MessageFile",
    "MessageModel",
    "Message_co",
    "Metadata",
    "Record",
    "Source",
    "Start",
    "StartPosition",
    "by_loading",
    "check_file",
    "check_start",
    "describe_message",
    "dumps",
    "fault_of",
    "file_name_of",
    "from_ms",
    "has_test_header",
    "is_count",
    "loads",
    "make_folder",
    "mark_test",
    "message_position",
    "open_file",
    "read_file",
    "says_test",
    "set_topic",
    "short",
    "short_call",
    "sync_folder",
    "to_line",
    "to_ms",
    "unpacked",
    "write_whole",
]
