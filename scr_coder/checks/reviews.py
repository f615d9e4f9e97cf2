"""A review's folder is named by its id, and the id is neutral and safe on every system.

Passes:

    data/reviews/jn15-learning-review/review.yaml      with    id: jn15-learning-review

Fails:

    data/reviews/jn15/review.yaml                      with    id: jn15-learning-review      # REV001
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity
from scr_coder.workspace import REVIEW_ID

CODES = {
    "REV001": "a review's id is not the name of its folder",
    "REV002": "a folder name cannot be a review's id",
    "REV003": "two review folders differ only in case",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield REV001 to REV003."""
    folded: dict[str, str] = {}
    for folder in snapshot.folders:
        if not REVIEW_ID.fullmatch(folder.id):
            message = f"the folder `{folder.id}` cannot be a review's id"
            hint = "use lower-case letters, digits, -, _ and ."
            yield Problem("REV002", Severity.ERROR, Location(f"{folder.path}/review.yaml"), message, hint)
        if folded.setdefault(folder.id.casefold(), folder.id) != folder.id:
            message = f"the folders `{folder.id}` and `{folded[folder.id.casefold()]}` differ only in case"
            yield Problem("REV003", Severity.ERROR, Location(f"{folder.path}/review.yaml"), message)
        review = folder.review
        if review is not None and review.id and review.id != folder.id:
            message = f"the id is `{review.id}` but the folder is `{folder.id}`"
            yield Problem("REV001", Severity.ERROR, review.places["id"], message, "make them the same")
