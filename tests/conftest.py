"""What several modules look at: a workspace of invented reviews, its reports, and the charts of invented tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from scr_coder.render.charts import Chart, charts_of
from scr_coder.tables.notebook import Workspace

from invented_charts import TABLES
from invented_reviews import REVIEWS, SEED, invented
from report_pages import make_report


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The reviews behind `whole` and `hushed`; modules with others of their own have a fixture of this name, too."""
    return invented(tmp_path_factory.mktemp("report") / "workspace", REVIEWS, SEED)


@pytest.fixture(scope="module")
def whole(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in which nothing is suppressed."""
    return make_report(workspace.root, tmp_path_factory.mktemp("whole") / "report")


@pytest.fixture(scope="module")
def hushed(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the same reviews, suppressed below 5."""
    return make_report(workspace.root, tmp_path_factory.mktemp("hushed") / "report", "--suppress-below", "5")


@pytest.fixture(scope="module")
def charts() -> dict[str, Chart]:
    """The chart of each invented table."""
    return {chart.name: chart for chart in charts_of(TABLES)}
