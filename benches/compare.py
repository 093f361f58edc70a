"""Whole processes side by side, in turns, so that whatever else the machine does falls on all: compare.py ROUNDS [PART…]."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benches"))
import generate  # noqa: E402

ZIPING = ROOT / "target" / "release" / "ziping"
TYPST = ROOT / "target" / "release" / "typst_alone"
SHIPPED = ["--layouts", str(ROOT / "layouts"), "--fonts", str(ROOT / "fonts")]


def run(command):
    """Seconds by the clock, seconds of the processors, peak memory in MB of the largest process; in children too."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {command}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def in_turns(commands, rounds):
    """The median of each figure of each command."""
    taken = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(run(command))
    return {name: [statistics.median(figure) for figure in zip(*runs)] for name, runs in taken.items()}


def build(work, source, output, *more):
    return [ZIPING, "build", "--force", "--input", work / source, "--output", work / output, *SHIPPED, *more]


def table(heads, rows):
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def others(work, rounds):
    run(build(work, "one", "ziping"))
    python = [sys.executable, ROOT / "benches" / "office.py"]
    subprocess.run([*python, "template", work], check=True)
    run([TYPST, "dump", work / "one" / "2025", work / "typst"])
    names = {"docxtpl": "docxtpl + LibreOffice", "python-docx": "python-docx + LibreOffice"}
    commands = {words: [*python, kind, work] for kind, words in names.items()}
    # LibreOffice makes its profile at the first start.
    run(commands[names["docxtpl"]])
    commands |= {
        "ziping": build(work, "one", "ziping"),
        "typst alone": [TYPST, "run", work / "typst"],
    }
    medians = in_turns(commands, rounds)
    ours = medians["ziping"]
    rows = [
        [name, f"{wall:.2f} s", f"{cpu:.2f} s", f"{memory:.0f} MB", f"{wall / ours[0]:.1f}×", f"{cpu / ours[1]:.1f}×"]
        for name, (wall, cpu, memory) in medians.items()
    ]
    table(["one year, two documents, two formats", "clock", "processor", "peak", "clock / ziping", "processor / ziping"], rows)


def incremental(work, rounds):
    run(build(work, "one", "ziping"))
    unchanged = [part for part in build(work, "one", "ziping") if part != "--force"]
    medians = in_turns({"nothing changed": unchanged, "check": [ZIPING, "check", "--input", work / "one", *SHIPPED]}, rounds)
    table(["", "clock", "processor", "peak"], [[n, f"{w:.3f} s", f"{c:.3f} s", f"{m:.0f} MB"] for n, (w, c, m) in medians.items()])


def of_sizes(work, make, counts, rounds):
    """Medians by how many years or rows there are."""
    commands = {}
    for count in counts:
        make(count, work / f"{make.__name__}-{count}")
        commands[count] = build(work, f"{make.__name__}-{count}", f"output-{make.__name__}-{count}")
    return in_turns(commands, rounds).items()


def many_years(work, counts, rounds):
    medians = list(of_sizes(work, generate.years, counts, rounds))
    first, (one, _, _) = medians[0]
    rows = [
        [str(n), f"{wall:.2f} s", f"{cpu:.2f} s", f"{(wall - one) / max(n - first, 1):.3f} s", f"{memory:.0f} MB"]
        for n, (wall, cpu, memory) in medians
    ]
    table(["years", "clock", "processor", "each further year", "peak"], rows)


def many_rows(work, counts, rounds):
    rows = [
        [str(n), f"{wall:.2f} s", f"{cpu:.2f} s", f"{1000 * cpu / n:.2f} ms", f"{memory:.0f} MB"]
        for n, (wall, cpu, memory) in of_sizes(work, generate.rows, counts, rounds)
    ]
    table(["project rows", "clock", "processor", "processor a row", "peak"], rows)


# What is measured, in this order; others: docxtpl and python-docx with LibreOffice, and Typst alone.
PARTS = {
    "others": others,
    "incremental": incremental,
    "years": lambda work, rounds: many_years(work, [1, 10, 100], max(rounds // 3, 1)),
    "thousand": lambda work, _: many_years(work, [1, 1000], 1),
    "rows": lambda work, _: many_rows(work, [137, 1000, 5000, 20000], 1),
}

if __name__ == "__main__":
    rounds, asked = int(sys.argv[1]), sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copytree(ROOT / "input", work / "one")
        for name, measure in PARTS.items():
            if not asked or name in asked:
                measure(work, rounds)
