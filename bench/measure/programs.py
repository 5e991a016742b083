"""Starts the responder and the clients, each on its own core, and reads their output."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build" / "bench" / "bin"
NODE_PATH = "/usr/share/nodejs"

CORES = sorted(os.sched_getaffinity(0))
RESPONDER_CORE = CORES[0]
CLIENT_CORE = CORES[1] if len(CORES) > 1 else CORES[0]


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def node_environment():
    paths = [NODE_PATH]
    if shutil.which("npm"):
        paths.append(output_of("npm", "root", "-g"))
    return {"NODE_PATH": ":".join(filter(None, paths))}


def find_clients():
    """Name -> command of every client that exists here."""
    clients = {
        name: [str(BIN / f"useapi_bench_{name}")]
        for name in ("floor", "beast_raw", "beast_usual", "curl_multi", "useapi")
    }
    if (BIN / "useapi_bench_go_net_http").exists() and shutil.which("go"):
        clients["go_net_http"] = [str(BIN / "useapi_bench_go_net_http")]
    if (BIN / "useapi_bench_hyper").exists():
        clients["hyper"] = [str(BIN / "useapi_bench_hyper")]
    if shutil.which("node"):
        found = subprocess.run(
            ["node", "-e", 'require("undici")'],
            env=os.environ | node_environment(),
            capture_output=True,
            check=False,
        )
        if found.returncode == 0:
            clients["undici"] = ["node", str(ROOT / "bench" / "client" / "undici.cjs")]
    return clients


class Responder:
    """The far end, for as long as the `with` lasts.

    On loopback the sender spends processor time to wake the receiver, so a server that sleeps costs time of the
    client that wakes it. A server with a core of its own stays awake.
    """

    def __init__(self, awake=False):
        self._options = ["--awake"] if awake else []

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self._folder.name)
        self.ca = folder / "ca.pem"
        port_file = folder / "port"
        command = ["taskset", "-c", str(RESPONDER_CORE), str(BIN / "useapi_bench_responder")]
        self._process = subprocess.Popen([*command, str(self.ca), str(port_file), *self._options])
        for _ in range(200):
            if port_file.exists():
                break
            if self._process.poll() is not None:
                raise SystemExit("the responder did not start")
            time.sleep(0.05)
        self.port = int(port_file.read_text())
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()

    def cpu_seconds(self):
        text = pathlib.Path(f"/proc/{self._process.pid}/schedstat").read_text()
        return int(text.split()[0]) / 1e9


class Runner:
    """Runs clients against one responder."""

    def __init__(self, responder, client_core=CLIENT_CORE):
        self.responder = responder
        self.client_core = client_core
        self.clients = find_clients()
        self._environment = os.environ | node_environment()

    def command(self, client, *options, cores=None):
        target = ["--port", str(self.responder.port), "--ca", str(self.responder.ca)]
        return ["taskset", "-c", str(cores or self.client_core), *self.clients[client], *target, *map(str, options)]

    def run(self, client, *options, cores=None):
        """The client's measurement, and the share of its core for which the responder was busy."""
        before = self.responder.cpu_seconds()
        done = self._checked(self.command(client, *options, cores=cores))
        measured = json.loads(done.stdout)
        measured["cpu"] = measured["cpu_user"] + measured["cpu_system"]
        measured["cpu_per_request"] = measured["cpu"] / max(1, measured["requests"])
        measured["requests_per_second"] = measured["requests"] / measured["seconds"]
        measured["responder_cpu"] = self.responder.cpu_seconds() - before
        return measured

    def _checked(self, command, environment=None):
        done = subprocess.run(
            command,
            env=self._environment | (environment or {}),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\nfailed ({done.returncode}): {done.stderr[-2000:]}")
        return done

    def per_request(self, count, client, connections, few, many):
        """The result of `count` per request: the difference of two runs, so that start and end do not count."""
        totals = []
        for requests in (few, many):
            options = ("--connections", connections, "--warm-up", 4 * connections, "--requests", requests)
            totals.append(count(self, self.command(client, *options)))
        return [(b - a) / (many - few) for a, b in zip(*totals)]


def count_allocations(runner, command):
    """Allocations, and their bytes."""
    with tempfile.NamedTemporaryFile() as totals:
        runner._checked(
            command,
            {
                "LD_PRELOAD": str(ROOT / "build/bench/bench/libuseapi_bench_counted_memory.so"),
                "USEAPI_BENCH_MEMORY": totals.name,
            },
        )
        return [int(number) for number in pathlib.Path(totals.name).read_text().split()]


def perf_can_count(event):
    if not shutil.which("perf"):
        return False
    said = subprocess.run(
        ["perf", "stat", "-x,", "-e", event, "true"], capture_output=True, text=True, check=False
    )
    return said.returncode == 0 and said.stderr.split(",")[0].isdigit()


def _under(tool, command):
    """The command with a tool around the client. Its first words pin the client to a core."""
    pinned = 3
    return [*command[:pinned], *tool, *command[pinned:]]


def _perf_count(runner, event, command):
    done = runner._checked(_under(["perf", "stat", "-x,", "-e", event], command))
    return [int(done.stderr.strip().splitlines()[-1].split(",")[0])]


def count_system_calls(runner, command):
    if perf_can_count("raw_syscalls:sys_enter"):
        return _perf_count(runner, "raw_syscalls:sys_enter", command)
    done = runner._checked(_under(["strace", "-f", "-c", "-U", "calls,name"], command))
    return [int(re.search(r"^\s*(\d+)\s+total$", done.stderr, re.MULTILINE).group(1))]


def count_instructions(runner, command):
    """The instructions in user mode: counted by the processor if possible, else by an emulation of it."""
    if perf_can_count("instructions:u"):
        return _perf_count(runner, "instructions:u", command)
    done = runner._checked(_under(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"], command))
    return [int(re.search(r"Collected : (\d+)", done.stderr).group(1))]
