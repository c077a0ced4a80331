"""Lists that people write: one step a line."""

from designer.targets.lines.importer import StepLists

IMPORTER = StepLists()
