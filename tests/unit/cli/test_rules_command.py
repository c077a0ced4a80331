"""``rules``: pages in four formats, a folder of them, and rules of one's own."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from designer.analysis.rulebook import load_rulebook
from tests.unit.cli.command_line import CommandLine

CODES = sorted(load_rulebook().rules)
VOID = {"meta", "br", "img", "link", "hr", "path", "rect", "circle"}


class Page(HTMLParser):
    """Collects what a test asks of a page, and complains about elements that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.seen: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        values = dict(attrs)
        self.links += [v for v in (values.get("href"), values.get("src")) if v]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "new"
    assert CommandLine()("rules", "--all", "-o", folder).code == 0
    return folder


def test_a_folder_of_pages_has_one_for_each_rule_and_all_links_lead_somewhere(site: Path) -> None:
    assert sorted(p.name for p in site.iterdir()) == sorted([*(f"{c}.html" for c in CODES), "index.html"])
    for path in site.iterdir():
        page = Page(path.read_text(encoding="utf-8"))
        for link in page.links:
            assert link.startswith(("https://", "#")) or (site / link).exists(), (path.name, link)
    assert {f"{code}.html" for code in CODES} <= set(Page((site / "index.html").read_text(encoding="utf-8")).links)


def test_a_page_needs_nothing_else_and_has_pictures_for_light_and_dark(site: Path) -> None:
    for code in CODES:
        text = (site / f"{code}.html").read_text(encoding="utf-8")
        page = Page(text)
        assert "script" not in page.seen
        assert page.seen.count("figure") == 2
        assert page.seen.count("svg") >= 4
        assert "prefers-color-scheme: dark" in text
        assert "default-src 'none'" in text
        assert page.seen.index("h1") < page.seen.index("h2")
        for svg in re.findall(r"<svg.*?</svg>", text, flags=re.S):
            assert ElementTree.fromstring(svg).tag.endswith("svg")


def test_the_first_picture_has_the_mark_and_the_ghost_and_the_second_has_neither(site: Path) -> None:
    before, after = re.findall(
        r"<figure>(.*?)</figure>", (site / "MON003.html").read_text(encoding="utf-8"), flags=re.S
    )
    assert "MON003: 1 found" in before
    assert ">Drift check<" in before
    assert "nothing found" in after
    assert "drift_check is new: drift (reference: training, frequency: daily, alerts: yes)." in after


def test_pages_are_the_same_each_time(site: Path, tmp_path: Path, cli: CommandLine) -> None:
    cli("rules", "MON003", "AUT001", "--all", "-o", tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["AUT001.html", "MON003.html", "index.html"]
    again = (tmp_path / "MON003.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", again, flags=re.S)
    assert pictures == re.findall(r"<svg.*?</svg>", (site / "MON003.html").read_text(encoding="utf-8"), flags=re.S)


def test_all_formats_say_the_same(cli: CommandLine) -> None:
    rule = load_rulebook().rules["SEC005"]
    pages = {form: cli("rules", "SEC005", "--format", form).out for form in ("text", "html", "markdown", "json")}
    for text in pages.values():
        plain = " ".join(re.sub(r"\\|<[^>]*>", "", text).split())
        for said in (rule.title, rule.risk, rule.fix, "Remove personal data behind the source", "order only"):
            assert said in plain
        assert "REP011" in plain
        assert "clean: {kind: prepare, pii_removed: true}" in text
    data = json.loads(pages["json"])
    assert (data["code"], data["examples"][0]["at"], len(data["pictures"])) == ("SEC005", ["data"], 2)
    assert ElementTree.fromstring(data["pictures"][0]["svg"].encode()).tag.endswith("svg")


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_folders_can_hold_other_formats(cli: CommandLine, tmp_path: Path, form: str) -> None:
    assert cli("rules", "REP001", "REP002", "--all", "--format", form, "-o", tmp_path / "x").code == 0
    ending = {"markdown": "md", "json": "json"}[form]
    names = sorted(p.name for p in (tmp_path / "x").iterdir())
    assert names == [f"REP001.{ending}", f"REP002.{ending}", f"index.{ending}"]
    assert "REP002" in (tmp_path / "x" / f"index.{ending}").read_text(encoding="utf-8")


def test_a_page_can_be_written_into_a_file(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("rules", "REP001", "--format", "html", "-o", tmp_path / "page.html")
    assert (outcome.code, outcome.out) == (0, "")
    assert Page((tmp_path / "page.html").read_text(encoding="utf-8")).seen


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("--all",), "Add -o FOLDER"),
        (("--all", "--format", "text", "-o", "x"), "Take --format html, markdown or json"),
        (("REP001", "REP002", "--format", "html"), "Name one, or write all with --all"),
        (("--format", "pdf"), "invalid choice"),
        (("--test", "absent.yaml"), "cannot be read"),
        (("--policy", "absent.yaml", "REP001"), "cannot be read"),
    ],
)
def test_a_wrong_command_says_what_to_do(cli: CommandLine, argv: tuple[str, ...], told: str) -> None:
    outcome = cli("rules", *argv)
    assert outcome.code == 2
    assert told in outcome.err


# ---------------------------------------------------------------- rules of one's own
@pytest.fixture
def policy(cli: CommandLine, tmp_path: Path) -> Path:
    path = tmp_path / "mlops-policy.yaml"
    assert cli("rules", "--new-policy", path).code == 0
    return path


def test_a_new_policy_works_as_it_is_and_is_not_written_over(cli: CommandLine, policy: Path) -> None:
    outcome = cli("rules", "--test", policy)
    assert outcome.code == 0
    assert outcome.out.splitlines()[-1] == "4 rules, 9 cases: all as they say"
    before = policy.read_bytes()
    assert cli("rules", "--new-policy", policy).code == 2
    assert policy.read_bytes() == before


def test_wrong_cases_and_wrong_rules_are_told_apart(cli: CommandLine, policy: Path) -> None:
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("owner: payments}", "title: x}"), encoding="utf-8")
    outcome = cli("rules", "--test", policy)
    assert outcome.code == 1
    assert "WRONG  ORG001 pass 1: expected none, found at deploy" in outcome.out
    policy.write_text(text.replace("before: {can: scans", "before: {can: scan"), encoding="utf-8")
    outcome = cli("rules", "--test", policy)
    assert outcome.code == 2
    assert "ORG002.require.before.can: 'scan' is no capability. Did you mean 'scans'?" in outcome.err
    assert "3 rules, 7 cases: all as they say" in outcome.out


def test_a_rule_without_cases_is_told(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("{code: ORG001, title: x, risk: r, fix: f, for: trains, require: {states: {owner: x}}}")
    assert "none   ORG001 has no cases" in cli("rules", "--test", path).out


def test_own_rules_have_pages_too(cli: CommandLine, policy: Path) -> None:
    page = cli("rules", "--policy", policy, "ORG003").out
    assert page.startswith("ORG003 data-reaches-training-without-a-check\nwarning, Own rules\n")
    assert "Comes from: " in page
    html = cli("rules", "--policy", policy, "ORG003", "--format", "html").out
    assert Page(html).seen.count("figure") == 2
    assert "Own rules" in cli("rules", "--policy", policy).out


DOCUMENT = "steps:\n  train: {kind: train}\n  deploy: {kind: deploy}\nlinks: [train -> deploy]\n"


def test_a_policy_beside_the_document_is_found_by_check(cli: CommandLine, policy: Path) -> None:
    document = policy.parent / "a.mlops.yaml"
    document.write_text(DOCUMENT)
    report = json.loads(cli("check", document, "--format", "json").out)
    codes = {f["code"] for f in report["files"][0]["findings"]}
    assert {"ORG001", "ORG002"} <= codes
    assert "deploy has no owner." in cli("check", document).out.replace(
        "deploy has no owner\n", "deploy has no owner.\n"
    )


def test_a_named_policy_must_be_right_and_a_found_one_may_be_wrong(cli: CommandLine, tmp_path: Path) -> None:
    document, found, named = tmp_path / "a.mlops.yaml", tmp_path / "mlops-policy.yaml", tmp_path / "team.yaml"
    document.write_text(DOCUMENT)
    named.write_text("rules: [{code: ORG001}]")
    outcome = cli("check", document, "--policy", named, "--fail-on", "never")
    assert outcome.code == 2
    assert f"error: {named}:1: ORG001: 'title' is missing" in outcome.err
    assert "REP005" in outcome.out
    named.rename(found)
    outcome = cli("check", document, "--fail-on", "never")
    assert outcome.code == 0
    assert f"left out: {found}:1: ORG001: 'title' is missing" in outcome.err
    assert "REP005" in outcome.out


JUDGING = [("fix", "--diff"), ("levels",), ("what-if", "train"), ("evidence",), ("render",)]


@pytest.mark.parametrize("words", JUDGING, ids=" ".join)
def test_every_command_that_judges_tells_a_broken_policy(
    cli: CommandLine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    document, policy = tmp_path / "a.mlops.yaml", tmp_path / "mlops-policy.yaml"
    document.write_text(DOCUMENT)
    policy.write_text("rules: [{code: ORG001}]")
    outcome = cli(words[0], document, *words[1:])
    assert (outcome.code, bool(outcome.out)) == (0, True)
    assert outcome.err.count(f"left out: {policy}:1: ORG001: 'title' is missing") == 1


def test_a_plain_picture_asks_no_rules(cli: CommandLine, tmp_path: Path) -> None:
    document = tmp_path / "a.mlops.yaml"
    document.write_text(DOCUMENT)
    (tmp_path / "mlops-policy.yaml").write_text("rules: [{code: ORG001}]")
    assert cli("render", document, "--plain").err == ""


def test_a_fix_of_an_own_rule_is_applied(cli: CommandLine, policy: Path) -> None:
    document = policy.parent / "a.mlops.yaml"
    document.write_text(DOCUMENT)
    assert cli("fix", document, "--all").code in (0, 1)
    assert "owner: ml team" in document.read_text()


def test_explain_tells_how_an_own_rule_stands(cli: CommandLine, policy: Path) -> None:
    document = policy.parent / "a.mlops.yaml"
    document.write_text(DOCUMENT)
    out = cli("check", document, "--explain", "ORG001").out
    assert "warning at deploy" in out


def test_a_policy_that_is_not_there_or_no_text_is_told_plainly(cli: CommandLine, tmp_path: Path) -> None:
    missing = cli("rules", "--test", tmp_path / "none.yaml")
    assert (missing.code, missing.out) == (2, "")
    assert missing.err.endswith("none.yaml: cannot be read: No such file or directory. Check the name.\n")
    (tmp_path / "odd.yaml").write_bytes(b"rules:\n- \xff\n")
    assert "odd.yaml:2: the text is not UTF-8" in cli("rules", "--test", tmp_path / "odd.yaml").err


def test_the_beginning_of_codes_lists_the_rules_that_begin_so(cli: CommandLine) -> None:
    listed = cli("rules", "sec")
    assert listed.code == 0
    shown = {line.split()[0] for line in listed.out.splitlines() if line.startswith("  ")}
    assert shown == {code for code in CODES if code.startswith("SEC")}
    assert cli("rules", "XYZ").code == 2
