"""Distances along a direction, and the volume in which a source lies.

A map of LVK says for each cell:
p(r | direction) = DISTNORM / (sqrt(2 pi) s) exp(-(r - m)^2 / (2 s^2)) r^2, with m DISTMU and s
DISTSIGMA (Singer et al. 2016, ApJL 829, L15).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import erfcx

from hop.sky._cells import Floats

_ROOT_2PI = np.sqrt(2 * np.pi)
# The largest distance from the mean that counts, in sigma.
_FAR = 6.5
# How finely probability is sorted by its density in space, natural logarithm.
_BIN = 2e-3
_SAMPLES = 1_500_000


def moments(mu: Floats, sigma: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of p(r | direction); nan where there is none."""
    with np.errstate(all="ignore"):
        x = mu / sigma
        # All moments are divided by the density at r = 0, so that nothing underflows.
        m0 = np.where(x < 25, _ROOT_2PI / 2 * erfcx(-x / np.sqrt(2)), np.inf)
        m1 = x * m0 + 1
        m2 = x * m1 + m0
        m3 = x * m2 + 2 * m1
        m4 = x * m3 + 3 * m2
        mean, square = m3 / m2, m4 / m2
        far = x >= 25  # the part below zero is nothing: moments of the whole Gaussian
        mean = np.where(far, (x**3 + 3 * x) / (x**2 + 1), mean)
        square = np.where(far, (x**4 + 6 * x**2 + 3) / (x**2 + 1), square)
        spread = np.sqrt(np.maximum(square - mean**2, 0))
        bad = ~(np.isfinite(mu) & np.isfinite(sigma) & (sigma > 0))
        return np.where(bad, np.nan, mean * sigma), np.where(bad, np.nan, spread * sigma)


def log_peak(density: Floats, sigma: Floats, norm: Floats) -> Floats:
    """The logarithm of dP/dV where r is DISTMU; -inf where there is no distance."""
    with np.errstate(all="ignore"):
        peak = np.log(density * norm / (_ROOT_2PI * sigma))
    return np.where(np.isfinite(peak), peak, -np.inf)


def log_density(peak: Any, mu: Any, sigma: Any, distance: Any) -> Any:
    """The logarithm of dP/dV at distances, Mpc⁻³; -inf where there is no distance."""
    with np.errstate(all="ignore"):
        found = peak - ((distance - mu) / sigma) ** 2 / 2
    return np.where((peak > -np.inf) & ~np.isnan(found), found, -np.inf)


class VolumeLevels:
    """How much probability, and how much space, lies where dP/dV is larger than a value.

    Args:
        areas: of each cell, sr.
        probability: of each cell.
        peak: its :func:`log_peak`.
        mu: its DISTMU.
        sigma: its DISTSIGMA.
        norm: its DISTNORM.
    """

    def __init__(
        self,
        areas: Any,
        probability: Floats,
        peak: Floats,
        *,
        mu: Floats,
        sigma: Floats,
        norm: Floats,
    ) -> None:
        use = (peak > -np.inf) & (probability > 0) & np.isfinite(mu)
        probability, peak, mu, sigma, norm = (
            each[use] for each in (probability, peak, mu, sigma, norm)
        )
        self._cells = (np.broadcast_to(areas, use.shape)[use], peak, mu, sigma)
        self._top = float(peak.max()) if use.any() else 0.0
        bins = int((_FAR**2 / 2 + 40) / _BIN)
        mass = np.zeros(bins + 1)
        count = int(np.clip(_SAMPLES // max(1, use.sum()), 48, 4096))
        nodes, weights = np.polynomial.legendre.leggauss(min(count, 128))
        panels = max(1, count // 128)
        edges = np.linspace(0, _FAR, panels + 1)
        half = _FAR / panels / 2
        for low in edges[:-1]:
            # Few at a time: a chunk of all cells fits in the cache.
            for node, weight in zip(nodes, weights, strict=True):
                t = low + half * (node + 1)
                near, far = np.maximum(mu - t * sigma, 0), np.maximum(mu + t * sigma, 0)
                part = probability * norm * (near**2 + far**2)
                part *= weight * half * np.exp(-(t**2) / 2) / _ROOT_2PI
                index = ((self._top - peak + t**2 / 2) / _BIN).astype(np.int64)
                mass += np.bincount(np.minimum(index, bins), part, bins + 1)
        self._cumulative = np.concatenate(([0.0], np.cumsum(mass)))
        total = self._cumulative[-1]
        if total > 0:
            self._cumulative /= total

    def level(self, log_value: Any) -> Any:
        """The probability where dP/dV is larger; 1 where it is zero."""
        place = np.clip((self._top - log_value) / _BIN, 0, len(self._cumulative) - 2)
        index = place.astype(np.int64)
        low, high = self._cumulative[index], self._cumulative[index + 1]
        return np.where(log_value == -np.inf, 1.0, low + (place - index) * (high - low))

    def volume(self, level: Floats) -> Floats:
        """The space in the regions of some levels, Mpc³; infinite for 1.

        Each cell has the shell in which its dP/dV is larger: no steps in distance are made.
        """
        areas, peak, mu, sigma = self._cells
        place = np.interp(level, self._cumulative, np.arange(len(self._cumulative)))
        found = np.empty(level.shape)
        for index, depth in enumerate(place * _BIN):
            inside = np.flatnonzero(peak > self._top - depth)
            reach = sigma[inside] * np.sqrt(2 * (peak[inside] - self._top + depth))
            near, far = np.maximum(mu[inside] - reach, 0), np.maximum(mu[inside] + reach, 0)
            found[index] = np.sum(areas[inside] * (far**3 - near**3)) / 3
        return np.where(level < 1, found, np.inf)
