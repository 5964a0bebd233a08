"""Messages in Avro, the binary format: each carries its own schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import hop.models._alerts  # noqa: F401  (it gives blobs their alerts)
from hop.errors import DecodeError, EncodeError, MessageError
from hop.message import Blob, Source
from hop.models._declarations import AVRO
from hop.models._runtime.avro_container import (
    MAGIC,
    Schema,
    infer_schema,
    read_container,
    write_container,
)
from hop.models._runtime.avro_frames import in_frame
from hop.models._runtime.part import same


@dataclass(init=False, eq=False, repr=False)
class AvroBlob(Blob):
    """A message in Avro: one record, or a list of records.

    It compares equal to its plain content, and passes item access through to it. The bytes that
    were loaded are sent on, unless the content was changed.

    Attributes:
        content: the record; where ``single_record`` is false, the list of records.
        schema: the Avro schema to write with; None: one is made that fits the content.
        single_record: whether the content is one record.
        missing_schema: always false.
        error: always None.

    Raises:
        hop.errors.EncodeError: several records that are no list.
    """

    hop_format: ClassVar[str] = "avro"
    hop_unpacks: ClassVar[bool] = True
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = AVRO.markers

    schema: Schema | None = field(default=None, repr=False)
    single_record: bool = True

    # By hand, since a schema comes second, as today's users of hop-client write it.
    def __init__(
        self,
        content: Any,
        schema: Schema | None = None,
        single_record: bool = True,
        *,
        missing_schema: bool = False,
        error: MessageError | None = None,
    ) -> None:
        super().__init__(content, missing_schema, error)
        self.schema, self.single_record = schema, single_record
        if not single_record and not isinstance(content, (list, tuple)):
            raise EncodeError(
                f"several records are a list, not {type(content).__name__}; leave single_record out"
            )

    @classmethod
    def load(cls, avro_input: Source, single_record: bool | None = None) -> Self:
        """Create a message from an Avro object container file: bytes, or a file object.

        Args:
            avro_input: what to read.
            single_record: True: there must be one record, and it is the content. False: the
                content is the list of records, however many. None: the record where there is one,
                else the list.

        Raises:
            hop.errors.DecodeError: no such file, or not one record where one is asked for.
        """
        raw: Any = avro_input.read() if hasattr(avro_input, "read") else avro_input
        if isinstance(raw, str):
            raise DecodeError("Avro is bytes, not text: open the file in binary mode")
        payload = bytes(raw)
        records, schema = read_container(payload)
        if single_record and len(records) != 1:
            raise DecodeError(f"one Avro record is wanted, here are {len(records)}")
        is_single = len(records) == 1 if single_record is None else single_record
        blob = cls(records[0] if is_single else records, schema, is_single)
        blob.__dict__["_payload"] = payload
        return blob

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """The message of an envelope: the record under ``content``.

        Raises:
            hop.errors.DecodeError: there is none.
        """
        return cls(Blob.from_content(content).content)

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it begins as a container file does."""
        return payload.startswith(MAGIC)

    def asdict(self) -> dict[str, Any]:
        """``{"content": …}``; bytes in it stay bytes."""
        return {"content": self.content}

    def serialize(self) -> dict[str, Any]:
        """Wrap the message with its format, in the form in which an envelope holds it."""
        return {"format": self.hop_format, "content": {"content": self.content}}

    def to_document(self) -> bytes:
        """The container file as it is sent."""
        return bytes(self)

    def to_wire(self) -> tuple[str, bytes]:
        """As ``avro``.

        Raises:
            hop.errors.EncodeError: the content does not fit the schema, or Avro has no type for it.
        """
        return "avro", bytes(self)

    def hop_to_frame(self, register: Callable[[bytes], int]) -> tuple[str, bytes]:
        """As ``avro``, in the frame of Confluent: the number of its schema, and the record.

        Raises:
            hop.errors.EncodeError: it is no single record, or does not fit its schema.
        """
        return "avro", in_frame(bytes(self), register)

    def __bytes__(self) -> bytes:
        payload: bytes | None = self.__dict__.get("_payload")
        records = [self.content] if self.single_record else list(self.content)
        if payload is not None and same(read_container(payload)[0], records):
            return payload
        schema = infer_schema(records) if self.schema is None else self.schema
        return write_container(records, schema)
