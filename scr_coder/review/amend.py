"""Change single fields of a ``review.yaml`` that people may have edited: everything else, comments too, stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scr_coder.review.write import quoted

_TOP = re.compile(r"^[A-Za-z_][\w-]*:", re.MULTILINE)


def amended(text: str, source: Mapping[str, str | int], attributes: Mapping[str, tuple[str, ...]]) -> str:
    """Return the text of a ``review.yaml`` with these fields of its source and these attributes put in place of what it has.

    A field that is not there is added at the end of its block, a block that is not there at the end of the file.
    """
    text = text if text.endswith("\n") else text + "\n"
    text = _block(text, "source", {name: str(value) if isinstance(value, int) else quoted(value) for name, value in source.items()})
    values = {name: quoted(v[0]) if len(v) == 1 else "[" + ", ".join(map(quoted, v)) + "]" for name, v in attributes.items()}
    return _block(text, "attributes", values)


def _block(text: str, name: str, fields: Mapping[str, str]) -> str:
    if not fields:
        return text
    start = re.search(rf"^{name}:.*\n", text, re.MULTILINE)
    if start is None:
        return text + f"{name}:\n" + "".join(f"  {field}: {value}\n" for field, value in fields.items())
    after = _TOP.search(text, start.end())
    end = after.start() if after else len(text)
    head, body, rest = text[: start.start()] + f"{name}:\n", text[start.end() : end], text[end:]
    for field, value in fields.items():
        line = f"  {field}: {value}\n"
        # A field goes on over lines that are indented further than its name.
        found = re.search(rf"^( +){re.escape(field)}:.*\n(?:\1 +.*\n|\s*\n(?=\1 ))*", body, re.MULTILINE)
        body = body[: found.start()] + line.replace("  ", found[1], 1) + body[found.end() :] if found else body + line
    return head + body + rest
