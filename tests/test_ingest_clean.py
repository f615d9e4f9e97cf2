"""Characters are cleaned the same for every format; what has no shape is counted, nothing else goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.ingest.clean import clean_text, control_remark
from scr_coder.text import unsafe_characters

CASES = {
    "plain": ("The child’s voice – “heard”.", "The child’s voice – “heard”.", 0),
    "spaces": ("4.17\u00a0The\u2009GP\u3000said", "4.17 The GP said", 0),
    "ligatures": ("o\ufb03cer, a\ufb00ect, \ufb01nd", "officer, affect, find", 0),
    "soft hyphen": ("safe\u00adguarding", "safeguarding", 0),
    "bidi": ("a\u202eb\u2066c\u200f", "abc", 3),
    "controls": ("a\x00b\x1b[31mc\x9b", "ab[31mc", 3),
    "zero width": ("\ufeffa\u200bb\u2060c", "abc", 3),
    "tags and what is no character": ("a\U000e0041\ufffe\ufdd0b", "ab", 3),
    "lone surrogate": ("a\udc80b", "ab", 1),
    "line ends": ("a\r\nb\rc\x85d\u2028e\x0bf\x0cg\nh", "a\nb\nc\nd\ne\nf\ng\nh", 0),
    "tab": ("a\tb", "a\tb", 0),
    "symbol bullets": ("\uf0b7 one \uf0a7 two", "• one ▪ two", 0),
    "what was lost before stays seen": ("a\ufffdb", "a\ufffdb", 0),
    "accents and other scripts": ("é ñ ß Ω ж 中 ي 👶", "é ñ ß Ω ж 中 ي 👶", 0),
}


@pytest.mark.parametrize(("text", "expected", "removed"), CASES.values(), ids=CASES)
def test_cleaning(text: str, expected: str, removed: int) -> None:
    assert clean_text(text) == (expected, removed)


def test_no_character_comes_out_unsafe() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert unsafe_characters(clean_text(everything)[0]) == []


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once, _ = clean_text(text)
    assert clean_text(once) == (once, 0)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06")))
def test_letters_and_signs_stay(text: str) -> None:
    assert clean_text(text) == (text, 0)


def test_remark_counts() -> None:
    assert control_remark(0) == ()
    assert control_remark(1) == ("1 control or direction character removed from the text",)
    assert control_remark(1200) == ("1,200 control or direction characters removed from the text",)
