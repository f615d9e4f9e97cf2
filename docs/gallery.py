"""Make docs/gallery/*.svg and the section “Gallery” of docs/tables.md from a synthetic workspace. `make gallery` runs it.

    python docs/gallery.py                   writes both
    python docs/gallery.py --workspace DIR   writes the synthetic workspace, to try commands on

Every review, date, text and tag is invented by a seeded generator, and every picture says so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from scr_coder import open_workspace
from scr_coder.render.charts import Chart, charts_of
from scr_coder.resources import shipped_taxonomy
from scr_coder.tables.table import Table
from scr_coder.taxonomy import Issue, TaxonomySet, read_taxonomy
from scr_coder.text import text_hash

ROOT = Path(__file__).resolve().parent.parent
OUT, PAGE = ROOT / "docs" / "gallery", ROOT / "docs" / "tables.md"
MARK = "SYNTHETIC DATA: 38 invented reviews, to show the charts. Nothing here was found anywhere."
HEAD = "\n## Gallery\n"
REVIEWS, SEED = 38, 38
YEARS = range(2014, 2025)
NATIONS = {"england": 20, "wales": 9, "scotland": 6, "northern_ireland": 3}
HARMS = {"neglect": 13, "physical_abuse": 9, "sexual_abuse_intrafamilial": 6, "child_criminal_exploitation": 5, "suicide_self_harm": 5}
RISING, FALLING = "X01", "F09"
"""One issue becomes more frequent over the years and one less, so that the trend has something to show."""
TOGETHER = (("C02", "X08"), ("F06", "G07"), ("A03", "C03"), ("X03", "X02"))
"""Pairs of issues of which the second is more likely where the first is found."""


class Told(NamedTuple):
    """What is said of one table in the gallery, and how it is made on the command line."""

    options: dict[str, Any]
    command: str
    about: str


TABLES = {
    "issues": Told({"ci": True}, "scr table issues --ci --sort n", "Ranked issues, with Wilson's intervals."),
    "crosstab-area-nation": Told(
        {"rows": "area", "cols": "nation"},
        "scr table crosstab --rows area --cols nation",
        "Areas by an attribute. Each group has its own base; below 20 there is no percentage.",
    ),
    "crosstab-area-harm-category": Told(
        {"rows": "area", "cols": "harm_category", "suppress_below": 5},
        "scr table crosstab --rows area --cols harm_category --suppress-below 5",
        "The same with small numbers suppressed: every hidden cell looks like every other.",
    ),
    "crosstab-area-family": Told(
        {"rows": "area", "cols": "family"}, "scr table crosstab --rows area --cols family", "Cause families by area."
    ),
    "cooccurrence": Told({}, "scr table cooccurrence", "The issues that are found together most."),
    "trend": Told({}, "scr table trend", "Issues by year: those that change first, then the most frequent."),
    "saturation": Told({}, "scr table saturation", "How many issues are known after so many reviews."),
}


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="write only the synthetic workspace, into DIR")
    chosen = parser.parse_args()
    if chosen.workspace:
        synthetic(chosen.workspace)
        return
    charts = gallery()
    OUT.mkdir(exist_ok=True)
    for chart in charts:
        (OUT / f"{chart.name}.svg").write_bytes(chart.svg)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text[: text.index(HEAD)] + section(charts) if HEAD in text else text + section(charts), encoding="utf-8")


def gallery() -> list[Chart]:
    """Return the charts of the gallery."""
    os.environ["SOURCE_DATE_EPOCH"] = "1764547200"
    with tempfile.TemporaryDirectory() as folder:
        synthetic(Path(folder) / "synthetic")
        workspace = open_workspace(Path(folder) / "synthetic")
        tables: dict[str, Table] = {key: workspace.table(key.partition("-")[0], **told.options) for key, told in TABLES.items()}
        return charts_of(tables, MARK)


def section(charts: list[Chart]) -> str:
    """Return the section of the page."""
    lines = [
        HEAD,
        "The charts of a report, drawn from a synthetic workspace: 38 reviews, all invented by a seeded generator, and each picture",
        "says so. `make gallery` makes workspace, pictures and this section; `python docs/gallery.py --workspace DIR` writes the",
        "workspace alone. Each picture has a text that says the same; here it is that of the image.",
        "",
    ]
    for chart in charts:
        told = TABLES[chart.table]
        alt = chart.alt.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        lines += [f"**{chart.title}.** {told.about} The numbers: `{told.command}`", "", f"![{alt}](gallery/{chart.name}.svg)", ""]
    return "\n".join(lines).rstrip() + "\n"


# The synthetic workspace --------------------------------------------------------------------------------------------


def synthetic(folder: Path) -> None:
    """Write a workspace of 38 invented reviews into ``folder``, which must not exist: two coders, and their consensus."""
    randomly = random.Random(SEED)  # noqa: S311
    shutil.copytree(shipped_taxonomy(), folder / "taxonomy")
    (folder / "data").mkdir()
    (folder / "data" / "workspace.yaml").write_text(
        "schema: 1\ntitle: Synthetic (every review is invented)\ntaxonomies:\n  - taxonomy/lipp.yaml\n  - taxonomy/practice.yaml\n"
        "attributes: taxonomy/attributes.yaml\n",
        encoding="utf-8",
    )
    read = [read_taxonomy(folder / "taxonomy" / f"{name}.yaml", name)[0] for name in ("lipp", "practice")]
    issues = [issue for issue in TaxonomySet(tuple(taxonomy for taxonomy in read if taxonomy)).issues.values() if issue.codable]
    often = {issue.id: randomly.betavariate(0.7, 4.0) for issue in issues}
    for number in range(REVIEWS):
        year = YEARS[number * len(YEARS) // REVIEWS]
        found = _found(issues, often, (year - YEARS[0]) / (len(YEARS) - 1), randomly)
        _review(folder / "data" / "reviews" / f"synthetic-{number + 1:02d}", number + 1, year, found, randomly)


def _found(issues: list[Issue], often: dict[str, float], late: float, randomly: random.Random) -> list[Issue]:
    """Return the issues of a review; ``late`` goes from 0 for the first year to 1 for the last."""
    chances = often | {RISING: 0.08 + 0.88 * late, FALLING: 0.95 - 0.9 * late, "C02": 0.45, "F06": 0.4, "A03": 0.3, "X03": 0.35}
    draws = {issue.id: randomly.random() for issue in issues}
    there = {issue for issue, draw in draws.items() if draw < chances[issue]}
    there |= {second for first, second in TOGETHER if first in there and draws[second] < 0.7}
    return [issue for issue in issues if issue.id in there]


def _review(folder: Path, number: int, year: int, found: list[Issue], randomly: random.Random) -> None:
    (folder / "codings").mkdir(parents=True)
    nation, harm = (randomly.choices(list(of), list(of.values()))[0] for of in (NATIONS, HARMS))
    (folder / "review.yaml").write_text(
        f"schema: 1\nid: {folder.name}\ntitle: Invented review {number}\nattributes:\n  nation: {nation}\n"
        f'  publication_date: "{year}-{randomly.randint(1, 12):02d}"\n  harm_category: [{harm}]\n',
        encoding="utf-8",
    )
    tagged: list[Issue | None] = [issue for issue in found for _ in range(randomly.choice((1, 1, 2)))]
    tagged += [None] * randomly.choice((1, 2))
    randomly.shuffle(tagged)
    texts = [f"Invented finding {at} of invented review {number}." for at in range(1, len(tagged) + 1)]
    findings = "".join(f'  - id: "{at}"\n    text: {text}\n' for at, text in enumerate(texts, 1))
    (folder / "findings.yaml").write_text("schema: 1\nfindings:\n" + findings, encoding="utf-8")
    causes = [randomly.choice([*(cause.id for cause in issue.causes), "unclear"]) if issue else "" for issue in tagged]
    for coder, errs, hours in (("amber", 0.06, 0), ("beech", 0.12, 24), ("consensus", 0.0, 48)):
        start = dt.datetime(2026, 1, 5, 9, number, tzinfo=dt.timezone.utc) + dt.timedelta(hours=hours)
        lines = []
        for at, (issue, cause, text) in enumerate(zip(tagged, causes, texts, strict=True)):
            moment = (start + dt.timedelta(seconds=20 * at)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            line = {"v": 1, "decided_at": moment, "finding": str(at + 1), "text": text_hash(text)}
            line |= {"taxonomy": {"lipp": "1.0.0", "practice": "1.0.0"}}
            said = None if randomly.random() < errs else issue
            lines.append(line | _decision(said, cause) | {"memo": "", "tool": "synthetic"})
        log = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        (folder / "codings" / f"{coder}.jsonl").write_text(log, encoding="utf-8")


def _decision(issue: Issue | None, cause: str) -> dict[str, Any]:
    if issue is None:
        return {"state": "no_match", "candidate": "Invented candidate", "tags": []}
    tag = {"issue": issue.id, "role": "primary", "polarity": "problem", "causes": [cause], "other": ""}
    return {"state": "coded", "tags": [tag]}


if __name__ == "__main__":
    main()
