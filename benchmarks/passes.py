"""Speed of finding passes, beside skyfield's ``find_events``: ``python benchmarks/passes.py``.

Rounds of both in turn, the least time of each: other work on the machine hardly changes the ratio.  A low satellite for
a month over one station, from its elements and from a track that is sampled already (as a scenario keeps it), and over
twenty; then 100 satellites over 20 stations for 30 days.  Rises and sets of both are compared, too: skyfield stops its
search at half a second.
"""

import time
from collections.abc import Callable

import numpy as np
from common import END, START, low_satellites, stations_over_the_earth

from linkbudget.geometry.clock import instant_utc_s, skyfield_time
from linkbudget.geometry.orbit import Satellite
from linkbudget.geometry.passes import find_passes, predict_passes
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample

ROUNDS = 15


def seconds(work: Callable[[], object]) -> float:
    """Duration of one run [s]."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def largest_difference_s(satellite: Satellite, station: Station) -> tuple[int, int, float]:
    """Passes here, passes of skyfield, and the largest difference of their rises and sets [s]."""
    ends, place = skyfield_time(np.array([START, END])), station.skyfield_position()
    times, events = satellite.find_events(place, ends[0], ends[1])
    found = find_passes(sample(satellite, START, END), station, START, END)
    ours = [np.array([each.rise_utc_s for each in found if not each.rise_is_cut])]
    ours += [np.array([each.set_utc_s for each in found if not each.set_is_cut])]
    theirs = [instant_utc_s(times[events == kind]) for kind in (0, 2)]
    same = all(one.size == other.size for one, other in zip(ours, theirs, strict=True))
    apart = max(np.abs(one - other).max() for one, other in zip(ours, theirs, strict=True)) if same else float("nan")
    return len(found), int((events == 1).sum()), float(apart)


def main() -> None:
    """Print the table."""
    satellite, stations = low_satellites(1)[0], stations_over_the_earth(20)
    station = Station("Madrid", 40.4, -4.2, 700.0)
    track, place = sample(satellite, START, END), station.skyfield_position()
    ends = skyfield_time(np.array([START, END]))
    works = {
        "skyfield find_events": (lambda: satellite.find_events(place, ends[0], ends[1]), 1),
        "find_passes of a track": (lambda: find_passes(track, station, START, END), 1),
        "predict_passes, one station": (lambda: predict_passes([satellite], [station], START, END), 1),
        "predict_passes, 20 stations": (lambda: predict_passes([satellite], stations, START, END), len(stations)),
        "sample": (lambda: sample(satellite, START, END), 1),
    }
    least = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, (work, pairs) in works.items():
            least[name] = min(least[name], seconds(work) / pairs)
    yardstick = least["skyfield find_events"]
    print("a low satellite for 30 days, time a station")
    for name, each in least.items():
        print(f"  {name:<28} {each * 1e3:>9.2f} ms   {yardstick / each:>7.1f} x as fast as find_events")
    ours, theirs, apart_s = largest_difference_s(satellite, station)
    print(f"  {ours} passes, find_events {theirs}; rises and sets differ by up to {apart_s:.2f} s")
    satellites, before_s = low_satellites(100), time.process_time()
    took_s = seconds(lambda: predict_passes(satellites, stations, START, END))
    processor_s = time.process_time() - before_s
    print(f"100 satellites over 20 stations for 30 days: {took_s:.1f} s, of which the processor {processor_s:.1f} s")


if __name__ == "__main__":
    main()
