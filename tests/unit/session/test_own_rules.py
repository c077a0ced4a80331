"""Where own rules come from: policy files beside a document or above it, and installed distributions."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.analysis.rulebook import load_rulebook
from designer.session.own_rules import OwnRules, load_own_rules, policy_files
from designer.session.services import load_services
from designer.steps.catalog import load_catalog
from tests.unit.analysis.drawn import pipeline

RELEASED = pipeline({"steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}, "links": ["train -> deploy"]})
RULE = """\
rules:
  - code: {code}
    title: {title}
    for: release
    require: {{states: {{owner: {{stated: true}}}}}}
    risk: Nobody feels responsible.
    fix: Name the team.
"""


def policy(folder: Path, code: str = "ORG001", title: str = "A release has no owner") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "mlops-policy.yaml"
    path.write_text(RULE.format(code=code, title=title), encoding="utf-8")
    return path


def found(folder: Path | None) -> set[str]:
    report = load_services(folder).analyzer.analyze(RELEASED)
    return {f.code for f in report.findings}


def test_the_policies_from_the_root_of_the_repository_to_the_document_count(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    deep = tmp_path / "repo" / "ml" / "fraud"
    outside = policy(tmp_path, "ORG009")
    top, near = policy(tmp_path / "repo"), policy(deep, "ORG002")
    assert policy_files(deep) == [top, near]
    assert {"ORG001", "ORG002"} <= found(deep)
    assert "ORG009" not in found(deep)
    assert policy_files(tmp_path) == [outside]
    assert policy_files(None) == []


def test_a_nearer_policy_replaces_a_rule_of_the_same_code(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    policy(tmp_path, title="Far")
    policy(tmp_path / "near", title="Near")
    assert load_services(tmp_path / "near").analyzer.rulebook.rules["ORG001"].title == "Near"


def test_what_is_wrong_is_told_and_the_rest_counts(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    policy(tmp_path)
    wrong = policy(tmp_path / "near", code="REP001")
    services = load_services(tmp_path / "near")
    assert services.own_rules is not None
    (problem,) = services.own_rules.problems
    assert (problem.path, problem.line) == (str(wrong), 2)
    assert "ORG001" in found(tmp_path / "near")


# ---------------------------------------------------------------- installed distributions
@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Builds a real distribution: a module and its metadata, in a folder on the path of Python."""
    names: list[str] = []

    def build(module: str, source: str, entries: str, folder: Path | None = None) -> Path:
        place = folder or tmp_path / "site"
        info = place / f"{module}-1.2.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[mlops_designer.rules]\n{entries}\n")
        (place / f"{module}.py").write_text(textwrap.dedent(source))
        if str(place) not in sys.path:
            monkeypatch.syspath_prepend(str(place))
        names.append(module)
        return place

    yield build  # type: ignore[misc]
    for name in names:
        sys.modules.pop(name, None)


def own(folder: Path | None = None) -> OwnRules:
    return load_own_rules(load_rulebook(), load_catalog(), folder)


FUNCTION = """
    from designer.analysis.builtin import Violation

    def owners(view):
        '''A release has no owner.

        Nobody feels responsible.'''
        for name, step in view.snapshot.steps.items():
            if step.kind == "deploy" and not step.get("owner"):
                yield Violation(name, f"{name} has no owner")

    owners.rule = {"severity": "error", "fix": "Name the team."}
"""


def test_a_function_is_a_rule_whose_documentation_is_its_text(install: Callable[..., Path]) -> None:
    install("acme_rules", FUNCTION, "ACME001 = acme_rules:owners")
    services = load_services()
    rule = services.analyzer.rulebook.rules["ACME001"]
    assert (rule.title, rule.risk, rule.fix) == (
        "A release has no owner",
        "Nobody feels responsible.",
        "Name the team.",
    )
    assert (rule.source, rule.counts) == ("acme_rules 1.2", False)
    (finding,) = [f for f in services.analyzer.analyze(RELEASED).findings if f.code == "ACME001"]
    assert (finding.at, finding.anchor, finding.severity) == ("deploy", "deploy", "error")
    assert finding.message == "deploy has no owner."


def test_a_path_is_a_folder_of_rule_files(install: Callable[..., Path], tmp_path: Path) -> None:
    policy(tmp_path / "site" / "rules")
    source = "from pathlib import Path\nRULES = Path(__file__).parent / 'rules'\n"
    install("acme_files", source, "files = acme_files:RULES")
    assert own().problems == ()
    assert own().book.rules["ORG001"].source == "acme_files 1.2: mlops-policy.yaml"


def test_checks_of_single_steps_can_be_called_by_rule_files(install: Callable[..., Path], tmp_path: Path) -> None:
    source = """
        from designer.analysis.builtin import AnchorCheck, GraphCheck, Violation
        from designer.analysis.bit_sets import bits

        def named(question):
            return sum(1 << s for s in bits(question.anchors) if "x" in question.view.name(s))

        has_x = AnchorCheck(named, lambda question: "no x is in its name")
        whole = GraphCheck(lambda view, releases: (Violation("pipeline", "It is there"),))
    """
    install("acme_checks", source, "acme_has_x = acme_checks:has_x\nACME002 = acme_checks:whole")
    text = RULE.format(code="ORG001", title="x").replace("states: {owner: {stated: true}}", "builtin: acme_has_x")
    policy(tmp_path / "opened").write_text(text)
    services = load_services(tmp_path / "opened")
    assert services.own_rules and services.own_rules.problems == ()
    messages = {f.code: f.message for f in services.analyzer.analyze(RELEASED).findings}
    assert messages["ORG001"] == "At deploy, no x is in its name."
    assert messages["ACME002"] == "It is there."


def test_one_entry_point_may_give_several(install: Callable[..., Path]) -> None:
    source = FUNCTION + "\n    owners.rule['code'] = 'ACME007'\n    every = [owners]\n"
    install("acme_list", source, "every = acme_list:every")
    assert "ACME007" in own().book.rules


def test_a_distribution_that_cannot_be_imported_is_told_by_name_and_the_others_count(
    install: Callable[..., Path],
) -> None:
    install("acme_broken", "raise RuntimeError('no licence')\n", "ACME001 = acme_broken:x")
    install("acme_exits", "raise SystemExit(3)\n", "ACME005 = acme_exits:x")
    install("acme_good", FUNCTION, "ACME002 = acme_good:owners\nACME003 = acme_good:absent\nREP001 = acme_good:owners")
    result = own()
    told = sorted(map(str, result.problems))
    assert "ACME002" in result.book.rules
    assert len(told) == 4
    assert told[0].startswith("acme_broken 1.2: the rules 'ACME001' cannot be loaded (RuntimeError: no licence)")
    assert "SystemExit: 3" in told[1]
    assert "codes with REP belong to the program" in told[2]
    assert "AttributeError" in told[3]
    assert result.book.rules["REP001"].source == ""


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise KeyError('owner')", "KeyError: 'owner'"),
        ("yield 7", "TypeError: it gave 7, which is neither a Violation nor (place, message)"),
        ("yield ('nowhere', 'is wrong')", "ValueError: there is no step, link or pipeline 'nowhere'"),
        ("yield from view.nothing", "AttributeError"),
    ],
)
def test_a_check_that_fails_is_left_out_and_told_and_the_others_still_count(
    install: Callable[..., Path], body: str, why: str
) -> None:
    bad = f"def bad(view):\n    '''It is bad.'''\n    {body}\n\n"
    source = bad + "def good(view):\n    '''Good.'''\n    yield 'train', 'x'\n"
    install("acme_raises", source, "ACME001 = acme_raises:bad\nACME002 = acme_raises:good")
    services, plain = load_services(), load_rulebook()
    report = services.analyzer.analyze(RELEASED)
    codes = {f.code for f in report.findings}
    assert "ACME001" not in codes
    assert {"ACME002", "REP005"} <= codes
    (problem,) = report.problems
    assert problem.startswith("The rule ACME001 of acme_raises 1.2 failed and was left out")
    assert why in problem
    assert codes - {"ACME002"} == {
        f.code for f in type(services.analyzer)(services.catalog, plain).analyze(RELEASED).findings
    }


def test_a_mistake_of_the_program_itself_is_not_swallowed() -> None:
    from dataclasses import replace

    from designer.analysis.analyzer import Analyzer
    from designer.analysis.builtin import GraphCheck

    def fail(view: object, releases: int) -> tuple[()]:
        raise ZeroDivisionError

    book = load_rulebook()
    broken = replace(book.rules["GRA001"], checks=dict.fromkeys(book.rules["GRA001"].checks, GraphCheck(fail)))
    with pytest.raises(ZeroDivisionError):
        Analyzer(load_catalog(), book.with_rules([broken])).analyze(RELEASED)


def test_nothing_in_the_opened_folder_is_ever_run(
    install: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    trace = f"from pathlib import Path\nPath({str(tmp_path / 'ran')!r}).touch()\n"
    install("acme_evil", trace + "x = []\n", "ACME001 = acme_evil:x", folder=opened)
    policy(opened)
    assert own(opened).problems == ()  # on the path of Python, but part of what is looked at
    monkeypatch.chdir(opened)
    monkeypatch.syspath_prepend("")
    assert "ORG001" in own(opened).book.rules
    assert own().problems == ()
    assert not (tmp_path / "ran").exists()


def test_a_module_in_the_opened_folder_is_not_taken_for_an_installed_one(
    install: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("acme_twin", FUNCTION, "ACME001 = acme_twin:owners")
    opened = tmp_path / "opened"
    opened.mkdir()
    (opened / "acme_twin.py").write_text(f"from pathlib import Path\nPath({str(tmp_path / 'ran')!r}).touch()\n")
    monkeypatch.syspath_prepend(str(opened))
    (problem,) = own(opened).problems
    assert "the module acme_twin would come from" in str(problem)
    assert not (tmp_path / "ran").exists()
