"""The canvas: an own widget that draws thousands of steps with a handful of painter calls."""
