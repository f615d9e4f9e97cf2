"""Which encoding a file is read in, and that no byte vanishes without a word."""

import codecs
import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.ingest.document import Unreadable
from scr_coder.ingest.encoding import decode, read_bytes

TEXT = "The child’s café – £5\n" * 3
NOT_SAID = "Read as Windows-1252: it is not UTF-8, and does not say what it is"
IS_UTF_8 = "Declares Windows-1252 but is valid UTF-8: read as UTF-8"
IS_1252 = "Declares UTF-8 but is not: read as Windows-1252"
UNKNOWN = "Declares the encoding klingon, which is not known: read as Windows-1252"
NO_UTF_7 = "Declares the encoding utf-7, which is not known: read as UTF-8"

PLAIN = {
    "ascii": (b"The child", "The child", "UTF-8", ()),
    "utf-8": (TEXT.encode(), TEXT, "UTF-8", ()),
    "utf-8 with mark": (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "UTF-8", ()),
    "utf-16 little end first": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, "UTF-16 LE", ()),
    "utf-16 big end first": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "UTF-16 BE", ()),
    "utf-32 little end first": (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "UTF-32 LE", ()),
    "utf-32 big end first": (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT, "UTF-32 BE", ()),
    "utf-16 without mark": (TEXT.encode("utf-16-le"), TEXT, "UTF-16 LE", ("Read as UTF-16 LE, which it does not say but looks like",)),
    "utf-16 big end first without mark": (
        TEXT.encode("utf-16-be"),
        TEXT,
        "UTF-16 BE",
        ("Read as UTF-16 BE, which it does not say but looks like",),
    ),
    "windows-1252": (TEXT.encode("cp1252"), TEXT, "Windows-1252", (NOT_SAID,)),
    "a web page's declaration means nothing in plain text": (
        b'<meta charset="windows-1251"> \xe9',
        '<meta charset="windows-1251"> é',
        "Windows-1252",
        (NOT_SAID,),
    ),
}


@pytest.mark.parametrize(("data", "text", "encoding", "remarks"), PLAIN.values(), ids=PLAIN)
def test_plain_text(data: bytes, text: str, encoding: str, remarks: tuple[str, ...]) -> None:
    assert decode(data) == (text, encoding, remarks, ())


WEB = {
    "meta": (b'<html><meta charset="windows-1251"><p>\xe6', "ж", "Windows-1251", ()),
    "meta of the old form": (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">\xd6', "ж", "KOI8-R", ()),
    "latin-1 means windows-1252": (b"<meta charset=iso-8859-1>\x92", "’", "Windows-1252", ()),
    "ascii means windows-1252": (b"<meta charset=US-ASCII>\x92", "’", "Windows-1252", ()),
    "iso-8859-9 means windows-1254": (b"<meta charset=iso-8859-9>\x92", "’", "Windows-1254", ()),
    "xml declaration": (b'<?xml version="1.0" encoding="ISO-8859-2"?>\xe8', "č", "ISO8859-2", ()),
    "utf-16 in a page that could be read means utf-8": ("<meta charset=utf-16>é".encode(), "é", "UTF-8", ()),
    "declares latin-1, is utf-8": ("<meta charset=latin1>é".encode(), "é", "UTF-8", (IS_UTF_8,)),
    "declares utf-8, is windows-1252": (b"<meta charset=utf-8>child\x92s", "child’s", "Windows-1252", (IS_1252,)),
    "declares what nobody knows": (b"<meta charset=klingon>\x92", "’", "Windows-1252", (UNKNOWN, NOT_SAID)),
    "a codec of Python that is no encoding of the web": (b"<meta charset=utf-7>+AGE-", "+AGE-", "UTF-8", (NO_UTF_7,)),
    "a declaration in a comment is none": (b"<!-- <meta charset=windows-1251> -->\xe9", "é", "Windows-1252", (NOT_SAID,)),
    "a declaration after 1,024 bytes is none": (b" " * 1024 + b"<meta charset=windows-1251>\xe9", "é", "Windows-1252", (NOT_SAID,)),
    "the mark wins over the declaration": (codecs.BOM_UTF8 + "<meta charset=windows-1251>é".encode(), "é", "UTF-8", ()),
}


@pytest.mark.parametrize(("data", "end", "encoding", "remarks"), WEB.values(), ids=WEB)
def test_web_pages(data: bytes, end: str, encoding: str, remarks: tuple[str, ...]) -> None:
    decoded = decode(data, web=True)
    assert decoded.text.endswith(end)
    assert decoded[1:] == (encoding, remarks, ())


BAD = {
    "a cut character in utf-8": (TEXT.encode() + "é".encode()[:1], "UTF-8", 1, 4),
    "two bad bytes in utf-8": ("é\né\né\né\né\né\n".encode() + b"\xff\n\xff", "UTF-8", 2, 7),
    "what windows-1252 leaves open": (b"caf\xe9\n\x81", "Windows-1252", 1, 2),
    "half a surrogate": (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00", "UTF-16 LE", 1, 1),
    "utf-16 of odd length": (codecs.BOM_UTF16_LE + b"a\x00b", "UTF-16 LE", 1, 1),
    "what was lost before is not counted": ("\ufffd é é é".encode() + b"\xff", "UTF-8", 1, 1),
}


@pytest.mark.parametrize(("data", "encoding", "places", "line"), BAD.values(), ids=BAD)
def test_what_does_not_decode_is_counted(data: bytes, encoding: str, places: int, line: int) -> None:
    decoded = decode(data)
    noun = "1 place" if places == 1 else f"{places} places"
    doubt = f"{noun} could not be read as {encoding} and shown as \ufffd, the first in line {line}"
    assert (decoded.encoding, decoded.doubts) == (encoding, (doubt,))
    assert "\ufffd" in decoded.text


NOT_TEXT = {
    "binary": (bytes(range(256)) * 4, "is not text: it holds bytes that no text has"),
    "zero bytes": (b"abc" + b"\x00" * 50, "is not text: it holds bytes that no text has"),
    "utf-32 without mark": ("abcdef".encode("utf-32-le"), "is not text: it holds bytes that no text has"),
    "pdf": (b"%PDF-1.7\n", "is a PDF, not text"),
    "docx": (b"PK\x03\x04abc", "is a Word file or an archive, not text"),
    "doc": (b"\xd0\xcf\x11\xe0abc", "is an old Word file, not text"),
    "rtf": (b"{\\rtf1 abc}", "is Rich Text, not text"),
}


@pytest.mark.parametrize(("data", "message"), NOT_TEXT.values(), ids=NOT_TEXT)
def test_what_is_not_text(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    assert caught.value.message == message
    assert caught.value.hint


@given(st.binary(), st.booleans())
def test_any_bytes_are_text_or_unreadable(data: bytes, web: bool) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(decode(data, web).text, str)


@given(st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]), min_size=1))
def test_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    empty, large, pipe = tmp_path / "empty.txt", tmp_path / "large.txt", tmp_path / "pipe.txt"
    empty.write_bytes(b" \n\t ")
    large.write_bytes(b"x" * 2_000_001)
    os.mkfifo(pipe)
    for path, message in (
        (empty, "is empty"),
        (large, "is larger than 2 MB"),
        (pipe, "is not a file"),
        (tmp_path, "is not a file"),
        (tmp_path / "none.txt", "is not a file"),
    ):
        with pytest.raises(Unreadable) as caught:
            read_bytes(path, 2_000_000)
        assert (caught.value.message, bool(caught.value.hint)) == (message, True)
