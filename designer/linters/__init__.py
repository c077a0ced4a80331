"""Linters of others as plug-ins, one file a program: which files it reads, how to call it, what its answer means."""
