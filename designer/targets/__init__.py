"""Formats a pipeline can be written in, one folder each."""
