"""Reports of invented reviews that the tests of reports share: what is coded in them, and how they are made."""

from __future__ import annotations

import random
from pathlib import Path

from scr_coder.tables.notebook import Workspace

from building import build, coded, no_match, tag

ISSUES = ["C02", "C06", "D04", "F09", "G07", "X02", "X14"]
CAUSES = {"C02": "C02.1", "F09": "F09.1", "X02": "X02.1", "X14": "X14.1"}
NATIONS = ["england", "wales", "scotland"]
POLARITIES = ["problem", "problem", "advice", "positive"]
REVIEWS, SEED = 40, 7
"""Of such a workspace, tables that are suppressed one by one would give a count away."""


def invented(root: Path, reviews: int, seed: int = 1) -> Workspace:
    """Invented reviews that two coders coded, agreeing on most; some findings reconciled, some reviews not begun."""
    chance = random.Random(seed)
    attributes, said = {}, []
    for at in range(reviews):
        review = f"invented-{at:02}"
        attributes[review] = {
            "nation": chance.choices(NATIONS, [6, 2, 1])[0],
            "review_type": chance.choice(["scr", "lcspr"]),
            "publication_date": str(2016 + at % 3),
        }
        if at % 9 == 8:
            continue
        for finding in "123":
            issue, polarity = chance.choices(ISSUES, [6, 4, 3, 2, 2, 1, 1])[0], chance.choice(POLARITIES)
            given = [CAUSES[issue]] if issue in CAUSES and chance.random() < 0.6 else []
            other = issue if chance.random() < 0.8 else chance.choice(ISSUES)
            second = polarity if chance.random() < 0.7 else chance.choice(POLARITIES)
            said.append(coded(f"{review}/{finding}", "amber", tag(issue, *given, polarity=polarity)))
            said.append(coded(f"{review}/{finding}", "beech", tag(other, *(given if other == issue else []), polarity=second)))
            if chance.random() < 0.1:
                said.append(coded(f"{review}/{finding}", "consensus", tag(other, polarity=second)))
    said.append(no_match("invented-00/3", "amber", "=HYPERLINK(1)"))
    return build(root, attributes, said)
