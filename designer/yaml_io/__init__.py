"""The only code that knows the YAML library.

Reading is done from parser events, not from the library's constructors: that gives the line and the span of every
value, keeps ``on``, ``yes`` and ``12:30`` the strings they are in YAML 1.2, builds nothing but plain data, and bounds
depth and alias expansion before they cost anything.
"""

from designer.yaml_io.events import MAX_DEPTH, MAX_LINES, MAX_NODES, Event, events
from designer.yaml_io.reading import Parsed, Path, Span, load, parse
from designer.yaml_io.scalars import MAX_DIGITS, scalar_value
from designer.yaml_io.writing import block, flow, reads_as_text

__all__ = [
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_LINES",
    "MAX_NODES",
    "Event",
    "Parsed",
    "Path",
    "Span",
    "block",
    "events",
    "flow",
    "load",
    "parse",
    "reads_as_text",
    "scalar_value",
]
