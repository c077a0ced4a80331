"""Checks that the check language cannot say, one small function each."""
