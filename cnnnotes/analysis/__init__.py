"""Measures over operations, pictures and series: locality, equivariance, nearness, cost, stationarity."""
