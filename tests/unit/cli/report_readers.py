"""Reads reports as the programs do that they are for; every reader refuses what such a program would refuse."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker

from designer.resources import resource

DATA = Path(__file__).parents[2] / "data"
SARIF = json.loads((DATA / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
CHECK = json.loads(resource("schema", "check.schema.json").read_text(encoding="utf-8"))


def read_json(text: str) -> dict[str, Any]:
    Draft202012Validator.check_schema(CHECK)
    data: dict[str, Any] = json.loads(text)
    assert not list(Draft202012Validator(CHECK).iter_errors(data))
    return data


def read_sarif(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    errors = list(Draft4Validator(SARIF, format_checker=FormatChecker()).iter_errors(data))
    assert not errors, errors[0].message
    return data


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)\Z")


def unescaped(text: str) -> str:
    for code, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def read_github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner of GitHub takes workflow commands apart."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            match = COMMAND.match(line)
            assert match, line
            properties = dict(p.split("=", 1) for p in match[2].split(","))
            found.append((match[1], {k: unescaped(v) for k, v in properties.items()}, unescaped(match[3])))
        else:
            assert line.startswith("mlops-designer: ")
    return found


def read_junit(text: str) -> ET.Element:
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for suite in root.findall("testsuite"):
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        for word, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(word) == str(len(suite.findall(f"testcase/{kind}")))
        assert all(case.get("name") and case.get("classname") for case in cases)
        assert len({(c.get("classname"), c.get("name")) for c in cases}) == len(cases)
    assert root.get("tests") == str(len(list(root.iter("testcase"))))
    return root


def read_csv(text: str) -> list[dict[str, str]]:
    rows = list(csv.DictReader(StringIO(text), strict=True))
    assert text.count("\n") == len(rows) + 1  # one line each
    for row in rows:
        assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    return rows


def read_markdown(text: str) -> str:
    assert len(text) <= 65_536
    assert text.count("<details>") == text.count("</details>")
    body = re.sub(r"<(/?(?:details|summary))>", "", text)
    outside = re.sub(r"(`+) ?.*? ?\1", "", re.sub(r"\\.", "", body))
    assert not re.search(r"<\w|@\w|(?<!\()https?://", outside)
    return text


VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Elements are closed in order; what could run, load or lead elsewhere is collected."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_html(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert not {"script", "iframe", "object", "embed", "img", "link", "base", "form"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    links = [(tag, name, value) for tag, name, value in page.attributes if name in ("href", "src", "xlink:href")]
    assert all(tag == "a" and value.startswith("https://") for tag, _, value in links)
    assert not re.search(r"url\(|@import", text)
    return page


def read_text(text: str) -> str:
    return text


READERS = {
    "text": read_text,
    "json": read_json,
    "sarif": read_sarif,
    "github": read_github,
    "junit": read_junit,
    "markdown": read_markdown,
    "html": read_html,
    "csv": read_csv,
}
