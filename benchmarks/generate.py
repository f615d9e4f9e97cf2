"""Make a synthetic workspace of any size: every text, date and tag in it is invented by a seeded generator.

    python benchmarks/generate.py DIR --logs 2000 --decisions 40

Two coders code each review. The shape is that of real work: a few issues are common and most are rare, one decision in
ten is revised, one in twelve is no match, one in thirty excluded; coders agree on two findings of three.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
from pathlib import Path

from scr_coder.resources import shipped_taxonomy
from scr_coder.taxonomy import TaxonomySet, read_taxonomy
from scr_coder.text import text_hash

TEXT = (
    "the agencies did not share what they knew about the child and the meeting closed without a plan for who would visit "
    "or when information from the school nurse reached the social worker only after the referral had been logged health "
    "visitors raised concern about bruising and the threshold was not thought to be met so no strategy discussion followed"
)
WORDS = TEXT.split(" ")
TYPES = ["scr", "lcspr", "rapid_review", "learning_review_scotland", "cpr_wales", "not_stated"]
NATIONS = ["england", "wales", "scotland", "northern_ireland"]
HARMS = ["neglect", "physical_abuse", "emotional_abuse", "sudi", "child_sexual_exploitation"]


def main() -> None:
    """Parse the command line and write the workspace."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--logs", type=int, default=100, help="coder-reviews: two for each review")
    parser.add_argument("--decisions", type=int, default=40, help="findings of a review, each decided by both coders")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    generate(chosen.folder, chosen.logs, chosen.decisions, chosen.seed)


def generate(folder: Path, logs: int, decisions: int, seed: int = 1) -> None:
    """Write a workspace with ``logs`` coder-reviews of ``decisions`` findings into ``folder``, which is emptied first."""
    randomly = random.Random(seed)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(shipped_taxonomy(), folder / "taxonomy")
    (folder / "data").mkdir()
    (folder / "data" / "workspace.yaml").write_text(
        "schema: 1\ntitle: Synthetic\ntaxonomies:\n  - taxonomy/lipp.yaml\n  - taxonomy/practice.yaml\n"
        "attributes: taxonomy/attributes.yaml\n",
        encoding="utf-8",
    )
    read = [read_taxonomy(folder / "taxonomy" / f"{name}.yaml", name)[0] for name in ("lipp", "practice")]
    issues = [issue for issue in TaxonomySet(tuple(t for t in read if t)).issues.values() if issue.codable]
    weights = [1 / (rank + 1) for rank in range(len(issues))]
    randomly.shuffle(issues)
    for number in range((logs + 1) // 2):
        coders = ("amber", "beech")[: logs - 2 * number]
        _review(folder / "data" / "reviews" / f"synthetic-{number:06d}", number, decisions, coders, issues, weights, randomly)


def _review(folder: Path, number: int, size: int, coders, issues, weights, randomly: random.Random) -> None:  # type: ignore[no-untyped-def]
    (folder / "codings").mkdir(parents=True)
    year = 2010 + number % 15
    (folder / "review.yaml").write_text(
        f"schema: 1\nid: {folder.name}\ntitle: Synthetic review {number}\nattributes:\n"
        f"  review_type: {randomly.choice(TYPES)}\n  nation: {randomly.choice(NATIONS)}\n"
        f'  publication_date: "{year}-{randomly.randint(1, 12):02d}"\n'
        f"  harm_category: [{', '.join(randomly.sample(HARMS, randomly.randint(1, 2)))}]\n",
        encoding="utf-8",
    )
    texts = [" ".join(randomly.choices(WORDS, k=randomly.randint(30, 80))) for _ in range(size)]
    findings = "".join(
        f'  - id: "{i}"\n    kind: numbered\n    locator:\n      page: "{i // 4 + 1}"\n      paragraph: "{i}"\n'
        f"    heading: Findings\n    text: |-\n      {text}\n"
        for i, text in enumerate(texts, 1)
    )
    (folder / "findings.yaml").write_text("schema: 1\nfindings:\n" + findings, encoding="utf-8")
    chosen = [randomly.choices(issues, weights, k=randomly.choice((1, 1, 1, 2))) for _ in texts]
    start = dt.datetime(2026, 1, 5, 9, tzinfo=dt.timezone.utc) + dt.timedelta(minutes=number)
    for coder in coders:
        lines = []
        for i, text in enumerate(texts):
            agreed = chosen[i] if coder == coders[0] or randomly.random() < 0.67 else randomly.choices(issues, weights, k=1)
            line = {"v": 1, "decided_at": "", "finding": str(i + 1), "text": text_hash(text)}
            line |= {"taxonomy": {"lipp": "1.0.0", "practice": "1.0.0"}, "state": "coded", "tags": []}
            if randomly.random() < 1 / 12:
                line |= {"state": "no_match", "candidate": f"Candidate {randomly.randint(1, 9)}"}
            elif randomly.random() < 1 / 30:
                line |= {"state": "excluded", "reason": "not a finding"}
            else:
                line["tags"] = [
                    {
                        "issue": issue.id,
                        "role": "secondary" if at else "primary",
                        "polarity": randomly.choice(("problem", "problem", "advice")),
                        "causes": [randomly.choice(issue.causes).id] if issue.causes and randomly.random() < 0.5 else [],
                        "other": "",
                    }
                    for at, issue in enumerate(dict.fromkeys(agreed))
                ]
            lines.append(line | {"memo": "", "tool": "synthetic"})
        for at in sorted(randomly.sample(range(size), size // 10)):
            lines.append(dict(lines[at]))
        for at, line in enumerate(lines):
            moment = start + dt.timedelta(seconds=20 * at)
            line["decided_at"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        (folder / "codings" / f"{coder}.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
