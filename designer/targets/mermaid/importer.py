"""A Mermaid flowchart as steps: kinds from the words in the boxes, sub-graphs as frames."""

from __future__ import annotations

from designer.errors import DocumentError
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.targets.mermaid.flowchart import is_flowchart, read_flowchart
from designer.targets.sketch import imported


class MermaidFlowcharts(Importer):
    """Reads flowcharts; they are changed by hand. In folders they are pictures of something else, and left alone."""

    slug = "mermaid"
    title = "Mermaid flowchart"
    called = "a Mermaid flowchart"
    unread = "not fully understood"
    order = 5
    names = ()
    is_editable = False

    def recognises(self, file: SourceFile) -> bool:
        return file.path.endswith((".mmd", ".mermaid"))

    def path_of_text(self, text: str) -> str | None:
        return "text.mmd" if is_flowchart(text) else None

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        if not is_flowchart(file.text):
            advice = "It begins with flowchart or graph; other diagrams of Mermaid are no pipelines."
            raise DocumentError("this is no flowchart", path=file.path, line=1, advice=advice)
        sketch = read_flowchart(file.text)
        if not sketch.boxes:
            raise DocumentError("there is no box in it", path=file.path, line=1, advice="Write for example: A --> B")
        return imported(sketch, file.path, around)
