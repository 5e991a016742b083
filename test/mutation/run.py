"""Changes the sources, one small change at a time, in a copy of the tree, and tells which changes no test noticed."""

import argparse
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

import mutants

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "mutation"
SIMULATION = ("useapi_simulation", ["--from", "1", "--count", "300", "--no-shrink"])
EXHAUSTIVE = ("useapi_exhaustive", [])
INPUTS = ("exhaustive_inputs", [])
MORE = {  # beside the unit tests of the layer
    "retry": [INPUTS, ("unit_client", []), SIMULATION, EXHAUSTIVE],
    "http": [INPUTS, ("unit_client", []), SIMULATION, EXHAUSTIVE],
    "client": [SIMULATION, EXHAUSTIVE],
    "runwayml": [SIMULATION],
    "accounts": [("unit_runwayml", []), ("unit_services", [])],
    "bulk": [SIMULATION, EXHAUSTIVE],
}
DEFAULT_FILES = ["src/retry", "src/http", "src/client", "src/accounts", "src/runwayml", "src/bulk"]


def arguments():
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("--files", nargs="+", default=DEFAULT_FILES, metavar="PATH",
                        help="sources or folders, from the top of the repository; default: " + " ".join(DEFAULT_FILES))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which changes are chosen (default 1)")
    parser.add_argument("--count", type=int, default=20, metavar="N", help="how many (default 20)")
    parser.add_argument("--minutes", type=float, default=30, metavar="M", help="begin none after so long (default 30)")
    parser.add_argument("--limit", type=float, default=120, metavar="S", help="seconds of one test; longer counts as "
                        "noticed (default 120)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="compilers at a time (default 2)")
    parser.add_argument("--preset", default="dev", help="of CMake; tsan notices locks that are gone (default dev)")
    parser.add_argument("--list", action="store_true", help="print the changes and make none")
    return parser.parse_args()


def sources(paths):
    found = []
    for path in paths:
        at = ROOT / path
        if at.is_dir():
            found += [each for each in at.rglob("*.cpp")]
        elif at.is_file():
            found.append(at)
        else:
            sys.exit(f"{path} is neither a file nor a folder")
    return sorted(str(each.relative_to(ROOT)) for each in set(found))


def choose(paths, seed, count):
    """Chooses the changes. The same seed chooses the same changes of the same sources."""
    every = []
    for path in paths:
        source = (ROOT / path).read_text()
        every += [(path, each) for each in mutants.mutants_of(source)]
    chosen = every if count >= len(every) else random.Random(seed).sample(every, count)
    return len(every), chosen


def copy_tree(tree):
    """Writes only files that differ, so that the last build of the copy can be used again."""
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                           check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
    wanted = {name for name in names if name and (ROOT / name).is_file()}
    for name in wanted:
        content = (ROOT / name).read_bytes()
        to = tree / name
        if to.is_file() and to.read_bytes() == content:
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
    for old in tree.rglob("*"):
        name = str(old.relative_to(tree))
        if old.is_file() and not name.startswith("build/") and name not in wanted:
            old.unlink()


def keep_apart(tree, paths):
    """Has each changed source compiled by itself, although others are compiled together."""
    lines = []
    for path in paths:
        layer = path.split("/")[1]
        lines.append(f'set_source_files_properties("${{PROJECT_SOURCE_DIR}}/{path}" TARGET_DIRECTORY useapi_{layer} '
                     "PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)")
    top = tree / "CMakeLists.txt"
    marker = "add_subdirectory(src)\n"
    text = top.read_text()
    top.write_text(text.replace(marker, marker + "\n".join(lines) + "\n", 1))


def configure(tree, preset):
    flags = ["-DUSEAPI_WARNINGS_AS_ERRORS=OFF", "-DCMAKE_CXX_FLAGS_DEBUG=-O0"]
    environment = dict(os.environ, CMAKE_CXX_COMPILER_LAUNCHER="ccache", CCACHE_BASEDIR=str(tree),
                       CCACHE_NOHASHDIR="1", CCACHE_DEPEND="1",
                       CCACHE_SLOPPINESS="pch_defines,time_macros")
    subprocess.run(["cmake", "--preset", preset, *flags], cwd=tree, check=True, env=environment,
                   stdout=subprocess.DEVNULL)
    return environment


def run(command, limit, **more):
    """@return the exit code; nothing if it took too long"""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL, start_new_session=True, **more)
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


class Judge:
    def __init__(self, tree, environment, options):
        self.tree = tree
        self.environment = environment
        self.options = options

    def build(self, target):
        return run(["ninja", "-C", f"build/{self.options.preset}", f"-j{self.options.jobs}", target], 1800, cwd=self.tree,
                   env=self.environment) == 0

    def tests_of(self, path):
        layer = path.split("/")[1]
        # The preset tsan has no tests of one thread.
        left_out = (SIMULATION, EXHAUSTIVE, INPUTS) if self.options.preset == "tsan" else ()
        return [(f"unit_{layer}", [])] + [test for test in MORE.get(layer, []) if test not in left_out]

    def failing(self, path, limit):
        """The first test that fails; nothing if all pass. `not compiled` is one."""
        for target, given in self.tests_of(path):
            if not self.build(target):
                return "not compiled"
            if run([f"build/{self.options.preset}/bin/{target}", *given], limit, cwd=self.tree) != 0:
                return target
        return None

    def judge(self, path, mutant):
        file = self.tree / path
        source = file.read_text()
        file.write_text(mutant.apply(source))
        try:
            return self.failing(path, self.options.limit)
        finally:
            file.write_text(source)


def show(path, mutant, verdict, source):
    print(f"{verdict}: {path}:{mutant.line}: {mutant.kind}")
    for line in mutants.difference(source, mutant):
        print(f"    {line}")
    sys.stdout.flush()


def main():
    options = arguments()
    paths = sources(options.files)
    total, chosen = choose(paths, options.seed, options.count)
    print(f"{len(chosen)} of {total} changes of {len(paths)} files, seed {options.seed}")
    if options.list:
        for path, each in chosen:
            show(path, each, "change", (ROOT / path).read_text())
        return 0

    end = time.monotonic() + 60 * options.minutes
    tree = PLACE / "tree"
    tree.mkdir(parents=True, exist_ok=True)
    copy_tree(tree)
    keep_apart(tree, sorted({path for path, _ in chosen}))
    judge = Judge(tree, configure(tree, options.preset), options)
    for path in sorted({path.split("/")[1]: path for path, _ in chosen}.values()):
        if (failed := judge.failing(path, 600)) is not None:
            sys.exit(f"{failed}: the tests of {path} must pass before anything is changed")

    killed = survived = broken = 0
    for path, each in chosen:
        if time.monotonic() > end:
            break
        verdict = judge.judge(path, each)
        if verdict is None:
            survived += 1
        elif verdict == "not compiled":
            broken += 1
        else:
            killed += 1
        text = {None: "SURVIVED", "not compiled": "not compiled"}.get(verdict, f"killed by {verdict}")
        show(path, each, text, (ROOT / path).read_text())
    print(f"{killed} killed, {survived} survived, {broken} not compiled, "
          f"{len(chosen) - killed - survived - broken} not tried")
    return 0


if __name__ == "__main__":
    sys.exit(main())
