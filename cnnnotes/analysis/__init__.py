"""Measures over operations and pictures: locality, equivariance, nearness, cost."""
