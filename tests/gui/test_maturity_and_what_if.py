"""Levels, the score rule by rule, the best next step, and what-if, worked in a real window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from designer.analysis.what_if.consequences import DRIFTS, FAILS, REMOVED
from designer.commands import steps
from designer.gui.main_window import MainWindow
from designer.gui.panels.proof_tree import ProofTree
from designer.gui.panels.what_if import danger_links

Key = Qt.Key


def reviewed(window: MainWindow, qtbot: QtBot) -> None:
    """Waits until the review is of what the window shows."""
    window.desk.bridge.wait_idle()
    window.desk.maturity.reviewing.wait_idle()
    qtbot.waitUntil(lambda: window.desk.maturity.reviewing.review is not None)


def shown(window: MainWindow, qtbot: QtBot, page: str) -> ProofTree:
    window.registry.trigger(f"check.{page}")
    reviewed(window, qtbot)
    return getattr(window.desk.maturity, page).tree


def row(tree: ProofTree, start: str) -> QTreeWidgetItem:
    return next(item for item in tree.items() if item.text(0).startswith(start))


def click(tree: ProofTree, item: QTreeWidgetItem) -> None:
    tree.scrollToItem(item)
    area = tree.visualItemRect(item)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(30, 8))


# ---------------------------------------------------------------------- levels
def test_levels_stand_as_ladders_with_reached_rungs_marked_by_icon_and_words(lesson: MainWindow, qtbot: QtBot) -> None:
    tree = shown(lesson, qtbot, "levels")
    texts = tree.texts()
    assert texts[0].startswith("Google levels: 0 of 2")
    assert "0  Manual process" in texts
    reached, missing = row(tree, "0  Manual"), row(tree, "1  Pipeline automation")
    assert not reached.icon(0).isNull() and not missing.icon(0).isNull()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert reached.data(0, role).startswith("Level 0, reached")
    assert missing.data(0, role).startswith("Level 1, not reached")
    assert row(tree, "REP003").data(0, role).startswith("missing: REP003")


def test_a_rule_shows_the_steps_that_earned_it_on_the_canvas(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.desk.session.fix_all(unsafe=True)
    tree = shown(lesson, qtbot, "levels")
    rung = row(tree, "1  Pipeline automation")
    rung.setExpanded(True)
    rule = row(tree, "AUT001")
    assert "earned by" in rule.text(0)
    click(tree, rule)
    earned = tree.row_of(rule).steps
    assert earned and lesson.desk.selection.steps == earned
    assert lesson.desk.canvas.overlays.state.lit_steps == frozenset(earned)


def test_the_keyboard_opens_a_rung_and_goes_through_its_rules(lesson: MainWindow, qtbot: QtBot) -> None:
    tree = shown(lesson, qtbot, "levels")
    assert tree.hasFocus()
    tree.setCurrentItem(row(tree, "1  Pipeline automation"))
    QTest.keyClick(tree, Key.Key_Left)
    assert not row(tree, "1  Pipeline automation").isExpanded()
    QTest.keyClick(tree, Key.Key_Right)
    QTest.keyClick(tree, Key.Key_Down)
    assert tree.currentItem().text(0).startswith("REP003")
    assert lesson.desk.selection.steps == ("train",)


def test_the_way_to_the_next_level_lists_fixes_with_their_places(lesson: MainWindow, qtbot: QtBot) -> None:
    tree = shown(lesson, qtbot, "levels")
    route = next(i for i in tree.items() if i.text(0) == "To level 1: 2 fixes")
    assert route.child(0).text(0).startswith("1  Record the code version before training (REP001 at ")
    assert "11 questions to ask the team" in " ".join(tree.texts())


def test_the_best_next_step_is_applied_by_one_button_and_undone_as_one_step(lesson: MainWindow, qtbot: QtBot) -> None:
    shown(lesson, qtbot, "levels")
    bar = lesson.desk.maturity.levels.next_step
    assert "Insert an evaluation with a threshold" in bar.words.text()
    assert "Score 0 → 5" in bar.words.text()
    before = dict(lesson.desk.session.pipeline.steps)
    qtbot.mouseClick(bar.apply, Qt.MouseButton.LeftButton)
    assert not bar.apply.isEnabled()  # until the next one was tried
    assert lesson.desk.session.history.undo_label.startswith("Fix AUT001")
    reviewed(lesson, qtbot)
    assert bar.apply.isEnabled() and "Insert an evaluation" not in bar.words.text()
    lesson.undo()
    assert dict(lesson.desk.session.pipeline.steps) == before


def test_where_nothing_is_gained_no_step_is_offered(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.desk.session.fix_all(unsafe=True)
    shown(lesson, qtbot, "score")
    bar = lesson.desk.maturity.score.next_step
    assert "No offered fix" in bar.words.text()
    assert not bar.apply.isVisible()


def test_rows_that_were_opened_stay_open_after_an_edit(lesson: MainWindow, qtbot: QtBot) -> None:
    tree = shown(lesson, qtbot, "levels")
    row(tree, "2  CI/CD").setExpanded(True)
    lesson.desk.session.run(steps.set_attributes, "train", {"tracked": True})
    reviewed(lesson, qtbot)
    assert row(tree, "2  CI/CD").isExpanded()
    assert "1  Pipeline automation, 1 of 6" in tree.texts()


def test_a_page_that_is_first_seen_later_shows_the_review_that_is_known(lesson: MainWindow, qtbot: QtBot) -> None:
    shown(lesson, qtbot, "levels")
    lesson.registry.trigger("check.score")
    assert lesson.desk.maturity.score.tree.topLevelItemCount()
    assert lesson.desk.maturity.score.next_step.apply.isEnabled()


def test_a_page_that_is_first_seen_after_an_edit_offers_no_step_until_it_was_tried_again(
    lesson: MainWindow, qtbot: QtBot
) -> None:
    shown(lesson, qtbot, "levels")
    lesson.desk.maturity.show_page("findings")
    lesson.desk.session.run(steps.set_attributes, "train", {"tracked": True})
    lesson.registry.trigger("check.score")
    apply = lesson.desk.maturity.score.next_step.apply
    assert apply.isVisible() and not apply.isEnabled()
    reviewed(lesson, qtbot)
    assert apply.isEnabled()


def test_nothing_is_worked_out_while_the_findings_are_seen(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.desk.session.run(steps.set_attributes, "train", {"tracked": True})
    lesson.desk.bridge.wait_idle()
    lesson.desk.maturity.reviewing.wait_idle()
    assert lesson.desk.maturity.reviewing.review is None


# ---------------------------------------------------------------------- the score
def test_a_principle_of_the_score_board_opens_into_its_rules(lesson: MainWindow, qtbot: QtBot) -> None:
    button = next(b for b in lesson.desk.findings.score.openers if b.text() == "Security")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    reviewed(lesson, qtbot)
    tree = lesson.desk.maturity.score.tree
    assert lesson.desk.findings.pages.current == "score"
    qtbot.waitUntil(lambda: tree.currentItem() is not None)
    principle = tree.currentItem()
    assert principle.text(0).startswith("Security & governance: 0")
    assert principle.isExpanded()
    rules = [principle.child(i).text(0) for i in range(principle.childCount())]
    assert rules[0].startswith("Best next step: Restrict access by role (SEC002 at ")
    assert any("weight 10, credit 0 %, fixes bring +4.0 points" in text for text in rules)


def test_turning_to_another_page_gives_the_keyboard_to_no_button(lesson: MainWindow, qtbot: QtBot) -> None:
    tree = shown(lesson, qtbot, "score")
    tree.setFocus()
    tabs = lesson.desk.findings.pages.tabs
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(2).center())
    assert lesson.desk.findings.pages.current == "levels"
    assert lesson.focusWidget() is tabs


def test_the_sum_of_a_principle_is_told(lesson: MainWindow, qtbot: QtBot) -> None:
    tree = shown(lesson, qtbot, "score")
    assert row(tree, "Reproducibility: 0").text(0) == "Reproducibility: 0\n0 of 60 earned"


def test_going_to_a_finding_brings_the_findings_back(lesson: MainWindow, qtbot: QtBot) -> None:
    shown(lesson, qtbot, "score")
    lesson.registry.trigger("check.next")
    assert lesson.desk.findings.pages.current == "findings"


def test_going_to_a_finding_brings_its_panel_to_the_front(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.panes.raise_("exports")
    qtbot.waitUntil(lambda: not lesson.panes.is_seen("findings"))
    lesson.registry.trigger("check.previous")
    qtbot.waitUntil(lambda: lesson.panes.is_seen("findings"))


# ---------------------------------------------------------------------- what if
def asked(window: MainWindow, qtbot: QtBot, step: str, event: str) -> ProofTree:
    window.desk.canvas.select(steps=[step])
    window.registry.trigger(f"check.what_if_{event}")
    qtbot.waitUntil(lambda: window.desk.what_if.is_idle)
    answer = window.desk.what_if.answer
    assert answer is not None and (answer.step, answer.event) == (step, event)
    return window.desk.what_if.tree


def test_what_if_a_step_fails_is_told_and_marked_on_the_cards(chain: MainWindow, qtbot: QtBot) -> None:
    tree = asked(chain, qtbot, "data", FAILS)
    assert "Train does not start: Orders → Train." in tree.texts()
    state = chain.desk.canvas.overlays.state
    assert state.signs == {"data": "origin", "train": "stops", "deploy": "stops"}
    assert state.lit_steps == frozenset(state.signs)
    assert "2 steps stop" in chain.desk.what_if.summary.text()


def test_a_sentence_shows_the_path_that_proves_it(chain: MainWindow, qtbot: QtBot) -> None:
    tree = asked(chain, qtbot, "data", FAILS)
    click(tree, row(tree, "Deploy does not start"))
    state = chain.desk.canvas.overlays.state
    assert state.lit_links == frozenset({"data -> train", "train -> deploy"})
    assert chain.desk.selection.steps == ("data",)  # the question stays the same


def test_a_release_that_goes_out_all_the_same_is_marked_as_a_danger_with_its_path(
    chain: MainWindow, qtbot: QtBot
) -> None:
    chain.desk.session.run(steps.set_attributes, "train", {"blocking": False})
    asked(chain, qtbot, "train", FAILS)
    state = chain.desk.canvas.overlays.state
    assert state.signs["deploy"] == "danger"
    assert state.lit_links == frozenset({"train -> deploy"})
    answer = chain.desk.what_if.answer
    assert answer is not None and danger_links(answer) == ["train -> deploy"]


def test_the_event_is_chosen_by_buttons_and_the_question_follows_the_selection(chain: MainWindow, qtbot: QtBot) -> None:
    asked(chain, qtbot, "data", FAILS)
    panel = chain.desk.what_if
    panel.buttons[REMOVED].setFocus()
    QTest.keyClick(panel.buttons[REMOVED], Key.Key_Space)
    qtbot.waitUntil(lambda: panel.answer is not None and panel.answer.event == REMOVED)
    assert any(text.startswith("REP011 at Train") for text in panel.tree.texts())
    chain.desk.canvas.select(steps=["deploy"])
    qtbot.waitUntil(lambda: panel.answer is not None and panel.answer.step == "deploy")
    assert panel.answer is not None and panel.answer.event == REMOVED


def test_an_edit_is_answered_anew_and_a_deleted_step_has_no_answer(chain: MainWindow, qtbot: QtBot) -> None:
    tree = asked(chain, qtbot, "data", DRIFTS)
    assert "Nothing compares the data of Orders with what it was. (MON003)" in tree.texts()
    chain.desk.session.run(
        steps.add_step,
        chain.desk.session.services.catalog,
        "drift",
        attributes={"reference": "training", "frequency": "daily"},
        after="deploy",
    )
    qtbot.waitUntil(lambda: any("the training data, daily" in text for text in tree.texts()))
    chain.desk.session.run(steps.delete, ["data"])
    assert chain.desk.what_if.answer is None
    assert "Select a step" in chain.desk.what_if.summary.text()


def test_hiding_the_panel_takes_the_marks_off_the_canvas(chain: MainWindow, qtbot: QtBot) -> None:
    asked(chain, qtbot, "data", FAILS)
    assert chain.desk.canvas.overlays.state.signs
    chain.panes.docks["what_if"].hide()
    assert not chain.desk.canvas.overlays.state.signs
    assert not chain.desk.canvas.overlays.state.lit_steps


def test_another_tab_in_front_takes_the_marks_off_the_canvas_until_it_comes_back(
    chain: MainWindow, qtbot: QtBot
) -> None:
    asked(chain, qtbot, "train", FAILS)
    state = chain.desk.canvas.overlays.state
    chain.panes.raise_("findings")
    qtbot.waitUntil(lambda: not state.signs and not state.lit_steps)
    chain.desk.canvas.select(steps=["deploy"])
    assert chain.desk.what_if.is_idle and not state.signs
    chain.panes.raise_("what_if")
    qtbot.waitUntil(lambda: state.signs.get("deploy") == "origin")


def test_it_is_asked_from_the_menus_only_about_one_step(chain: MainWindow, qtbot: QtBot) -> None:
    assert not chain.panes.docks["what_if"].isVisible()
    chain.desk.canvas.select(steps=["data", "train"])
    assert not chain.registry.qaction("check.what_if_fails").isEnabled()
    chain.desk.canvas.select(steps=["train"])
    assert chain.registry.qaction("check.what_if_fails").isEnabled()
    assert "step" in chain.registry.records["check.what_if_drifts"].contexts


def test_signs_are_painted_at_every_zoom(chain: MainWindow, qtbot: QtBot) -> None:
    asked(chain, qtbot, "data", FAILS)
    canvas = chain.desk.canvas
    for zoom in (1.0, 0.3):
        canvas.zoom_to(zoom)
        qtbot.waitUntil(lambda: canvas.is_sharp)
        with_signs = canvas.grab().toImage()
        state = canvas.overlays.state
        signs, state.signs = state.signs, {}
        canvas.update()
        assert canvas.grab().toImage() != with_signs
        state.signs = signs


def test_many_stopped_steps_are_folded_so_that_every_question_is_in_sight(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.desk.session.fix_all(unsafe=True)
    lesson.desk.bridge.wait_idle()
    first = next(s.id for s in lesson.desk.session.pipeline.steps.values() if s.kind == "data_source")
    tree = asked(lesson, qtbot, first, FAILS)
    stops = row(tree, "What stops: ")
    assert stops.childCount() > 5 and not stops.isExpanded()
    assert row(tree, "What reaches production").isExpanded()


# ---------------------------------------------------------------------- names of others
def test_a_name_that_looks_like_markup_is_shown_as_it_is(lesson: MainWindow, qtbot: QtBot) -> None:
    desk, name = lesson.desk, "<img src=x> <b>Train</b>"
    for step in tuple(desk.session.pipeline.steps):
        desk.session.run(steps.rename, step, name)
    desk.canvas.select(steps=[step])
    lesson.registry.trigger("check.what_if_fails")
    qtbot.waitUntil(lambda: name in desk.what_if.title.text())
    assert desk.what_if.title.textFormat() == Qt.TextFormat.PlainText
    assert desk.what_if.summary.textFormat() == Qt.TextFormat.PlainText
    shown(lesson, qtbot, "levels")
    assert "&lt;img" in desk.maturity.levels.next_step.words.text()
    lesson.toast.say(name)
    assert lesson.toast.text == name
