"""``python -m designer``."""

from __future__ import annotations

import sys

from designer.main import main

sys.exit(main())
