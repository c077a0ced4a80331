from __future__ import annotations

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import RuleBook, load_rulebook
from designer.steps.catalog import Catalog, load_catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def rulebook() -> RuleBook:
    return load_rulebook()


@pytest.fixture(scope="session")
def analyzer(catalog: Catalog, rulebook: RuleBook) -> Analyzer:
    return Analyzer(catalog, rulebook)
