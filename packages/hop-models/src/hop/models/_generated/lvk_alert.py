# Generated from schemas/lvk/alert.schema.json (sha256 7604367d028e4ce1968448a7bc3e00cea6092cebcceb3deeb501071018663e2f) by hop-codegen; do not edit
"""Classes of schemas/lvk/alert.schema.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from hop.models._generated._schemas import SCHEMAS
from hop.models._lvk_part import AlertMessage, AlertPart, BytesOrBase64
from hop.models.schema import SchemaRef


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class LvkAlert(AlertMessage):
    """An alert of LIGO, Virgo and KAGRA. Other fields may come with it, in each part.

    Attributes:
        superevent_id: Name of the candidate: S, or MS and TS for mock data and tests, then
            YYMMDD and letters. Required.
        alert_type: EARLYWARNING, PRELIMINARY, INITIAL, UPDATE, or RETRACTION.
        time_created: When the alert was made, UTC, ISO 8601.
        urls: Addresses of pages about it, by their names; gracedb is one.
        event: The candidate; null in a retraction.
        external_coinc: An event that others saw at the same time; null where there is none.

    Source: schemas/lvk/alert.schema.json#
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("https://hop-models.invalid/lvk/alert.schema.json")

    superevent_id: str
    alert_type: str | None = field(metadata={"null": True}, default=None)
    time_created: str | None = field(metadata={"null": True}, default=None)
    urls: dict[str, str | None] | None = field(metadata={"null": True}, default=None)
    event: LvkEvent | None = field(metadata={"null": True, "shape": "LvkEvent"}, default=None)
    external_coinc: LvkExternalCoincidence | None = field(
        metadata={"null": True, "shape": "LvkExternalCoincidence"}, default=None
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class LvkEvent(AlertPart):
    """The candidate that an alert tells of.

    Attributes:
        time: When the signal arrived at the Earth's centre, UTC, ISO 8601.
        far: False alarm rate. Unit: Hz.
        significant: Whether the false alarm rate is low enough for the alert to be taken as
            significant.
        instruments: Detectors that contribute, such as H1, L1, V1, K1.
        group: CBC (a compact binary coalescence) or Burst.
        pipeline: Search pipeline that found it.
        search: Kind of search, such as AllSky, EarlyWarning, MDC.
        properties: CBC only: probability of each property of the source, by its name: HasNS,
            HasRemnant, HasMassGap.
        classification: CBC only: probability of each kind of source, by its name: BNS, NSBH,
            BBH, Terrestrial; 1 in all.
        duration: Burst only: duration. Unit: s.
        central_frequency: Burst only: central frequency. Unit: Hz.
        skymap: Multi-order sky map, HEALPix in FITS: base64 text in JSON, bytes in Avro.

    Source: schemas/lvk/alert.schema.json#/$defs/LvkEvent
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/lvk/alert.schema.json#/$defs/LvkEvent"
    )

    time: str | None = field(metadata={"null": True}, default=None)
    far: float | None = field(metadata={"null": True, "type": "float", "unit": "Hz"}, default=None)
    significant: bool | None = field(metadata={"null": True}, default=None)
    instruments: list[str | None] | None = field(metadata={"null": True}, default=None)
    group: str | None = field(metadata={"null": True}, default=None)
    pipeline: str | None = field(metadata={"null": True}, default=None)
    search: str | None = field(metadata={"null": True}, default=None)
    properties: dict[str, float | None] | None = field(metadata={"null": True}, default=None)
    classification: dict[str, float | None] | None = field(metadata={"null": True}, default=None)
    duration: float | None = field(
        metadata={"null": True, "type": "float", "unit": "s"}, default=None
    )
    central_frequency: float | None = field(
        metadata={"null": True, "type": "float", "unit": "Hz"}, default=None
    )
    skymap: BytesOrBase64 | None = field(metadata={"null": True}, default=None)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class LvkExternalCoincidence(AlertPart):
    """An event that others saw at the same time.

    Attributes:
        gcn_notice_id: Number of the GCN notice.
        ivorn: Identifier of its VOEvent.
        observatory: Who saw it.
        search: Kind of search, such as GRB.
        time_difference: Its time minus that of the candidate. Unit: s.
        time_coincidence_far: False alarm rate of the coincidence in time. Unit: Hz.
        time_sky_position_coincidence_far: False alarm rate of the coincidence in time and
            place. Unit: Hz.
        combined_skymap: Sky map of both: base64 text in JSON, bytes in Avro.

    Source: schemas/lvk/alert.schema.json#/$defs/LvkExternalCoincidence
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/lvk/alert.schema.json#/$defs/LvkExternalCoincidence"
    )

    gcn_notice_id: str | float | None = field(metadata={"null": True}, default=None)
    ivorn: str | None = field(metadata={"null": True}, default=None)
    observatory: str | None = field(metadata={"null": True}, default=None)
    search: str | None = field(metadata={"null": True}, default=None)
    time_difference: float | None = field(
        metadata={"null": True, "type": "float", "unit": "s"}, default=None
    )
    time_coincidence_far: float | None = field(
        metadata={"null": True, "type": "float", "unit": "Hz"}, default=None
    )
    time_sky_position_coincidence_far: float | None = field(
        metadata={"null": True, "type": "float", "unit": "Hz"}, default=None
    )
    combined_skymap: BytesOrBase64 | None = field(metadata={"null": True}, default=None)
