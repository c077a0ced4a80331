"""Dockerfiles: how an image is built, shown beside the pipeline that builds it."""

from designer.targets.dockerfile.importer import Dockerfiles

IMPORTER = Dockerfiles()
