"""MLproject files: the entry points that ``mlflow run`` knows."""

from designer.targets.mlproject.importer import MLprojects

IMPORTER = MLprojects()
