"""Automatic numbers of DOCX: against cases by hand, against a slow oracle, and against those that LibreOffice computes."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from scr_coder.ingest.document import HEADING
from scr_coder.ingest.docx import read_docx
from scr_coder.ingest.docx_numbering import Counters, Instance, Label, Level, number_text, read_numbering

from docx_packages import SPACES, abstract, cell, level, num, para, parts, read, row, run, start_override, style, table, write_zip

# -- single numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form, value, shown",
    [
        ("decimal", 7, "7"),
        ("decimal", 0, "0"),
        ("decimalZero", 7, "07"),
        ("decimalZero", 12, "12"),
        ("lowerLetter", 1, "a"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 53, "aaa"),
        ("lowerLetter", 0, "0"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 0, "0"),
        ("upperRoman", 30_000, "30000"),
        ("upperLetter", 30_000, "30000"),
        ("ordinal", 1, "1st"),
        ("ordinal", 2, "2nd"),
        ("ordinal", 11, "11th"),
        ("ordinal", 23, "23rd"),
        ("ordinal", 113, "113th"),
        ("cardinalText", 1, "One"),
        ("cardinalText", 21, "Twenty-one"),
        ("cardinalText", 140, "One hundred forty"),
        ("ordinalText", 3, "Third"),
        ("ordinalText", 20, "Twentieth"),
        ("ordinalText", 31, "Thirty-first"),
        ("ordinalText", 104, "One hundred fourth"),
        ("none", 5, ""),
        ("bullet", 5, ""),
        ("aFormatToCome", 5, "5"),
    ],
)
def test_a_number_is_written_as_word_writes_it(form: str, value: int, shown: str) -> None:
    assert number_text(value, form) == shown


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(value: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [worth[letter] for letter in number_text(value, "upperRoman")]
    assert sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True)) == value


@pytest.mark.parametrize(
    "shown, text",
    [
        ("4.17.", "4.17"),
        ("4.17", "4.17"),
        ("(a)", "(a)"),
        ("a)", "a)"),
        ("(a).", "(a)"),
        ("Finding 1:", "Finding 1"),
        ("1 –", "1"),
        ("–", "–"),
    ],
)
def test_a_label_loses_its_closing_stop_and_keeps_its_brackets(shown: str, text: str) -> None:
    assert Label(shown, bullet=False).text == text


# -- lists, by hand ----------------------------------------------------------------------------------------------------

LEGAL = abstract(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"), level(3, "(%4)", "lowerRoman"))


def labels(numbering: str, *uses: tuple[int, int]) -> list[str]:
    """What stands before paragraphs of (instance, level), in order."""
    counters = Counters(read_numbering(etree.fromstring(f"<w:numbering {SPACES}>{numbering}</w:numbering>"), {}))
    shown = (counters.advance(str(instance), ilvl) for instance, ilvl in uses)
    return ["-" if label is None else label.shown for label in shown]


CASES = {
    "levels count below each other and restart after a higher one": (
        LEGAL + num(1, 0),
        [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["1.", "1.1", "1.2", "(a)", "(b)", "(i)", "1.3", "(a)", "2.", "2.1"],
    ),
    "4.10 comes after 4.9": (
        abstract(0, level(0, "%1.", start=4), level(1, "%1.%2", start=9)) + num(1, 0),
        [(1, 0), (1, 1), (1, 1), (1, 1)],
        ["4.", "4.9", "4.10", "4.11"],
    ),
    "instances of one list count on": (LEGAL + num(1, 0) + num(2, 0), [(1, 0), (1, 0), (2, 0), (1, 0)], ["1.", "2.", "3.", "4."]),
    "instances of two lists do not": (
        LEGAL + abstract(1, level(0, "%1)")) + num(1, 0) + num(2, 1),
        [(1, 0), (1, 0), (2, 0), (1, 0)],
        ["1.", "2.", "1)", "3."],
    ),
    "a start override restarts once": (
        LEGAL + num(1, 0) + num(2, 0, start_override(0, 1)),
        [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0), (2, 0)],
        ["1.", "2.", "1.", "2.", "3.", "4."],
    ),
    "a start override at another number": (
        LEGAL + num(1, 0) + num(2, 0, start_override(0, 7)),
        [(1, 0), (2, 0), (2, 1), (2, 0)],
        ["1.", "7.", "7.1", "8."],
    ),
    "a start override of a lower level holds for each restart": (
        LEGAL + num(1, 0, start_override(1, 5)),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["1.", "1.5", "1.6", "2.", "2.5"],
    ),
    "a level that never restarts": (
        abstract(0, level(0, "%1."), level(1, "%2)", "lowerRoman", more='<w:lvlRestart w:val="0"/>')) + num(1, 0),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["1.", "i)", "ii)", "2.", "iii)"],
    ),
    "a level that restarts only after the highest": (
        abstract(0, level(0, "%1."), level(1, "%2)"), level(2, "%3]", more='<w:lvlRestart w:val="1"/>')) + num(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)],
        ["1.", "1)", "1]", "2)", "2]", "2.", "1]"],
    ),
    "a restart after a level that is not higher is the usual one": (
        abstract(0, level(0, "%1."), level(1, "%2)", more='<w:lvlRestart w:val="5"/>')) + num(1, 0),
        [(1, 0), (1, 1), (1, 0), (1, 1)],
        ["1.", "1)", "2.", "1)"],
    ),
    "a level that was skipped shows its start and is not used up": (
        LEGAL + num(1, 0),
        [(1, 1), (1, 0), (1, 1), (1, 0), (1, 2), (1, 1)],
        ["1.1", "1.", "1.1", "2.", "(a)", "2.1"],
    ),
    "legal numbers are decimal, with leading zeros if they have them": (
        abstract(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", "lowerLetter", more="<w:isLgl/>"), level(2, "%1.%2.%3", "decimalZero"))
        + abstract(1, level(0, "%1", "decimalZero"), level(1, "%1.%2", "upperLetter", more="<w:isLgl/>"))
        + num(1, 0)
        + num(2, 1),
        [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)],
        ["I", "1.1", "I.a.01", "01", "01.1"],
    ),
    "isLgl switched off": (
        abstract(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", more='<w:isLgl w:val="0"/>')) + num(1, 0),
        [(1, 0), (1, 1)],
        ["I", "I.1"],
    ),
    "no number format is decimal; no start is nought": (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>' + num(1, 0),
        [(1, 0), (1, 0)],
        ["0", "1"],
    ),
    "a level without number": (abstract(0, level(0, "Note", "none"), level(1, "%1%2.")) + num(1, 0), [(1, 0), (1, 1)], ["Note", "1."]),
    "words around the number": (abstract(0, level(0, "Action %1:")) + num(1, 0), [(1, 0), (1, 0)], ["Action 1:", "Action 2:"]),
    "a level replaced in an instance keeps the restart of its list": (
        LEGAL
        + num(1, 0, '<w:lvlOverride w:ilvl="1">' + level(1, "§%2", "upperLetter", more='<w:lvlRestart w:val="0"/>') + "</w:lvlOverride>"),
        [(1, 0), (1, 1), (1, 0), (1, 1)],
        ["1.", "§A", "2.", "§A"],
    ),
    "an instance that is not there, or points nowhere, or is nought": (
        LEGAL + num(2, 9) + num(0, 0),
        [(1, 0), (2, 0), (0, 0)],
        ["-", "-", "-"],
    ),
    "a level that is not defined": (abstract(0, level(0, "%1")) + num(1, 0), [(1, 0), (1, 1), (1, 0)], ["1", "-", "2"]),
    "placeholders of deeper levels are nothing": (abstract(0, level(0, "%1%2%3"), level(1, "%2")) + num(1, 0), [(1, 0)], ["1"]),
    "numbers of three digits": (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="8"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt '
        'w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent>''<w:lvlText w:val="%1"/></w:lvl></w:abstractNum>' + num(1, 0),
        [(1, 0), (1, 0), (1, 0)],
        ["008", "009", "010"],
    ),
    "forged values": (
        abstract(0, level(0, "%1", start=10**9), level(1, "%2", "upperRoman", start=-4), level(2, "%3" * 500))
        + num(1, 0, start_override(77, 1)),
        [(1, 0), (1, 1), (1, 2)],
        ["0", "0", ""],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_lists_count_as_word_counts(name: str) -> None:
    numbering, uses, expected = CASES[name]
    assert labels(numbering, *uses) == expected


def test_levels_may_come_from_a_numbering_style() -> None:
    styled = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Own"/></w:abstractNum>'
    home = '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Own"/>' + level(0, "§%1") + "</w:abstractNum>"
    ring = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Ring"/></w:abstractNum>'
    numbering = etree.fromstring(f"<w:numbering {SPACES}>{styled}{home}{ring}{num(1, 0)}{num(2, 1)}{num(3, 2)}</w:numbering>")
    counters = Counters(read_numbering(numbering, {"Own": "2", "Ring": "3"}))
    assert [counters.advance(one, 0) for one in ("1", "1", "3")] == [Label("§1", False), Label("§2", False), None]


# -- lists, against an oracle ------------------------------------------------------------------------------------------


def oracle(instances: dict[str, Instance], uses: Sequence[tuple[str, int]], at: int) -> str:
    """The label of the use number ``at``, found by going through all uses before it for each number in the label."""
    instance, ilvl = instances[uses[at][0]], uses[at][1]

    def count(wanted: int) -> int:
        start = instance.starts.get(wanted, instance.levels[wanted].start)
        found = None
        used: set[str] = set()
        for name, used_level in uses[: at + 1]:
            other = instances[name]
            if other.list_id != instance.list_id:
                continue
            if used_level == wanted:
                if name not in used and wanted in other.starts:
                    found = other.starts[wanted]
                elif found is None:
                    found = other.starts.get(wanted, other.levels[wanted].start)
                else:
                    found += 1
                used.add(name)
            else:
                restart = other.levels[wanted].restart
                limit = wanted if restart is None or restart > wanted else restart
                if used_level < limit and used_level < wanted:
                    found = None
        return start if found is None else found

    text = instance.levels[ilvl].text
    for place in range(ilvl + 1):
        form = instance.levels[place].format
        text = text.replace(f"%{place + 1}", number_text(count(place), "decimal" if instance.levels[ilvl].legal else form))
    return text.strip()


FORMS = st.sampled_from(["decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "ordinal"])


@st.composite
def lists(draw: st.DrawFn) -> tuple[dict[str, Instance], list[tuple[str, int]]]:
    instances = {}
    for list_id in ("x", "y"):
        levels = {
            ilvl: Level(
                draw(st.integers(0, 30)),
                draw(FORMS),
                draw(st.sampled_from(["".join(f"%{i}." for i in range(1, ilvl + 2)), f"(%{ilvl + 1})", f"%1/%{ilvl + 1}"])),
                draw(st.none() | st.integers(0, 4)),
                draw(st.booleans()),
            )
            for ilvl in range(4)
        }
        for name in range(draw(st.integers(1, 3))):
            starts = draw(st.dictionaries(st.integers(0, 3), st.integers(0, 9), max_size=3))
            instances[f"{list_id}{name}"] = Instance(list_id, levels, starts)
    uses = draw(st.lists(st.tuples(st.sampled_from(sorted(instances)), st.integers(0, 3)), min_size=1, max_size=40))
    return instances, uses


@given(lists())
def test_counting_on_is_the_same_as_counting_anew_each_time(case: tuple[dict[str, Instance], list[tuple[str, int]]]) -> None:
    instances, uses = case
    counters = Counters(instances)
    counted = [counters.advance(name, ilvl) for name, ilvl in uses]
    assert [label.shown for label in counted if label] == [oracle(instances, uses, at) for at in range(len(uses))]


# -- numbers in documents ----------------------------------------------------------------------------------------------


def labelled(folder: Path, body: str, numbering: str, styles: str = "") -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in read(folder, body, numbering=numbering, styles=styles).blocks]


def linked(ilvl: int, text: str, style_id: str) -> str:
    return level(ilvl, text, more=f'<w:pStyle w:val="{style_id}"/>')


def by_style(num_id: int | None, ilvl: int | None = None) -> str:
    said = f'<w:ilvl w:val="{ilvl}"/>' if ilvl is not None else ""
    said += f'<w:numId w:val="{num_id}"/>' if num_id is not None else ""
    return f"<w:numPr>{said}</w:numPr>"


def test_numbers_of_styles_and_of_paragraphs_count_together(tmp_path: Path) -> None:
    styles = (
        style("Head", "heading 1", paragraph=by_style(1) + '<w:outlineLvl w:val="0"/>')
        + style("Number", "Numbered para", paragraph=by_style(1, 0))  # the list says that the style is level 1
        + style("Deeper", "Numbered para deeper", based_on="Number", paragraph=by_style(None, 2))
        + style("Child", "Numbered para child", based_on="Number")
        + style("Not", "Not numbered", based_on="Number", paragraph=by_style(0))
    )
    numbering = abstract(0, linked(0, "%1", "Head"), linked(1, "%1.%2", "Number"), level(2, "(%3)", "lowerLetter")) + num(1, 0)
    body = (
        para("Introduction", style="Head") + para("One.", style="Number") + para("Two.", style="Child") + para("A.", style="Deeper")
        + para("None.", style="Not") + para("Off.", style="Number", num=(0, 0)) + para("B.", num=(1, 2)) + para("Method", style="Head")
        + para("Three.", style="Number") + para("Plain.") + para("Four.", style="Number", properties="")
    )  # fmt: skip
    assert labelled(tmp_path, body, numbering, styles) == [
        ("1", "Introduction"), ("1.1", "One."), ("1.2", "Two."), ("(a)", "A."), ("", "None."), ("", "Off."), ("(b)", "B."), ("2", "Method"),
        ("2.1", "Three."), ("", "Plain."), ("2.2", "Four."),
    ]  # fmt: skip


def test_a_paragraph_may_name_the_list_and_leave_the_level_to_its_style(tmp_path: Path) -> None:
    styles = style("Sub", "Sub para", paragraph=by_style(9, 1))
    named = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    lower = '<w:numPr><w:ilvl w:val="2"/></w:numPr>'
    body = para("a", num=(1, 0)) + para("b", style="Sub", properties=named) + para("c", properties=named) + para("d", properties=lower)
    assert labelled(tmp_path, body, LEGAL + num(1, 0), styles) == [("1", "a"), ("1.1", "b"), ("2", "c"), ("", "d")]


def test_what_is_not_there_does_not_count(tmp_path: Path) -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = (
        para("a", num=(1, 0))
        + para(f"<w:del>{run('never')}</w:del>", num=(1, 0), properties=gone)  # joined to the next
        + para("b", num=(1, 0))
        + para(run("unseen", "<w:vanish/>"), num=(1, 0), properties=hidden)
        + para("c", num=(1, 0))
        + para(num=(1, 0))  # an empty paragraph shows its number
        + para("d", num=(1, 0))
    )
    document = read(tmp_path, body, numbering=LEGAL + num(1, 0))
    assert [(block.label, block.text) for block in document.blocks] == [("1", "a"), ("2", "b"), ("3", "c"), ("5", "d")]
    assert [(one.reason, one.text) for one in document.removed] == [("hidden text", "unseen"), ("number without text", "4")]


def test_cells_count_with_the_text_and_show_the_whole_number(tmp_path: Path) -> None:
    body = para("a", num=(1, 0)) + table(row(cell(para("b", num=(1, 0))), cell("x", para("sub", num=(1, 1))))) + para("c", num=(1, 0))
    assert labelled(tmp_path, body, LEGAL + num(1, 0)) == [("1", "a"), ("", "2. b | x 2.1 sub"), ("3", "c")]


def test_bullets_have_no_label(tmp_path: Path) -> None:
    numbering = abstract(0, level(0, "\uf0b7", "bullet"), level(1, "o", "bullet"), level(2, "–", "decimal")) + num(1, 0)
    blocks = read(tmp_path, para("a", num=(1, 0)) + para("b", num=(1, 1)) + para("c", num=(1, 2)), numbering=numbering).blocks
    assert [(block.kind, block.level, block.label, block.text) for block in blocks] == [
        ("bullet", 0, "", "a"), ("bullet", 1, "", "b"), ("bullet", 2, "", "c"),
    ]  # fmt: skip


def test_typed_numbers_stay_in_the_text(tmp_path: Path) -> None:
    assert labelled(tmp_path, para("4.17 Typed.") + para("(a) Typed too."), LEGAL) == [("", "4.17 Typed."), ("", "(a) Typed too.")]


# -- the numbers of LibreOffice ----------------------------------------------------------------------------------------

SOFFICE = shutil.which("soffice")
with_office = pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed: its numbers cannot be compared")


def office(folder: Path, source: Path, form: str, ending: str, *more: str) -> Path:
    own = f"-env:UserInstallation=file://{folder}/profile"  # another LibreOffice may be running
    command = [SOFFICE or "", own, "--headless", *more, "--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{ending}"


def invented_lists(seed: int) -> tuple[str, str]:
    """A body of numbered paragraphs, and its lists.

    Left out is what LibreOffice 7.4 is known to count otherwise than Word: levels that are skipped, `isLgl`, `lvlRestart`,
    and start overrides that come to bear later than on the first paragraph of their instance.
    """
    chance = random.Random(seed)
    forms = ["decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero", "ordinal"]
    numbering, owner, instances = "", {}, 0
    for owned in range(3):
        texts = [[f"%{i}.", ".".join(f"%{k}" for k in range(1, i + 1)), f"(%{i})", f"%{i})"] for i in range(1, 5)]
        numbering += abstract(owned, *(level(i, chance.choice(texts[i]), chance.choice(forms), chance.choice([1, 1, 3])) for i in range(4)))
    for owned in range(3):
        for first in range(chance.randint(1, 3)):
            instances += 1
            owner[instances] = owned
            numbering += num(instances, owned, start_override(0, chance.choice([1, 4])) if first and chance.random() < 0.6 else "")
    body, depth, current = "", {}, 1
    for index in range(120):
        if chance.random() < 0.2:
            current = chance.choice(list(owner))
        ilvl = chance.randint(0, min(depth.get(owner[current], -1) + 1, 3))
        depth[owner[current]] = ilvl
        body += para(f"text {index}", num=(current, ilvl)) + (para("plain") if chance.random() < 0.1 else "")
    return body, numbering


@pytest.mark.slow
@with_office
@pytest.mark.parametrize("seed", range(4))
def test_numbers_are_those_of_libreoffice(seed: int, tmp_path: Path) -> None:
    body, numbering = invented_lists(seed)
    path = write_zip(tmp_path / "numbers.docx", parts(body, numbering=numbering))
    counters = Counters(read_numbering(etree.fromstring(f"<w:numbering {SPACES}>{numbering}</w:numbering>"), {}))
    uses = [(element.find(".//{*}numId"), element.find(".//{*}ilvl")) for element in etree.fromstring(f"<b {SPACES}>{body}</b>")]
    mine = [label.shown for name, ilvl in uses if name is not None and (label := counters.advance(name.values()[0], int(ilvl.values()[0])))]
    text = office(tmp_path, path, "txt:Text (encoded):UTF8", "txt").read_text("utf-8-sig")
    theirs = [line.partition("text ")[0].strip() for line in text.splitlines() if "text " in line]
    assert mine == theirs
    assert len(mine) == 120
    assert [block.label for block in read_docx(path).blocks if block.text != "plain"] == [Label(shown, False).text for shown in mine]


HTML = """<html><head><meta charset="utf-8"><title>Invented report</title></head><body>
<h1>Introduction</h1><p>First paragraph with <b>bold</b> text &amp; “quotes”.</p>
<ol><li>One</li><li>Two<ol type="a"><li>Sub one</li><li>Sub two<ol type="i"><li>Deep</li></ol></li></ol></li><li>Three</li></ol>
<ul><li>Bullet<ul><li>Nested</li></ul></li></ul><h2>Background</h2>
<table border="1"><tr><th>Name</th><th colspan="2">Wide</th></tr><tr><td rowspan="2">tall</td><td>b</td>
<td>c</td></tr><tr><td>d</td><td>e</td></tr></table>
<p>Text after.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> More.</p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The note.</p></div>
<ol start="5"><li>Five</li><li>Six</li></ol></body></html>"""


@pytest.mark.slow
@with_office
def test_a_docx_that_libreoffice_wrote_is_read(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(HTML, "utf-8")
    text = office(tmp_path, page, "odt:writer8", "odt", "--infilter=HTML (StarWriter)")
    document = read_docx(office(tmp_path, text, "docx", "docx"))
    assert [(block.kind, block.level, block.label, block.text) for block in document.blocks] == [
        (HEADING, 1, "", "Introduction"),
        ("paragraph", 0, "", "First paragraph with bold text & “quotes”."),
        ("paragraph", 0, "1", "One"),
        ("paragraph", 0, "2", "Two"),
        ("paragraph", 0, "a", "Sub one"),
        ("paragraph", 0, "b", "Sub two"),
        ("paragraph", 0, "i", "Deep"),
        ("paragraph", 0, "3", "Three"),
        ("bullet", 0, "", "Bullet"),
        ("bullet", 1, "", "Nested"),
        (HEADING, 2, "", "Background"),
        ("table", 0, "", "Name | Wide\ntall | b | c\n | d | e"),
        ("paragraph", 0, "", "Text after.[1] More.\n[1] The note."),
        ("paragraph", 0, "5", "Five"),
        ("paragraph", 0, "6", "Six"),
    ]
    assert (document.title, document.page_count, document.doubts) == ("Invented report", 0, ())
