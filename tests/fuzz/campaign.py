"""A million hostile cases, from numbered seeds on all cores; then a fuzzer guided by coverage.

Usage: ``python tests/fuzz/campaign.py [--cases N] [--guided SECONDS] [--seed NUMBER]``.
A case that fails is told by its seed, and ``--seed`` runs that one again.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib.util
import os
import random
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

from cases import case

BLOCK = 5_000  # cases that a process takes at a time
PATIENCE = 120  # seconds for a block, which takes two or three: then the case hangs
SHOWN = 5  # failures that are told in full


def run_block(first: int, count: int) -> list[tuple[int, str]]:
    """Run so many cases from a seed on; return the seeds that failed, and why."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    failed = []
    for seed in range(first, first + count):
        try:
            case(random.Random(seed))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a finding
            failed.append((seed, f"{type(error).__name__}: {error}"))
    faulthandler.cancel_dump_traceback_later()
    return failed


def run_seeds(cases: int) -> int:
    """Run cases 0, 1, 2 and so on, on all cores; return how many failed."""
    start = perf_counter()
    firsts = range(0, cases, BLOCK)
    counts = [min(BLOCK, cases - first) for first in firsts]
    with ProcessPoolExecutor() as pool:
        failed = [each for block in pool.map(run_block, firsts, counts) for each in block]
    for seed, why in failed[:SHOWN]:
        print(f"--seed {seed}: {why}")
    minutes = (perf_counter() - start) / 60
    print(f"{cases:,} cases from seeds in {minutes:.1f} minutes: {len(failed):,} failures")
    return len(failed)


def run_guided(seconds: int) -> bool:
    """Let atheris look for cases that reach new branches of the core; tell whether none failed."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris does not run on this Python: no search guided by coverage")
        return True
    program = [sys.executable, str(Path(__file__).with_name("guided.py"))]
    limits = [f"-max_total_time={seconds}", "-max_len=1024", "-timeout=60", "-verbosity=1"]
    done = subprocess.run([*program, *limits], check=False)
    print(
        f"{seconds} seconds guided by coverage: {'a failure' if done.returncode else 'no failure'}"
    )
    return done.returncode == 0


def main() -> int:
    """Run what the command line asks for; return 1 if something failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--guided", type=int, default=60, metavar="SECONDS")
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args()
    warnings.simplefilter("error")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if asked.seed is not None:
        case(random.Random(asked.seed))
        return 0
    failures = run_seeds(asked.cases)
    return 0 if run_guided(asked.guided) and not failures else 1


if __name__ == "__main__":
    sys.exit(main())
