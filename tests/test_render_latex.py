"""LaTeX: what is printed is what was meant, whatever the words; the structure is one that compiles."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.render.table_latex import latex_escape, latex_text

import invented_tables
from invented_tables import across, hostile, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “quoted” é", "plain – “quoted” é"),
        ("a & b", r"a \& b"),
        ("100% of $5 #1", r"100\% of \$5 \#1"),
        ("a_b^c~d", r"a\_b\textasciicircum{}c\textasciitilde{}d"),
        ("{x}", r"\{x\}"),
        ("\\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("<1|2>", r"\textless{}1\textbar{}2\textgreater{}"),
        ('say "so"', r"say {\char34}so{\char34}"),
        ("`x`", r"\textasciigrave{}x\textasciigrave{}"),
        ("child's", "child's"),
        ("2013-2014", "2013-2014"),
        ("a--b---c", "a-{}-b-{}-{}-c"),
        ("''", "'{}'"),
        (",,", ",{},"),
        ("(N\u00a030)", "(N~30)"),
        ("soft\u00adhyphen", r"soft\-{}hyphen"),
        ("a\x00b\x1b\u202e", "a[?]b[?][?]"),
        ("two\n\nlines\tand  spaces ", "two lines and spaces"),
        ("%\n\\end{longtable}", r"\% \textbackslash{}end\{longtable\}"),
        ("", ""),
    ],
)
def test_escapes(text: str, shown: str) -> None:
    assert latex_escape(text) == shown


WORDS = (
    r"\textbackslash{}", r"\textasciicircum{}", r"\textasciitilde{}", r"\textless{}", r"\textgreater{}", r"\textbar{}",
    r"\textasciigrave{}", r"{\char34}", r"\{", r"\}", r"\$", r"\&", r"\#", r"\%", r"\_", r"\-", "{}", "~",
)  # fmt: skip


@given(st.text(alphabet=string.printable + "“–é\u00a0\u00ad\u202e", max_size=40))
def test_nothing_special_is_left(text: str) -> None:
    """What is no escape of ours holds no character that LaTeX acts on, and no two that it draws as one."""
    rest = latex_escape(text)
    assert "--" not in rest
    assert "''" not in rest
    assert ",," not in rest
    for word in WORDS:
        rest = rest.replace(word, "")
    assert not set(rest) & set('\\{}$&#%_^~<>|`"\x00\x1b\n\t\u202e')


def rows_of(text: str) -> list[list[str]]:
    """The rows of the body of a table, split at the ampersands that are not escaped."""
    body = text.split(r"\endlastfoot" + "\n")[1].split(r"\end{longtable}")[0]
    return [re.split(r"(?<!\\) & ", line.removesuffix(r" \\")) for line in body.splitlines()]


@pytest.mark.parametrize("name", invented_tables.ALL)
def test_structure(name: str) -> None:
    text = latex_text(invented_tables.ALL[name]())
    bare = re.sub(r"\\[\\{}$&#%_-]", "", text)
    assert bare.count("{") == bare.count("}")
    assert re.findall(r"\\(?:begin|end)\{(\w+)\}", text) == ["longtable", "longtable"]
    assert re.findall(r"\\(begin|end)group", text) == ["begin", "end"]
    columns = text.split("\n")[1].count(r"\arraybackslash")
    heads = [line.split(r" \\ ")[0].removeprefix(r"\toprule ") for line in text.splitlines() if line.startswith(r"\toprule ")]
    assert [len(re.split(r"(?<!\\) & ", head)) for head in heads] == [columns, columns]
    if name != "empty":
        assert {len(row) for row in rows_of(text)} == {columns}
    for before, after in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        assert not (before.endswith(r"\\") and after.startswith(("[", "*"))), "LaTeX would take it for an argument"


def test_a_table() -> None:
    text = latex_text(plain())
    assert rows_of(text)[0] == ["C02", "Disagreement left unresolved", "3", "5.0"]
    assert r"\caption[{Invented issues: number of reviews}]{Invented issues: number of reviews. Base: 60 reviews." in text
    assert r"\label{tab:issues}" in text
    assert r"\noindent A review can show several of these.\par" in text
    assert text.count(r"\toprule") == 2


def test_a_table_across_and_its_suppressed_cells() -> None:
    text = latex_text(across(hidden=True))
    assert rows_of(text)[1] == ["C06", "Bruising not referred", "3/10", "[c]", r"3 (10.0\%)"]
    assert r"\textbf{Region number 2 (N~30)}" in text
    assert r"\label{tab:issues-by-region}" in text
    assert "[c] stands for a number that is kept back" in text


def test_a_row_may_begin_with_a_bracket() -> None:
    first = [row[0] for row in rows_of(latex_text(hostile()))]
    assert "{}[c]" in first
    assert "{}*" in first
