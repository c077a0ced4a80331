"""What boxes exist: kinds of steps, their fields and tools, read from data files."""
