"""What holds for every test: no display, folders of its own, and the same random examples in every CI run."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

# Before anything loads Qt, and also when pytest is started without run.py.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Neither the settings of the person who runs the tests, nor their own step kinds, nor unsaved work play a part.
_CONFIG = tempfile.TemporaryDirectory(prefix="mlops-designer-tests-")  # goes away with the process
os.environ["XDG_CONFIG_HOME"] = _CONFIG.name
_STATE = tempfile.TemporaryDirectory(prefix="mlops-designer-tests-")
os.environ["XDG_STATE_HOME"] = _STATE.name

# A shared machine makes no promise about milliseconds. CI repeats itself; people's runs look for new examples.
settings.register_profile("people", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "people")
