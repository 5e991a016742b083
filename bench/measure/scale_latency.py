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
    """The highest rate that the client keeps. It is below what it does unpaced, since then it never waits for a time."""
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
        capacity = {client: capacity_of(runner, client, base) for client in COUNTED}
        seen = {}
        for _ in range(wanted.rounds):
            tries = [(client, share) for client in COUNTED for share in SHARES]
            random.shuffle(tries)
            for client, share in tries:
                rate = int(capacity[client] * share)
                paced = ("--rate", rate, "--requests", int(rate * wanted.seconds))
                seen.setdefault((client, share), []).append(runner.run(client, *base, *paced)["latency_us"])
    print("| client | capacity | share of it | " + " | ".join(f"p{each}" for each in QUANTILES) + " |")
    print("|---" * (3 + len(QUANTILES)) + "|")
    for client in COUNTED:
        for share in SHARES:
            medians = {each: statistics.median(one[each] for one in seen[client, share]) for each in QUANTILES}
            results.append({"client": client, "capacity": capacity[client], "share": share, "latency_us": medians})
            shown = " | ".join(f"{medians[each]:,.0f} µs" for each in QUANTILES)
            print(f"| {client} | {capacity[client]:,.0f} | {share:.0%} | {shown} |")
    output.write("scale_latency.json", results)


main()
