"""Write a synthetic export of any size straight as Parquet: every id, date and tag in it is invented by a hash.

    python benchmarks/synthetic.py DIR --decisions 1000000

The folder is what `scr export parquet` would have written for a workspace of the shape of benchmarks/generate.py: two coders,
40 findings a review, issues from common to rare, one decision in twelve no match, one in thirty excluded, coders who agree on
two findings of three. The same numbers give the same rows. Ten million decisions take about a minute.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scr_coder.resources import shipped_taxonomy  # noqa: E402
from scr_coder.tables.engine import DuckEngine  # noqa: E402
from scr_coder.tables.facts import causes_query, load_taxonomies, taxonomies_provenance  # noqa: E402
from scr_coder.tables.parquet_files import write_relations  # noqa: E402
from scr_coder.taxonomy.read import shipped_taxonomies  # noqa: E402
from scr_coder.version import VERSION  # noqa: E402

FINDINGS = 40
CODERS = ("amber", "beech")
TYPES = ("scr", "lcspr", "rapid_review", "learning_review_scotland", "cpr_wales", "not_stated")
NATIONS = ("england", "wales", "scotland", "northern_ireland")
HARMS = ("neglect", "physical_abuse", "emotional_abuse", "sudi", "child_sexual_exploitation")
SLOTS = 10_000
"""Issues are drawn from so many slots: the common ones have many, the rarest has a few."""


def main() -> None:
    """Parse the command line and write the export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--name", default="synthetic", help="begins the id of each review")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write_export(chosen.folder, chosen.decisions, chosen.name, chosen.seed)


def write_export(folder: Path, decisions: int, name: str = "synthetic", seed: int = 1) -> None:
    """Write an export of about ``decisions`` decisions (a whole number of reviews) into ``folder``, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    reviews = max(1, round(decisions / (FINDINGS * len(CODERS))))
    engine = DuckEngine()
    taxonomies = shipped_taxonomies()
    load_taxonomies(engine, taxonomies)
    _draws(engine)
    _relations(engine, reviews, name, seed)
    rows = write_relations(engine, folder)
    engine.close()
    shutil.copyfile(shipped_taxonomy() / "attributes.yaml", folder / "attributes.yaml")
    manifest = {"tool": VERSION, **taxonomies_provenance(taxonomies), "as_of": "", "rows": rows, "notes": ["Synthetic data."]}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _draws(engine: DuckEngine) -> None:
    """Make `draws(slot, issue, causes)`: the issue of each slot, so that the nth issue is drawn about 1/n as often as the first."""
    engine.run(
        f"""create temp table draws as
        with shuffled as (select i.issue, row_number() over (order by hash(i.issue)) as rank from issues i),
        weighed as (
            select issue, rank, sum(1 / rank) over (order by rank) / sum(1 / rank) over () as upto,
                coalesce(lag(rank) over (order by rank), 0) as before
            from shuffled
        ),
        bounds as (select issue, upto, coalesce(lag(upto) over (order by rank), 0) as since from weighed)
        select s.slot, b.issue, c.causes
        from range({SLOTS}) s(slot)
        join bounds b on s.slot >= b.since * {SLOTS} and s.slot < b.upto * {SLOTS}
        left join (select issue, list(cause order by position) as causes from why group by issue) c on b.issue = c.issue"""
    )


def _relations(engine: DuckEngine, reviews: int, name: str, seed: int) -> None:
    """Make the relations. ``dice(a, b, …, n)`` is a number below n that the same arguments always give."""
    engine.run(f"create temp macro dice(what, a, b, n) as (hash({seed}, what, a, b) % n)::integer")
    engine.run(f"create temp table numbered as select r as number, format('{name}-{{:07d}}', r) as review from range({reviews}) s(r)")
    engine.run("create temp view reviews as select review from numbered")
    listed = {key: ", ".join(f"'{value}'" for value in values) for key, values in (("type", TYPES), ("nation", NATIONS), ("harm", HARMS))}
    engine.run(
        f"""create temp view attributes as
        select review, 'review_type' as attribute, [{listed["type"]}][1 + dice('type', number, 0, {len(TYPES)})] as value from numbered
        union all select review, 'nation', [{listed["nation"]}][1 + dice('nation', number, 0, {len(NATIONS)})] from numbered
        union all select review, 'publication_date', format('{{}}-{{:02d}}', 2010 + number % 15, 1 + dice('month', number, 0, 12))
            from numbered
        union all select review, 'harm_category', [{listed["harm"]}][1 + dice('harm', number, 0, {len(HARMS)})] from numbered
        union all select review, 'harm_category', [{listed["harm"]}][1 + (dice('harm', number, 0, {len(HARMS)}) + 1) % {len(HARMS)}]
            from numbered where dice('two', number, 0, 2) = 0"""
    )
    engine.run(f"create temp view placed as select number, review, f from numbered cross join range(1, {FINDINGS + 1}) s(f)")
    engine.run("create temp view findings as select review, f::varchar as finding from placed")
    # A coder who agrees draws from the first coder's dice, one who does not from an own one.
    coders = ", ".join(f"('{coder}', {nth})" for nth, coder in enumerate(CODERS))
    engine.run(
        f"""create temp view made as
        select number, review, f, coder, nth, case when nth = 0 or dice('agree', number, f, 100) < 67 then 0 else nth end as own,
            case when dice('none' || own, number, f, 12) = 0 then 'no_match'
                when dice('out' || own, number, f, 30) = 0 then 'excluded' else 'coded' end as state
        from placed cross join (values {coders}) as c(coder, nth)"""
    )
    engine.run(
        """create temp view decisions as
        select review, f::varchar as finding, coder, state,
            strftime(timestamp '2026-01-05 09:00:00' + to_minutes(number % 100000) + to_seconds(20 * f), '%Y-%m-%dT%H:%M:%S.000Z')
                as decided_at,
            case when state = 'no_match' then 'Candidate ' || (1 + dice('name' || nth, number, f, 9)) else '' end as candidate,
            case when state = 'excluded' then 'not a finding' else '' end as reason, 'current' as fits
        from made"""
    )
    engine.run(
        f"""create temp table drawn as
        with coded as (
            select number, review, f::varchar as finding, coder, own, d.issue, d.causes,
                dice('issue 2' || own, number, f, {SLOTS}) as more, dice('pair' || own, number, f, 4) = 0 as paired
            from made m join draws d on d.slot = dice('issue 1' || own, number, f, {SLOTS})
            where state = 'coded'
        )
        select *, 'primary' as role from coded
        union all
        select c.* replace (d.issue as issue, d.causes as causes), 'secondary' as role
        from coded c join draws d on c.more = d.slot
        where c.paired and c.issue <> d.issue"""
    )
    engine.run(
        """create temp view tagged as
        select *, case when dice('polarity' || role || coder, number, finding, 3) = 2 then 'advice' else 'problem' end as polarity,
            dice('why' || role || own, number, finding, 1000) as why
        from drawn"""
    )
    engine.run("create temp view tags as select review, finding, coder, issue, role, polarity from tagged")
    given = """select review, finding, coder, issue, polarity, causes[1 + why % len(causes)] as cause
        from tagged where why < 500 and causes is not null"""
    engine.run(f"create temp view causes as {causes_query(given)}")


if __name__ == "__main__":
    main()
