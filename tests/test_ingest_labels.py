"""What labels a paragraph, and what only looks like a label."""

from __future__ import annotations

import pytest
from scr_coder.ingest.labels import box_label, bullet_mark, follows, number_label

LABELS = [
    ("4.17 The nurse asked.", "4.17"),
    ("4.17.2 The nurse asked.", "4.17.2"),
    ("4.10. The nurse asked.", "4.10"),
    ("12. The nurse asked.", "12"),
    ("12 The nurse asked.", "12"),
    ("12) the nurse asked", "12"),
    ("(a) the nurse asked", "(a)"),
    ("(iv) the nurse asked", "(iv)"),
    ("b) the nurse asked", "b)"),
    ("A3 Similar reflections", "A3"),
    ("6.1\tThe nurse asked.", "6.1"),
    ("12 months passed", None),
    ("14 October was the day", None),
    ("6.7 per cent of the contacts", None),
    ("3.5 million people", None),
    ("The nurse asked.", None),
    ("4.17The nurse", None),
    ("", None),
]


@pytest.mark.parametrize("text, label", LABELS)
def test_number_label(text: str, label: str | None) -> None:
    found = number_label(text)
    assert (found.text if found else None) == label
    if found:
        assert text[found.end :].strip()[:1].isalpha()


BOXES = [
    ("Finding 1: The team did not ask.", "Finding 1", "The team did not ask."),
    ("FINDING 12 – The team", "Finding 12", "The team"),
    ("Learning point 3. Ask again.", "Learning point 3", "Ask again."),
    ("Recommendation 4", "Recommendation 4", ""),
    ("Recommendation 2.1: The partnership should", "Recommendation 2.1", "The partnership should"),
    ("Key finding 2 The team", "Key finding 2", "The team"),
    ("Finding no. 3: The team", "Finding no. 3", "The team"),
    ("Finding 3 shows that the team did not ask.", None, None),
    ("Findings of the review", None, None),
    ("Learning from this", None, None),
    ("Lessons learned", None, None),
]


@pytest.mark.parametrize("text, label, rest", BOXES)
def test_box_label(text: str, label: str | None, rest: str | None) -> None:
    found = box_label(text)
    assert (found.text if found else None) == label
    if found:
        assert text[found.end :] == rest


@pytest.mark.parametrize(
    "text, rest",
    [("• the police", "the police"), ("\uf0b7 the police", "the police"), ("- the police", "the police"), ("– the police", "the police"),
     ("o the police", "the police"), ("on the day", None), ("-based work", None), ("the police", None), ("•", None)],
)  # fmt: skip
def test_bullets(text: str, rest: str | None) -> None:
    end = bullet_mark(text)
    assert (text[end:] if end else None) == rest


@pytest.mark.parametrize(
    "before, label, answer",
    [
        ("4.16", "4.17", True), ("4.17", "4.17.1", True), ("4.17", "5.1", True), ("4.17", "5", True), ("4.9", "4.10", True),
        ("4.17", "4.19", True), ("4.17", "4.16", False), ("4.17", "2010", False), ("29", "10", False), ("4.17", "(a)", True),
        ("(a)", "(b)", True), ("A1", "A2", True), ("A1", "A4", False), ("12", "A1", True), ("", "1", True), ("", "17", False),
    ],
)  # fmt: skip
def test_which_label_can_follow_which(before: str, label: str, answer: bool) -> None:
    assert follows(before, label) is answer
