"""Topics of the equations in the order of a budget: the formula sheet, and the list of ``linkbudget formula``."""

LAYERS = ("physics", "link", "hardware", "geometry")
"""Folders of the package with equations."""

_BY_SUBJECT = """
    decibel_ratios decibel_levels
    free_space radiated_power transmission_equation ground_paths doppler orbital_doppler power_flux radar
    antennas beam_shapes antenna_dimensions patterns body_shadow pointing attitude element_antennas
    reference_patterns polarization
    gases refraction gas_paths gases_approximate atmosphere
    attenuation rain rain_specific power_law_rain rain_probability clouds scintillation depolarization radome
    terrestrial_rain multipath path_clearance terrestrial_discrimination
    low_angle_fading fade_dynamics diversity ionosphere corona
    noise receiver_noise noise_measures noise_of_losses
    sky_noise sky_brightness hot_bodies body_noise sun_calibration ground_stations
    link_equation received_quality transponder
    carrier modulation required_power psk qam keying scrambling error_curves success_curves measured_modems
    capacity shannon finite_blocks block_codes coding coded_schemes dvbs2 symbol_rates frames
    lora cycle_slips acquisition detection matched_filters radio_astronomy
    ranging phase_telemetry
    telescopes beam_pointing light_turbulence photons photon_energy optical_ppm photon_counting photon_ladder
    pulse_power pulse_position pulse_jitter pulse_clock pulse_picture fm_clicks analog classic_modulation
    picture picture_rates sampled_signals video_picture picture_quality
    waveforms
    rates verdict tolerances uncertainty
    solar_power battery
    elevation_curves chain mismatch standing_waves network noise_waves interpolation touchstone two_port_files
    sampled_pattern pattern_sphere spherical_pattern gain_distribution pattern_grasp pattern_grasp_grid pattern_nec
    pattern_hfss pattern_cst map_grids
    clock time_systems kernel frames conics simple_orbits stations look_angles bodies_in_view satellites coverage
    element_sets decay heliocentric occultations crosslinks
    polarization_angles
"""

ORDER = tuple(_BY_SUBJECT.split())
"""Modules as a budget is read, from free space to the verdict; then those of hardware, and those of geometry."""
