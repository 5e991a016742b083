"""The figures. Each function measures some of them, and returns their entries for results.json."""

import os
import random

import statistics
import subprocess
import tempfile


from .programs import (
    BIN,
    CORES,
    ROOT,
    count_allocations,
    count_instructions,
    count_system_calls,
)
from .targets import figure

OURS = "useapi"
COUNTED = ("floor", "beast_raw", "beast_usual", "curl_multi", OURS)


class Scale:
    """The amount of work. Everything else is the same in a quick run and in a full one."""

    def __init__(self, quick):
        self.connections = (1, 16, 64, 256)
        self.rounds = 7 if quick else 11
        self.cpu_seconds = 0.12 if quick else 1.2  # of one client in one round
        self.latency_seconds = 1.5 if quick else 10
        self.handshakes = 300 if quick else 2000
        self.compilations = 1 if quick else 5


def _requests_for(runner, client, connections, seconds):
    """The number of requests for which the client takes about so much CPU time."""
    probe = runner.run(client, "--connections", connections, "--warm-up", 2 * connections, "--requests", 2000)
    return max(1000, int(seconds / probe["cpu_per_request"]))


def rounds(runner, scale, say):
    """CPU and requests a second of all clients side by side, at every number of connections."""
    figures = []
    samples = {}
    for connections in scale.connections:
        say(f"{connections} connections: {scale.rounds} rounds of {len(runner.clients)} clients")
        requests = {
            client: _requests_for(runner, client, connections, scale.cpu_seconds) for client in runner.clients
        }
        measured = []
        for _ in range(scale.rounds):
            order = list(runner.clients)
            random.shuffle(order)
            options = ("--connections", connections, "--warm-up", 4 * connections + 500)
            measured.append(
                {client: runner.run(client, *options, "--requests", requests[client]) for client in order}
            )
        samples[connections] = measured
        figures += _ratios(measured, connections, runner.clients)
    return figures, samples


def _ratios(measured, connections, clients):
    def median(value):
        return statistics.median(value(one) for one in measured)

    figures = []
    for other in clients:
        cpu = median(lambda one: one[other]["cpu_per_request"] * 1e6)
        rate = median(lambda one: one[other]["requests_per_second"])
        figures.append(figure(f"cpu_per_request_{other}", cpu, connections, "us"))
        figures.append(figure(f"requests_per_second_{other}", rate, connections, "1/s"))
        if other == OURS:
            continue
        ratio = median(lambda one: one[OURS]["cpu_per_request"] / one[other]["cpu_per_request"])
        figures.append(figure(f"cpu_over_{other}", ratio, connections))
        faster = median(lambda one: one[OURS]["requests_per_second"] / one[other]["requests_per_second"])
        figures.append(figure(f"requests_per_second_over_{other}", faster, connections))
    busy = median(lambda one: one["floor"]["responder_cpu"] / one["floor"]["seconds"])
    share = median(lambda one: one["floor"]["cpu"] / one["floor"]["seconds"])
    figures.append(figure("responder_busy_with_floor", busy, connections, "share of a core"))
    figures.append(figure("floor_busy", share, connections, "share of a core"))
    return figures


def counts(runner, say):
    """Counts that do not depend on the load of the machine: instructions, system calls, allocations."""
    say("counting instructions, system calls and allocations")
    figures = []
    instructions = {}
    for client in COUNTED:
        # Each connection costs a handshake, which takes long where instructions are emulated.
        (instructions[client],) = runner.per_request(count_instructions, client, 16, 500, 1500)
        (calls,) = runner.per_request(count_system_calls, client, 64, 4000, 16000)
        allocations, size = runner.per_request(count_allocations, client, 64, 2000, 6000)
        suffix = "" if client == OURS else f"_{client}"
        figures += [
            figure(f"user_instructions_per_request{suffix}", instructions[client], 16, "count"),
            figure(f"system_calls_per_request{suffix}", calls, 64, "count"),
            figure(f"allocations_per_request{suffix}", allocations, 64, "count"),
            figure(f"bytes_allocated_per_request{suffix}", size, 64, "bytes"),
        ]
    ratio = instructions[OURS] / instructions["floor"]
    figures.append(figure("user_instructions_over_floor", ratio, 16))
    return figures


def memory(runner, say):
    """The resident memory of a connection, while it is busy and while it is idle."""
    say("weighing connections")
    connections = 256
    figures = []
    options = ("--connections", connections, "--warm-up", 2000, "--requests", 10000)
    for client in COUNTED:
        rests = ["--rest"] if client == OURS else []
        seen = runner.run(client, *options, *rests)
        active = (seen["memory_in_use_kib"] - seen["memory_at_first_kib"]) / connections
        figures.append(figure(f"memory_per_active_connection_{client}", active, connections, "KiB"))
        if rests:
            idle = (seen["memory_idle_kib"] - seen["memory_at_first_kib"]) / connections
            figures.append(figure(f"memory_per_idle_connection_{client}", idle, connections, "KiB"))
    return figures


def handshakes(runner, scale, say):
    """A new connection and a request on it, with and without the TLS session of an earlier one."""
    say("full and resumed handshakes")
    ratios = []
    times = {"full": [], "resumed": []}
    for _ in range(scale.rounds):
        cpu = {}
        for how in random.sample(["full", "resumed"], 2):
            seen = runner.run(
                OURS, "--connections", 16, "--warm-up", 32, "--requests", scale.handshakes, "--reconnect", how
            )
            cpu[how] = seen["cpu_per_request"]
            times[how].append(cpu[how] * 1e6)
        ratios.append(cpu["resumed"] / cpu["full"])
    return [
        figure("resumed_over_full_handshake_cpu", statistics.median(ratios)),
        figure("cpu_per_connection_full", statistics.median(times["full"]), None, "us"),
        figure("cpu_per_connection_resumed", statistics.median(times["resumed"]), None, "us"),
    ]


def latencies(runner, scale, say):
    """Latencies at a rate that every client can keep, from the planned beginning of each request."""
    connections = 64
    slowest = min(
        runner.run(client, "--connections", connections, "--warm-up", 200, "--requests", 4000)[
            "requests_per_second"
        ]
        for client in COUNTED
    )
    rate = max(500, int(slowest * 0.5) // 500 * 500)
    say(f"latencies at {rate} requests a second")
    figures = []
    distributions = {}
    for client in COUNTED:
        requests = int(rate * scale.latency_seconds)
        options = ("--connections", connections, "--warm-up", 500, "--requests", requests, "--rate", rate)
        distributions[client] = runner.run(client, *options)["latency_us"]
        for share in ("50", "99", "99.9"):
            name = f"latency_p{share.replace('.', '_')}_{client}"
            figures.append(figure(name, distributions[client][share], connections, "us"))
    figures.append(figure("latency_rate", rate, connections, "1/s"))
    return figures, distributions


def threads(runner, scale, say):
    """CPU time per request when several threads run one io_context. All threads may use the same cores.

    Beside it, a client whose connections share nothing: its ratio shows the cost of Asio and of the machine.
    The core of each thread differs from run to run, and so do the ratios, so many short runs tell more.
    """
    say("1, 2 and 4 threads on one io_context")
    cores = ",".join(map(str, CORES))
    clients = (OURS, "beast_raw")
    requests = {client: _requests_for(runner, client, 64, scale.cpu_seconds * 2 / 3) for client in clients}
    several = (2, 4)
    ratios = {(client, count): [] for client in clients for count in several}
    for _ in range(3 * scale.rounds):
        cpu = {}
        for client in random.sample(clients, len(clients)):
            for count in random.sample([1, *several], 1 + len(several)):
                options = ("--connections", 64, "--warm-up", 1000, "--requests", requests[client])
                seen = runner.run(client, *options, "--threads", count, cores=cores)
                cpu[client, count] = seen["cpu_per_request"]
        for client, count in ratios:
            ratios[client, count].append(cpu[client, count] / cpu[client, 1])
    return [
        figure(
            f"cpu_{count}_threads_over_1" + ("" if client == OURS else f"_{client}"),
            statistics.median(values),
        )
        for (client, count), values in ratios.items()
    ]


# Starting the coroutine is left to another file: asio::co_spawn costs as much in a program without us.
ONE_CALL = """
#include <useapi/runwayml.hpp>

boost::asio::awaitable<void> register_one(useapi::client client)
{
    auto outcome = co_await useapi::runwayml::upsert_account(
        client, useapi::runwayml::account_settings("user@example.com", useapi::secret("password")).max_jobs(5));
    if (!outcome)
        throw outcome.error();
}
"""


def compilation(scale, say):
    """The cost of compiling a file that makes one call."""
    say("compiling a file that makes one call")
    compiler = os.environ.get("CXX", "g++")
    spent = []
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "one_call.cpp")
        with open(source, "w", encoding="utf-8") as file:
            file.write(ONE_CALL)
        command = [compiler, "-std=c++20", "-O2", "-I", str(ROOT / "include"), "-c", source, "-o", "/dev/null"]
        for _ in range(scale.compilations + 1):
            process = subprocess.Popen(command)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
            if status != 0:
                raise SystemExit("the file that makes one call does not compile")
            # CPU time is what it costs; how long it takes depends on what else the machine does.
            spent.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    best = spent[1:]  # the first one read the headers from the disk
    return [
        figure("compile_time", statistics.median(seconds for seconds, _ in best)),
        figure("compile_memory", statistics.median(size for _, size in best)),
    ]
