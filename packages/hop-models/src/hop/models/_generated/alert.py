# Generated from schemas/alert/alert.schema.json (sha256 c10208a14005c52d8e4533c3a9c57447fdfd21d6a776e225a455bb92856c0724) by hop-codegen; do not edit
"""Classes of schemas/alert/alert.schema.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from hop.models._alert_part import AlertBase, AlertPart, Base64, SkyMapBase
from hop.models._generated._schemas import SCHEMAS
from hop.models.schema import SchemaRef


@AlertBase.hop_complete
@dataclass(frozen=True)
class Alert(AlertBase):
    """What an alert says, in one form for all missions and formats. What is not known is null:
    nothing is guessed.

    Attributes:
        family: Kind of message: gcn-notice, voevent, lvk, text-notice, circular, ztf, rubin, or
            the name of a plugin. Required.
        message_id: Key of this notice. It is the same from two brokers, and in two formats
            where the message says enough; otherwise it is a hash of the content. Required.
        mission: Mission or observatory, in its own spelling: Swift, Fermi, IceCube, LVK.
        instrument: Instrument, in its own spelling: BAT, GBM; several are separated by commas:
            H1,L1.
        messenger: What was observed: light of any energy (EM), gravitational waves (GW),
            neutrinos.
        event_id: Key of the event with its namespace, such as lvk:S230914ak or swift:1234567.
            It is the same in each format and from each broker.
        aliases: Other keys of the same event, each with its namespace.
        names: Names for people, in one spelling: GRB 240812B, IceCube-240412A.
        refs: Events that this notice refers to: others, or its own in an earlier notice.
        time: When the event was seen, UTC. ISO 8601 with Z, to the microsecond.
        time_error: Error of the time, 1 sigma. Unit: s.
        time_of: What the time is of: the event; an observation, such as an image that was taken
            later; or another event that was followed up (other).
        sent: When the notice was made, UTC. ISO 8601 with Z.
        ra: Right ascension, ICRS, from 0 to less than 360. Unit: deg.
        dec: Declination, ICRS. Unit: deg.
        region: Where the source can be, around the position or as corners.
        sky_map: A map of where the source can be.
        far: False alarm rate. Unit: Hz.
        significance: How far the signal stands above the noise. Never compare it between
            missions.
        p_astro: Probability that the event is astrophysical.
        classes: Probability of each kind of source by its name, as given. A kind that is absent
            is unknown, not 0.
        properties: Probability of each property by its name, as given. A property that is
            absent is unknown, not 0.
        kind: What the notice does: it is the first of its event (initial), changes what was
            said (update), tells of another outburst of the same source (subsequent), or
            withdraws the event (retraction).
        stage: The message's own word for its kind: PRELIMINARY, FLIGHT_POSITION.
        sequence: Number of the notice among those of its event.
        subject: Subject of a circular, type of a text notice.
        is_test: Whether this is a test or about simulated data. Any mark of a test counts. Null
            where no mark is there.
        distance: Distance. Unit: Mpc.
        distance_error: Error of the distance, 1 sigma. Unit: Mpc.
        origin: Where each known value comes from, by the name of its field.
        problems: What could not be read, or contradicts itself.

    Source: schemas/alert/alert.schema.json#
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json"
    )

    family: str
    message_id: str
    mission: str | None = None
    instrument: str | None = None
    messenger: Literal["EM", "GW", "Neutrino"] | None = None
    event_id: str | None = None
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    time: datetime | None = None
    time_error: float | None = None
    time_of: Literal["event", "observation", "other"] | None = None
    sent: datetime | None = None
    ra: float | None = None
    dec: float | None = None
    region: Circle | Ellipse | Polygon | None = None
    sky_map: SkyMapRef | None = None
    far: float | None = None
    significance: Significance | None = None
    p_astro: float | None = None
    classes: dict[str, float] = field(default_factory=dict)
    properties: dict[str, float] = field(default_factory=dict)
    kind: Literal["initial", "update", "subsequent", "retraction"] | None = None
    stage: str | None = None
    sequence: int | None = None
    subject: str | None = None
    is_test: bool | None = None
    distance: float | None = None
    distance_error: float | None = None
    origin: dict[str, Origin] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@AlertPart.hop_complete
@dataclass(frozen=True)
class Circle(AlertPart):
    """A circle around the position.

    Attributes:
        radius: Radius. Unit: deg. Required.
        containment: Probability that the source is inside; null where nobody says.
        systematic: Whether systematic errors are included; null where nobody says.
        assumed: Whether the containment comes from the mission's page, or is a schema's
            default, and is not in the message. By default False.
        type: The word circle. By default circle.

    Source: schemas/alert/alert.schema.json#/$defs/Circle
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/Circle"
    )

    radius: float
    containment: float | None = None
    systematic: bool | None = None
    assumed: bool = False
    type: Literal["circle"] = "circle"


@AlertPart.hop_complete
@dataclass(frozen=True)
class Ellipse(AlertPart):
    """An ellipse around the position.

    Attributes:
        semi_major: Half of the long axis. Unit: deg. Required.
        semi_minor: Half of the short axis. Unit: deg. Required.
        position_angle: Direction of the long axis, from north to east. Unit: deg. Required.
        containment: Probability that the source is inside; null where nobody says.
        systematic: Whether systematic errors are included; null where nobody says.
        assumed: Whether the containment comes from the mission's page, or is a schema's
            default, and is not in the message. By default False.
        type: The word ellipse. By default ellipse.

    Source: schemas/alert/alert.schema.json#/$defs/Ellipse
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/Ellipse"
    )

    semi_major: float
    semi_minor: float
    position_angle: float
    containment: float | None = None
    systematic: bool | None = None
    assumed: bool = False
    type: Literal["ellipse"] = "ellipse"


@AlertPart.hop_complete
@dataclass(frozen=True)
class Origin(AlertPart):
    """Where a value comes from.

    Attributes:
        path: Path in the message; empty where the value is not in the message. Required.
        assumed: Whether the value stands in a mission's page, is a constant of the table, or a
            schema's default. By default False.
        note: What else there is to say: the unit of the message, the source of an assumption.
            By default .

    Source: schemas/alert/alert.schema.json#/$defs/Origin
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/Origin"
    )

    path: str
    assumed: bool = False
    note: str = ""


@AlertPart.hop_complete
@dataclass(frozen=True)
class Polygon(AlertPart):
    """A polygon on the sky.

    Attributes:
        corners: Right ascension and declination of each corner, in order. Unit: deg. Required.
        containment: Probability that the source is inside; null where nobody says.
        systematic: Whether systematic errors are included; null where nobody says.
        assumed: Whether the containment comes from the mission's page, or is a schema's
            default, and is not in the message. By default False.
        type: The word polygon. By default polygon.

    Source: schemas/alert/alert.schema.json#/$defs/Polygon
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/Polygon"
    )

    corners: tuple[tuple[float, ...], ...]
    containment: float | None = None
    systematic: bool | None = None
    assumed: bool = False
    type: Literal["polygon"] = "polygon"


@AlertPart.hop_complete
@dataclass(frozen=True)
class Ref(AlertPart):
    """An event that an alert refers to.

    Attributes:
        kind: What the alert has to do with it. Required.
        event_id: Its key with its namespace. Required.

    Source: schemas/alert/alert.schema.json#/$defs/Ref
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/Ref"
    )

    kind: Literal["followup", "supersedes", "retraction", "coincidence"]
    event_id: str


@AlertPart.hop_complete
@dataclass(frozen=True)
class Significance(AlertPart):
    """How far a signal stands above the noise, in the mission's own measure.

    Attributes:
        value: The number as given. Required.
        kind: What it measures: a signal-to-noise ratio, standard deviations, or a test
            statistic. Required.

    Source: schemas/alert/alert.schema.json#/$defs/Significance
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/Significance"
    )

    value: float
    kind: Literal["snr", "sigma", "ts"]


@SkyMapBase.hop_complete
@dataclass(frozen=True)
class SkyMapRef(SkyMapBase):
    """A sky map, HEALPix in FITS: the file itself, or its address.

    Attributes:
        data: The FITS file, which may be packed by gzip: bytes in Python, base64 in JSON. Null
            where only the address is known, or where the base64 is broken. Required.
        url: Address of the FITS file. It comes from the message: do not trust it.

    Source: schemas/alert/alert.schema.json#/$defs/SkyMapRef
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/alert/alert.schema.json#/$defs/SkyMapRef"
    )

    data: Base64 | None
    url: str | None = None
