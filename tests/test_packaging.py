"""The wheel: what is in it, and that it works where no repository is near."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from the checkout, with the build tools that were tested."""
    out = tmp_path_factory.mktemp("dist")
    constraints = out / "constraints.txt"  # pip takes a space in this variable for the end of a path
    constraints.write_bytes((ROOT / "constraints.txt").read_bytes())
    env = os.environ | {"PIP_CONSTRAINT": str(constraints)}
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [made] = out.glob("*.whl")
    return made


def test_what_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {p.relative_to(ROOT).as_posix() for p in (ROOT / "scr_coder").rglob("*") if p.suffix in (".py", ".sql")}
    shipped = {f"scr_coder/shipped/taxonomy/{p.relative_to(ROOT / 'taxonomy').as_posix()}" for p in (ROOT / "taxonomy").rglob("*.*")}
    assert package <= names
    assert shipped <= names
    for needed in ("lipp.yaml", "practice.yaml", "attributes.yaml", "schema/taxonomy.schema.json", "schema/findings.schema.json"):
        assert f"scr_coder/shipped/taxonomy/{needed}" in names
    assert "scr_coder/tables/sql/issues.sql" in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"scr_coder"}, "no tests, no data"
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert {"LICENSE", "NOTICE"} <= {name.rsplit("/", 1)[-1] for name in names}


def test_the_wheel_has_both_commands(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [entry] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    text = archive.read(entry).decode()
    assert "scr = scr_coder.cli.app:main" in text
    assert "scr-coder = scr_coder.cli.app:main" in text


def test_installed_into_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "an empty place"
    venv.create(place / "env", with_pip=True)
    scripts = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SCR_", "PYTHON"))} | {"SCR_CODER": "amber"}

    def call(*command: str | Path, cwd: Path = place) -> str:
        ran = subprocess.run(
            [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=600
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", ROOT / "constraints.txt")
    call(scripts / "python", *pip, wheel)
    call(scripts / "scr", "init", "x")
    assert call(scripts / "scr", "check", "--strict", cwd=place / "x") == "no problems\n"
    assert "saved: finding 4.1" in call(scripts / "scr-coder", "tag", "example-review", "4.1", "A04", cwd=place / "x")
    assert "A04" in call(scripts / "python", "-m", "scr_coder", "table", "issues", cwd=place / "x")
    where = call(scripts / "python", "-c", "import scr_coder; print(scr_coder.__file__)")
    assert Path(where.strip()).is_relative_to(place)
