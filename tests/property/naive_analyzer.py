"""A second analyzer, slow and plain: one anchor at a time. It shares no code with the real one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from designer import yaml_io
from designer.model.snapshot import Snapshot
from designer.resources import resource
from designer.steps.catalog import Catalog
from tests.property.naive_pipeline import NaivePipeline, meets, plain

PASS, HALF, FAIL, BLOCKED, UNSEEN = "pass", "half", "fail", "blocked", "unseen"
WEIGHT = {"error": 10, "warning": 5, "info": 2}


@cache
def load_rules() -> dict[str, dict[str, Any]]:
    """All but previews, and those about waivers: random pipelines have none."""
    files = sorted(f for f in resource("rules").glob("[A-Z]*.yaml") if not f.name.startswith("WAI"))
    rows = [yaml_io.load(f.read_text(encoding="utf-8"), f.name) for f in files]
    return {row["code"]: row for row in rows if not row.get("preview")}


@cache
def profiles() -> dict[str, Any]:
    file = resource("rules") / "_profiles.yaml"
    found: dict[str, Any] = yaml_io.load(file.read_text(encoding="utf-8"), file.name)["profiles"]
    return found


class Naive(NaivePipeline):
    def __init__(self, snapshot: Snapshot, catalog: Catalog, profile: str) -> None:
        super().__init__(snapshot, catalog)
        self.rules = load_rules()
        self.profile = profiles()[profile]
        self.status: dict[str, dict[tuple[str, ...], str]] = {}
        self.places: dict[str, set[str]] = {}
        for code in self._in_order():
            self._judge(code)

    def _in_order(self) -> list[str]:
        done: list[str] = []

        def visit(code: str) -> None:
            for first in self.rules[code].get("requires", []):
                visit(first)
            if code not in done:
                done.append(code)

        for code in self.rules:
            visit(code)
        return done

    # ---------------------------------------------------------------- operators: pass, fail, blocked
    def holds(self, check: Mapping[str, Any], at: str, train: str, machine: bool = False) -> str:
        ((word, inner),) = check.items()
        if word in ("any", "all"):
            results = [self.holds(part, at, train, machine) for part in inner]
            if word == "all":
                return PASS if all(r == PASS for r in results) else BLOCKED if BLOCKED in results else FAIL
            return PASS if PASS in results else BLOCKED if BLOCKED in results else FAIL
        if word == "between" and not self.origins(at):
            return BLOCKED
        return PASS if self._holds(word, inner, at, train, machine) else FAIL

    def _holds(self, word: str, inner: Any, at: str, train: str, machine: bool) -> bool:
        if word == "attr":
            return all(meets(self.get(at, n), c) for n, c in inner.items())
        if word == "pipe":
            return all(meets(self.fact(n), c) for n, c in inner.items())
        if word == "text":
            return True  # random pipelines have no texts
        if word == "trig":
            return meets(self.triggers(at), inner)
        if word == "builtin":
            return bool(getattr(self, inner)(at, train))
        if word == "loop_up":
            both = self.flow + self.feedback
            return any(at in self._reach(s, both) for s in self.select(inner, machine))
        if word == "near_then_down":
            near = [s for s in self.select(inner["near"], False) if s in self.attached(at)]
            return any(s in self.after(n) for n in near for s in self.select(inner["down"], machine))
        if word == "up_with":
            found = [s for s in self.select(inner, machine) if s in self.before(at) and self.mates(s, at)]
            return any(self.holds(inner["needs"], s, train, machine) == PASS for s in found)
        if word == "on_way":
            via = self.select(inner["via"], machine)
            return any(v in self.data_before(train) and at in self.data_before(v) for v in via)
        if word == "data_up":
            return any(s in self.data_before(at) for s in self.select(inner, machine))
        if word == "between":
            via = [v for v in self.select(inner["via"], machine) if v in self.before(at) and self.mates(v, at)]
            return any(v in self.after(o) for o in self.origins(at) for v in via)
        places = {"up": self.before, "down": self.after, "near": self.attached}
        place = places[word](at)
        return any(s in place and self.mates(s, at) for s in self.select(inner, machine))

    def refuted(self, check: Mapping[str, Any], at: str) -> bool:
        ((word, inner),) = check.items()
        if word == "any":
            return all(self.refuted(part, at) for part in inner)
        if word == "all":
            return any(self.refuted(part, at) for part in inner)
        if word == "attr":
            return any(self.stated(at, n) and not meets(self.get(at, n), c) for n, c in inner.items())
        if word == "pipe":
            facts = self.snapshot.facts
            return any(facts.get(n) is not None and not meets(facts[n], c) for n, c in inner.items())
        return word == "trig" and bool(self.triggers(at)) and not meets(self.triggers(at), inner)

    # ---------------------------------------------------------------- builtins at one anchor
    def release_reachable(self, at: str, train: str) -> bool:
        wanted, events = plain(self.get(at, "branches")) or [], self.triggers(at)
        pushed = self.push_branches(at)
        by_default = bool(set(wanted) & {"main", "master"})
        starts = {"push": not pushed or bool(set(pushed) & set(wanted)), "release": True, "workflow_run": True}
        never = ("manual", "pull_request", "pull_request_target")
        return not wanted or not events or any(starts.get(e, by_default) for e in events if e not in never)

    def release_trigger_trusted(self, at: str, train: str) -> bool:
        events = self.triggers(at)
        return "pull_request_target" not in events and ("pull_request" not in events or bool(self.get(at, "branches")))

    def pii_removed_on_every_path(self, at: str, train: str) -> bool:
        clean = {
            s for s in self.steps if self.kind[s] == "prepare" and self.real(s) and self.get(s, "pii_removed") is True
        }
        links = [
            row
            for row in self.flow
            if row[2].carries != "control" and self.kind[row[0]] != "train" and not {row[0], row[1]} & clean
        ]
        return train not in self._reach(at, links)

    def _watchers(self, at: str) -> list[str]:
        return [s for s in self.attached(at) if self.kind[s] in ("monitor", "drift", "feedback") and self.real(s)]

    def _goals(self, at: str) -> list[str]:
        return [t for t in self.trains if self.real(t) and self.mates(t, at)]

    def loop_exists(self, at: str, train: str) -> bool:
        both = self.flow + self.feedback
        return any(t in self._reach(w, both) for w in self._watchers(at) for t in self._goals(at))

    def loop_has_trigger(self, at: str, train: str, where: Mapping[str, Any] | None = None) -> bool:
        both = self.flow + self.feedback
        triggers = self.select({"kind": "retrain_trigger", "where": where or {}}, False)
        return any(
            r in self._reach(w, both) and t in self._reach(r, both)
            for w in self._watchers(at)
            for r in triggers
            for t in self._goals(at)
        )

    def loop_trigger_condition(self, at: str, train: str) -> bool:
        return self.loop_has_trigger(at, train, {"condition": {"set": True}})

    # ---------------------------------------------------------------- facets
    def _candidates(self, facet: str, at: str) -> list[str]:
        if facet == "drift":
            watching = [
                s for s in self.steps if self.kind[s] == "monitor" and "data_drift" in (self.get(s, "watches") or [])
            ]
            found = [s for s in self.steps if self.kind[s] == "drift" or s in watching]
            return [s for s in found if self.real(s) and s in self.attached(at)]
        found = [s for s in self.select({"kind": "evaluate"}, False) if self.mates(s, at)]
        if self.fact("scope") == "training":
            return [s for s in found if s in self.after(at)]
        return [s for s in found if s in self.before(at) and any(s in self.after(o) for o in self.origins(at))]

    def _facet(self, test: str, e: str, d: str) -> bool:
        if test == "threshold":
            return self.get(e, "threshold") is True or bool(self.get(e, "baseline"))
        if test == "blocking":
            return self.get(e, "blocking") is not False
        if test == "same_trigger":
            td, te = set(self.triggers(d)), set(self.triggers(e))
            need = set(self.get(d, "branches") or self.push_branches(d))
            limit = set(self.get(e, "branches") or [])
            return (not td or not te or td <= te) and (not limit or need <= limit)
        if test == "success_path":
            return d in self._reach(e, [row for row in self.flow if row[2].when == "success"])
        reference = self.get(e, "reference")
        if test == "has_reference":
            return bool(reference)
        if test == "reference_matches":
            above = {a for t in self.trains if self.mates(t, d) for a in self.before(t)}
            return reference == "training" or any(reference in (a, self.get(a, "dataset")) for a in above if reference)
        frequency = self.get(e, "frequency")
        events = (self.get(e, "triggers") or []) if frequency else self.triggers(e)
        return frequency in ("hourly", "daily", "weekly", "stream") or bool(
            {"schedule", "new_data", "event"} & set(events)
        )

    def _best(self, facet: str, at: str) -> str | None:
        weights = {
            row["check"]["test"]: WEIGHT[self.severity(code)]
            for code, row in self.rules.items()
            if row["check"].get("facet") == facet and self.is_active(code)
        }
        best, most = None, -1
        for candidate in self._candidates(facet, at):
            total = sum(w for test, w in weights.items() if self._facet(test, candidate, at))
            if total > most:
                best, most = candidate, total
        return best

    # ---------------------------------------------------------------- rules
    def severity(self, code: str) -> str:
        return str(self.profile.get("severity", {}).get(code, self.rules[code]["severity"]))

    def applies(self, code: str) -> bool:
        row = self.rules[code]
        when = row.get("applies_when", {})
        return self.fact("scope") in row["scopes"] and all(self.fact(n) in wanted for n, wanted in when.items())

    def is_active(self, code: str) -> bool:
        return self.applies(code) and self.rules[code]["tier"] in self.profile["tiers"]

    def _first(self, code: str, anchor: tuple[str, ...]) -> str:
        """Blocked or unseen because of a rule that comes first; empty when nothing is in the way."""
        states = []
        for first in self.rules[code].get("requires", []):
            known = self.status.get(first)
            if known is None:
                continue
            steps = self.origins(anchor[0]) if code == "REP004" else [anchor[-1]]
            states += [known[step,] for step in steps if (step,) in known]
        if any(s in (FAIL, BLOCKED) for s in states):
            return BLOCKED
        return UNSEEN if UNSEEN in states else ""

    def origin(self, name: str) -> str:
        own = self.get(name, "origin")
        return str(own if isinstance(own, str) else self.fact("origin"))

    def _blind(self, code: str, *names: str) -> bool:
        if self.origin(names[-1]) not in self.rules[code].get("blind_in", []):
            return False
        return not self._was_seen(code, *names)

    def _unseen(self, code: str, check: Mapping[str, Any], at: str, train: str) -> bool:
        if self.fact("partial") is not True or self.origin(at) == "canvas" or self._was_seen(code, at):
            return False
        return self._elsewhere(check, at, train) and not self.refuted(check, at)

    def _elsewhere(self, check: Mapping[str, Any], at: str, train: str) -> bool:
        ((word, inner),) = check.items()
        if word == "any":
            return any(self._elsewhere(part, at, train) for part in inner)
        if word == "all":
            return all(self.holds(part, at, train) == PASS or self._elsewhere(part, at, train) for part in inner)
        if word == "between":
            return not self.origins(at)
        if word == "up_with":
            return not any(s in self.before(at) and self.mates(s, at) for s in self.select(inner, False))
        if word == "builtin":
            return inner in ("loop_exists", "loop_has_trigger")
        return word in ("up", "down", "near", "near_then_down")

    def _was_seen(self, code: str, *names: str) -> bool:
        return any(f"{code}@{n}" in (self.fact("assessed") or []) for n in names)

    def _judge(self, code: str) -> None:
        row = self.rules[code]
        if not self.applies(code):
            return
        check = row["check"].get(self.fact("scope"), row["check"])
        self.status[code], self.places[code] = {}, set()
        if "facet" in check:
            for at in self.trains if self.fact("scope") == "training" else self.releases:
                self._judge_facet(code, check, at)
        elif "each" in check:
            for anchor in self._anchors(check["each"]):
                self.status[code][anchor] = self._judge_anchor(code, check, anchor)
                if self.status[code][anchor] == FAIL:
                    self.places[code].add(anchor[0])
        else:
            self.places[code] = getattr(self, check["builtin"])()

    def _anchors(self, each: Any) -> list[tuple[str, ...]]:
        if each == "release":
            return [(d,) for d in self.releases]
        if each == "source":
            return [(s, t) for t in self.trains for s in self.sources(t) or [""]]
        if each["kind"] == "any":
            return [(s,) for s in self.steps]
        if each["kind"] == "any_but":
            return [(s,) for s in self.steps if self.kind[s] not in each["except"]]
        kinds = each["kind"] if isinstance(each["kind"], list) else [each["kind"]]
        return [(s,) for s in self.steps if self.kind[s] in kinds and self.real(s)]

    def _judge_anchor(self, code: str, check: Mapping[str, Any], anchor: tuple[str, ...]) -> str:
        first = self._first(code, anchor)
        if first or anchor[0] == "":
            return first or BLOCKED
        at, train = anchor[0], anchor[-1]
        if not self._where(at, check.get("where", {})):
            return PASS
        result = self.holds(check["needs"], at, train)
        if result in (FAIL, BLOCKED) and self._unseen(code, check["needs"], at, train):
            return UNSEEN
        if result == FAIL and self._blind(code, at) and not self.refuted(check["needs"], at):
            return UNSEEN
        if result == PASS and self.rules[code].get("manual_half"):
            return PASS if self.holds(check["needs"], at, train, True) == PASS else HALF
        return result

    def _judge_facet(self, code: str, check: Mapping[str, Any], at: str) -> None:
        state, best = self._first(code, (at,)), self._best(check["facet"], at)
        if not state and best is None:
            state = BLOCKED
        if not state and best is not None:
            silent = {"threshold": ("threshold", "baseline"), "has_reference": ("reference",)}.get(check["test"], ())
            if self._facet(check["test"], best, at):
                state = PASS
            elif self._blind(code, at, best) and any(not self.stated(best, n) for n in silent):
                state = UNSEEN
            else:
                state = FAIL
                self.places[code].add(f"{best}=>{at}" if code == "AUT009" else best)
        self.status[code][at,] = state

    # ---------------------------------------------------------------- builtins over the graph
    def flow_cycle(self) -> set[str]:
        return {link.id for _, _, link in self.back}

    def core_steps(self) -> set[str]:
        if self.fact("opaque") or self.fact("partial"):
            return set()
        found = set()
        releasing = self.fact("scope") != "training"
        for line in self.score_lines:
            makers = [s for s in self.steps if self.kind[s] in ("train", "model_source") and self.real(s)]
            if not any(line in self.lines(s) for s in makers):
                found.add("pipeline")
            if releasing and not any(line in self.lines(d) for d in self.releases):
                found.add("pipeline")
        return found | {d for d in self.releases if releasing and not self.origins(d)}

    def disconnected(self) -> set[str]:
        found = set()
        made = {s: set(self.get(s, "produces") or []) for s in self.steps}
        for s in self.steps:
            linked = any(s in (k.source, k.target) for k in self.snapshot.links.values())
            if self.origin(s) == "canvas" and len(self.steps) > 1 and not linked and not self.stated(s, "target"):
                found.add(s)
            for artifact in self.get(s, "consumes") or []:
                others = {o for o in self.steps if o != s and artifact in made[o]}
                nobody = not others and artifact not in made[s] and any(made.values())
                is_given = self.fact("given_files") is True and self.origin(s) != "canvas"
                lost = nobody and not is_given and artifact not in (self.fact("external") or [])
                if (others and not others & self.before(s)) or lost:
                    found.add(s)
        return found

    def orphan_monitor(self) -> set[str]:
        watching = [s for s in self.steps if self.kind[s] in ("monitor", "drift", "feedback")]
        if self.fact("partial") is True:
            return set()
        return {s for s in watching if not any(s in self.attached(d) for d in self.releases)}

    def feedback_before_gate(self) -> set[str]:
        found = set()
        evaluated = [a[0] for a, s in self.status["AUT001"].items() if s in (PASS, HALF)]
        for _, entry, link in self.feedback:
            reached = {entry} | self.after(entry)
            for d in evaluated:
                gates = [e for e in self.select({"kind": "evaluate"}, False) if e in reached and self.mates(e, d)]
                if d in reached and not any(e in self.before(d) for e in gates):
                    found.add(link.id)
        return found

    # ---------------------------------------------------------------- results
    @property
    def keys(self) -> set[str]:
        return {f"{code}@{at}" for code, places in self.places.items() if self.is_active(code) for at in places}

    def credit(self, code: str) -> float | None:
        values = []
        assessed = self.fact("assessed") or []
        for line in self.score_lines:
            rows = [s for anchor, s in self.status[code].items() if line in self.lines(anchor[-1])]
            seen = [{PASS: 1.0, HALF: 0.5}.get(s, 0.0) for s in rows if s != UNSEEN]
            if not rows and self.fact("partial") is True and not any(a.startswith(f"{code}@") for a in assessed):
                continue
            if seen or not rows:
                values.append(sum(seen) / len(seen) if seen else 0.0)
        return sum(values) / len(values) if values else None

    def principle(self, prefix: str) -> float | None:
        earned = possible = 0.0
        merits = self.fact("partial") is not True
        for code in self.status:
            row = self.rules[code]
            if not code.startswith(prefix) or not self.is_active(code):
                continue
            weight = WEIGHT[self.severity(code)]
            if row.get("type", "merit") == "merit":
                credit = self.credit(code)
                if credit is not None:
                    earned += weight * credit
                    possible += weight
                    merits = True
            elif self.places[code]:
                possible += weight
        return 100 * earned / possible if possible and merits else None
