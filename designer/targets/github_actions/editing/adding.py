"""New cards: between two cards of one job they become a step of it, everywhere else a job of their own."""

from __future__ import annotations

from designer.model.graph_queries import topological_order
from designer.model.step import Link, free_id
from designer.plan.plan import Need
from designer.targets.differences import Differences, flow
from designer.targets.github_actions import expressions
from designer.targets.github_actions.editing import conditions
from designer.targets.github_actions.editing.drafts import Draft, as_job, bare, drafts, write_comments
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Item, Sheet
from designer.targets.importer import Surroundings


def add_cards(sheet: Sheet, found: Differences, around: Surroundings) -> None:
    """Writes every new card; what was drawn with one follows from the export of it."""
    if not found.added:
        return
    try:
        drawn = drafts(found, around)
    except CannotSay as refused:
        for card in found.added:
            sheet.lose(card, "new step", refused.message)
        return
    links = flow(found.goal.links.values())
    for card in [c for c in topological_order(found.goal.steps, links) if c in drawn]:
        job = _around(sheet, card, links)
        with sheet.attempt(card, "new step"):
            if job:
                _add_step(sheet, card, job, drawn[card], links)
            else:
                _add_job(sheet, card, drawn[card], links)
            for loss in drawn[card].losses:
                sheet.lose(loss.step, loss.feature, loss.message)
            _tell_of_inputs(sheet, found, card, job)


def _tell_of_inputs(sheet: Sheet, found: Differences, card: str, job: str | None) -> None:
    """Files of the jobs before are on other machines; which of them a new job needs, only its author knows."""
    makers = [k.source for k in flow(found.goal.links.values()) if k.target == card and k.carries != "control"]
    for source in makers if job is None else ():
        if found.goal.steps[source].get("produces") and source not in found.added:
            sheet.lose(card, "inputs", f"the files of {source} are not taken over: add a download where it needs them")


def _around(sheet: Sheet, card: str, links: list[Link]) -> str | None:
    """The job that has cards both before and behind a new card; it can only run inside of that."""
    before, behind = _known(sheet, card, links, back=True), _known(sheet, card, links, back=False)
    jobs_behind = {sheet.job(c) for c in behind}
    return next((sheet.job(c) for c in before if sheet.job(c) in jobs_behind), None)


def _known(sheet: Sheet, card: str, links: list[Link], *, back: bool) -> list[str]:
    """The cards of the file that are the next ones before or behind a new card, other new ones between them."""
    found: dict[str, None] = {}
    todo, seen = [card], {card}
    while todo:
        here = todo.pop()
        for link in links:
            near, far = (link.target, link.source) if back else (link.source, link.target)
            if near == here and far not in seen:
                seen.add(far)
                if sheet.job(far) is None:
                    todo.append(far)
                else:
                    found[far] = None
    return list(found)


def _add_step(sheet: Sheet, card: str, job: str, draft: Draft, links: list[Link]) -> None:
    """A new step behind the last of those cards of the job that it waits for."""
    before = [c for c in _known(sheet, card, links, back=True) if sheet.job(c) == job]
    into = [k for k in links if k.target == card]
    places = [sheet.needed_step(c) for c in before]
    index = max(int(p[3]) for p in places) + 1
    first, *rest = draft.steps
    asked = expressions.outcome([("", Need("", k.when)) for k in into[:1]])
    present = {str(s.get("id") or "").lower() for s in sheet.tree.data(("jobs", job, "steps")) if isinstance(s, dict)}
    steps = [{**first, "id": free_id(str(first["id"]), frozenset(present))} if first.get("id") else dict(first), *rest]
    if asked:
        steps[0] = {k: v for part in ({"name": steps[0].get("name")}, {"if": asked}, steps[0]) for k, v in part.items()}
    items = [Item() for _ in steps]
    for n, step in enumerate(steps):
        at = ("jobs", job, "steps")
        sheet.editor.insert(at, index + n, bare(step))
        sheet.items[job].insert(index + n, items[n])
        write_comments(sheet.editor, (*at, index + n), step)
    sheet.put_card(card, job, items[0])


def _add_job(sheet: Sheet, card: str, draft: Draft, links: list[Link]) -> None:
    present = sheet.tree.keys(("jobs",))
    into = [k for k in links if k.target == card and sheet.job(k.source)]
    needs = {str(sheet.job(k.source)): Need(str(sheet.job(k.source)), k.when) for k in into}
    asked = expressions.outcome(list(needs.items()))
    old = str(bare(draft.job.get("if")) or "")
    condition = conditions.joined([asked, *conditions.parts(old)] if old else [asked])
    name = _free_name(card, present)
    ordered = [j for j in present if j in needs]
    job = as_job(draft, sheet.tree, ordered, condition)
    behind = [str(sheet.job(c)) for c in _known(sheet, card, links, back=False)]
    after = ordered[-1] if ordered else None
    before = next((j for j in present if j in behind), None) if after is None else None
    sheet.editor.add(("jobs",), name, bare(job), after=after, before=before)
    write_comments(sheet.editor, ("jobs", name), job)
    sheet.items[name] = [Item() for _ in job["steps"]]
    sheet.put_card(card, name, sheet.items[name][_working(job, draft)])


def _working(job: dict[str, object], draft: Draft) -> int:
    """The index of the step that does the work of a job."""
    steps = job["steps"]
    assert isinstance(steps, list)
    return next((i for i, s in enumerate(steps) if bare(s) == bare(draft.steps[0])), len(steps) - 1)


def _free_name(card: str, present: tuple[str, ...]) -> str:
    """A key for a job; letters in another case do not make it another one."""
    taken = {name.lower() for name in present}
    numbered = (card if n == 1 else f"{card}_{n}" for n in range(1, len(taken) + 2))
    return next(name for name in numbered if name.lower() not in taken)
