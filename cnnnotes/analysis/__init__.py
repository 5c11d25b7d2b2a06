"""Measures over operations and pictures: cost, receptive fields, equivariance, stationarity, locality."""

from cnnnotes.analysis.circulant import circulant_distance, circulant_projection, commutant_dimension, commutator
from cnnnotes.analysis.connections import connection_map, extent, gradient_map
from cnnnotes.analysis.cost import Cost, conv2d_parameters, dense_parameters, layer_cost, network_cost, total_cost
from cnnnotes.analysis.curves import best_shift_error, equivariance_curve, invariance_curve
from cnnnotes.analysis.effective import effective_receptive_field, gaussian_gap, spread
from cnnnotes.analysis.equivariance import equivariance_error, shift, shift_matrix, symmetrise
from cnnnotes.analysis.layers import Layer
from cnnnotes.analysis.linear import matrix_of
from cnnnotes.analysis.locality import (
    autocorrelation,
    neighbour_correlation,
    neighbour_pairs,
    prediction_r2,
    ring_offsets,
    square_offsets,
)
from cnnnotes.analysis.neighbours import distances, nearest_label
from cnnnotes.analysis.networks import network, network_names
from cnnnotes.analysis.receptive import ReceptiveField, receptive_field
from cnnnotes.analysis.series import KPSS_LIMIT, autoregress, kpss, season_share
from cnnnotes.analysis.spectrum import partial_r2, radial_spectrum, spectrum_slope
from cnnnotes.analysis.stationarity import Summary, acf, ensemble_summary, eta_squared, rolling_summary, split_half

__all__ = [  # noqa: RUF022 - in the order of sorted(), which a test asks for
    "Cost",
    "KPSS_LIMIT",
    "Layer",
    "ReceptiveField",
    "Summary",
    "acf",
    "autocorrelation",
    "autoregress",
    "best_shift_error",
    "circulant_distance",
    "circulant_projection",
    "commutant_dimension",
    "commutator",
    "connection_map",
    "conv2d_parameters",
    "dense_parameters",
    "distances",
    "effective_receptive_field",
    "ensemble_summary",
    "equivariance_curve",
    "equivariance_error",
    "eta_squared",
    "extent",
    "gaussian_gap",
    "gradient_map",
    "invariance_curve",
    "kpss",
    "layer_cost",
    "matrix_of",
    "nearest_label",
    "neighbour_correlation",
    "neighbour_pairs",
    "network",
    "network_cost",
    "network_names",
    "partial_r2",
    "prediction_r2",
    "radial_spectrum",
    "receptive_field",
    "ring_offsets",
    "rolling_summary",
    "season_share",
    "shift",
    "shift_matrix",
    "spectrum_slope",
    "split_half",
    "spread",
    "square_offsets",
    "symmetrise",
    "total_cost",
]
