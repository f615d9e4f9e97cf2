"""Which findings are which after a report was imported again. Texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.mending.matching import match_findings
from scr_coder.review import Finding

LONG = "The nurse and the school each held notes that the other could not see, and nobody asked for them in time."
CASES = [
    ("nothing changes", {"1": "a b", "2": "c d"}, {"1": "a b", "2": "c d"}, {}, set()),
    ("all numbers shift", {"1": "a b", "2": "c d"}, {"1": "new text", "2": "a b", "3": "c d"}, {"2": "1", "3": "2"}, set()),
    ("a text is edited in its place", {"1": LONG}, {"1": LONG + " Indeed."}, {}, set()),
    ("a text is edited and shifts", {"1": LONG}, {"1": "wholly other words", "2": LONG + " Indeed."}, {"2": "1"}, set()),
    ("another text under the same number", {"1": LONG}, {"1": "wholly other words here"}, {}, {"1"}),
    ("a text goes", {"1": "a b", "2": "c d"}, {"1": "a b"}, {}, {"2"}),
    ("two numbers change places", {"1": "a b", "2": "c d"}, {"1": "c d", "2": "a b"}, {"1": "2", "2": "1"}, set()),
    ("the same text twice", {"1": "a", "2": "a"}, {"3": "a", "4": "a"}, {"3": "1", "4": "2"}, set()),
]


def findings(texts: dict[str, str]) -> list[Finding]:
    return [Finding(name, "numbered", "", name, "", "", (), text, 0, 0) for name, text in texts.items()]


@pytest.mark.parametrize("what, old, new, moved, lost", CASES, ids=[case[0] for case in CASES])
def test_cases(what: str, old: dict[str, str], new: dict[str, str], moved: dict[str, str], lost: set[str]) -> None:
    found = match_findings(findings(old), findings(new))
    assert (found.moved, set(found.lost)) == (moved, lost)


TEXTS = st.dictionaries(st.sampled_from("123456"), st.sampled_from(["a b", "a c", "x y z", LONG, LONG + " Indeed."]), max_size=6)


@given(TEXTS, TEXTS)
def test_each_old_text_has_one_place_at_most(old: dict[str, str], new: dict[str, str]) -> None:
    found = match_findings(findings(old), findings(new))
    assert len(set(found.moved.values())) == len(found.moved)
    assert set(found.moved) <= set(new)
    assert set(found.moved.values()) | found.lost <= set(old)
    assert not set(found.moved.values()) & found.lost
    for name, text in old.items():
        if text in new.values() and list(old.values()).count(text) == 1:
            assert name not in found.lost, "a text that is there is never lost"
