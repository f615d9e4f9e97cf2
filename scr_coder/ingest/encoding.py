"""Bytes of a text file, a Markdown file or a saved web page as text: which encoding, how sure, and what did not decode.

A byte order mark decides; then what the file declares (HTML only), if it decodes; then UTF-16 by its pattern of zero bytes,
UTF-8 if it is valid, and Windows-1252. Labels are read as web browsers read them (WHATWG Encoding Standard): a page that
declares ``iso-8859-1`` is in Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from scr_coder.ingest.document import Unreadable
from scr_coder.text import count_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Python codec: the labels of the Encoding Standard that mean it. No other codec is ever asked for by name.
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 latin1 l1 ascii us-ascii "
    "ansi_x3.4-1968 cp819 ibm819 csisolatin1 iso-ir-100",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1253": "windows-1253 cp1253 x-cp1253",
    "cp1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 latin5 l5 csisolatin5 iso-ir-148",
    "cp1255": "windows-1255 cp1255 x-cp1255",
    "cp1256": "windows-1256 cp1256 x-cp1256",
    "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258 x-cp1258",
    "cp874": "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620",
    "cp866": "ibm866 866 cp866 csibm866",
    "mac-roman": "macintosh mac x-mac-roman csmacintosh",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "koi8-r": "koi8-r koi koi8 koi8_r cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "gb18030": "gb18030 gbk gb2312 chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 iso-ir-58 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms932 ms_kanji csshiftjis",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp949": "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 cseuckr windows-949 iso-ir-149",
} | {f"iso8859-{n}": f"iso-8859-{n} iso8859-{n} iso8859{n} iso_8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
_CODEC = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
# A page that could be read far enough to find these labels is not in UTF-16, as the standard observes.
_CODEC.update(dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode", "ucs-2", "iso-10646-ucs-2", "csunicode"), "utf-8"))
_NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "utf-32-le": "UTF-32 LE"}
_NAMES |= {"utf-32-be": "UTF-32 BE", "big5hkscs": "Big5", "cp932": "Shift_JIS", "cp949": "EUC-KR", "cp866": "IBM866"}
_NAMES |= {f"cp{number}": f"Windows-{number}" for number in (874, *range(1250, 1252), *range(1253, 1259))}

_HEAD = 1024
_XML = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{1,40})""")
_META = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1a\x1b")))
_OTHERS = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a Word file or an archive", ".docx if Word wrote it"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", ".doc, open it in a word processor and save it as .docx"),
    (b"{\\rtf", "Rich Text", ".rtf, open it in a word processor and save it as .docx"),
)


class Decoded(NamedTuple):
    """Text of a file, the name of its encoding, what was noticed on the way, and what somebody should look at."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of the file, at most ``limit``; `Unreadable` if it is larger, empty, no file or cannot be opened."""
    try:
        if not path.is_file():
            raise Unreadable("is not a file", "name a file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}", "check that the file exists and that you may read it") from None
    if len(data) > limit:
        raise Unreadable(f"is larger than {limit // 1_000_000} MB", "a report is smaller: save its text alone, or split it")
    if not data.strip():
        raise Unreadable("is empty", "check that the file was saved whole")
    return data


def decode(data: bytes, web: bool = False) -> Decoded:
    """Return the text in ``data``; ``web``: obey what an HTML or XML file declares. `Unreadable` if it is no text at all."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec)
    for start, kind, name in _OTHERS:
        if data.startswith(start):
            raise Unreadable(f"is {kind}, not text", f"name it {name}")
    if codec := _wide(data):
        return _decode_as(data, codec, f"Read as {_NAMES[codec]}, which it does not say but looks like")
    if len(data.translate(None, _CONTROLS)) < len(data) * 0.99:
        raise Unreadable("is not text: it holds bytes that no text has", "save the report as PDF, DOCX, HTML or text")
    declared = _declared(data) if web else ""
    return _decode_declared(data, declared) if declared else _decode_unknown(data)


def _wide(data: bytes) -> str:
    """Return the codec of UTF-16 without a byte order mark: nearly every other byte of European text is zero."""
    sample = data[: 1 << 16]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.05 else ""


def _declared(data: bytes) -> str:
    """Return the label in the XML declaration or the first meta element of the first 1,024 bytes, in lower case."""
    head = _COMMENT.sub(b"", data[:_HEAD])
    found = _XML.search(head) or _META.search(head)
    return found.group(1).decode("ascii").lower() if found else ""


def _decode_declared(data: bytes, label: str) -> Decoded:
    codec = _CODEC.get(label, "")
    if not codec:
        decoded = _decode_unknown(data)
        return decoded._replace(
            remarks=(f"Declares the encoding {label}, which is not known: read as {decoded.encoding}", *decoded.remarks)
        )
    name = _NAMES.get(codec, codec.upper())
    if codec != "utf-8" and not data.isascii() and _is_valid(data, "utf-8"):
        # Text in another encoding is hardly ever valid UTF-8 by chance: a browser or server changed one and not the other.
        return Decoded(data.decode("utf-8"), "UTF-8", (f"Declares {name} but is valid UTF-8: read as UTF-8",))
    if _is_valid(data, codec):
        return Decoded(data.decode(codec), name)
    if codec == "cp1252":
        return _decode_as(data, codec)
    decoded = _decode_unknown(data)
    if decoded.encoding == name:
        return decoded
    return decoded._replace(remarks=(f"Declares {name} but is not: read as {decoded.encoding}",))


def _decode_unknown(data: bytes) -> Decoded:
    """UTF-8, with a few bad bytes if most of what is not ASCII is good; else Windows-1252."""
    if _is_valid(data, "utf-8"):
        return Decoded(data.decode("utf-8"), "UTF-8")
    readable, bad = data.decode("utf-8", "ignore"), _undecodable(data, "utf-8")
    if len(readable.encode("ascii", "ignore")) < len(readable) - 2 * bad:
        return _decode_as(data, "utf-8")
    return _decode_as(data, "cp1252", "Read as Windows-1252: it is not UTF-8, and does not say what it is")


def _is_valid(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True


def _decode_as(data: bytes, codec: str, remark: str = "") -> Decoded:
    """Decode, with U+FFFD where bytes mean nothing, and a doubt that counts these and names the first line with one."""
    remarks = (remark,) if remark else ()
    try:
        return Decoded(data.decode(codec), _NAMES[codec], remarks)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, "ignore").count("\n") + 1
    text, places = data.decode(codec, "replace"), count_of(_undecodable(data, codec), "place")
    doubt = f"{places} could not be read as {_NAMES[codec]} and shown as \ufffd, the first in line {line:,}"
    return Decoded(text, _NAMES[codec], remarks, (doubt,))


def _undecodable(data: bytes, codec: str) -> int:
    """Return how many places do not decode, apart from U+FFFD that the file itself holds."""
    return data.decode(codec, "replace").count("\ufffd") - data.decode(codec, "ignore").count("\ufffd")
