"""Rows a second of the command's import: ledgers in SQLite and PostgreSQL, several workers, the emulator as the service."""

import argparse
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import time

from . import output
from .programs import ROOT

COMMAND = str(ROOT / "build" / "release" / "bin" / "useapi")
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(process):
    """Seconds of CPU of a process and of its children, those that ended included."""
    spent = 0
    for folder in pathlib.Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split() if folder.name.isdigit() else []
        except OSError:  # it ended meanwhile
            continue
        if fields and folder.name == str(process):
            spent += sum(map(int, fields[11:15]))
        elif fields and fields[1] == str(process):
            spent += sum(map(int, fields[11:13]))
    return spent / TICKS


class Emulator:
    """The service, for as long as the `with` lasts."""

    def __init__(self, folder):
        self._folder = folder

    def __enter__(self):
        port = self._folder / "port"
        port.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [COMMAND, "emulator", "--tls-dir", str(self._folder / "tls"), "--port-file", str(port)],
            stdout=subprocess.DEVNULL,
        )
        while not (port.exists() and port.read_text().strip()):
            if self._process.poll() is not None:
                raise SystemExit("the emulator did not start")
            time.sleep(0.02)
        self.base_url = f"https://127.0.0.1:{port.read_text().strip()}/v1/runwayml"
        self.ca = str(self._folder / "tls" / "ca.pem")
        return self

    def cpu(self):
        return cpu_of(self._process.pid)

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()


class Sqlite:
    """A ledger in a file."""

    name = "SQLite"

    def __init__(self, folder):
        self._file = folder / "ledger"

    def __enter__(self):
        self.url = str(self._file)
        return self

    def cpu(self):
        return None

    def commits(self):
        return None

    def __exit__(self, *_):
        for each in self._file.parent.glob(self._file.name + "*"):
            each.unlink()


class Postgres:
    """A ledger in a server of its own, with PostgreSQL's settings as they are when it is installed."""

    name = "PostgreSQL"

    def __init__(self, _):
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
        self._programs = found[-1].parent
        # PostgreSQL does not run as root.
        self._user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    def _run(self, program, *options):
        as_user = {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid}
        subprocess.run([self._programs / program, *options], check=True, stdout=subprocess.DEVNULL, **as_user)

    def _query(self, text):
        asked = subprocess.run([self._programs / "psql", "-h", self._place, "-U", "admin", "-d", "postgres", "-Atc", text],
                               check=True, capture_output=True, text=True)
        return asked.stdout.strip()

    def __enter__(self):
        self._place = tempfile.mkdtemp()
        if self._user is not None:
            os.chown(self._place, self._user.pw_uid, self._user.pw_gid)
        data = self._place + "/data"
        self._run("initdb", "-D", data, "-U", "admin", "--auth=trust", "-E", "UTF8")
        self._run("pg_ctl", "-D", data, "-w", "-l", self._place + "/log", "-o",
                  f"-k {self._place} -c listen_addresses=", "start")
        self._server = int(pathlib.Path(data, "postmaster.pid").read_text().split()[0])
        self.url = f"postgresql://admin@/postgres?host={self._place}"
        return self

    def cpu(self):
        return cpu_of(self._server)

    def commits(self):
        return int(self._query("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"))

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", self._place + "/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._place)


def write_rows(file, rows):
    with open(file, "w", encoding="utf-8") as out:
        out.write("email,password,maxJobs\n")
        for i in range(rows):
            out.write(f"user{i:08}@example.com,correct horse battery staple 42,5\n")


def measure(kind, rows, workers, concurrency, folder):
    environment = os.environ | {"USEAPI_TOKEN": "user:1234-abcdefghijklmnop"}
    with Emulator(folder) as service, kind(folder) as ledger:
        commits, database, emulator = ledger.commits(), ledger.cpu(), service.cpu()
        began = time.monotonic()
        running = [
            subprocess.Popen(
                [COMMAND, "--base-url", service.base_url, "--ca-file", service.ca, "accounts", "import",
                 str(folder / "rows.csv"), "--ledger", ledger.url, "--concurrency", str(concurrency),
                 "--progress", "none"],
                env=environment, stdout=subprocess.DEVNULL,
            )
            for _ in range(workers)
        ]
        spent, most = 0.0, 0
        for each in running:
            _, status, usage = os.wait4(each.pid, 0)
            each.returncode = os.waitstatus_to_exitcode(status)
            spent += usage.ru_utime + usage.ru_stime
            most = max(most, usage.ru_maxrss)
        seconds = time.monotonic() - began
        failed = [each.returncode for each in running if each.returncode != 0]
        if failed:
            raise SystemExit(f"{len(failed)} of {workers} workers failed: exit codes {failed}")
        result = {
            "ledger": kind.name, "rows": rows, "workers": workers, "seconds": seconds, "rows_per_second": rows / seconds,
            "worker_us_per_row": spent / rows * 1e6, "largest_worker_mib": most / 1024,
            "emulator_us_per_row": (service.cpu() - emulator) / rows * 1e6,
            "database_us_per_row": None, "commits_per_row": None,
        }
        if database is not None:
            time.sleep(1.5)  # a session tells its counts when it ends, and at most once a second
            result["database_us_per_row"] = (ledger.cpu() - database) / rows * 1e6
            result["commits_per_row"] = (ledger.commits() - commits) / rows
    return result


def main():
    parser = argparse.ArgumentParser(prog="scale.sh rows", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="default 100000")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8], metavar="N",
                        help="how many share a ledger in PostgreSQL (default 1 2 4 8); SQLite has one")
    parser.add_argument("--ledgers", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--concurrency", type=int, default=64, metavar="N", help="of all workers together (default 64)")
    parser.add_argument("--each", action="store_true", help="the concurrency is of each worker")
    wanted = parser.parse_args()

    results = []
    print("| ledger | rows | workers | rows a second | CPU of a row: workers | database | emulator | commits a row "
          "| largest worker |\n" + "|---" * 9 + "|")
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as place:
        folder = pathlib.Path(place)
        write_rows(folder / "rows.csv", wanted.rows)
        tries = [(Sqlite, 1)] if "sqlite" in wanted.ledgers else []
        tries += [(Postgres, each) for each in wanted.workers] if "postgresql" in wanted.ledgers else []
        for kind, workers in tries:
            concurrency = wanted.concurrency if wanted.each else max(1, wanted.concurrency // workers)
            seen = measure(kind, wanted.rows, workers, concurrency, folder)
            results.append(seen)
            database = "" if seen["database_us_per_row"] is None else f"{seen['database_us_per_row']:.0f} µs"
            commits = "" if seen["commits_per_row"] is None else f"{seen['commits_per_row']:.3f}"
            print(f"| {seen['ledger']} | {seen['rows']:,} | {workers} | {seen['rows_per_second']:,.0f} "
                  f"| {seen['worker_us_per_row']:.0f} µs | {database} | {seen['emulator_us_per_row']:.0f} µs "
                  f"| {commits} | {seen['largest_worker_mib']:.0f} MiB |", flush=True)
    output.write("scale_rows.json", results)


main()
