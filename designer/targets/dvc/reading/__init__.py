"""Reading dvc.yaml as DVC does, without DVC and without running anything."""
