# Generated from schemas/gcn/notice.schema.json (sha256 be80798537698ec5a027af02d546aa522022245c34188ab4e382ea6f270206cc) by hop-codegen; do not edit
"""Classes of schemas/gcn/notice.schema.json."""

from __future__ import annotations

from typing import Any

from hop.models._document import Part
from pydantic import StrictBool, StrictFloat, StrictStr
from pydantic.dataclasses import dataclass


@dataclass(eq=False, repr=False)
class Notice(Part):
    """
    A notice of NASA's GCN in the unified form: what all missions have in common. All of it is
    optional, any of it may be null, and missions add fields of their own.

    Attributes:
        alert_datetime: When the notice was made, UTC, ISO 8601.
        alert_tense: What kind of event it tells of: current, archival, planned, injection,
            commanded, or test.
        alert_type: Where it stands in a series: initial, subsequent, update, or retraction.
        trigger_time: When the event was seen, UTC, ISO 8601. Without a zone it is UTC as well.
        trigger_time_error: Uncertainty of the trigger time, s. A list where it is not
            symmetric.
        observation_start: Begin of the observation, UTC, ISO 8601.
        observation_stop: End of the observation, UTC, ISO 8601.
        observation_livetime: How long the instrument observed in that time, s.
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
        ra: Right ascension, degrees, ICRS.
        dec: Declination, degrees, ICRS.
        ra_dec_error: Uncertainty of the position, degrees: the radius of a circle, or a list of
            semi-major axis, semi-minor axis and position angle, from north to east.
        containment_probability: Probability that the event lies in ra_dec_error; 0.9 where
            nothing is said.
        systematic_included: Whether ra_dec_error includes the systematic error; not, where
            nothing is said.
        instrument_phi: Azimuth in the instrument's frame, degrees.
        instrument_theta: Angle from the instrument's axis, degrees.
        instrument_semimajor_angle: Angle of the error ellipse in the instrument's frame,
            degrees.
        healpix_url: Address of a sky map, HEALPix in FITS.
        healpix_file: A sky map, HEALPix in FITS, as base64.
        far: False alarm rate, Hz.
        trigger_type: How the event was found: rate or image.
        net_count_rate: Count rate of the source, Hz.
        background_count_rate: Count rate of the background, Hz.
        rate_snr: Signal to noise ratio of the rate trigger.
        rate_duration: Duration of the rate trigger, s.
        rate_energy_range: Lowest and highest energy of the rate trigger, keV.
        image_snr: Signal to noise ratio in the image.
        image_duration: Duration of the image, s.
        image_energy_range: Lowest and highest energy of the image, keV.
        p_astro: Probability that the event comes from the sky, 0 to 1.
        classification: Probability of each class, by its name; 1 in all.
        properties: Probability of each property, by its name, 0 to 1.
        ref_type: Type of the event that this one follows up.
        ref_instrument: Instrument that reported that event.
        ref_ID: Number or name of that event.
        reference: Where that event was reported: topic, or GCN circular, with the number or
            name there.
        t90: Time that 90 % of the counts came in, s.
        t90_error: Uncertainty of t90, s, 1 sigma. A list where it is not symmetric.
        t50: Time that 50 % of the counts came in, s.
        t50_error: Uncertainty of t50, s, 1 sigma. A list where it is not symmetric.
        luminosity_distance: Luminosity distance, Mpc.
        luminosity_distance_error: Uncertainty of the luminosity distance, Mpc, 1 sigma. A list
            where it is not symmetric.
        redshift: Redshift.
        redshift_error: Uncertainty of the redshift, 1 sigma. A list where it is not symmetric.
        redshift_measure: How the redshift was measured: spectroscopic or photometric.
        redshift_type: From what: emission, absorption, or host.
        ra_pointing: Right ascension of the pointing, degrees, ICRS.
        dec_pointing: Declination of the pointing, degrees, ICRS.
        roll: Roll angle of the spacecraft, degrees.
        position_angle: Position angle of the instrument, degrees, from north to east.
        attitude_quarternion: Attitude of the spacecraft as a quaternion, four numbers. GCN
            spells the name so.
        time: When it pointed so, UTC, ISO 8601; the trigger time where nothing is said.
        rotation_rate: Rotation of the spacecraft about three axes, rad/s.
        latitude: Latitude of the observer, degrees.
        longitude: Longitude of the observer, degrees.
        altitude: Height of the observer, km.
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
        flux_time_range: Begin and end of the time of the flux, s from the trigger.
        limiting_flux: Upper limit of the flux, in flux_unit.
        limiting_flux_sigma: How many sigma limiting_flux stands for; 5 where nothing is said.
        flux_density: Flux density, in flux_density_unit.
        flux_density_error: Uncertainty of the flux density, in flux_density_unit, 1 sigma. A
            list where it is not symmetric.
        flux_density_unit: erg/cm2/s/Hz, erg/cm2/s/keV, or erg/cm2/s/nm.
        flux_density_spectral_point: Energy, frequency or wavelength of the flux density, in
            flux_density_spectral_point_unit.
        flux_density_spectral_point_unit: keV, nm, or MHz.
        flux_density_time_range: Begin and end of the time of the flux density, s from the
            trigger.
        limiting_flux_density: Upper limit of the flux density, in flux_density_unit.
        limiting_flux_density_sigma: How many sigma limiting_flux_density stands for; 5 where
            nothing is said.
        fluence: Fluence, erg/cm2.
        fluence_error: Uncertainty of the fluence, erg/cm2, 1 sigma. A list where it is not
            symmetric.
        fluence_spectral_band: Lowest and highest energy of the fluence, keV.
        fluence_time_range: Begin and end of the time of the fluence, s from the trigger.
        power_law: Parameters of a power law, by their names.
        cutoff_power_law: Parameters of a power law with a cutoff, by their names.
        band: Parameters of a Band function, by their names.
        hardness_ratio: Hardness ratio.
        energy_range_soft: Lowest and highest energy of the soft band of the ratio, keV.
        energy_range_hard: Lowest and highest energy of the hard band of the ratio, keV.
        hardness_ratio_error: Uncertainty of the hardness ratio, 1 sigma. A list where it is not
            symmetric.
        dm: Dispersion measure, pc/cm3.
        dm_error: Uncertainty of the dispersion measure, pc/cm3, 1 sigma. A list where it is not
            symmetric.
        additional_info: What else a reader should know.
        subtype: Which variant of a notice this is, where one schema has several.

    Source: schemas/gcn/notice.schema.json#
    """

    alert_datetime: StrictStr | None = None
    alert_tense: StrictStr | None = None
    alert_type: StrictStr | None = None
    trigger_time: StrictStr | None = None
    trigger_time_error: StrictFloat | list[StrictFloat | None] | None = None
    observation_start: StrictStr | None = None
    observation_stop: StrictStr | None = None
    observation_livetime: StrictFloat | None = None
    event_name: StrictStr | list[StrictStr | None] | None = None
    id: StrictStr | list[StrictStr | None] | None = None
    data_archive_page: StrictStr | None = None
    mission: StrictStr | None = None
    instrument: StrictStr | None = None
    record_number: StrictFloat | None = None
    messenger: StrictStr | None = None
    spectral_band: list[StrictFloat | None] | None = None
    spectral_band_units: StrictStr | None = None
    ra: StrictFloat | None = None
    dec: StrictFloat | None = None
    ra_dec_error: StrictFloat | list[StrictFloat | None] | None = None
    containment_probability: StrictFloat | None = None
    systematic_included: StrictBool | None = None
    instrument_phi: StrictFloat | None = None
    instrument_theta: StrictFloat | None = None
    instrument_semimajor_angle: StrictFloat | None = None
    healpix_url: StrictStr | None = None
    healpix_file: StrictStr | None = None
    far: StrictFloat | None = None
    trigger_type: StrictStr | None = None
    net_count_rate: StrictFloat | None = None
    background_count_rate: StrictFloat | None = None
    rate_snr: StrictFloat | None = None
    rate_duration: StrictFloat | None = None
    rate_energy_range: list[StrictFloat | None] | None = None
    image_snr: StrictFloat | None = None
    image_duration: StrictFloat | None = None
    image_energy_range: list[StrictFloat | None] | None = None
    p_astro: StrictFloat | None = None
    classification: dict[str, StrictFloat | None] | None = None
    properties: dict[str, StrictFloat | None] | None = None
    ref_type: StrictStr | None = None
    ref_instrument: StrictStr | None = None
    ref_ID: StrictStr | None = None
    reference: dict[str, Any] | None = None
    t90: StrictFloat | None = None
    t90_error: StrictFloat | list[StrictFloat | None] | None = None
    t50: StrictFloat | None = None
    t50_error: StrictFloat | list[StrictFloat | None] | None = None
    luminosity_distance: StrictFloat | None = None
    luminosity_distance_error: StrictFloat | list[StrictFloat | None] | None = None
    redshift: StrictFloat | None = None
    redshift_error: StrictFloat | list[StrictFloat | None] | None = None
    redshift_measure: StrictStr | None = None
    redshift_type: StrictStr | None = None
    ra_pointing: StrictFloat | None = None
    dec_pointing: StrictFloat | None = None
    roll: StrictFloat | None = None
    position_angle: StrictFloat | None = None
    attitude_quarternion: list[StrictFloat | None] | None = None
    time: StrictStr | None = None
    rotation_rate: list[StrictFloat | None] | None = None
    latitude: StrictFloat | None = None
    longitude: StrictFloat | None = None
    altitude: StrictFloat | None = None
    mcilwain_l: StrictFloat | None = None
    geoloc_time: StrictStr | None = None
    filter: StrictStr | None = None
    mag: StrictFloat | None = None
    mag_error: StrictFloat | list[StrictFloat | None] | None = None
    mag_system: StrictStr | None = None
    limiting_mag: StrictFloat | None = None
    limiting_mag_sigma: StrictFloat | None = None
    best_fit_model: StrictStr | None = None
    flux: StrictFloat | None = None
    flux_error: StrictFloat | list[StrictFloat | None] | None = None
    flux_unit: StrictStr | None = None
    flux_spectral_band: list[StrictFloat | None] | None = None
    flux_spectral_unit: StrictStr | None = None
    flux_time_range: list[StrictFloat | None] | None = None
    limiting_flux: StrictFloat | None = None
    limiting_flux_sigma: StrictFloat | None = None
    flux_density: StrictFloat | None = None
    flux_density_error: StrictFloat | list[StrictFloat | None] | None = None
    flux_density_unit: StrictStr | None = None
    flux_density_spectral_point: StrictFloat | None = None
    flux_density_spectral_point_unit: StrictStr | None = None
    flux_density_time_range: list[StrictFloat | None] | None = None
    limiting_flux_density: StrictFloat | None = None
    limiting_flux_density_sigma: StrictFloat | None = None
    fluence: StrictFloat | None = None
    fluence_error: StrictFloat | list[StrictFloat | None] | None = None
    fluence_spectral_band: list[StrictFloat | None] | None = None
    fluence_time_range: list[StrictFloat | None] | None = None
    power_law: dict[str, Any] | None = None
    cutoff_power_law: dict[str, Any] | None = None
    band: dict[str, Any] | None = None
    hardness_ratio: StrictFloat | None = None
    energy_range_soft: list[StrictFloat | None] | None = None
    energy_range_hard: list[StrictFloat | None] | None = None
    hardness_ratio_error: StrictFloat | list[StrictFloat | None] | None = None
    dm: StrictFloat | None = None
    dm_error: StrictFloat | list[StrictFloat | None] | None = None
    additional_info: StrictStr | None = None
    subtype: StrictStr | None = None
