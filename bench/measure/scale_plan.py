"""Plans a large import: simulates workers that share one PostgreSQL, calibrated by what `scale.sh rows` measured."""

import argparse
import heapq
import itertools
import json
import random

from . import output


def calibrate(file):
    """Seconds of the database's CPU for a transaction and for a row in it, by least squares over the measured runs."""
    runs = [each for each in json.loads(file.read_text()) if each["database_us_per_row"] is not None]
    if len(runs) < 2:
        raise SystemExit("two runs with PostgreSQL are needed to calibrate: bash bench/scale.sh rows")
    points = [(each["commits_per_row"], each["database_us_per_row"] / 1e6) for each in runs]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    transaction = max(0.0, sum((x - mean_x) * (y - mean_y) for x, y in points) / spread) if spread else 0.0
    return transaction, max(0.0, mean_y - transaction * mean_x)


class Clock:
    """What happens at which virtual time."""

    def __init__(self):
        self.now = 0.0
        self._events = []
        self._order = itertools.count()

    def after(self, delay, what):
        heapq.heappush(self._events, (self.now + delay, next(self._order), what))

    def run_until(self, end):
        while self._events and self._events[0][0] <= end:
            self.now, _, what = heapq.heappop(self._events)
            what()
        self.now = end


class Database:
    """Transactions take CPU of one of some cores, and then wait for the disk, which syncs many of them at once."""

    def __init__(self, clock, cores, sync):
        self._clock, self._free, self._sync = clock, cores, sync
        self._waiting = []
        self._first = 0
        self.busy = 0.0
        self.transactions = 0

    def commit(self, cpu, done):
        self._waiting.append((cpu, done))
        self._begin()

    def _begin(self):
        while self._free and self._first < len(self._waiting):
            cpu, done = self._waiting[self._first]
            self._first += 1
            self._free -= 1
            self.busy += cpu
            self.transactions += 1
            self._clock.after(cpu, lambda done=done: self._end(done))
        if self._first > 10000:
            del self._waiting[: self._first]
            self._first = 0

    def _end(self, done):
        self._free += 1
        self._clock.after(self._sync, done)
        self._begin()


class Worker:
    """Keeps its calls in flight. All rows that wait to be recorded share the next transaction."""

    def __init__(self, clock, database, concurrency, login, costs, chance):
        self._clock, self._database, self._login, self._chance = clock, database, login, chance
        self._transaction, self._row = costs
        self._to_send, self._to_settle = concurrency, 0
        self._writes = False
        self.settled = 0

    def begin(self):
        if self._writes or self._to_send + self._to_settle == 0:
            return
        sent, settled = self._to_send, self._to_settle
        self._to_send = self._to_settle = 0
        self._writes = True
        # A row is recorded twice: as sent, and as settled.
        cpu = self._transaction + self._row * (sent + settled) / 2
        self._database.commit(cpu, lambda: self._recorded(sent, settled))

    def _recorded(self, sent, settled):
        self._writes = False
        self.settled += settled
        for _ in range(sent):
            self._clock.after(self._chance.expovariate(1 / self._login) if self._login else 0.0, self._answered)
        self.begin()

    def _answered(self):
        self._to_settle += 1
        self._to_send += 1
        self.begin()


def simulate(workers, wanted, login, costs):
    chance = random.Random(wanted.seed)
    clock = Clock()
    database = Database(clock, wanted.cores, wanted.sync / 1000)
    every = [Worker(clock, database, wanted.concurrency, login, costs, chance) for _ in range(workers)]
    for each in every:
        clock.after(chance.uniform(0, max(login, 0.1)), each.begin)
    warm = 3 * login + 5
    clock.run_until(warm)
    busy, transactions, settled = database.busy, database.transactions, sum(each.settled for each in every)
    clock.run_until(warm + wanted.seconds)
    settled = sum(each.settled for each in every) - settled
    return {
        "workers": workers, "login": login, "rows_per_second": settled / wanted.seconds,
        "database_busy": (database.busy - busy) / wanted.seconds / wanted.cores,
        "transactions_per_row": (database.transactions - transactions) / max(1, settled),
    }


def main():
    parser = argparse.ArgumentParser(prog="scale.sh plan", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 10, 100, 1000], metavar="N")
    parser.add_argument("--logins", type=float, nargs="+", default=[2, 20], metavar="S",
                        help="seconds that a login takes in the mean (default 2 20)")
    parser.add_argument("--concurrency", type=int, default=16, metavar="N", help="of each worker (default 16)")
    parser.add_argument("--cores", type=int, default=2, metavar="N", help="of the database (default 2)")
    parser.add_argument("--sync", type=float, default=2, metavar="MS", help="time of a sync of its disk (default 2)")
    parser.add_argument("--accounts", type=int, default=10_000_000, metavar="N", help="default 10000000")
    parser.add_argument("--seconds", type=float, default=20, metavar="S", help="of virtual time (default 20)")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--costs", type=float, nargs=2, metavar="US",
                        help="CPU of a transaction and of a row, in place of what scale.sh rows measured")
    wanted = parser.parse_args()

    measured = output.FOLDER / "scale_rows.json"
    if wanted.costs:
        costs = tuple(each / 1e6 for each in wanted.costs)
    elif measured.exists():
        costs = calibrate(measured)
    else:
        raise SystemExit("first run bash bench/scale.sh rows, or give --costs")
    print(f"A transaction takes {costs[0] * 1e6:.0f} µs of the database's CPU, and a row {costs[1] * 1e6:.0f} µs.\n")
    print(f"| workers | a login takes | rows a second | {wanted.cores} cores of the database | transactions a row "
          f"| {wanted.accounts:,} accounts take |\n" + "|---" * 6 + "|")
    results = []
    for login in wanted.logins:
        for workers in wanted.workers:
            seen = simulate(workers, wanted, login, costs)
            results.append(seen)
            hours = wanted.accounts / seen["rows_per_second"] / 3600
            print(f"| {workers:,} | {login:g} s | {seen['rows_per_second']:,.0f} | {seen['database_busy']:.0%} "
                  f"| {seen['transactions_per_row']:.2f} | {hours:,.1f} h |", flush=True)
    output.write("scale_plan.json", results)


main()
