"""DVC: dvc.yaml with a stage for every step that can be repeated from files, and params.yaml."""

from designer.targets.dvc.emit import Dvc
from designer.targets.dvc.importer import DvcImporter

TARGET = Dvc()
IMPORTER = DvcImporter()
