"""Changes of the file format, one numbered function each; a document is brought up to date when it is opened.

To change the format: raise `FORMAT`, add ``_to_<n>`` to the end of `MIGRATIONS`, and keep an old file in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

FORMAT: Final = 1
Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Final[Mapping[int, Migration]] = {}


def migrate(
    data: dict[str, Any], version: int, migrations: Mapping[int, Migration] = MIGRATIONS, newest: int = FORMAT
) -> dict[str, Any]:
    """Brings the plain data of a document from ``version`` to ``newest``; newer data is left as it is.

    Args:
        data: the top level of the document; not changed.
        version: its ``format``.
        migrations: by the version they lead to.
        newest: the version wanted.
    """
    for number in range(version + 1, newest + 1):
        data = migrations[number](data)
    return data
