"""Shows the results: the table, the plots, and the machine on which they were measured."""

import json
import os
import pathlib
import platform
import re
import shutil
import subprocess

from .programs import BIN, CLIENT_CORE, RESPONDER_CORE, ROOT, output_of
from .targets import verdict

FOLDER = ROOT / "build" / "bench"


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {
        "processor": cpu.group(1) if cpu else platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "responder_core": RESPONDER_CORE,
        "client_core": CLIENT_CORE,
        "kernel": platform.release(),
        "load_at_the_start": round(os.getloadavg()[0], 2),
    }


def versions():
    def debian(package):
        return output_of("dpkg-query", "-W", "-f", "${Version}", package)

    def boost():
        """Of the header that the compiler finds: a release of Debian may have several packages."""
        defined = output_of("g++", "-E", "-dM", "-include", "boost/version.hpp", "-x", "c++", "/dev/null")
        found = re.search(r'BOOST_LIB_VERSION "([^"]+)"', defined)
        return found[1] if found else ""

    found = {
        "useapi": output_of("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "g++": output_of("g++", "-dumpfullversion"),
        "boost": boost(),
        "openssl": output_of("openssl", "version"),
        "libcurl": debian("libcurl4-openssl-dev"),
    }
    if shutil.which("go"):
        found["go"] = output_of("go", "version")
    if (BIN / "useapi_bench_hyper").exists():
        found["hyper"] = debian("librust-hyper-dev")
    if shutil.which("node"):
        found["node"] = output_of("node", "--version")
        package = pathlib.Path("/usr/share/nodejs/undici/package.json")
        if package.exists():
            found["undici"] = json.loads(package.read_text())["version"]
    return found


def write(name, results):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(json.dumps(results, indent=1) + "\n")


def print_table(figures):
    """Prints the figures with a target first, then all others."""
    print(f"\n{'figure':<44}{'connections':>12}{'value':>12}{'must':>9}{'reach':>9}  unit")
    for item in sorted(figures, key=lambda item: item["must"] is None):
        shown = [item[key] if item[key] is not None else "" for key in ("connections", "must", "reach")]
        value = f"{item['value']:.3f}" if item["value"] < 100 else f"{item['value']:.0f}"
        print(
            f"{item['name']:<44}{shown[0]:>12}{value:>12}{shown[1]:>9}{shown[2]:>9}  "
            f"{item['unit']:<8} {verdict(item)}".rstrip()
        )
    judged = [verdict(item) for item in figures if item["must"] is not None]
    missed = judged.count("MISSED")
    print(f"\n{len(judged)} targets: {judged.count('reached')} reached, {judged.count('met')} met, {missed} missed.")


def _value(figures, name, connections):
    for item in figures:
        if item["name"] == name and item["connections"] == connections:
            return item["value"]
    return None


def _gnuplot(name, script, tables):
    if not shutil.which("gnuplot"):
        print("gnuplot is not installed: no plots.")
        return
    data = "".join(f"${key} << EOD\n{text}EOD\n" for key, text in tables.items())
    head = f"set terminal svg size 900,520 font 'sans,13' background 'white'\nset output '{FOLDER / name}'\n"
    subprocess.run(["gnuplot"], input=head + data + script, text=True, check=True)


def plot_cpu(figures, clients, connections):
    tables = {}
    for client in clients:
        rows = [(count, _value(figures, f"cpu_per_request_{client}", count)) for count in connections]
        tables[client] = "".join(f"{count} {value}\n" for count, value in rows if value is not None)
    lines = ", ".join(f"${client} using 1:2 with linespoints lw 2 title '{client}' noenhanced" for client in clients)
    script = (
        "set title 'Client CPU per request'\nset logscale x 2\nset logscale y 2\nset key outside right\n"
        f"set xlabel 'connections'\nset ylabel 'microseconds'\nset grid\nset xtics ({', '.join(map(str, connections))})\n"
        f"plot {lines}\n"
    )
    _gnuplot("cpu_per_request.svg", script, tables)


def plot_latency(distributions, rate):
    tables = {}
    for client, quantiles in distributions.items():
        rows = [(100 / (100 - float(share)), value) for share, value in quantiles.items() if float(share) < 100]
        tables[client] = "".join(f"{at} {value}\n" for at, value in rows)
    lines = ", ".join(f"${client} using 1:2 with lines lw 2 title '{client}' noenhanced" for client in distributions)
    script = (
        f"set title 'Latency at {rate} requests a second, from the time each was meant to begin'\n"
        "set logscale xy\nset key outside right\nset grid\nset xlabel 'percentile'\nset ylabel 'microseconds'\n"
        "set xtics ('0' 1, '50' 2, '90' 10, '99' 100, '99.9' 1000, '99.99' 10000)\n"
        f"plot {lines}\n"
    )
    _gnuplot("latency.svg", script, tables)


def plot_memory(figures):
    rows = [item for item in figures if item["name"].startswith("memory_per_")]
    table = "".join(
        f'"{item["name"].removeprefix("memory_per_").replace("_connection_", ": ")}" {item["value"]}\n' for item in rows
    )
    script = (
        "set title 'Resident memory per connection, 256 connections'\nset style fill solid 0.6\nset boxwidth 0.7\n"
        "set yrange [0:]\nset ylabel 'KiB'\nset grid y\nset xtics rotate by -25 noenhanced\n"
        "plot $memory using 0:2:xtic(1) with boxes notitle\n"
    )
    _gnuplot("memory_per_connection.svg", script, {"memory": table})
