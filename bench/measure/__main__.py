"""Measures every client, side by side, and writes the results. Started by run.sh."""

import os
import random
import sys
import time

from . import figures, output
from .programs import Responder, Runner
from .figures import Scale


def main():
    quick = "--quick" in sys.argv[1:]
    scale = Scale(quick)
    began = time.monotonic()

    def say(what):
        print(f"[{time.monotonic() - began:5.0f} s] {what}", flush=True)

    if len(os.sched_getaffinity(0)) < 2:
        raise SystemExit("two cores are needed: one for the responder, one for the client")
    random.seed()
    results = {"quick": quick, "machine": output.machine(), "versions": output.versions()}
    found = []
    with Responder(awake=True) as responder:
        runner = Runner(responder)
        side_by_side, samples = figures.rounds(runner, scale, say)
        found += side_by_side
        found += figures.counts(runner, say)
        found += figures.memory(runner, say)
        found += figures.handshakes(runner, scale, say)
        delays, distributions = figures.latencies(runner, scale, say)
        found += delays
        clients = list(runner.clients)
    # Several threads use the responder's core too.
    with Responder() as responder:
        found += figures.threads(Runner(responder), scale, say)
    found += figures.compilation(scale, say)

    rate = next(item["value"] for item in found if item["name"] == "latency_rate")
    results |= {"figures": found, "latency_distributions_us": distributions, "rounds": samples}
    output.write("results.json", results)
    output.plot_cpu(found, clients, scale.connections)
    output.plot_latency(distributions, rate)
    output.plot_memory(found)
    output.print_table(found)
    say(f"done; {output.FOLDER.relative_to(output.ROOT)}/results.json and the plots beside it")


main()
