"""Reads workflow files that people already have."""
