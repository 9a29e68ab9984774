"""Does each test that the regulation's coverage names fail when what it stands for is switched off?

    python -m tests.audit [ROW…]

For every row with a test of its own: its places are switched off (``everywhere/sitecustomize.py``), and each named test
function must fail in at least one of its cases. Prints the rows where one does not; exit code 1 if there are any. Rules,
conflicts and approval chains found by the article they cite have permanent tests of their own and are not run again.
Takes minutes; not part of ``make test``.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scheduler.regulation import answers, citing

ROOT = Path(__file__).parents[2]


def main() -> int:
    wanted = set(sys.argv[1:])
    work: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for row, answer in answers().items():
        if answer.tests and answer.status in ("in_place", "partly") and (not wanted or row in wanted):
            places = tuple(
                p if "/" in p else f"scheduler/rules/{p}.py" for p in (*answer.where, *citing()[row]["rule"])
            )
            work.setdefault((places, answer.tests), []).append(row)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda key: standing(*key), work))
    bad = 0
    for rows, (key, still) in zip(work.values(), zip(work, found, strict=True), strict=True):
        for test in still:
            bad += 1
            print(f"{', '.join(rows)}: {test} passes without {', '.join(key[0]) or 'any place'}")
    print(
        f"{len(work)} sets of places switched off, {sum(len(t) for _, t in work)} named tests run, {bad} did not fail"
    )
    return 1 if bad else 0


def standing(places: tuple[str, ...], tests: tuple[str, ...]) -> list[str]:
    """Named tests that pass with all places switched off."""
    found, _ = _run(places, tests)
    still = [test for test in tests if not _failed(found, test)]
    # A file that cannot be collected ends the whole run: what was not reached is run alone.
    alone = {test: _run(places, (test,)) for test in still if test not in found and len(tests) > 1}
    return [
        test
        for test in still
        if test not in alone or not (_failed(alone[test][0], test) or (test not in alone[test][0] and alone[test][1]))
    ]


def _run(places: tuple[str, ...], tests: tuple[str, ...]) -> tuple[dict[str, list[str]], bool]:
    """Outcomes by test function, and whether the run broke off."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        environment = {
            **os.environ,
            "PAIBAN_OFF": ";".join(places),
            "PAIBAN_OFF_REPORT": str(report),
            "PYTHONPATH": str(Path(__file__).parent / "everywhere"),
        }
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "tests.audit.outcomes", "-n", "0", "-m", "", *tests],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        found: dict[str, list[str]] = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
    return found, done.returncode not in (0, 5)


def _failed(found: dict[str, list[str]], test: str) -> bool:
    return any(
        "failed" in outcomes for name, outcomes in found.items() if name == test or name == test.partition("::")[0]
    )


if __name__ == "__main__":
    sys.exit(main())
