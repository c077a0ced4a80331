"""Where the program is put together: services, then the window or the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.main import run
from designer.errors import DesignerError

if TYPE_CHECKING:
    from designer.session.services import Services


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit code.

    Args:
        argv: the arguments without the program's name; None for those of the process.
    """
    return run(sys.argv[1:] if argv is None else argv, _load_services, _open_window, _save_picture)


# Each part is imported when it is needed: the command line never loads Qt, and starts fast.
def _load_services(document_folder: Path | None, policies: Sequence[Path] = ()) -> Services:
    from designer.session.services import load_services

    return load_services(document_folder, policies)


def _open_window(paths: Sequence[Path], smoke: bool) -> int:
    try:
        from designer.gui import app
    except ImportError as e:
        advice = "Use 'mlops-designer check FILE' or 'mlops-designer render FILE', which need none."
        print(f"mlops-designer: no window can be shown: Qt cannot be loaded ({e}). {advice}", file=sys.stderr)
        return 1
    return app.run(_load_services(None), paths, smoke=smoke)  # each document brings the kinds and rules beside it


def _save_picture(path: Path, *drawing: Any) -> None:
    try:
        from designer.gui.picture import Drawing, save_picture
    except ImportError as e:
        raise DesignerError(
            f"PNG and PDF need Qt, which cannot be loaded ({e})", advice="Render an .svg picture: that needs no Qt."
        ) from e
    save_picture(path, Drawing(*drawing))
