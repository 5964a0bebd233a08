"""Alerts of surveys: Rubin and ZTF, from them and from brokers such as Fink, Babamul and Lasair.

An alert of a survey is large: a history, forced photometry and three images stand behind the few
numbers that a filter looks at. It is decoded as far as somebody looks, and goes on from there.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from hop._messages import dumps, loads
from hop.errors import ConfigError, DecodeError, EncodeError, LimitExceeded
from hop.message import Source
from hop.models._alerts import JSONBlob, viewer
from hop.models._declarations import SURVEY_ALERT
from hop.models._runtime.avro_container import MAGIC
from hop.models._runtime.avro_frames import (
    container_of,
    header_of,
    record_of_container,
    record_of_frame,
)
from hop.models._runtime.avro_record import LazyRecord
from hop.models._survey_fields import (
    Photometry,
    band_of,
    dec_of,
    detection_of,
    flux_of,
    identifier,
    injected_flags,
    is_of_lasair,
    is_survey,
    magnitude_of,
    measurements,
    number,
    photometry_of,
    ra_of,
    survey_of,
    time_of,
)
from hop.models.avro import AvroBlob

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hop._wire import Schemas

__all__ = ["Cutout", "Cutouts", "Photometry", "SurveyAlert", "in_container"]

_GZIP = b"\x1f\x8b"
_LARGEST_IMAGE = 64 * 2**20
_VERSION = re.compile(r"v?(\d+)[_.](\d+)")


def in_container(schema: bytes, data: bytes) -> bytes:
    """A container file of one record that was written without its schema.

    Args:
        schema: the schema as JSON.
        data: the record.
    """
    return container_of(schema, data)


@dataclass(frozen=True, slots=True, repr=False)
class Cutout:
    """A small image around the source.

    Attributes:
        name: ``difference``, ``science`` or ``template``.
        data: the file as it came: FITS, which may be compressed by gzip.
    """

    name: str
    data: bytes

    def __repr__(self) -> str:
        return f"Cutout({self.name!r}, {len(self.data):,} bytes)"

    def array(self) -> NDArray[np.float32]:
        """The image: rows from south to north as the file has them, columns; shape (y, x).

        Raises:
            hop.errors.ConfigError: astropy is not installed.
            hop.errors.DecodeError: the file is no image in FITS.
            hop.errors.LimitExceeded: it comes to more than 64 MiB.
        """
        try:
            from astropy.io import fits  # heavy
        except ImportError:
            raise ConfigError(
                "cutouts as arrays need the library astropy, which is not installed; "
                'run: pip install "hop-models[cutouts]"'
            ) from None
        data = self._unpacked()
        try:
            with fits.open(io.BytesIO(data), memmap=False, disable_image_compression=True) as units:
                for unit in units:
                    if unit.is_image and unit.header["NAXIS"] == 2:
                        if unit.size > len(data):
                            raise ValueError("the image is larger than the file")
                        image: NDArray[np.float32] = unit.data
                        return image
            raise ValueError("it has no image of two axes")
        except Exception as fault:  # whatever astropy stumbles over
            raise DecodeError(
                f"the cutout {self.name} is no image in FITS: {type(fault).__name__}: "
                f"{fault!s:.200}; cutouts.{self.name}.data has its bytes"
            ) from fault

    def _unpacked(self) -> bytes:
        if not self.data.startswith(_GZIP):
            return self.data
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(self.data)) as file:
                found = file.read(_LARGEST_IMAGE + 1)
        except (OSError, EOFError, zlib.error) as fault:
            raise DecodeError(f"the cutout {self.name} is broken: {fault}") from fault
        if len(found) > _LARGEST_IMAGE:
            raise LimitExceeded(f"the cutout {self.name} comes to more than 64 MiB")
        return found


class Cutouts:
    """The images of an alert. Each is None where the alert has none.

    Args:
        record: of the alert.
    """

    __slots__ = ("_record",)

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record

    @property
    def difference(self) -> Cutout | None:
        """The science image without the template."""
        return self._of("difference", "cutoutDifference")

    @property
    def science(self) -> Cutout | None:
        """What was seen this time."""
        return self._of("science", "cutoutScience")

    @property
    def template(self) -> Cutout | None:
        """What the sky looked like before."""
        return self._of("template", "cutoutTemplate")

    def _of(self, name: str, field: str) -> Cutout | None:
        value = self._record.get(field)
        if isinstance(value, dict):  # ZTF: with the name of a file
            value = value.get("stampData")
        return Cutout(name, value) if isinstance(value, bytes) and value else None

    def __repr__(self) -> str:
        return "Cutouts(difference, science, template)"


class SurveyAlert(AvroBlob):
    """An alert of Rubin or ZTF, whatever its version, its frame and its broker.

    ``alert.record`` has all fields under the names of the survey, read as far as somebody looks;
    so has item access, ``alert["diaSource"]``. ``alert.content`` reads all of them.

    The attributes below have one meaning and unit for all surveys. A value that the alert does not
    have is None.

    Args:
        content: the record.
        schema: the Avro schema to write with; None: that of the record, or one that fits it.

    Raises:
        hop.errors.EncodeError: the content is no record.
        hop.errors.DecodeError: of the attributes: the record breaks its schema there. Its bytes
            are still whole: ``bytes(alert)``.
    """

    hop_format: ClassVar[str] = "surveyalert"
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = SURVEY_ALERT.markers

    def __init__(self, content: Any, schema: Any = None, **more: Any) -> None:
        if not isinstance(content, Mapping):
            raise EncodeError(f"an alert of a survey is a record, not {type(content).__name__}")
        super().__init__(content, schema, True, **more)

    # In the place of the field of AvroBlob.
    @property
    def content(self) -> Any:
        """The whole record, as a dictionary.

        Raises:
            hop.errors.DecodeError: the record breaks its schema.
        """
        record = self.record
        return record.whole() if isinstance(record, LazyRecord) else record

    @content.setter
    def content(self, value: Any) -> None:
        self.__dict__["record"] = value

    @property
    def record(self) -> Mapping[str, Any]:
        """The fields under the names of the survey, read when somebody looks."""
        found: Mapping[str, Any] = self.__dict__["record"]
        return found

    @property
    def hop_unpacked_bytes(self) -> int:  # type: ignore[override]
        """How many bytes of its file it holds: a compressed one is kept unpacked."""
        record = self.record
        return record.size if isinstance(record, LazyRecord) else 0

    # How it comes.

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is a container file of a survey that is known, or JSON as Lasair sends it."""
        if payload.startswith(MAGIC):
            return is_survey(header_of(payload)[1].places)
        # A quick look first: JSON costs time.
        return payload[:1] == b"{" and b'"UTC"' in payload and is_of_lasair(loads(payload))

    @classmethod
    def load(cls, avro_input: Source, single_record: bool | None = None) -> Self:
        """Create an alert from an Avro container file: bytes, or a file object.

        Raises:
            hop.errors.DecodeError: it is none, or has another number of records than one, or its
                records are of no survey that is known.
        """
        raw: Any = avro_input.read() if hasattr(avro_input, "read") else avro_input
        if isinstance(raw, str) or not bytes(raw[:4]).startswith(MAGIC):
            raise DecodeError("not an Avro container file; open the file in binary mode")
        payload = bytes(raw)
        record = record_of_container(payload)
        if record is None or not is_survey(record.schema.places):
            raise DecodeError("not one alert of a survey: AvroBlob.load() reads any Avro file")
        return cls._of(record, payload)

    @classmethod
    def from_wire(cls, payload: bytes) -> Any:
        """The alert of a payload in Avro, or in JSON as Lasair sends it.

        Returns:
            An :class:`AvroBlob` of a file with several records, a JSONBlob of other JSON.
        """
        if not payload.startswith(MAGIC):
            return cls._of_json(payload)
        record = record_of_container(payload)
        return AvroBlob.load(payload) if record is None else cls._of(record, payload)

    @classmethod
    def _of_json(cls, payload: bytes) -> Any:
        value = loads(payload)
        if not is_of_lasair(value):
            return JSONBlob(value)
        made = cls(value)
        made.__dict__["_is_json"] = True
        return made

    @classmethod
    def hop_from_frame(
        cls, payload: bytes, key: bytes | None, schemas: Schemas | None
    ) -> AvroBlob | None:
        """The message of a payload whose schema is elsewhere; None if it is in no such frame.

        Args:
            payload: the record's value.
            key: the key of the message in Kafka, which may be the schema.
            schemas: where other schemas are; None: nowhere.

        Returns:
            A SurveyAlert, or an AvroBlob of a record of something else.

        Raises:
            hop.errors.DecodeError: it cannot be read, or its schema cannot be had.
        """
        record = record_of_frame(payload, key, schemas)
        if record is None:
            return None
        if is_survey(record.schema.places):
            return cls._of(record, None)
        blob = AvroBlob(record.whole(), record.schema.tree)
        blob.__dict__["_payload"] = container_of(record.schema.text, record.data)
        return blob

    @classmethod
    def _of(cls, record: LazyRecord, payload: bytes | None) -> Self:
        # What a filter needs is read at once: what breaks the schema there is no alert.
        if detection_of(record) is record:
            raise DecodeError("an alert of a survey without its detection")
        made = cls(record, record.schema.tree)
        made.__dict__["_payload"] = payload
        made.__dict__["_lazy"] = record
        return made

    def to_wire(self) -> tuple[str, bytes]:
        """As ``avro``, in a container file, which needs no registry; of JSON, as ``json``.

        Raises:
            hop.errors.EncodeError: the content does not fit the schema.
        """
        return "json" if self.__dict__.get("_is_json") else "avro", bytes(self)

    def hop_to_frame(self, register: Callable[[bytes], int]) -> Any:
        """In the frame of Confluent, as ``avro``; None of what came as JSON."""
        return None if self.__dict__.get("_is_json") else super().hop_to_frame(register)

    def __bytes__(self) -> bytes:
        if self.__dict__.get("_is_json"):
            return dumps(self.content)
        lazy: LazyRecord | None = self.__dict__.get("_lazy")
        if lazy is None or self.record is not lazy or not lazy.is_unchanged():
            return super().__bytes__()
        payload: bytes | None = self.__dict__["_payload"]
        return container_of(lazy.schema.text, lazy.data) if payload is None else payload

    # What it says.

    @property
    def survey(self) -> str:
        """Which survey has seen it, whoever sends it: ``rubin`` or ``ztf``."""
        return survey_of(self.record)

    @property
    def schema_version(self) -> str | None:
        """The version of the schema that it was written with, ``11.0``."""
        given = self.record.get("schemavsn")
        if isinstance(given, str):
            return given
        lazy = self.__dict__.get("_lazy")
        match = _VERSION.search(lazy.schema.name) if lazy is not None else None
        return None if match is None else f"{match[1]}.{match[2]}"

    @property
    def id(self) -> int | str | None:
        """The number of the alert: ``diaSourceId`` of Rubin, ``candid`` of ZTF."""
        found = identifier(self.record, "diaSourceId", "candid")
        return found or identifier(self._detection, "diaSourceId", "candid")

    @property
    def object_id(self) -> int | str | None:
        """The object: ``diaObjectId`` or ``ssObjectId`` of Rubin, ``objectId`` of ZTF."""
        names = ("diaObjectId", "ssObjectId", "objectId")
        return identifier(self._detection, *names) or identifier(self.record, *names)

    @property
    def photometry(self) -> Photometry:
        """The measurement that the alert is for, with all its values."""
        return photometry_of(self._detection)

    @property
    def time(self) -> datetime | None:
        """When it was seen, UTC: middle of the visit (Rubin), start of the exposure (ZTF)."""
        return time_of(self._detection)

    @property
    def ra(self) -> float | None:
        """Right ascension in degrees, ICRS."""
        return ra_of(self._detection)

    @property
    def dec(self) -> float | None:
        """Declination in degrees, ICRS."""
        return dec_of(self._detection)

    @property
    def band(self) -> str | None:
        """The filter: u, g, r, i, z or y."""
        return band_of(self._detection)

    @property
    def flux(self) -> float | None:
        """In nJy, in the difference image; below zero where the source has faded."""
        return flux_of(self._detection)[0]

    @property
    def flux_error(self) -> float | None:
        """1 sigma of the flux, nJy."""
        return flux_of(self._detection)[1]

    @property
    def magnitude(self) -> float | None:
        """AB; None for a flux that is not above zero."""
        return magnitude_of(self.flux)

    @property
    def magnitude_error(self) -> float | None:
        """1 sigma of the magnitude."""
        return self.photometry.magnitude_error

    @property
    def snr(self) -> float | None:
        """The signal-to-noise ratio: as given (Rubin), of the magnitude's error (ZTF)."""
        return self.photometry.snr

    @property
    def reliability(self) -> float | None:
        """The survey's own score, 0 to 1: ``reliability`` of Rubin, ``drb`` or ``rb`` of ZTF."""
        return number(self._detection, "reliability", "drb", "rb")

    @property
    def history(self) -> tuple[Photometry, ...]:
        """Earlier detections of the object, as the alert has them; of Lasair, with the newest."""
        return self._measured("_history", "prvDiaSources", "prv_candidates", "diaSourcesList")

    @property
    def forced_photometry(self) -> tuple[Photometry, ...]:
        """Measurements at the place of the object, whether it was seen or not."""
        return self._measured("_forced", "prvDiaForcedSources", "fp_hists", "diaForcedSourcesList")

    @property
    def cutouts(self) -> Cutouts:
        """The images around the source."""
        return Cutouts(self.record)

    @property
    def _detection(self) -> Mapping[str, Any]:
        return detection_of(self.record)

    def _measured(self, kept_as: str, *names: str) -> tuple[Photometry, ...]:
        kept: tuple[Photometry, ...] | None = self.__dict__.get(kept_as)
        if kept is None:
            # A filter of Lasair may send the light curve beside what it selects.
            light_curve = self.record.get("alert")
            record = light_curve if isinstance(light_curve, dict) else self.record
            kept = self.__dict__[kept_as] = tuple(measurements(record, *names))
        return kept

    # What every message can do.

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        """Make the alerts that ``alerts`` keeps; what they do not look at is not decoded."""
        found: tuple[Any, ...] = viewer("of_survey")(self, topic)
        return found

    def hop_declares_test(self) -> bool:
        """Whether it is of a source that was put into the image."""
        detection, lazy = self._detection, self.__dict__.get("_lazy")
        # Records of one schema have the same names: a hundred, of which four are looked at.
        notes = {} if lazy is None else lazy.schema.notes
        flags = notes.get("injected")
        if flags is None:
            flags = notes["injected"] = injected_flags(detection)
        return any(detection.get(name) is True for name in flags)

    def __getitem__(self, key: Any) -> Any:
        return self.record[key]

    def __contains__(self, item: object) -> bool:
        return item in self.record

    def __iter__(self) -> Iterator[Any]:
        return iter(self.record)

    def __len__(self) -> int:
        return len(self.record)

    def get(self, key: Any, default: Any = None) -> Any:
        """The field of this name, else the default."""
        return self.record.get(key, default)

    def keys(self) -> Any:
        """The names of the fields."""
        return self.record.keys()

    def __repr__(self) -> str:
        try:
            ids = f"{self.survey}, id={self.id!r}, object_id={self.object_id!r}"
            return f"SurveyAlert({ids}, time={self.time}, ra={self.ra}, dec={self.dec})"
        except DecodeError as error:
            return f"SurveyAlert({error!s:.100})"
