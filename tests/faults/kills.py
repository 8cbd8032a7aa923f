"""Kill real commands with SIGKILL at random times: ``python -m tests.faults.kills 200 --seed 1``.

Each trial writes over an old result.  Just after the kill a file, or the folder of a run, must be the old or the new
one; files that belong together must be so once the next command has looked at the folder.  The last line counts trials
(kills that came before the command had ended), those that left a whole result, those after which a name had none, and
those after which it had a broken one: torn, or of two runs.
"""

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from scipy.io import netcdf_file

from linkbudget.writing import PREFIX, finish_moves, whole_file

SWEEP = ("sweep", "cubesat", "--link", "uhf-downlink", "--axis", "range=500 km..2000 km:200", "--quiet", "-o", "s.nc")
CUBESAT = ("cubesat", "--link", "uhf-downlink")
COMMANDS = {
    "run": (("run", "cubesat", "-o", "out", "--quiet"), ("--step", "30 min"), ("--step", "20 min")),
    "plot": (("plot", "mars1", "snr", "-o", "p.png"), (), ("--link", "telemetry-32cm-semi")),
    "sweep": (SWEEP, ("--axis", "transmitter.power=1 W..9 W:9"), ("--axis", "transmitter.power=1 W..8 W:9")),
    "signal": (("signal", *CUBESAT, "-o", "r.sigmf-meta", "--duration", "0.2 s"), (), ("--seed", "1")),
    "listen": (("listen", *CUBESAT, "-o", "l.wav", "--duration", "1 s"), (), ("--seed", "1")),
}
"""Commands, and the two sets of options that make the old result and the new one."""

TOGETHER = ("signal", "listen")
"""Commands whose files stand among others, and need a next command after a kill between two renames."""


def start(name, options, place):
    """A command on its way."""
    return subprocess.Popen(
        [sys.executable, "-m", "linkbudget", *COMMANDS[name][0], *options],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def print_of(file):
    """Fingerprint of a file's contents without its time of writing; a torn file has another one."""
    content = file.read_bytes()
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as sheet:
            assert sheet.testzip() is None
            return "".join(f"{one.filename} {one.CRC} " for one in sheet.infolist() if "core.xml" not in one.filename)
    if file.suffix == ".nc":
        with netcdf_file(file, mmap=False) as dataset:
            content = b"".join(dataset.variables[name].data.tobytes() for name in sorted(dataset.variables))
    return hashlib.sha256(content).hexdigest()


def prints(place):
    """The same for all files of a result; None for what cannot be read."""
    found = {}
    for file in sorted(place.rglob("*")):
        name = file.relative_to(place)
        if file.is_file() and not any(part.startswith(PREFIX) for part in name.parts):
            try:
                found[str(name)] = print_of(file)
            except (AssertionError, ValueError, TypeError, IndexError, zipfile.BadZipFile):
                found[str(name)] = None
    return found


def state_of(place, old, new):
    """``survived``, ``lost`` or ``silent``: whole, no result under a name, or a broken one."""
    found = prints(place)
    if old.keys() - found.keys():
        return "lost"
    return "survived" if found in (old, new) else "silent"


def prepared(work):
    """For each command the folders of an old and of a new result, what they hold, and how long the command takes."""
    known = {}
    for name, (_, *both) in COMMANDS.items():
        results = []
        for number, options in enumerate(both):
            place = work / f"{name}{number}"
            place.mkdir()
            begun = time.monotonic()
            if start(name, options, place).wait() != 0:
                raise SystemExit(f"{name}: does not run")
            results.append((place, prints(place), time.monotonic() - begun))
        if results[0][1] == results[1][1]:
            raise SystemExit(f"{name}: old and new result are the same")
        known[name] = results
    return known


def trial(name, known, place, chance):
    """Kill a command at a random time: the state left, and the repairs by the next command; None if too late."""
    (first, old, _), (_, new, lasts_s) = known[name]
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(first, place)
    running = start(name, COMMANDS[name][2], place)
    late = chance.random() < 0.5
    begun = time.monotonic()
    while late and running.poll() is None and not any(map(Path.exists, _temporaries(place))):
        time.sleep(0.001)  # half of the kills come once the command has begun to write
    spent_s = time.monotonic() - begun
    time.sleep(chance.uniform(0.0, max(1.1 * lasts_s - spent_s, 0.1 * lasts_s)))
    running.kill()
    if running.wait() == 0:
        return None
    left = state_of(place, old, new)
    completed = left == "silent" and name in TOGETHER
    for folder in (place, place / "out"):
        finish_moves(folder)
    if completed or left == "survived":
        left = state_of(place, old, new)
    with whole_file(place / "next.txt") as temporary:
        temporary.write_text("next")
    if _temporaries(place):
        left = "silent"
    return left, completed


def _temporaries(place):
    return [*place.glob(f"{PREFIX}*"), *place.glob(f"*/{PREFIX}*")]


def main():
    """Kill commands, and print what became of their results as one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__.partition("\n")[0])
    parser.add_argument("trials", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=COMMANDS, action="append", help="These commands; all of them without it.")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    counts = dict.fromkeys(("survived", "lost", "silent"), 0)
    tried = completions = 0
    with tempfile.TemporaryDirectory() as folder:
        known = prepared(Path(folder))
        for _ in range(asked.trials):
            name = chance.choice(asked.only or [*COMMANDS])
            ended = trial(name, known, Path(folder) / "place", chance)
            if ended is None:
                continue
            left, completed = ended
            tried, completions = tried + 1, completions + completed
            counts[left] += 1
            if left != "survived":
                print(f"{name}: {left}", file=sys.stderr)
    said = {"what": "commands killed", "seed": asked.seed, "tried": tried, **counts, "completed_next": completions}
    print(json.dumps(said))
    sys.exit(counts["survived"] != tried)


if __name__ == "__main__":
    main()
