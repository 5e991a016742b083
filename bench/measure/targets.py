"""The targets of the figures, as in the tables of doc/performance.md."""

# name: (must, reach for, unit, whether less is better)
TARGETS = {
    "cpu_over_floor": (1.65, 1.40, "ratio", True),
    "cpu_over_curl_multi": (0.40, 0.33, "ratio", True),
    "cpu_over_beast_usual": (0.70, 0.58, "ratio", True),
    "cpu_over_beast_raw": (1.25, 1.10, "ratio", True),
    "requests_per_second_over_curl_multi": (2.5, 3.0, "ratio", False),
    "user_instructions_over_floor": (2.6, 2.1, "ratio", True),
    "allocations_per_request": (18, 10, "count", True),
    "system_calls_per_request": (3.2, 2.7, "count", True),
    "resumed_over_full_handshake_cpu": (0.60, 0.52, "ratio", True),
    "cpu_4_threads_over_1": (1.25, 1.10, "ratio", True),
    "compile_time": (4, 3.2, "s", True),
    "compile_memory": (250, None, "MB", True),
}

# Targets hold for a busy client; with one connection most of the time is the network's, with 256 the caches'.
CONNECTIONS_WITH_TARGETS = (16, 64)


def figure(name, value, connections=None, unit=None):
    """An entry of the list in results.json."""
    must, reach, target_unit, _ = TARGETS.get(name, (None, None, unit, True))
    if connections is not None and connections not in CONNECTIONS_WITH_TARGETS:
        must = reach = None
    return {
        "name": name,
        "connections": connections,
        "value": round(value, 4),
        "must": must,
        "reach": reach,
        "unit": unit or target_unit or "ratio",
    }


def verdict(item):
    """Whether a figure meets its targets, in one word; empty if it has no targets."""
    if item["must"] is None:
        return ""
    less_is_better = TARGETS[item["name"]][3]

    def holds(limit):
        return item["value"] <= limit if less_is_better else item["value"] >= limit

    if item["reach"] is not None and holds(item["reach"]):
        return "reached"
    return "met" if holds(item["must"]) else "MISSED"
