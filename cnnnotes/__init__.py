"""Convolutional networks, every claim shown by code and checked by a test."""
