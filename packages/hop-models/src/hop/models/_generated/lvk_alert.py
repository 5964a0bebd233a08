# Generated from schemas/lvk/alert.schema.json (sha256 8cf44536978064dd129abfbc26ed3d7fa527bd9cdb95f8772cfbd6035bf48c25) by hop-codegen; do not edit
"""Classes of schemas/lvk/alert.schema.json."""

from __future__ import annotations

from hop.models._document import BytesOrBase64, Part
from pydantic import ConfigDict, StrictBool, StrictFloat, StrictStr
from pydantic.dataclasses import dataclass


@dataclass(eq=False, repr=False, config=ConfigDict(arbitrary_types_allowed=True))
class LvkEvent(Part):
    """
    The candidate that an alert tells of.

    Attributes:
        time: When the signal arrived at the Earth's centre, UTC, ISO 8601.
        far: False alarm rate, Hz.
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
        duration: Burst only: duration, s.
        central_frequency: Burst only: central frequency, Hz.
        skymap: Multi-order sky map, HEALPix in FITS: base64 text in JSON, bytes in Avro.

    Source: schemas/lvk/alert.schema.json#/$defs/LvkEvent
    """

    time: StrictStr | None = None
    far: StrictFloat | None = None
    significant: StrictBool | None = None
    instruments: list[StrictStr | None] | None = None
    group: StrictStr | None = None
    pipeline: StrictStr | None = None
    search: StrictStr | None = None
    properties: dict[str, StrictFloat | None] | None = None
    classification: dict[str, StrictFloat | None] | None = None
    duration: StrictFloat | None = None
    central_frequency: StrictFloat | None = None
    skymap: BytesOrBase64 | None = None


@dataclass(eq=False, repr=False, config=ConfigDict(arbitrary_types_allowed=True))
class LvkExternalCoincidence(Part):
    """
    An event that others saw at the same time.

    Attributes:
        gcn_notice_id: Number of the GCN notice.
        ivorn: Identifier of its VOEvent.
        observatory: Who saw it.
        search: Kind of search, such as GRB.
        time_difference: Its time minus that of the candidate, s.
        time_coincidence_far: False alarm rate of the coincidence in time, Hz.
        time_sky_position_coincidence_far: False alarm rate of the coincidence in time and
            place, Hz.
        combined_skymap: Sky map of both: base64 text in JSON, bytes in Avro.

    Source: schemas/lvk/alert.schema.json#/$defs/LvkExternalCoincidence
    """

    gcn_notice_id: StrictFloat | StrictStr | None = None
    ivorn: StrictStr | None = None
    observatory: StrictStr | None = None
    search: StrictStr | None = None
    time_difference: StrictFloat | None = None
    time_coincidence_far: StrictFloat | None = None
    time_sky_position_coincidence_far: StrictFloat | None = None
    combined_skymap: BytesOrBase64 | None = None


@dataclass(eq=False, repr=False)
class LvkAlert(Part):
    """
    An alert of LIGO, Virgo and KAGRA. Other fields may come with it, in each part.

    Attributes:
        alert_type: EARLYWARNING, PRELIMINARY, INITIAL, UPDATE, or RETRACTION.
        time_created: When the alert was made, UTC, ISO 8601.
        superevent_id: Name of the candidate: S, or MS and TS for mock data and tests, then
            YYMMDD and letters. Required.
        urls: Addresses of pages about it, by their names; gracedb is one.
        event: The candidate; null in a retraction.
        external_coinc: An event that others saw at the same time; null where there is none.

    Source: schemas/lvk/alert.schema.json#
    """

    superevent_id: StrictStr
    alert_type: StrictStr | None = None
    time_created: StrictStr | None = None
    urls: dict[str, StrictStr | None] | None = None
    event: LvkEvent | None = None
    external_coinc: LvkExternalCoincidence | None = None
