"""Finds data in the wrong place: training that is handed the test set, evaluation that is handed the training set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designer.recognition.hazards.book import HazardBook
from designer.recognition.hazards.hazard import Match
from designer.recognition.hazards.lines import Line

TEST_FOR_TRAINING = "test_for_training"
TRAINING_FOR_TEST = "training_for_test"


class Data:
    """Looks at the files that commands are handed by options which say what they are for. Pure."""

    def __init__(self, book: HazardBook) -> None:
        self._pattern = book.patterns

    def find(self, line: Line) -> Iterator[Match]:
        """What the options of one command say."""
        small = line.text.lower()
        if "train" not in small or ("test" not in small and "eval" not in small and "hold" not in small):
            return
        for kind, option, names, says in (
            (TEST_FOR_TRAINING, "data.train_option", "data.is_test", "the test data is handed to training"),
            (TRAINING_FOR_TEST, "data.test_option", "data.is_train", "the training data is handed to the test"),
        ):
            for match in self._pattern[option].all_in(line.text):
                if self._pattern[names].found_in(match["what"]):
                    start, end = (line.start + place for place in match.span("what"))
                    yield Match(kind, kind.replace("_", "-"), start, end, says, what=match["what"])


class DataNames:
    """Tells by their names which files hold test data and which training data."""

    def __init__(self, book: HazardBook) -> None:
        self._test, self._train = book.patterns["data.is_test"], book.patterns["data.is_train"]

    def tests(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(path for path in paths if self._test.found_in(path))

    def trains(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(path for path in paths if self._train.found_in(path))
