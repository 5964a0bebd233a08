# Generated from schemas/gcn/notice.schema.json (sha256 e9270bcb3d9373280e914e8605f17a1fc0d665f2089213a70a8f9bbe941e4b38) by hop-codegen; do not edit
"""Classes of schemas/gcn/notice.schema.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from hop.models._generated._schemas import SCHEMAS
from hop.models.schema import OpenMessage, SchemaRef


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Notice(OpenMessage):
    """A notice of NASA's GCN in the unified form: what all missions have in common. All of it is
    optional, any of it may be null, and missions add fields of their own.

    Attributes:
        alert_datetime: When the notice was made, UTC, ISO 8601.
        alert_tense: What kind of event it tells of: current, archival, planned, injection,
            commanded, or test.
        alert_type: Where it stands in a series: initial, subsequent, update, or retraction.
        trigger_time: When the event was seen, UTC, ISO 8601. Without a zone it is UTC as well.
        trigger_time_error: Uncertainty of the trigger time. A list where it is not symmetric.
            Unit: s.
        observation_start: Begin of the observation, UTC, ISO 8601.
        observation_stop: End of the observation, UTC, ISO 8601.
        observation_livetime: How long the instrument observed in that time. Unit: s.
        event_name: Name of the event in catalogues, such as GRB 230410A. One, or a list.
        id: The mission's own number of the event or trigger. One, or a list.
        data_archive_page: Address of a page with the data.
        mission: Who observes.
        instrument: With what.
        record_number: Number of this notice among those of one event, counted from 1.
        messenger: EM, GW, or Neutrino.
        spectral_band: Lowest and highest energy, frequency or wavelength observed, in
            spectral_band_units.
        spectral_band_units: keV where nothing is said; also nm, MHz.
        ra: Right ascension, ICRS. Unit: deg.
        dec: Declination, ICRS. Unit: deg.
        ra_dec_error: Uncertainty of the position: the radius of a circle, or a list of
            semi-major axis, semi-minor axis and position angle, from north to east. Unit: deg.
        containment_probability: Probability that the event lies in ra_dec_error; 0.9 where
            nothing is said.
        systematic_included: Whether ra_dec_error includes the systematic error; not, where
            nothing is said.
        instrument_phi: Azimuth in the instrument's frame. Unit: deg.
        instrument_theta: Angle from the instrument's axis. Unit: deg.
        instrument_semimajor_angle: Angle of the error ellipse in the instrument's frame. Unit:
            deg.
        healpix_url: Address of a sky map, HEALPix in FITS.
        healpix_file: A sky map, HEALPix in FITS, as base64.
        far: False alarm rate. Unit: Hz.
        trigger_type: How the event was found: rate or image.
        net_count_rate: Count rate of the source. Unit: Hz.
        background_count_rate: Count rate of the background. Unit: Hz.
        rate_snr: Signal to noise ratio of the rate trigger.
        rate_duration: Duration of the rate trigger. Unit: s.
        rate_energy_range: Lowest and highest energy of the rate trigger. Unit: keV.
        image_snr: Signal to noise ratio in the image.
        image_duration: Duration of the image. Unit: s.
        image_energy_range: Lowest and highest energy of the image. Unit: keV.
        p_astro: Probability that the event comes from the sky, 0 to 1.
        classification: Probability of each class, by its name; 1 in all.
        properties: Probability of each property, by its name, 0 to 1.
        ref_type: Type of the event that this one follows up.
        ref_instrument: Instrument that reported that event.
        ref_ID: Number or name of that event.
        reference: Where that event was reported: topic, or GCN circular, with the number or
            name there.
        t90: Time that 90 % of the counts came in. Unit: s.
        t90_error: Uncertainty of t90, 1 sigma. A list where it is not symmetric. Unit: s.
        t50: Time that 50 % of the counts came in. Unit: s.
        t50_error: Uncertainty of t50, 1 sigma. A list where it is not symmetric. Unit: s.
        luminosity_distance: Luminosity distance. Unit: Mpc.
        luminosity_distance_error: Uncertainty of the luminosity distance, 1 sigma. A list where
            it is not symmetric. Unit: Mpc.
        redshift: Redshift.
        redshift_error: Uncertainty of the redshift, 1 sigma. A list where it is not symmetric.
        redshift_measure: How the redshift was measured: spectroscopic or photometric.
        redshift_type: From what: emission, absorption, or host.
        ra_pointing: Right ascension of the pointing, ICRS. Unit: deg.
        dec_pointing: Declination of the pointing, ICRS. Unit: deg.
        roll: Roll angle of the spacecraft. Unit: deg.
        position_angle: Position angle of the instrument, from north to east. Unit: deg.
        attitude_quarternion: Attitude of the spacecraft as a quaternion, four numbers. GCN
            spells the name so.
        time: When it pointed so, UTC, ISO 8601; the trigger time where nothing is said.
        rotation_rate: Rotation of the spacecraft about three axes. Unit: rad/s.
        latitude: Latitude of the observer. Unit: deg.
        longitude: Longitude of the observer. Unit: deg.
        altitude: Height of the observer. Unit: km.
        mcilwain_l: McIlwain L of the observer's place.
        geoloc_time: When the observer was there, UTC, ISO 8601.
        filter: Filter of the magnitude.
        mag: Magnitude, in mag_system.
        mag_error: Uncertainty of the magnitude, 1 sigma. A list where it is not symmetric.
        mag_system: AB where nothing is said.
        limiting_mag: Limiting magnitude, in mag_system.
        limiting_mag_sigma: How many sigma limiting_mag stands for; 5 where nothing is said.
        best_fit_model: Spectral model that fits best: PowerLaw, CutoffPowerLaw, or Band.
        flux: Flux, in flux_unit.
        flux_error: Uncertainty of the flux, in flux_unit, 1 sigma. A list where it is not
            symmetric.
        flux_unit: erg/cm2/s where nothing is said; also ph/cm2/s.
        flux_spectral_band: Lowest and highest energy, frequency or wavelength of the flux, in
            flux_spectral_unit.
        flux_spectral_unit: keV where nothing is said; also nm, MHz.
        flux_time_range: Begin and end of the time of the flux, counted from the trigger. Unit:
            s.
        limiting_flux: Upper limit of the flux, in flux_unit.
        limiting_flux_sigma: How many sigma limiting_flux stands for; 5 where nothing is said.
        flux_density: Flux density, in flux_density_unit.
        flux_density_error: Uncertainty of the flux density, in flux_density_unit, 1 sigma. A
            list where it is not symmetric.
        flux_density_unit: erg/cm2/s/Hz, erg/cm2/s/keV, or erg/cm2/s/nm.
        flux_density_spectral_point: Energy, frequency or wavelength of the flux density, in
            flux_density_spectral_point_unit.
        flux_density_spectral_point_unit: keV, nm, or MHz.
        flux_density_time_range: Begin and end of the time of the flux density, counted from the
            trigger. Unit: s.
        limiting_flux_density: Upper limit of the flux density, in flux_density_unit.
        limiting_flux_density_sigma: How many sigma limiting_flux_density stands for; 5 where
            nothing is said.
        fluence: Fluence. Unit: erg/cm2.
        fluence_error: Uncertainty of the fluence, 1 sigma. A list where it is not symmetric.
            Unit: erg/cm2.
        fluence_spectral_band: Lowest and highest energy of the fluence. Unit: keV.
        fluence_time_range: Begin and end of the time of the fluence, counted from the trigger.
            Unit: s.
        power_law: Parameters of a power law, by their names.
        cutoff_power_law: Parameters of a power law with a cutoff, by their names.
        band: Parameters of a Band function, by their names.
        hardness_ratio: Hardness ratio.
        energy_range_soft: Lowest and highest energy of the soft band of the ratio. Unit: keV.
        energy_range_hard: Lowest and highest energy of the hard band of the ratio. Unit: keV.
        hardness_ratio_error: Uncertainty of the hardness ratio, 1 sigma. A list where it is not
            symmetric.
        dm: Dispersion measure. Unit: pc/cm3.
        dm_error: Uncertainty of the dispersion measure, 1 sigma. A list where it is not
            symmetric. Unit: pc/cm3.
        additional_info: What else a reader should know.
        subtype: Which variant of a notice this is, where one schema has several.

    Source: schemas/gcn/notice.schema.json#
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/gcn/notice.schema.json"
    )

    alert_datetime: str | None = field(metadata={"null": True}, default=None)
    alert_tense: str | None = field(metadata={"null": True}, default=None)
    alert_type: str | None = field(metadata={"null": True}, default=None)
    trigger_time: str | None = field(metadata={"null": True}, default=None)
    trigger_time_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "s"}, default=None
    )
    observation_start: str | None = field(metadata={"null": True}, default=None)
    observation_stop: str | None = field(metadata={"null": True}, default=None)
    observation_livetime: float | None = field(
        metadata={"null": True, "type": "float", "unit": "s"}, default=None
    )
    event_name: list[str | None] | str | None = field(metadata={"null": True}, default=None)
    id: list[str | None] | str | None = field(metadata={"null": True}, default=None)
    data_archive_page: str | None = field(metadata={"null": True}, default=None)
    mission: str | None = field(metadata={"null": True}, default=None)
    instrument: str | None = field(metadata={"null": True}, default=None)
    record_number: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    messenger: str | None = field(metadata={"null": True}, default=None)
    spectral_band: list[float | None] | None = field(metadata={"null": True}, default=None)
    spectral_band_units: str | None = field(metadata={"null": True}, default=None)
    ra: float | None = field(metadata={"null": True, "type": "float", "unit": "deg"}, default=None)
    dec: float | None = field(metadata={"null": True, "type": "float", "unit": "deg"}, default=None)
    ra_dec_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "deg"}, default=None
    )
    containment_probability: float | None = field(
        metadata={"null": True, "type": "float"}, default=None
    )
    systematic_included: bool | None = field(metadata={"null": True}, default=None)
    instrument_phi: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    instrument_theta: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    instrument_semimajor_angle: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    healpix_url: str | None = field(metadata={"null": True}, default=None)
    healpix_file: str | None = field(metadata={"null": True}, default=None)
    far: float | None = field(metadata={"null": True, "type": "float", "unit": "Hz"}, default=None)
    trigger_type: str | None = field(metadata={"null": True}, default=None)
    net_count_rate: float | None = field(
        metadata={"null": True, "type": "float", "unit": "Hz"}, default=None
    )
    background_count_rate: float | None = field(
        metadata={"null": True, "type": "float", "unit": "Hz"}, default=None
    )
    rate_snr: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    rate_duration: float | None = field(
        metadata={"null": True, "type": "float", "unit": "s"}, default=None
    )
    rate_energy_range: list[float | None] | None = field(
        metadata={"null": True, "unit": "keV"}, default=None
    )
    image_snr: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    image_duration: float | None = field(
        metadata={"null": True, "type": "float", "unit": "s"}, default=None
    )
    image_energy_range: list[float | None] | None = field(
        metadata={"null": True, "unit": "keV"}, default=None
    )
    p_astro: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    classification: dict[str, float | None] | None = field(metadata={"null": True}, default=None)
    properties: dict[str, float | None] | None = field(metadata={"null": True}, default=None)
    ref_type: str | None = field(metadata={"null": True}, default=None)
    ref_instrument: str | None = field(metadata={"null": True}, default=None)
    ref_ID: str | None = field(metadata={"null": True}, default=None)
    reference: dict[str, Any] | None = field(metadata={"null": True}, default=None)
    t90: float | None = field(metadata={"null": True, "type": "float", "unit": "s"}, default=None)
    t90_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "s"}, default=None
    )
    t50: float | None = field(metadata={"null": True, "type": "float", "unit": "s"}, default=None)
    t50_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "s"}, default=None
    )
    luminosity_distance: float | None = field(
        metadata={"null": True, "type": "float", "unit": "Mpc"}, default=None
    )
    luminosity_distance_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "Mpc"}, default=None
    )
    redshift: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    redshift_error: list[float | None] | float | None = field(metadata={"null": True}, default=None)
    redshift_measure: str | None = field(metadata={"null": True}, default=None)
    redshift_type: str | None = field(metadata={"null": True}, default=None)
    ra_pointing: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    dec_pointing: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    roll: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    position_angle: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    attitude_quarternion: list[float | None] | None = field(metadata={"null": True}, default=None)
    time: str | None = field(metadata={"null": True}, default=None)
    rotation_rate: list[float | None] | None = field(
        metadata={"null": True, "unit": "rad/s"}, default=None
    )
    latitude: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    longitude: float | None = field(
        metadata={"null": True, "type": "float", "unit": "deg"}, default=None
    )
    altitude: float | None = field(
        metadata={"null": True, "type": "float", "unit": "km"}, default=None
    )
    mcilwain_l: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    geoloc_time: str | None = field(metadata={"null": True}, default=None)
    filter: str | None = field(metadata={"null": True}, default=None)
    mag: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    mag_error: list[float | None] | float | None = field(metadata={"null": True}, default=None)
    mag_system: str | None = field(metadata={"null": True}, default=None)
    limiting_mag: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    limiting_mag_sigma: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    best_fit_model: str | None = field(metadata={"null": True}, default=None)
    flux: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    flux_error: list[float | None] | float | None = field(metadata={"null": True}, default=None)
    flux_unit: str | None = field(metadata={"null": True}, default=None)
    flux_spectral_band: list[float | None] | None = field(metadata={"null": True}, default=None)
    flux_spectral_unit: str | None = field(metadata={"null": True}, default=None)
    flux_time_range: list[float | None] | None = field(
        metadata={"null": True, "unit": "s"}, default=None
    )
    limiting_flux: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    limiting_flux_sigma: float | None = field(
        metadata={"null": True, "type": "float"}, default=None
    )
    flux_density: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    flux_density_error: list[float | None] | float | None = field(
        metadata={"null": True}, default=None
    )
    flux_density_unit: str | None = field(metadata={"null": True}, default=None)
    flux_density_spectral_point: float | None = field(
        metadata={"null": True, "type": "float"}, default=None
    )
    flux_density_spectral_point_unit: str | None = field(metadata={"null": True}, default=None)
    flux_density_time_range: list[float | None] | None = field(
        metadata={"null": True, "unit": "s"}, default=None
    )
    limiting_flux_density: float | None = field(
        metadata={"null": True, "type": "float"}, default=None
    )
    limiting_flux_density_sigma: float | None = field(
        metadata={"null": True, "type": "float"}, default=None
    )
    fluence: float | None = field(
        metadata={"null": True, "type": "float", "unit": "erg/cm2"}, default=None
    )
    fluence_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "erg/cm2"}, default=None
    )
    fluence_spectral_band: list[float | None] | None = field(
        metadata={"null": True, "unit": "keV"}, default=None
    )
    fluence_time_range: list[float | None] | None = field(
        metadata={"null": True, "unit": "s"}, default=None
    )
    power_law: dict[str, Any] | None = field(metadata={"null": True}, default=None)
    cutoff_power_law: dict[str, Any] | None = field(metadata={"null": True}, default=None)
    band: dict[str, Any] | None = field(metadata={"null": True}, default=None)
    hardness_ratio: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    energy_range_soft: list[float | None] | None = field(
        metadata={"null": True, "unit": "keV"}, default=None
    )
    energy_range_hard: list[float | None] | None = field(
        metadata={"null": True, "unit": "keV"}, default=None
    )
    hardness_ratio_error: list[float | None] | float | None = field(
        metadata={"null": True}, default=None
    )
    dm: float | None = field(
        metadata={"null": True, "type": "float", "unit": "pc/cm3"}, default=None
    )
    dm_error: list[float | None] | float | None = field(
        metadata={"null": True, "unit": "pc/cm3"}, default=None
    )
    additional_info: str | None = field(metadata={"null": True}, default=None)
    subtype: str | None = field(metadata={"null": True}, default=None)
