"""The counts that a change may not make worse. Started by gates.sh; `--tighten N` divides every limit by N, which shows
that the gates can fail."""

import subprocess
import sys

from .figures import OURS
from .programs import ROOT, Responder, Runner, count_allocations, count_instructions, count_system_calls
from .programs import RESPONDER_CORE

CONNECTIONS = 64
FEW = 4  # each costs a handshake, which takes long where instructions are emulated

# A little above the measured values, and not above those that doc/performance.md promises: a change that adds to them
# says why. There are more system calls than with a core for each side, where the client mostly finds an answer when it
# reads. One system call checks the connection before each request: without it, bytes that came before a request are
# taken for its answer. The instructions include this check, the step from the connection's strand to the io_context,
# where handlers run, the turn of the account, and the check for content in a coding that was not asked for.
LIMITS = {
    "allocations per request": 14,
    "bytes allocated per request": 2700,
    "system calls per request": 4.3,
    "user instructions over floor": 2.55,
    "preprocessed lines of <useapi/runwayml.hpp>": 92_000,
}


def include_cost():
    """Lines that the compiler reads for a file that includes us, without empty ones."""
    done = subprocess.run(
        ["g++", "-std=c++20", "-E", "-P", "-I", str(ROOT / "include"), "-x", "c++", "-"],
        input="#include <useapi/runwayml.hpp>\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return sum(1 for line in done.stdout.splitlines() if line.strip())


def measure():
    with Responder() as responder:
        # On one core each side answers everything before it is the other side's turn, so the counts are the same every
        # time.
        runner = Runner(responder, client_core=RESPONDER_CORE)
        allocations, size = runner.per_request(count_allocations, OURS, CONNECTIONS, 2000, 6000)
        (calls,) = runner.per_request(count_system_calls, OURS, CONNECTIONS, 4000, 12000)
        (ours,) = runner.per_request(count_instructions, OURS, FEW, 500, 1500)
        (floor,) = runner.per_request(count_instructions, "floor", FEW, 500, 1500)
    return dict(zip(LIMITS, (allocations, size, calls, ours / floor, include_cost())))


def main():
    tighter = float(sys.argv[2]) if sys.argv[1:2] == ["--tighten"] else 1
    failed = 0
    for name, value in measure().items():
        limit = LIMITS[name] / tighter
        holds = value <= limit
        failed += not holds
        print(f"  {'ok   ' if holds else 'ABOVE'} {name}: {value:,.2f}, limit {limit:,.2f}")
    if failed:
        raise SystemExit(f"{failed} of {len(LIMITS)} gates do not hold.")


main()
