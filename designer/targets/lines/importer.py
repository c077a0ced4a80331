"""A list of lines as steps: bullets, numbers, arrows, or short lines that name steps."""

from __future__ import annotations

from designer.recognition.plain_words import PlainWords
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.targets.lines.listing import may_be_list, read_list
from designer.targets.sketch import NothingDrawn, imported


class StepLists(Importer):
    """Reads lists; asked last, as nearly every text has lines. Text files of a folder are left alone."""

    slug = "list"
    title = "list of lines"
    called = "a list of lines"
    unread = "of other text left out"
    order = 900
    names = ()
    is_editable = False

    def recognises(self, file: SourceFile) -> bool:
        return file.path.endswith(".txt") and may_be_list(file.text)

    def path_of_text(self, text: str) -> str | None:
        return "text.txt" if may_be_list(text) else None

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        sketch = read_list(file.text, PlainWords(around.catalog, around.recogniser))
        if sketch is None:
            advice = "Write one step a line: with bullets, with numbers, or with arrows between them."
            raise NothingDrawn("there is no list of steps in it", path=file.path, advice=advice)
        return imported(sketch, file.path, around)
