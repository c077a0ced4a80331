"""From parser events to nodes with places."""

from __future__ import annotations

import re
from typing import Final

from designer.errors import DocumentError
from designer.yaml_io import MAX_NODES, Event, events
from designer.yaml_tree.lines import Lines
from designer.yaml_tree.node import Node

_PROPERTY: Final = re.compile(r"[&!][^\s,\[\]{}]*")
_BLANKS: Final = re.compile(r"(?:[\s\ufeff]+|#[^\r\n]*)*")
_HEADER: Final = re.compile(r"[|>]([-+0-9]*)[^\r\n]*(\r\n?|\n|\Z)")
_FIRST_INDENT: Final = re.compile(r"(?:[ \t]*(?:\r\n?|\n))*( *)")


def after_blanks(text: str, offset: int) -> int:
    """Where the next thing stands that is no blank, line end or comment."""
    found = _BLANKS.match(text, offset)
    return found.end() if found else offset


def key_start(text: str, key: Node) -> int:
    """Where a key begins, the question mark of an explicit one included."""
    before = text[max(0, key.outer - 40) : key.outer]
    bare = before.rstrip(" \t")
    is_explicit = bare.endswith("?") and len(bare) < len(before) and not bare[:-1].rpartition("\n")[2].strip(" -")
    return key.outer - len(before) + len(bare) - 1 if is_explicit else key.outer


class Builder:
    """Builds the documents of one text; no recursion, so depth costs no stack.

    Args:
        text: the whole file, byte order mark included.
        source: its name, for messages.
    """

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.lines = Lines(text)
        self.shift = 1 if text.startswith("\ufeff") else 0
        self.roots: list[Node] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0
        # Each frame: the container, its key without a value, values counted when it was opened.
        self.stack: list[tuple[Node, list[Node], int]] = []

    def build(self) -> list[Node]:
        """The root of each document.

        Raises:
            DocumentError: no YAML, a tag of others, a key that is no word, too deep or too much.
        """
        for event in events(self.text[self.shift :], self.source):
            kind = event.kind
            if kind == "scalar":
                self._scalar(event)
            elif kind == "end":
                self._close(event)
            elif kind == "alias":
                self._alias(event)
            elif kind == "document":
                self.anchors = {}
            else:
                self._open(event)
        return self.roots

    def _scalar(self, event: Event) -> None:
        _, start, end, text, anchor, tag, style, plain, _ = event
        start, end = start + self.shift, end + self.shift
        node = Node("scalar", start, end, start, end, 0, 0, 0, text, style, plain, False, anchor, tag)
        if anchor is not None or tag is not None:
            self._skip_properties(node, end)
        if style == "|" or style == ">":
            node.end = self._block_scalar_end(node)
        self.count += 1
        self._place(node)
        self._attach(node)
        if anchor is not None:
            self.anchors[anchor] = (node, 1)

    def _alias(self, event: Event) -> None:
        start, end = event.start + self.shift, event.end + self.shift
        node = Node("alias", start, end, start, end, text=event.anchor or "")
        self._place(node)
        if node.text not in self.anchors:
            raise self._mistake(f"the alias *{node.text} has no anchor before it", node)
        node.target, size = self.anchors[node.text]
        self.count += size
        if self.count > MAX_NODES:
            advice = "Shorten it, or remove nested aliases (*name)."
            raise self._mistake("the file holds too many values", node, advice)
        self._attach(node)

    def _open(self, event: Event) -> None:
        start = event.start + self.shift
        node = Node(event.kind, start, start, start, start, flow=event.is_flow, anchor=event.anchor, tag=event.tag)
        if node.anchor is not None or node.tag is not None:
            self._skip_properties(node, len(self.text))
        self.count += 1
        self._attach(node)
        self.stack.append((node, [], self.count))

    def _close(self, event: Event) -> None:
        node, _, opened = self.stack.pop()
        if node.flow:
            node.end = node.tail = event.end + self.shift
        else:
            last = node.values[-1]
            node.end, node.tail = last.end, last.tail
            if node.kind == "map" and node.outer < node.start:
                node.start = key_start(self.text, node.keys[0])
        self._place(node)
        if node.anchor is not None:
            self.anchors[node.anchor] = (node, self.count - opened + 1)

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.roots.append(node)
            return
        parent, pending, _ = self.stack[-1]
        if parent.kind == "seq":
            parent.values.append(node)
        elif pending:
            key = pending.pop()
            if node.is_missing and ":" not in self.text[key.tail : node.start]:
                # The parser names the place of the next thing for a key without a colon.
                node.start = node.end = node.outer = node.tail = key.end
                self._place(node)
            parent.keys.append(key)
            parent.values.append(node)
        else:
            if node.kind != "scalar":
                self._place(node)
                raise self._mistake("a mapping key must be a single word or text", node)
            pending.append(node)

    def _place(self, node: Node) -> None:
        lines = self.lines
        node.line = lines.of(node.start)
        node.column = node.start - lines.starts[node.line - 1]
        node.last_line = node.line
        if node.end > node.start:
            # A block scalar ends at a line end, and its last line may be empty.
            node.last_line = lines.of(node.end if node.is_block_scalar else node.end - 1)

    def _skip_properties(self, node: Node, limit: int) -> None:
        """Moves the start of a node behind its anchor and tag."""
        at = node.start
        for _ in range((node.anchor is not None) + (node.tag is not None)):
            found = _PROPERTY.match(self.text, at)
            if not found:
                break
            node.start = min(found.end(), limit)
            at = after_blanks(self.text, found.end())
            if at <= limit and not (node.kind == "scalar" and at == limit):
                node.start = at
        if node.kind == "scalar" and node.text == "" and not node.style:
            node.start = node.end = limit

    def _block_scalar_end(self, node: Node) -> int:
        """Where its last line ends; blank lines below count only when it keeps them (``|+``)."""
        header = _HEADER.match(self.text, node.start, node.tail)
        if header is None or header.end() >= node.tail:
            return node.start + len(self.text[node.start : node.tail].rstrip(" \t\r\n"))
        first = _FIRST_INDENT.match(self.text, header.end(), node.tail)
        indent = len(first[1]) if first else 0
        end, above = node.tail, self._above_blank(node.tail, indent)
        while above is not None and above >= header.start(2):
            end, above = above, None if "+" in header[1] else self._above_blank(above, indent)
        return end

    def _above_blank(self, end: int, indent: int) -> int | None:
        """Where the line above a line ends, if that holds nothing but blanks up to an indent; ``end`` is its end."""
        start = end
        while self.text[start - 1] == " ":
            start -= 1
        if end - start > indent or self.text[start - 1] not in "\r\n":
            return None
        return start - 1 - (self.text[start - 2 : start] == "\r\n")

    def _mistake(self, message: str, node: Node, advice: str = "") -> DocumentError:
        return DocumentError(message, path=self.source, line=node.line, advice=advice)
