"""Decision logs into DuckDB: the last decision of each finding and coder, of any number of logs at once.

DuckDB opens each file of a list by itself, which costs more than parsing it. So the logs are joined into one file first,
each line with its review and coder, and read in one go. A log that holds anything but whole decisions is read by
`scr_coder.coding`, line by line, and its readable decisions are joined to the rest.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from scr_coder.coding.decision import decision_line
from scr_coder.coding.log import parse_log
from scr_coder.problem import ScrError
from scr_coder.tables.engine import DuckEngine, read_literal
from scr_coder.workspace import LogFile

_START = b'{"v":1,"decided_at":'
_LINE = (
    "{review: 'VARCHAR', coder: 'VARCHAR', decided_at: 'VARCHAR', finding: 'VARCHAR', text: 'VARCHAR', state: 'VARCHAR', "
    "candidate: 'VARCHAR', reason: 'VARCHAR', "
    "tags: 'STRUCT(issue VARCHAR, role VARCHAR, polarity VARCHAR, causes VARCHAR[], other VARCHAR)[]'}"
)
_HELD = (
    "review varchar, finding varchar, coder varchar, state varchar, decided_at varchar, text varchar, candidate varchar, "
    "reason varchar, tags struct(issue varchar, role varchar, polarity varchar, causes varchar[], other varchar)[]"
)


_BROKEN = """decided_at is null or finding is null or state is null
    or state not in ('coded', 'no_match', 'excluded', 'cleared') or (state = 'coded') <> (coalesce(len(tags), 0) > 0)
    or (state = 'no_match' and coalesce(candidate, '') = '') or (state = 'excluded' and coalesce(reason, '') = '')
    or len(decided_at) <> 24 or decided_at not similar to '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z'
    or len(list_filter(tags, lambda tag: tag.issue is null or coalesce(tag.role, 'primary') not in ('primary', 'secondary')
        or coalesce(tag.polarity, 'problem') not in ('problem', 'advice', 'positive'))) > 0
    or (len(tags) > 1 and len(list_distinct(list_transform(tags, lambda tag: tag.issue))) <> len(tags))"""
"""Lines that are JSON and no decision, as far as counting would go wrong: the careful reading says the rest."""


def fold_logs(engine: DuckEngine, logs: Sequence[LogFile], scratch: Path, as_of: str = "") -> dict[str, int]:
    """Make `new_held` of some logs; return how many lines of which review cannot be read.

    ``scratch`` is a folder of the workspace for the joined file, which is gone when this returns; where it cannot be
    written, the system's temporary folder is used. ``as_of`` is a moment as `decided_at` writes it.
    """
    engine.run(f"create or replace temp table new_held ({_HELD})")
    if not logs:
        return {}
    with _scratch_file(scratch) as (path, stream):
        unreadable = _join(logs, stream, careful=False)
        stream.flush()
        if not _fold(engine, path, as_of):  # a line that looked like a decision was none: find out which
            stream.seek(0)
            stream.truncate()
            unreadable = _join(logs, stream, careful=True)
            stream.flush()
            _fold(engine, path, as_of)
    return unreadable


@contextlib.contextmanager
def _scratch_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a private file that is deleted at the end, whatever happens."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix="logs.", suffix=".jsonl", dir=folder)
    except OSError:
        descriptor, name = tempfile.mkstemp(prefix="scr-logs.", suffix=".jsonl")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w+b", buffering=1 << 20) as stream:
            yield path, stream
    finally:
        path.unlink(missing_ok=True)


def _join(logs: Sequence[LogFile], stream: BinaryIO, careful: bool) -> dict[str, int]:
    """Write the lines of all logs with review and coder on each; return the number of unreadable lines by review."""
    unreadable: dict[str, int] = {}
    for log in logs:
        try:
            data = log.path.read_bytes()
        except OSError as error:
            raise ScrError(f"{log.path} cannot be read: {error.strerror or error}") from error
        if careful or not _is_whole(data):
            content = parse_log(data)
            if content.faults:
                unreadable[log.review] = unreadable.get(log.review, 0) + len(content.faults)
            data = b"".join(decision_line(decision) for decision in content.decisions)
        if data:
            mark = f'{{"review":{json.dumps(log.review)},"coder":{json.dumps(log.coder)},'.encode()
            stream.write(mark + data[1:-1].replace(b"\n{", b"\n" + mark) + b"\n")
    return unreadable


def _is_whole(data: bytes) -> bool:
    """Return whether every line begins and ends as a decision does."""
    if not data:
        return True
    lines = data.count(b"\n")
    return data.startswith(_START) and data.endswith(b"}\n") and data.count(b"}\n" + _START) + 1 == lines


def _fold(engine: DuckEngine, path: Path, as_of: str) -> bool:
    """Fill `new_held`; return False when a line could not be read as a decision."""
    engine.run(
        f"create or replace temp table lines as select * from read_json({read_literal(path)}, format = 'newline_delimited', "
        f"columns = {_LINE}, ignore_errors = true, maximum_object_size = 67108864)"
    )
    if engine.run(f"select count(*) from lines where {_BROKEN}")[0][0]:
        return False
    until = "where decided_at <= ?" if as_of else ""
    engine.run(
        f"""insert into new_held
        select review, finding, coder, last.state, last.decided_at, coalesce(last.text, ''), coalesce(last.candidate, ''),
            coalesce(last.reason, ''), last.tags
        from (
            select review, coder, finding, max_by(lines, (decided_at, state, tags, coalesce(candidate, ''), coalesce(reason, ''))) as last
            from lines {until}
            group by review, coder, finding
        ) as folded""",
        [as_of] if as_of else [],
    )
    engine.run("drop table lines")
    return True
