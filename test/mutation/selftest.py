"""Compares the changes of a fixed source with the expected ones; `--write` makes them the expected ones."""

import pathlib
import sys

import mutants
import run

HERE = pathlib.Path(__file__).resolve().parent


def text_of(source):
    lines = []
    for each in mutants.mutants_of(source):
        lines.append(f"{each.line}: {each.kind}")
        lines += [f"    {line}" for line in mutants.difference(source, each)]
    return "\n".join(lines) + "\n"


def main():
    source = (HERE / "sample.cpp").read_text()
    made = text_of(source)
    if sys.argv[1:] == ["--write"]:
        (HERE / "sample.expected").write_text(made)
        return 0
    if made != (HERE / "sample.expected").read_text():
        print(made + "These are not the changes of sample.expected.")
        return 1
    paths = run.sources(["src/retry"])
    first, second = [[(path, each.begin, each.text) for path, each in run.choose(paths, 7, 30)[1]] for _ in range(2)]
    if len(first) != 30 or first != second:
        print("One seed chose different changes.")
        return 1
    for each in mutants.mutants_of(source):
        if each.apply(source) == source:
            print(f"Line {each.line}: {each.kind} changes nothing.")
            return 1
    print(f"{len(mutants.mutants_of(source))} changes, as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
