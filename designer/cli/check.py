"""``check``: what pipelines lack."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer import __version__
from designer.analysis.waiver import without_waivers
from designer.cli import check_options, documents, formats
from designer.cli.checked import Checked, Outcome, sorted_out
from designer.cli.command import BAD_INPUT, FOUND, OK, STDIN, Context, UsageError
from designer.cli.terminal import Terminal
from designer.cli.text_report import counted
from designer.errors import ConfigurationError, DesignerError, DocumentError, ResourceError
from designer.session.opening import NOT_RUN, NothingKnown, documents_in
from designer.targets.imported import REFUSED

if TYPE_CHECKING:
    from designer.analysis.maturity import Maturity
    from designer.model.snapshot import Snapshot
    from designer.session.baseline import Baseline
    from designer.session.configuration import Configuration
    from designer.session.services import Services

add_arguments = check_options.add_arguments
_PLAIN_WIDTH = 100
_NAMED = 4


@dataclass(frozen=True, slots=True)
class _Opened:
    """One FILE that could be read, with what applies to it; ``snapshot`` is what is judged."""

    name: str
    found: documents.Read
    services: Services
    configuration: Configuration
    snapshot: Snapshot

    def checked(self, baseline: Baseline | None) -> Checked:
        analyzer = self.services.analyzer
        report = analyzer.analyze(self.snapshot, self.configuration.profile)
        name = documents.shown_name(self.name)
        checked = sorted_out(
            name, self.found, report, self.configuration, analyzer.rulebook, self.services.catalog, baseline
        )
        return replace(checked, judged=self.snapshot, maturity=self._maturity)

    def _maturity(self) -> Maturity:
        from designer.analysis.maturity import maturity_of
        from designer.analysis.maturity_book import load_maturity_book

        analyzer = self.services.analyzer
        judged = analyzer.judge(self.snapshot, self.configuration.profile)
        return maturity_of(judged, analyzer.rulebook, load_maturity_book())


def run(args: Any, context: Context) -> int:
    """Checks all files and reports them together; unreadable ones are named and do not hide the others."""
    chosen = check_options.settings(args)
    check_options.check_format(args)
    context = replace(context, load_services=cache(context.load_services))  # files side by side share them
    opened: list[_Opened] = []
    errors: list[DesignerError] = []
    policies = tuple(Path(os.path.abspath(name)) for name in args.policy)
    for name in _with_documents(args.files):
        try:
            opened.append(_open(name, chosen, bool(args.ignore_waivers), context, policies))
        except NothingKnown as e:
            if not documents_in(Path(name)):  # else its documents are what there is to check
                context.terminal.error(str(e))
                errors.append(e)
        except (DocumentError, ResourceError, ConfigurationError) as e:
            if isinstance(e, ConfigurationError) and e.path is None:
                raise  # the command line itself
            context.terminal.error(str(e))
            errors.append(e)
    for each in opened:
        _tell_unread(each, context.terminal)
    errors += documents.tell_wrong_rules([o.services for o in opened], policies, context.terminal)
    bad = BAD_INPUT if errors else OK
    if args.show_config:
        return max(bad, _show_config(opened, args, context.terminal))
    if args.write_baseline:
        return max(bad, _write_baseline(opened, Path(args.write_baseline), context.terminal))
    baseline_of = cache(_read_baseline)  # files side by side share it
    checked = [o.checked(baseline_of(o.configuration.baseline)) for o in opened]
    for problem in dict.fromkeys(p for c in checked for p in c.report.problems):
        context.terminal.remark(problem)
    if args.explain:
        return max(bad, _explain(args, opened, checked, context.terminal))
    _report(Outcome(tuple(checked), tuple(errors), __version__), args, context.terminal)
    return max(bad, FOUND if any(c.fails for c in checked) else OK)


def _with_documents(names: Sequence[str]) -> list[str]:
    """The FILEs, behind each folder the documents in it: a document is a pipeline of its own."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        folder = Path(name)
        if name != STDIN and folder.is_dir():
            with suppress(DocumentError):  # too much in it: opening the folder says so
                found.update(dict.fromkeys(map(str, documents_in(folder))))
    return list(found)


def _tell_unread(each: _Opened, terminal: Terminal) -> None:
    """Says which files of a folder were not read, and which do not count."""
    remarks = each.found.source.remarks if each.found.source else ()
    for remark in remarks:
        if remark.status == REFUSED and remark.step is None:
            path = os.path.join(each.name, remark.path) + (f":{remark.line}" if remark.line else "")
            terminal.remark(f"{path} is not read: {remark.message}. {remark.advice}".rstrip())
    resting = [remark.path for remark in remarks if remark.message == NOT_RUN]
    if resting:
        named = ", ".join(resting[:_NAMED]) + (f" and {len(resting) - _NAMED} more" if len(resting) > _NAMED else "")
        terminal.remark(f"{each.name}: left out, as nothing is run from there: {named}")


def _read_baseline(path: Path | None) -> Baseline | None:
    from designer.session.baseline import read_baseline

    return read_baseline(path) if path else None


def _open(name: str, chosen: Any, ignores_waivers: bool, context: Context, policies: tuple[Path, ...]) -> _Opened:
    services = documents.services_for(name, context, policies)
    found = documents.read(name, services, context)
    configuration = documents.configuration(found, documents.configured(services, chosen))
    snapshot = without_waivers(found.snapshot) if ignores_waivers else found.snapshot
    return _Opened(name, found, services, configuration, snapshot)


def _report(outcome: Outcome, args: Any, terminal: Terminal) -> None:
    """Writes the report to standard output, or whole into a file."""
    form = formats.load(args.format)
    found = sum(len(c.findings) for c in outcome.files)
    told = f": {counted(found, 'finding')} in {counted(len(outcome.files), 'file')}"
    _write(args.output, terminal, lambda to: form.write(outcome, to), told)


def _write(output: Any, terminal: Terminal, write: Callable[[Terminal], None], told: str = "") -> None:
    """Lets something write to standard output, or whole into the file of ``--output``."""
    if output in (None, STDIN):
        write(terminal)
        return
    from designer.storage.atomic_write import atomic_write

    text = StringIO()
    write(replace(terminal, stdout=text, width=_PLAIN_WIDTH, is_terminal=False, colour=False))
    atomic_write(Path(output), text.getvalue().encode("utf-8", "backslashreplace"))
    terminal.remark(f"{output} written{told}")


def _show_config(opened: Sequence[_Opened], args: Any, terminal: Terminal) -> int:
    from designer.cli import show_config

    rows = [(documents.shown_name(o.name), o.configuration) for o in opened]
    _write(args.output, terminal, lambda to: show_config.write(rows, to, as_json=args.format == "json"))
    return OK


def _explain(args: Any, opened: Sequence[_Opened], checked: Sequence[Checked], terminal: Terminal) -> int:
    from designer.cli import explain

    if not opened:
        return OK
    judged = [o.services.analyzer.judge(o.snapshot, o.configuration.profile) for o in opened]
    files = list(zip(checked, judged, strict=True))
    _write(args.output, terminal, lambda to: explain.write(args.explain, files, opened[0].services, args.format, to))
    return OK


def _write_baseline(opened: Sequence[_Opened], path: Path, terminal: Terminal) -> int:
    """Takes what is found now as known; entries about files that were not checked stay."""
    from designer.session.baseline import Baseline, read_baseline

    if any(o.name == STDIN for o in opened):
        raise UsageError("standard input has no name that a baseline could keep", advice="Name the file.")
    before = read_baseline(path) if path.exists() else Baseline(path)
    found = {o.name: [*o.checked(None).findings] for o in opened}
    after = before.renewed(found)
    after.write()
    new, gone = set(after.entries) - set(before.entries), set(before.entries) - set(after.entries)
    total = counted(len(after.entries), "finding")
    terminal.remark(f"{path} written: {total}, {len(new)} of them new; {len(gone)} gone")
    return OK
