"""The latency of each client at shares of its own capacity, from the planned beginning of each request."""

import argparse
import random
import statistics

from . import output
from .figures import COUNTED
from .programs import Responder, Runner

SHARES = (0.1, 0.5, 0.9)
QUANTILES = ("50", "99", "99.9")

# A run of 2 s that is behind its plan by 60 ms at its end gets later and later.
SECONDS_OF_A_TRY = 2
KEPT = 0.97
TRIES = 6


def capacity_of(runner, client, base):
    """The highest rate that the client keeps now. It is below what it does unpaced, since then it never waits for a time."""
    unpaced = runner.run(client, *base, "--requests", 40000)["requests_per_second"]
    low, high = 0, int(unpaced)
    for _ in range(TRIES):
        rate = (low + high) // 2
        paced = ("--rate", rate, "--requests", rate * SECONDS_OF_A_TRY)
        if runner.run(client, *base, *paced)["requests_per_second"] >= KEPT * rate:
            low = rate
        else:
            high = rate
    return low


def main():
    parser = argparse.ArgumentParser(prog="scale.sh latency", description=__doc__)
    parser.add_argument("--connections", type=int, default=64, metavar="N", help="default 64")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of which the medians are shown (default 3)")
    parser.add_argument("--seconds", type=float, default=5, metavar="S", help="of one client at one rate (default 5)")
    wanted = parser.parse_args()

    base = ("--connections", wanted.connections, "--warm-up", 500)
    results = []
    with Responder(awake=True) as responder:
        runner = Runner(responder)
        seen = {}
        for _ in range(wanted.rounds):
            for client in random.sample(COUNTED, len(COUNTED)):
                # Of a machine that other guests share, an hour's capacity is not the next minute's.
                capacity = capacity_of(runner, client, base)
                for share in random.sample(SHARES, len(SHARES)):
                    rate = int(capacity * share)
                    paced = ("--rate", rate, "--requests", int(rate * wanted.seconds))
                    latency = runner.run(client, *base, *paced)["latency_us"]
                    seen.setdefault((client, share), []).append(latency | {"capacity": capacity})
    print("| client | capacity | share of it | " + " | ".join(f"p{each}" for each in QUANTILES) + " |")
    print("|---" * (3 + len(QUANTILES)) + "|")
    for client in COUNTED:
        for share in SHARES:
            medians = {each: statistics.median(one[each] for one in seen[client, share]) for each in seen[client, share][0]}
            results.append({"client": client, "share": share} | medians)
            shown = " | ".join(f"{medians[each]:,.0f} µs" for each in QUANTILES)
            print(f"| {client} | {medians['capacity']:,.0f} | {share:.0%} | {shown} |")
    output.write("scale_latency.json", results)


main()
