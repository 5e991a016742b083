"""The memory of many connections at once, busy and idle, for each client."""

import argparse
import resource

from . import output
from .figures import COUNTED
from .programs import Responder, Runner


def main():
    parser = argparse.ArgumentParser(prog="scale.sh connections", description=__doc__)
    parser.add_argument("--connections", type=int, nargs="+", default=[256, 10000], metavar="N",
                        help="how many at once (default 256 10000)")
    wanted = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = max(wanted.connections) + 100
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"{needed} open files are needed, and {hard} are allowed: raise the limit (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))

    results = []
    print("| client | connections | KiB of a busy one | KiB of an idle one | requests a second |\n|---|---|---|---|---|")
    for connections in wanted.connections:
        for client in [*COUNTED, "go_net_http"]:
            with Responder() as responder:
                runner = Runner(responder)
                if client not in runner.clients:
                    continue
                rests = ["--rest"] if client in COUNTED else []
                seen = runner.run(client, "--connections", connections, "--warm-up", connections,
                                  "--requests", 4 * connections, *rests)

            def of_one(name):
                return (seen[name] - seen["memory_at_first_kib"]) / connections if name in seen else None

            busy, idle = of_one("memory_in_use_kib"), of_one("memory_idle_kib")
            results.append({"client": client, "connections": connections, "busy_kib": busy, "idle_kib": idle,
                            "requests_per_second": seen["requests_per_second"]})
            shown = "" if idle is None else f"{idle:.1f}"
            print(f"| {client} | {connections:,} | {busy:.1f} | {shown} | {seen['requests_per_second']:,.0f} |", flush=True)
    output.write("scale_connections.json", results)


main()
