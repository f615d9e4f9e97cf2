"""Data packages: a descriptor that says what is in the tidy CSVs, held against the published rules and the files themselves."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import time
from typing import Any

import pytest
from scr_coder.exchange.datapackage import DESCRIPTOR, package_files

import invented_tables
from invented_tables import ISSUES, across, hostile, plain, with_interval


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return package_files([make() for make in invented_tables.ALL.values()], "Invented tables")


@pytest.fixture(scope="module")
def package(files: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(files[DESCRIPTOR])


def test_every_file_is_described_with_its_size_and_digest(files: dict[str, bytes], package: dict[str, Any]) -> None:
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == set(files) - {DESCRIPTOR}
    assert len(described) == len(invented_tables.ALL)
    for path, resource in described.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == "sha256:" + hashlib.sha256(files[path]).hexdigest()


def test_what_the_standard_requires(package: dict[str, Any]) -> None:
    """Data Package, Data Resource, Table Schema 2.0; what 1.0 adds: names in lower case, profiles."""
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch("[-a-z0-9._/]+", package["name"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package["created"])
    assert "licenses" not in package
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    for resource in package["resources"]:
        assert re.fullmatch("[-a-z0-9._/]+", resource["name"])
        assert not resource["path"].startswith(("/", ".."))
        assert (resource["type"], resource["format"], resource["mediatype"], resource["encoding"]) == ("table", "csv", "text/csv", "utf-8")
        assert resource["schema"]["missingValues"] == ["", "[c]"]
        for field in resource["schema"]["fields"]:
            assert field["type"] in ("string", "integer", "number")
            assert field["title"]
            assert field["description"].endswith(".")


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_every_cell_is_of_the_type_of_its_field(files: dict[str, bytes], package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        rows = read(files[resource["path"]])
        fields = resource["schema"]["fields"]
        head = files[resource["path"]].decode().split("\n")[0]
        assert head == ",".join(field["name"] for field in fields)
        for field in fields:
            for row in rows:
                value = row[field["name"]]
                if value in resource["schema"]["missingValues"] and field["type"] != "string":
                    assert not field.get("constraints", {}).get("required")
                    continue
                {"integer": int, "number": float, "string": str}[field["type"]](value)
                if "categories" in field:
                    assert value in [category["value"] for category in field["categories"]], value
        keys = resource["schema"]["primaryKey"]
        found = [tuple(row[key] for key in keys) for row in rows]
        assert len(set(found)) == len(found)


def test_fields_say_what_columns_mean() -> None:
    schema = json.loads(package_files([across(hidden=True)], "x")[DESCRIPTOR])["resources"][0]["schema"]
    by_name = {field["name"]: field for field in schema["fields"]}
    assert by_name["n"] == {
        "name": "n",
        "type": "integer",
        "title": "Reviews",
        "description": "Number of reviews in which it was found at least once.",
        "constraints": {"minimum": 0},
    }
    assert by_name["region"]["description"] == "Region: an attribute of the review."
    assert by_name["issue"]["categories"] == [{"value": key, "label": label} for key, label in ISSUES.items()]
    assert by_name["issue"]["categoriesOrdered"] is True
    assert by_name["percent"]["type"] == "number"
    assert schema["primaryKey"] == ["region", "issue"]


def test_where_numbers_are_suppressed_stands_the_mark() -> None:
    rows = read(package_files([across(hidden=True)], "x")["issues-by-region.csv"])
    assert [(row["n"], row["base"], row["percent"]) for row in rows[3:6]] == [
        ("3", "30", "10.0"),
        ("[c]", "30", "[c]"),
        ("3", "30", "10.0"),
    ]


def test_numbers_are_whole_and_hostile_words_guarded() -> None:
    made = package_files([with_interval(), hostile()], "x")
    rows = read(made["issues.csv"])
    assert [row["low"] for row in rows] == ["1.7100000001", "0.0", "4.66"]
    assert [row["lift"] for row in rows] == ["0.3333333333333333", "", ""]
    assert [row["p"] for row in rows] == ["1e-05", "0.25", ""]
    assert not [row["candidate"] for row in read(made["candidates.csv"]) if row["candidate"].startswith(("=", "+", "-", "@", "\t"))]


def test_two_of_a_kind_have_names_of_their_own() -> None:
    assert list(package_files([plain(), plain(), across()], "x")) == ["issues.csv", "issues-2.csv", "issues-by-region.csv", DESCRIPTOR]


def test_where_it_comes_from() -> None:
    package = json.loads(package_files([plain()], "Invented\ntables", licence="OGL-UK-3.0")[DESCRIPTOR])
    assert package["title"] == "Invented tables"
    assert package["licenses"] == [{"name": "OGL-UK-3.0"}]
    assert package["sources"] == [{"title": "Taxonomy lipp 1.0.0", "version": "1.0.0"}]
    assert package["created"] == "2026-03-01T12:00:00Z"
    assert package["scr_coder"]["tool"] == "0.1.0"
    said = package["resources"][0]["description"]
    assert "Base: 60 reviews. Layer: resolved." in said
    assert "A review can show several of these." in said


def test_the_same_tables_give_the_same_bytes() -> None:
    first = package_files([plain(), hostile()], "x")
    time.sleep(0.01)
    assert package_files([plain(), hostile()], "x") == first
