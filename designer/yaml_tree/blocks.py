"""Edits of block mappings and lists: which pieces of the text to replace by what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from designer.yaml_tree.building import after_blanks
from designer.yaml_tree.layout import Layout, with_comment
from designer.yaml_tree.node import Node
from designer.yaml_tree.scalars import literal
from designer.yaml_tree.splice import Plan, Splice, reordered
from designer.yaml_tree.tree import Tree


class BlockEdits:
    """Plans edits of one text; nothing is checked here.

    Args:
        tree: the text.
        layout: its habits.
    """

    def __init__(self, tree: Tree, layout: Layout) -> None:
        self.tree = tree
        self.text = tree.text
        self.lines = tree.line_table
        self.layout = layout

    # Values

    def value_head(self, container: Node | None, index: int, *, drops_tag: bool = False) -> int:
        """Offset behind the colon or dash that a value belongs to, its anchor and tag included."""
        if container is None:
            return self.tree.root.outer
        value = container.values[index]
        if container.kind == "seq":
            head = self.tree.entry_start(container, index) + 1
        else:
            colon = after_blanks(self.text, container.keys[index].tail)
            head = colon + 1 if self.text[colon : colon + 1] == ":" else container.keys[index].tail
        if value.outer < value.start and not drops_tag:
            head = value.outer + len(self.text[value.outer : value.start].split("#")[0].rstrip())
        return head

    def remark(self, container: Node | None, index: int, head: int) -> str:
        """The comment on the line of a value, with the blanks before it."""
        value = self.tree.root if container is None else container.values[index]
        if value.is_block_scalar:
            header = self.text[value.start : self.lines.stop(value.line)]
            return header[len(header.split("#")[0].rstrip()) :] if "#" in header else ""
        line = value.last_line if not value.is_block else self.lines.of(max(head - 1, 0))
        if value.is_block:
            rest = self.text[head : self.lines.stop(line)] if line < value.line else ""
        else:
            rest = self.text[value.end : self.lines.stop(line)]
        return rest if "#" in rest or not value.is_missing else ""

    def replace(
        self,
        container: Node | None,
        index: int,
        value: Any,
        comment: str | None = None,
        *,
        keeps_comments: bool = True,
    ) -> Plan:
        """Another value for an entry, or for the whole document when there is no container.

        Args:
            container: what the entry stands in.
            index: of the entry.
            value: plain data.
            comment: what comes in the place of the comment on the value's line.
            keeps_comments: whether indented comments below a block stay; a literal block above would take them in.
        """
        old = self.tree.root if container is None else container.values[index]
        is_tagged = old.tag is not None and old.anchor is None and not old.is_block
        head = self.value_head(container, index, drops_tag=is_tagged and not isinstance(value, str))
        remark = self.remark(container, index, head)
        if comment is not None:
            remark = with_comment(remark, comment)
        last = old.last_line if keeps_comments or container is None else self.foot_line(container, index)
        end = old.end if old.is_block_scalar else self.lines.stop(last)
        if old.is_block and type(value) is (dict if old.kind == "map" else list) and value and comment is None:
            return [Splice(old.start, end, self._joined(old, value))]
        return [Splice(head, end, self._hung(container, old, head, value, remark))]

    def _joined(self, old: Node, value: Any) -> str:
        return self.lines.line_end(old.line).join(self.layout.block(value, old.column))

    def _hung(self, container: Node | None, old: Node, head: int, value: Any, remark: str) -> str:
        """The text behind a colon or dash."""
        newline = self.lines.line_end(self.lines.of(max(head - 1, 0)))
        gap = self.text[head : old.start]
        gap = gap if gap and gap.isspace() and "\n" not in gap and "\r" not in gap else " "
        if container is None and head == old.start:
            line = self.lines.of(head)
            # Behind a comment that ends the file without a line end.
            gap = "" if not self.text[self.lines.start(line) : head].strip(" ") else newline
        lines = self._literal(container, old, value) if isinstance(value, str) and "\n" in value else None
        if self.layout.is_inline(value) or (isinstance(value, str) and lines is None):
            style = old.style if isinstance(value, str) and old.style in ("'", '"') else ""
            return gap + self.layout.inline(value, style) + remark
        if lines is not None:
            return gap + lines[0] + remark + "".join(newline + line for line in lines[1:])
        is_compact = container is None or (container.kind == "seq" and old.outer == old.start)
        if is_compact:
            column = 0 if container is None else head - self.lines.start(self.lines.of(head)) + len(gap)
            lines = self.layout.block(value, column)
            return newline.join([gap + lines[0] + remark, *lines[1:]])
        assert container is not None
        column = container.column + (self.layout.dash if isinstance(value, list) else self.layout.indent)
        if container.kind == "seq":
            column = container.column + 1 + self.layout.gap
        lines = self.layout.block(value, column)
        return newline.join([remark.rstrip(), " " * column + lines[0], *lines[1:]])

    def _literal(self, container: Node | None, old: Node, value: str) -> list[str] | None:
        """A literal block; a block scalar keeps the indent of its lines, a folded one its style where that is easy."""
        column = -1 if container is None else container.column
        if not self.layout.has_literals:
            return None
        if not old.is_block_scalar:
            return self.layout.literal(value, column)
        indent = self.body_indent(old)
        step = indent - max(column, 0)
        if indent <= column or not 0 < step < 10:
            return self.layout.literal(value, column)
        lines = literal(value, indent, step)
        if lines and old.style == ">" and not any(line[indent:][:1].isspace() or not line for line in lines[1:]):
            folded = [line for part in lines[1:] for line in ("", part)][1:]
            return [">" + lines[0][1:], *folded]
        return lines

    def body_indent(self, old: Node) -> int:
        """The column of the lines of a block scalar."""
        for line in range(old.line + 1, old.last_line + 1):
            if not self.lines.is_blank(line):
                return self.lines.indent(line)
        return 0

    def replace_on_line(self, container: Node | None, index: int, new: str, comment: str | None) -> Plan:
        """Other brackets in the place of brackets."""
        old = self.tree.root if container is None else container.values[index]
        stop = self.lines.stop(old.last_line)
        if comment is None:
            return [Splice(old.start, old.end, new)]
        return [Splice(old.start, stop, new + with_comment(self.text[old.end : stop], comment))]

    def unfold(self, container: Node | None, index: int, sources: Sequence[str]) -> Plan:
        """Entries that stood in brackets on one line as a block."""
        old = self.tree.root if container is None else container.values[index]
        head = self.value_head(container, index)
        stop = self.lines.stop(old.line)
        newline = self.lines.line_end(old.line)
        if container is None or (container.kind == "seq" and old.outer == old.start):
            rest = self.text[old.end : stop]
            lines = [sources[0] + rest, *(" " * old.column + source for source in sources[1:])]
            return [Splice(old.start, stop, newline.join(lines))]
        column = container.column + (self.layout.dash if old.kind == "seq" else self.layout.indent)
        remark = self.text[old.end : stop].rstrip()
        return [Splice(head, stop, newline.join([remark, *(" " * column + source for source in sources)]))]

    # Entries

    def insert(self, container: Node, index: int, lines: Sequence[str], *, loose: bool) -> Plan:
        """New lines as the entry at an index; ``loose`` sets it off by a blank line."""
        pad = " " * container.column
        if index > 0:
            last = self.foot_line(container, index - 1)
            newline = self.lines.line_end(last)
            at = self.lines.stop(last)
            return [Splice(at, at, newline * (1 + loose) + newline.join([pad + lines[0], *lines[1:]]))]
        start = self.tree.entry_start(container, 0)
        line = self.lines.of(start)
        newline = self.lines.line_end(line)
        if self._starts_line(start):
            at = self.lines.start(self.head_line(container, 0))
            return [Splice(at, at, newline.join([pad + lines[0], *lines[1:]]) + newline * (1 + loose))]
        return [Splice(start, start, newline.join(lines) + newline + pad)]

    def remove(self, container: Node, index: int, *, below: bool = True, above: bool = True) -> Plan:
        """An entry that is not the only one, with the comments glued to it from above.

        Args:
            container: what it stands in.
            index: of the entry.
            below: whether blank lines below go where there are some above, or no entry.
            above: whether blank lines above go where nothing is left below.
        """
        start = self.tree.entry_start(container, index)
        last = self.foot_line(container, index)
        if not self._starts_line(start):
            return self._remove_compact(container, index, start)
        first = self.head_line(container, index)
        if below and (first == 1 or index == 0 or self.lines.is_blank(first - 1)):
            while self.lines.is_blank(last + 1):
                last += 1
            while above and last >= self.lines.count and self.lines.is_blank(first - 1):
                first -= 1
        return [Splice(self.lines.start(first), self.lines.start(last + 1), "")]

    def _remove_compact(self, container: Node, index: int, start: int) -> Plan:
        """The first entry behind a dash; the next one takes its place there unless comments stand between."""
        last = self.foot_line(container, index)
        if index + 1 == len(container.values):
            return [Splice(len(self.text[:start].rstrip(" \t")), self.lines.stop(last), "")]
        following = self.tree.entry_start(container, index + 1)
        if self.lines.of(following) <= last + 1:
            return [Splice(start, following, "")]
        before = len(self.text[:start].rstrip(" \t"))
        return [Splice(before, self.lines.stop(last), "")]

    def reorder(self, container: Node, order: Sequence[int]) -> Plan:
        """The entries in another order; blank lines and loose comments between them stay where they are."""
        chunks = [self._chunk(container, index) for index in range(len(order))]
        return reordered(self.text, chunks, order)

    def _chunk(self, container: Node, index: int) -> tuple[int, int]:
        start = self.tree.entry_start(container, index)
        if self._starts_line(start):
            line = self.head_line(container, index)
            start = self.lines.start(line) + self.lines.indent(line)
        return start, self.lines.stop(self.foot_line(container, index))

    def head_line(self, container: Node, index: int) -> int:
        """The first of the comment lines directly above an entry that stand as far to the right as it.

        Comments at the very beginning of a file speak of the file, not of its first key.
        """
        start = self.tree.entry_start(container, index)
        line = self.lines.of(start)
        prefix = " " * (start - self.lines.start(line)) + "#"
        limit = self.foot_line(container, index - 1) if index else 0
        while line - 1 > limit and self.lines.content(line - 1).startswith(prefix):
            line -= 1
        is_top = line == 1 and index == 0 and container is self.tree.root
        return self.lines.of(start) if is_top else line

    def foot_line(self, container: Node, index: int) -> int:
        """The last line of an entry with the comments below it that stand further to the right than it begins.

        Those that a blank line sets off from it, and none from the next entry, speak of the next one.
        """
        found = line = container.values[index].last_line
        set_off: int | None = None
        while line < self.lines.count:
            line += 1
            content = self.lines.content(line).strip(" \t")
            if content and not (content[0] == "#" and self.lines.indent(line) > container.column):
                break
            if content:
                set_off = found if self.lines.is_blank(line - 1) else set_off
                found = line
        is_next = index + 1 < len(container.values) and line == self.tree.entry_line(container, index + 1)
        return set_off if set_off is not None and is_next and found == line - 1 else found

    def is_loose(self, container: Node) -> bool:
        """Whether most entries of a container are set off by blank lines."""
        votes = 0
        for index in range(1, len(container.values)):
            between = range(container.values[index - 1].last_line + 1, self.tree.entry_line(container, index))
            votes += 1 if any(map(self.lines.is_blank, between)) else -1
        return votes > 0

    def _starts_line(self, offset: int) -> bool:
        # YAML breaks lines at U+0085, U+2028 and U+2029 too; editors, and `Lines`, do not.
        return not self.text[self.lines.start(self.lines.of(offset)) : offset].strip(" \x85\u2028\u2029")
