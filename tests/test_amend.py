"""Single fields of a `review.yaml` are changed; what people wrote around them stays, to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.problem import ScrError
from scr_coder.review.amend import amended
from scr_coder.review.write import review_yaml

HEAD = "schema: 1\nid: new\n"
SOURCE = {"file": "b.pdf", "pages": 7}

CASES = {
    "comments stay, and a field that is there keeps its place": (
        'title: "T"  # ours\nsource:  # where from\n  # the file\n  file: "a.pdf"\n  pages: 3\n\n# the rest\n'
        'attributes:\n  nation: "wales"\n',
        'title: "T"  # ours\nsource:  # where from\n  # the file\n  file: "b.pdf"\n  pages: 7\n\n# the rest\nattributes:\n'
        '  nation: "england"\n',
    ),
    "indented by four": (
        "title: T\nsource:\n    file: a.pdf\n\nattributes:\n    year: x\n",
        'title: T\nsource:\n    file: "b.pdf"\n    pages: 7\n\nattributes:\n    year: x\n    nation: "england"\n',
    ),
    "in braces": (
        "title: T\nsource: {file: a.pdf, description: 'old: one'}\nattributes: {}\n",
        'title: T\nsource:\n  description: "old: one"\n  file: "b.pdf"\n  pages: 7\nattributes:\n  nation: "england"\n',
    ),
    "in braces on the next line": (
        "title: T\nsource:\n  {file: a.pdf}\nattributes:\n  nation: wales\n",
        'title: T\nsource:\n  file: "b.pdf"\n  pages: 7\nattributes:\n  nation: "england"\n',
    ),
    "a list as far to the left as its name": (
        "title: T\nattributes:\n  nation:\n  - wales\n  - england\n  year: x\n",
        'title: T\nattributes:\n  nation: "england"\n  year: x\nsource:\n  file: "b.pdf"\n  pages: 7\n',
    ),
    "a text over lines": (
        "title: >\n  One\n  title\nsource:\n  description: |\n    file: no field\n\n    source:\n  file: a.pdf\n",
        'title: >\n  One\n  title\nsource:\n  description: |\n    file: no field\n\n    source:\n  file: "b.pdf"\n  pages: 7\n'
        'attributes:\n  nation: "england"\n',
    ),
    "names in quotes, no line end": (
        'title: T\n"source":\n  "file": a.pdf',
        'title: T\n"source":\n  file: "b.pdf"\n  pages: 7\nattributes:\n  nation: "england"\n',
    ),
    "a guess that is none any more": (
        'title: T\nattributes:\n  # guessed from the title page (“Wales”): please check\n  nation: "wales"\n',
        'title: T\nattributes:\n  nation: "england"\nsource:\n  file: "b.pdf"\n  pages: 7\n',
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CASES)
def test_fields_are_changed_in_place(name: str, end: str) -> None:
    before, after = ((HEAD + text).replace("\n", end) for text in CASES[name])
    assert amended(before, SOURCE, {"nation": ("england",)}) == after


def test_a_field_that_does_not_hold_any_more_goes() -> None:
    before = HEAD + "title: T\nsource:\n  file: a.pdf\n  pages: 3\n  # ours\n  description: d\n"
    assert amended(before, {"file": "b.txt", "pages": None}, {}) == (
        HEAD + 'title: T\nsource:\n  file: "b.txt"\n  # ours\n  description: d\n'
    )


def test_the_title_and_several_values() -> None:
    assert amended(HEAD + "title: >\n  Old\n  one\n# kept\n", {}, {"themes": ("a", "b")}, "New: one") == (
        HEAD + 'title: "New: one"\n# kept\nattributes:\n  themes: ["a", "b"]\n'
    )


@pytest.mark.parametrize(
    "text", ["{schema: 1, id: new, title: T}\n", "schema: 1\nid: new\ntitle: T\n...\n", "schema: 1\nid: new\ntitle: T\n# c\n  {\n"]
)
def test_what_cannot_be_changed_without_a_loss_is_refused(text: str) -> None:
    with pytest.raises(ScrError, match="cannot be changed here"):
        amended(text, SOURCE, {})


TEXT = st.text(st.sampled_from("ab #:{}[]'\"\\-|>\u2028é"), min_size=1, max_size=8).filter(str.strip)
FIELDS = st.dictionaries(st.sampled_from(["file", "description", "importer"]), TEXT, max_size=3)


@given(FIELDS, FIELDS, st.dictionaries(st.sampled_from(["nation", "themes"]), st.lists(TEXT, min_size=1, max_size=2).map(tuple)))
def test_what_scr_wrote_can_always_be_changed(old: dict[str, str], new: dict[str, str], attributes: dict[str, tuple[str, ...]]) -> None:
    text = review_yaml("new", "A title", old, {"nation": ("x",)}, {"nation": "guessed"})
    if old:
        both = {**old, **new}
        assert amended(text, both, {}) == review_yaml("new", "A title", both, {"nation": ("x",)}, {"nation": "guessed"})
    amended(text, new, attributes)  # reads its own result back, and would raise
