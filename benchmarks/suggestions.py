"""Compare ways of suggesting issues, on coded findings and on findings in the words of reports.

    python benchmarks/suggestions.py [--write docs/suggestions.md] [--misses]

Recall@k: of the issues that findings have, the share that is among the first k suggestions. MRR: the mean over findings of
1 / the rank of the first right issue. `--misses` lists the tuning findings whose issue is not among the first five; there is
no such list for the held-out ones, so that nobody tunes on them. Exits with 1 when a finding uses a word of its issue's label.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scr_coder.coding import fold_log, read_log  # noqa: E402
from scr_coder.suggest import Example, Suggester, workspace_examples  # noqa: E402
from scr_coder.suggest.scorers import FieldedBM25, NearestExamples, Scored  # noqa: E402
from scr_coder.suggest.suggester import fuse  # noqa: E402
from scr_coder.suggest.text import analyse, content_stems  # noqa: E402
from scr_coder.suggest.vocabulary import ABBREVIATIONS  # noqa: E402
from scr_coder.taxonomy import TaxonomySet  # noqa: E402
from scr_coder.workspace import Workspace, open_workspace  # noqa: E402
from scr_coder.yaml_source import Mapping, read_yaml  # noqa: E402

FINDINGS = ROOT / "benchmarks" / "findings_in_report_words.yaml"
EXPERT = "expert"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HALVES = ("tuning", "held-out")

Ranker = Callable[[str], list[str]]


class Case(NamedTuple):
    """A finding of the file and what it is about."""

    id: str
    half: str
    issues: tuple[str, ...]
    text: str


class Figures(NamedTuple):
    """How well issues were found."""

    at1: float
    at3: float
    at5: float
    mrr: float


def read_cases(path: Path = FINDINGS) -> list[Case]:
    root, problems = read_yaml(path)
    if problems or not isinstance(root, Mapping):
        raise SystemExit(f"{path}: {problems}")
    nodes = root.mappings("findings")
    return [Case(n.text("id") or "", n.text("half") or "", tuple(i.text for i in n.texts("issues")), n.text("text") or "") for n in nodes]


def label_words(case: Case, taxonomies: TaxonomySet) -> list[str]:
    """Return the words of a finding that are, by their stem, content words of the label of one of its issues."""
    labels = {stem for issue in case.issues for stem in content_stems(taxonomies.issues[issue].label)}
    return [word for stem, word in content_stems(case.text).items() if stem in labels]


def stands_for_label_words(case: Case, taxonomies: TaxonomySet) -> bool:
    """Return whether an abbreviation in the finding (ICPC) stands for a word of its issue's label (conference)."""
    labels = {stem for issue in case.issues for stem in content_stems(taxonomies.issues[issue].label)}
    meant = {stem for word in content_stems(case.text).values() for stem in content_stems(ABBREVIATIONS.get(word.casefold(), ""))}
    return bool(labels & meant)


def expert_findings(workspace: Workspace) -> list[Example]:
    """Return the findings with the issues that the expert tagged, positive practice left out."""
    found = []
    for review in workspace.review_ids:
        decisions = fold_log(read_log(workspace.log_path(review, EXPERT)).decisions)
        for finding in workspace.findings(review):
            tags = decisions[finding.id].tags if finding.id in decisions else ()
            issues = tuple(tag.issue for tag in tags if tag.polarity != "positive")
            if issues:
                found.append(Example(review, finding.id, finding.text, issues))
    return found


# Ways of ranking ----------------------------------------------------------------------------------------------------


def rankers(taxonomies: TaxonomySet, examples: Sequence[Example]) -> dict[str, Ranker]:
    """Return every way that is compared, by name. Issues that score nothing are not suggested."""
    issues = [issue for issue in taxonomies.issues.values() if issue.codable]
    order = {issue.id: at for at, issue in enumerate(issues)}
    pairs = [(one.text, one.issues) for one in examples]
    plain = functools.partial(analyse, expand=False)
    words, nearest = FieldedBM25(issues), NearestExamples(pairs)
    plain_words, plain_nearest = FieldedBM25(issues, analyser=plain), NearestExamples(pairs, plain)
    labels = {issue.id: set(content_stems(issue.label)) for issue in issues}

    def ranked(scores: dict[str, float]) -> list[str]:
        return sorted((issue for issue in scores if scores[issue] > 0), key=lambda issue: (-round(scores[issue], 9), order[issue]))

    def of(scored: dict[str, Scored]) -> list[str]:
        return ranked({issue: one.score for issue, one in scored.items()})

    def overlap(text: str) -> list[str]:
        stems = set(content_stems(text))
        return ranked({issue: len(label & stems) / len(label) for issue, label in labels.items()})

    def by_rank(text: str) -> list[str]:
        terms = analyse(text)
        return reciprocal_ranks([of(words.score(terms)), of(nearest.score(terms, text))], ranked)

    return {
        "Label words in the finding": overlap,
        "BM25 on the taxonomy": lambda text: of(words.score(analyse(text))),
        "TF-IDF, nearest example": lambda text: of(nearest.score(analyse(text), text)),
        "Fusion, reciprocal rank": by_rank,
        "Fusion, weighted sum, no synonyms": lambda text: of(fuse(plain_words.score(plain(text)), plain_nearest.score(plain(text), text))),
        "**Fusion, weighted sum** (used)": lambda text: of(fuse(words.score(analyse(text)), nearest.score(analyse(text), text))),
    }


def reciprocal_ranks(rankings: Iterable[list[str]], ranked: Callable[[dict[str, float]], list[str]]) -> list[str]:
    """Fuse rankings by the sum of 1 / (60 + rank) (Cormack, Clarke and Büttcher, SIGIR 2009)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, issue in enumerate(ranking, 1):
            scores[issue] = scores.get(issue, 0.0) + 1 / (60 + rank)
    return ranked(scores)


def measure(results: Iterable[tuple[Sequence[str], list[str]]]) -> Figures:
    """Return the figures of (right issues, ranking) pairs."""
    ranks: list[float] = []
    first: list[float] = []
    for issues, ranking in results:
        own = [ranking.index(issue) + 1 if issue in ranking else float("inf") for issue in issues]
        ranks += own
        first.append(1 / min(own))
    at1, at3, at5 = (sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 3, 5))
    return Figures(at1, at3, at5, sum(first) / len(first))


def leave_one_review_out(workspace: Workspace) -> dict[str, Figures]:
    """Measure on the expert's findings of each review with the expert's findings of all other reviews as examples."""
    gold = expert_findings(workspace)
    results: dict[str, list[tuple[Sequence[str], list[str]]]] = {}
    for review in dict.fromkeys(one.review for one in gold):
        ways = rankers(workspace.taxonomies, [one for one in gold if one.review != review])
        for name, way in ways.items():
            results.setdefault(name, []).extend((one.issues, way(one.text)) for one in gold if one.review == review)
    return {name: measure(found) for name, found in results.items()}


# The report ---------------------------------------------------------------------------------------------------------


def table(title: str, figures: dict[str, Figures]) -> str:
    lines = [f"{title}\n", "| way | recall@1 | recall@3 | recall@5 | MRR |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(f'{v:.2f}' for v in row)} |" for name, row in figures.items())])


def speed(workspace: Workspace, texts: Sequence[str]) -> str:
    suggester = Suggester(workspace.taxonomies, workspace_examples(workspace))
    start = time.perf_counter()
    for text in texts:
        suggester.suggest(text)
    each = (time.perf_counter() - start) / len(texts) * 1000
    code = (
        "import sys, time; from scr_coder.workspace import open_workspace; w = open_workspace(sys.argv[1]); t = w.taxonomies\n"
        "s = time.perf_counter(); from scr_coder.suggest import Suggester, workspace_examples; x = workspace_examples(w)\n"
        "m = time.perf_counter(); Suggester(t, x); print(1000 * (m - s), 1000 * (time.perf_counter() - m))"
    )
    runs = [subprocess.run([sys.executable, "-c", code, str(ROOT)], cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(5)]
    read, built = (sorted(float(run.stdout.split()[at]) for run in runs)[2] for at in (0, 1))
    where = f"Python {platform.python_version()}, {platform.machine()}, {dt.date.today().isoformat()}"
    return (
        f"Speed ({where}): {each:.1f} ms a finding; start-up, in a fresh process, {read:.0f} ms to import and to read the coded\n"
        f"findings and {built:.0f} ms to index taxonomy and examples (median of 5)."
    )


def report(workspace: Workspace, cases: Sequence[Case]) -> str:
    taxonomies = workspace.taxonomies
    gold = expert_findings(workspace)
    examples = workspace_examples(workspace)
    ways = rankers(taxonomies, examples)
    reviews = len({one.review for one in gold})
    tags = sum(len(one.issues) for one in gold)
    title = f"**Coded findings**, leaving one review out: {len(gold)} findings of {reviews} reviews, {tags} tags of the expert."
    parts = [table(title, leave_one_review_out(workspace))]
    for half in HALVES:
        chosen = [case for case in cases if case.half == half]
        count = len({issue for case in chosen for issue in case.issues})
        title = f"**In the words of reports, {half} half**: {len(chosen)} findings of {count} issues, no word of a label; "
        title += f"{len(examples)} examples."
        parts.append(table(title, {name: measure((c.issues, way(c.text)) for c in chosen) for name, way in ways.items()}))
    used = list(ways.values())[-1]
    without = [case for case in cases if case.half == "held-out" and not stands_for_label_words(case, taxonomies)]
    strict = measure((case.issues, used(case.text)) for case in without)
    parts.append(
        f"In {sum(stands_for_label_words(case, taxonomies) for case in cases)} of all {len(cases)} findings an abbreviation stands for a "
        f"word of the label (ICPC: conference).\nOn the {len(without)} held-out findings without such, the fusion has recall@1 "
        f"{strict.at1:.2f}, @3 {strict.at3:.2f}, @5 {strict.at5:.2f}, MRR {strict.mrr:.2f}."
    )
    parts.append(speed(workspace, [case.text for case in cases]))
    return "\n\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="the page whose figures are replaced")
    parser.add_argument("--misses", action="store_true", help="list what is missed in the tuning half")
    given = parser.parse_args()
    workspace = open_workspace(ROOT)
    cases = read_cases()
    leaks = [(case.id, words) for case in cases if (words := label_words(case, workspace.taxonomies))]
    if leaks:
        print("\n".join(f"{name}: uses the label's words {', '.join(words)}" for name, words in leaks), file=sys.stderr)
        return 1
    text = report(workspace, cases)
    print(text)
    if given.misses:
        used = list(rankers(workspace.taxonomies, workspace_examples(workspace)).values())[-1]
        missed = [(case.id, first) for case in cases if case.half == "tuning" and not set(case.issues) & set(first := used(case.text)[:5])]
        print("\n" + "\n".join(f"missed {name}: {' '.join(first)}" for name, first in missed))
    if given.write:
        page = given.write.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        given.write.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
