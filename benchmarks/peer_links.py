"""One link answered and timed by another package, in the environment where that package is installed.

    PEER_PYTHON -I benchmarks/peer_links.py lox-space < link.json

``benchmarks/budget.py`` starts it: two of these packages bear the import name of this one, so that each needs an
environment of its own, and isolated mode (``-I``) keeps this folder out of sight.  The link comes as numbers on
standard input.  The answer, as JSON: seconds for one whole budget, seconds for a sweep over range, C/N0 as proof that
it was the same link.  In a sweep only what depends on range is asked again for each point; what takes arrays is given
one.
"""

import json
import logging
import math
import sys
import timeit
from importlib.metadata import version


def geometric(low: float, high: float, points: int) -> list[float]:
    """Distances in equal ratios, without NumPy where a package does without it."""
    step = (high / low) ** (1.0 / (points - 1))
    return [low * step**place for place in range(points)]


def spacelink(link: dict):
    """Functions on Astropy quantities; they take arrays."""
    import astropy.units as u
    from spacelink.core import noise, path

    power, gain = link["transmit_power_dbw"] * u.dBW, (link["transmit_gain_dbi"] + link["receive_gain_dbi"]) * u.dB(1)
    loss = (link["transmit_loss_db"] + link["path_loss_db"] + link["receive_loss_db"]) * u.dB(1)
    frequency, rate = link["frequency_hz"] * u.Hz, link["bit_rate_bps"] * u.Hz
    temperature, needed = link["temperature_k"] * u.K, (link["demodulation_loss_db"] + link["required_db"]) * u.dB(1)

    def lines(distance):
        free_space = path.free_space_path_loss(distance, frequency)
        received = power + gain - loss - free_space
        density = noise.noise_power_density(temperature).to(u.dB(u.W / u.Hz))
        cn0 = received - density
        ebn0 = noise.cn0_to_ebn0(cn0, rate)
        return free_space, received, density, cn0, ebn0, ebn0 - needed

    def one():
        return lines(link["range_m"] * u.m)

    def many(distances):
        return lines(distances * u.m)

    return one, many, lambda found: (float(found[3].value), len(found)), True


def link_budget(link: dict):
    """Functions on plain numbers by way of ``math.log10``: one at a time."""
    from linkbudget import calc, util

    temperature, rate = link["temperature_k"], link["bit_rate_bps"]
    needed = link["demodulation_loss_db"] + link["required_db"]

    def fixed():
        eirp = calc.eirp(link["transmit_power_dbw"] - link["transmit_loss_db"], link["transmit_gain_dbi"])
        system_db = util.lin_to_db(calc.rx_sys_noise_temp(0.0, temperature))
        return eirp, system_db, calc.noise_power(system_db, 1.0), calc.g_over_t(link["receive_gain_dbi"], system_db)

    def along(distance, eirp, density):
        free_space = calc.path_loss(distance, link["frequency_hz"])
        flux = calc.rx_flux_density(eirp, distance, link["path_loss_db"])
        received = calc.rx_power(
            eirp, free_space, link["receive_gain_dbi"], link["path_loss_db"], link["receive_loss_db"]
        )
        cn0 = calc.cnr(received, density)
        return free_space, flux, received, cn0, cn0 - util.lin_to_db(rate) - needed

    def one():
        known = fixed()
        return *along(link["range_m"], known[0], known[2]), *known

    def many(distances):
        eirp, _, density, _ = fixed()
        return [along(distance, eirp, density) for distance in distances]

    return one, many, lambda found: (found[3], len(found)), False


def linkbudget_rf(link: dict):
    """Components that hand on powers; one distance at a time, as they refuse arrays."""
    import linkbudget as rf

    width = link["bit_rate_bps"]

    def chain():
        container = rf.LinkContainer(
            carrier_frequency=link["frequency_hz"], noise_bandwidth=width, data_rate=width, warn=False
        )
        path = rf.FreeSpacePathLoss("path", "", link["range_m"], link["frequency_hz"])
        margin = rf.LinkMargin(
            required_ebno_db=link["required_db"],
            noise_bandwidth=width,
            data_rate=width,
            implementation_loss_db=link["demodulation_loss_db"],
        )
        for component in (
            rf.SignalSource("transmitter", "", 10.0 ** (link["transmit_power_dbw"] / 10.0)),
            rf.CableLoss(loss_db=link["transmit_loss_db"]),
            rf.Gain("transmit antenna", "", link["transmit_gain_dbi"], role="tx"),
            path,
            rf.ImplementationLoss(other_loss_db=link["path_loss_db"]),
            rf.Gain("receive antenna", "", link["receive_gain_dbi"], role="rx"),
            rf.PointingLoss(loss_db=link["receive_loss_db"]),
            rf.ThermalNoise(temperature_k=link["temperature_k"], bandwidth=width),
            margin,
        ):
            container.add_component(component)
        return container, path

    def one():
        container, _ = chain()
        container.summary()
        return container.data_list

    def many(distances):
        container, path = chain()
        answers = []
        for distance in distances:
            path.distance = distance
            container.compute()
            answers.append(container.data_list)
        return answers

    def said(found):
        return 10.0 * math.log10(found[-1]["signal_power_out"] / found[-1]["noise_power_out"] * width), len(found)

    return one, many, said, False


def lox_space(link: dict):
    """Compiled objects; one distance at a time."""
    import lox_space as lox

    def db(name):
        return lox.Decibel(link[name])

    def ends():
        carrier, cold = lox.Frequency(link["frequency_hz"]), lox.Temperature(0.0)
        band = lox.FrequencyRange(lox.Frequency(1e8), lox.Frequency(1e11))
        amplifier = lox.AmplifierTransmitter(lox.Power(10.0 ** (link["transmit_power_dbw"] / 10.0)))
        tx = lox.TxChain(lox.ConstantAntenna(db("transmit_gain_dbi")), amplifier, band, db("transmit_loss_db"))
        receiver = lox.NoiseTempReceiver(lox.Temperature(link["temperature_k"]))
        rx = lox.RxChain(lox.ConstantAntenna(db("receive_gain_dbi")), receiver, band, cold)
        other = [("receive pointing", db("receive_loss_db"), False)]
        losses = lox.PropagationLosses(depolarization=db("path_loss_db"), other=other)
        channel = lox.Channel(lox.Frequency(link["bit_rate_bps"]))
        coding = lox.ModCod("uncoded", lox.Modulation("BPSK"), 1.0, db("required_db"))
        return (tx, rx, carrier), losses, channel, coding, db("demodulation_loss_db")

    def along(distance, known):
        terminals, losses, *modulated = known
        return lox.LinkBudget(*terminals, lox.Distance(distance), losses=losses).modulate(*modulated)

    def one():
        return along(link["range_m"], ends())

    def many(distances):
        known = ends()
        return [float(along(distance, known).margin) for distance in distances]

    return one, many, lambda found: (float(found.budget.c_n0), len(found.budget_lines())), False


PEERS = {
    "spacelink": spacelink,
    "link-budget": link_budget,
    "linkbudget-rf": linkbudget_rf,
    "lox-space": lox_space,
}
"""Name in the package registry -> what asks the package: one budget, a sweep, what to read off, whether arrays go."""


def main() -> None:
    """Ask one package and print what it took."""
    name, link = sys.argv[1], json.load(sys.stdin)
    logging.disable()  # nobody reads what link-budget says of each line
    one, many, said, vectorised = PEERS[name](link)
    cn0_dbhz, lines = said(one())
    distances = geometric(link["low_m"], link["high_m"], link["points"])
    if vectorised:
        import numpy as np

        distances = np.array(distances)
    count, _ = timeit.Timer(one).autorange()
    answer = {
        "version": version(name),
        "lines": lines,
        "vectorised": vectorised,
        "cn0_dbhz": cn0_dbhz,
        "budget_s": min(timeit.repeat(one, number=count, repeat=5)) / count,
        "sweep_s": min(timeit.repeat(lambda: many(distances), number=1, repeat=3)),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
