"""Spark as the engine: the same queries, over Parquet, on this machine or on a cluster that is there.

Nothing is sent to Spark but the text of queries, values for their placeholders and the paths of Parquet files; what comes
back are rows. On this machine Spark listens on the loopback address only, and all it writes is under one temporary folder
that is gone at the end. `pyspark` is imported here and nowhere else.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scr_coder.problem import ScrError
from scr_coder.tables.engine import NO_ROWS, Deferring, ParquetFile, Rows, half_of_memory
from scr_coder.tables.relations import COLUMNS, INTEGERS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

EXTRA = "install `scr-coder[spark]`, or leave --engine out: DuckDB counts ten million decisions on one machine"
JAVA = "install Java 17 or newer, for instance Debian's openjdk-17-jre-headless, or set JAVA_HOME"
_GLOB = re.compile(r"([\[\]{}*?\\])")


class SparkEngine(Deferring):
    """Spark SQL behind the interface of `scr_coder.tables.engine.Engine`.

    Runs where Spark's own settings say (``SPARK_REMOTE``, ``MASTER``, or ``spark.master`` in ``SPARK_CONF_DIR``), else on
    all cores of this machine. ``settings`` are Spark's, for the session that is started. Raises ScrError when pyspark or
    Java is missing or Spark does not start.
    """

    name = "spark"

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        super().__init__()
        try:
            import pyspark
            from py4j.protocol import Py4JError
            from pyspark.errors import ParseException, PySparkException
        except ImportError as error:
            raise ScrError("--engine spark needs pyspark, which is not installed", EXTRA) from error
        self.version: str = pyspark.__version__
        self.Unusable: tuple[type[Exception], ...] = (PySparkException, Py4JError)
        self._wrong = ParseException
        self.scratch = tempfile.mkdtemp(prefix="scr-spark.")
        self._kept: list[DataFrame] = []
        try:
            self.session = _start(Path(self.scratch), settings or {})
        except BaseException:
            shutil.rmtree(self.scratch, ignore_errors=True)
            raise

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one query with values for its ``?`` and return its rows."""
        return [tuple(row) for row in self._query(statement, values).collect()]

    def relation(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a relation from rows. Columns hold text, but those in `INTEGERS`."""
        self.settle(name)
        schema = ", ".join(f"{column} {'bigint' if column in INTEGERS else 'string'}" for column in columns)
        self.session.createDataFrame([tuple(row) for row in rows], schema).createOrReplaceTempView(name)

    def view(self, name: str, select: str) -> None:
        """Name a query; it is worked out where it is used."""
        self.settle(name)
        self._query(select).createOrReplaceTempView(name)

    def keep(self, name: str, select: str, values: Sequence[Any] = ()) -> None:
        """Name the result of a query that several others use; it is worked out when the first of them is."""
        self.settle(name)
        made = self._query(select, values).persist()
        self._kept.append(made)
        made.createOrReplaceTempView(name)

    def later(self, name: str, select: str) -> None:
        """Name the result of a query that is worked out when a statement first names it."""
        self.defer(name, functools.partial(self.keep, name, select))

    def parquet(self, files: Mapping[str, Sequence[ParquetFile]], rows: Mapping[str, Rows] = NO_ROWS) -> None:
        """Make all relations that are counted, from Parquet files or rows."""
        for name, own in files.items():
            self.defer(name, functools.partial(self._read, name, own))
        for name, (columns, listed) in rows.items():
            self.relation(name, columns, listed)

    def reason(self, error: Exception) -> str:
        """Return the message of the innermost cause, in one line, without the stack of either language.

        Nothing if the statement is wrong, which is no user's mistake.
        """
        if isinstance(error, self._wrong):
            return ""
        cause = getattr(error, "java_exception", None)
        if cause is None:
            message = (error.getMessage() if hasattr(error, "getMessage") else "") or str(error)
        else:
            while cause.getCause() is not None:
                cause = cause.getCause()
            message = cause.getMessage() or cause.toString()
        return next((line.strip() for line in str(message).splitlines() if line.strip()), "Spark failed")

    def close(self) -> None:
        """Stop Spark, and delete what it wrote."""
        self.forget()
        _stop(self.session)
        shutil.rmtree(self.scratch, ignore_errors=True)

    def forget(self) -> None:
        """Give back what was kept; the session lives on for the next table."""
        self._deferred.clear()
        with contextlib.suppress(*self.Unusable):
            for made in self._kept:
                made.unpersist()
        self._kept.clear()

    def _query(self, statement: str, values: Sequence[Any] = ()) -> DataFrame:
        self.summon(statement)
        return self.session.sql(statement, args=list(values)) if values else self.session.sql(statement)

    def _read(self, name: str, files: Sequence[ParquetFile]) -> None:
        """Make a relation from its files. With prefixes, each row's file says which is the prefix of its review."""
        places = [self._place(name, at, file.path) for at, file in enumerate(files)]
        read = self.session.read.parquet(*(_GLOB.sub(r"\\\1", str(place)) for place in places))
        columns = ", ".join(COLUMNS[name])
        if not any(file.prefix for file in files):
            read.select(*COLUMNS[name]).createOrReplaceTempView(name)
            return
        read.select(*COLUMNS[name], "_metadata.file_path").createOrReplaceTempView(f"raw_{name}")
        prefixes = {place: file.prefix for place, file in zip(places, files, strict=True)}
        found = self.run(f"select distinct file_path from raw_{name}")
        paths = [(uri, prefixes[Path(unquote(urlsplit(uri).path))]) for (uri,) in found]
        self.relation(f"prefix_{name}", ("file_path", "prefix"), paths)
        self.view(
            name,
            f"select concat(p.prefix, r.review) as review{columns.removeprefix('review')} "
            f"from raw_{name} r join prefix_{name} p on r.file_path = p.file_path",
        )

    def _place(self, name: str, at: int, path: Path) -> Path:
        """Return a path that Spark can read. It takes a colon, a leading underscore and more in a real one for its own signs.

        On a cluster the real path is used, since the workers do not see links in this machine's temporary folder.
        """
        link = Path(self.scratch) / f"{name}-{at}.parquet"
        with contextlib.suppress(OSError, NotImplementedError):
            if not _elsewhere() and not os.environ.get("SPARK_REMOTE"):
                link.unlink(missing_ok=True)
                link.symlink_to(path.absolute())
                return link
        return path.absolute()


# The session ------------------------------------------------------------------------------------------------------


def _start(scratch: Path, settings: Mapping[str, str]) -> SparkSession:
    """Start a session, in silence: what Java says goes to a file, and is looked at when Spark does not start."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a pandas that is newer than pyspark: no pandas is used
        from pyspark.sql import SparkSession

    remote = os.environ.get("SPARK_REMOTE", "")
    builder = SparkSession.builder.appName("scr_coder")
    chosen = {"spark.sql.session.timeZone": "UTC"}
    if not remote:
        _check_java()
        if not _elsewhere():
            chosen |= _local(scratch)
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # also for what Java does before it reads a setting
        chosen |= {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    for name, value in (chosen | dict(settings)).items():
        builder = builder.config(name, value)
    said = scratch / "java.log"
    try:
        with _quiet(said), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            session: SparkSession = builder.getOrCreate()
    except ImportError as error:  # the client of a remote Spark needs more than pyspark alone
        raise ScrError(
            f"Spark at {remote} needs more Python packages: {str(error).splitlines()[0]}", "install `pyspark[connect]`"
        ) from error
    except Exception as error:
        text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
        if "UnsupportedClassVersionError" in text:
            raise ScrError("Spark needs a newer Java than the one it found", JAVA) from error
        where = remote or _elsewhere() or "this machine"
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise ScrError(f"Spark on {where} does not start: {first}", "see Spark's own settings, or leave --engine out") from error
    return session


def _local(scratch: Path) -> dict[str, str]:
    """Return the settings for Spark on this machine: nothing beyond loopback, nothing outside of ``scratch``."""
    cores = os.cpu_count() or 1
    return {
        "spark.master": f"local[{cores}]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": f"{max(1024, half_of_memory())}m",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={scratch} -Dderby.system.home={scratch} -XX:-UsePerfData",
        "spark.sql.shuffle.partitions": str(2 * cores),
    }


def _elsewhere() -> str:
    """Return where Spark's own settings say that it runs; empty when they do not."""
    if named := os.environ.get("MASTER"):
        return named
    for folder in filter(None, (os.environ.get("SPARK_CONF_DIR"), os.environ.get("SPARK_HOME", "") and f"{os.environ['SPARK_HOME']}/conf")):
        with contextlib.suppress(OSError):
            for line in (Path(folder) / "spark-defaults.conf").read_text(encoding="utf-8").splitlines():
                name, _, value = line.strip().partition(" ")
                if name == "spark.master":
                    return value.strip()
    return ""


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        raise ScrError(f"Spark needs Java, and there is none{' in ' + home if home else ''}", JAVA)


@contextlib.contextmanager
def _quiet(log: Path) -> Iterator[None]:
    """Send what this process and those it starts write to its standard error into a file, for as long as this lasts.

    A Java that is started meanwhile keeps the file: it logs from its first moment on, before any setting could stop it.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.dup2(target, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(target)


def _stop(session: SparkSession) -> None:
    """Stop a session and the Java that was started for it, so that nothing is left that could write."""
    from pyspark import SparkContext

    gateway = getattr(SparkContext, "_gateway", None)
    with contextlib.suppress(Exception):
        session.stop()
    process = getattr(gateway, "proc", None)
    if gateway is None or process is None:
        return
    with contextlib.suppress(Exception):
        gateway.shutdown()
        process.stdin.close()
        process.wait(20)
    SparkContext._gateway = SparkContext._jvm = None
