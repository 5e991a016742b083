#!/usr/bin/env bash
# Registers a file of 1,000 accounts with the local stand-in for the service, which makes faults on purpose,
# and shows the outcomes. Works in its own folder and leaves no process behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash cmake/install-deps.sh build
bash cmake/build.sh demo useapi_command
useapi=$PWD/build/demo/bin/useapi

work=$(mktemp -d)
emulator=
finish() {
    [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
    [ -z "$emulator" ] || wait "$emulator" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
cd "$work"

echo "Making a file of 1,000 accounts."
random=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
awk -v random="$random" 'BEGIN {
    print "email,password,maxJobs,useWorkspace"
    for (i = 1; i <= 1000; ++i)
        printf "user%04d@example.com,pw-%s-%04d,%d,%s\n", i, random, i, 1 + i % 10, i % 3 ? "" : "team-" i
}' >accounts.csv
(umask 077 && printf 'user:1234-%s\n' "$random" >token)

echo "Starting the emulator: 5 % 429 with Retry-After, 3 % 503, 1 % resets after the request, 0.5 % stalls,"
echo "1 % of the accounts with a wrong password."
"$useapi" emulator --tls-dir tls --port-file port --seed 2026 \
    --fault status=429,retry-after=1,rate=0.05 --fault status=503,rate=0.03 \
    --fault reset=after-request,rate=0.01 --fault stall,rate=0.005 \
    --fault wrong-password,rate=0.01 >emulator.log 2>&1 &
emulator=$!
for _ in $(seq 100); do
    [ -s port ] || sleep 0.1
done
if [ ! -s port ]; then
    echo "The emulator did not start:" >&2
    cat emulator.log >&2
    exit 1
fi
service=(--base-url "https://127.0.0.1:$(cat port)/v1/runwayml" --ca-file tls/ca.pem --token-file token)

echo "Importing over TLS; the stalls and pauses that the emulator asks for take about a minute."
status=0
"$useapi" accounts import accounts.csv "${service[@]}" --attempt-timeout 5 --results results.ndjson \
    2>&1 | tee import.log || status=${PIPESTATUS[0]}

echo "Asking the emulator what it holds."
"$useapi" accounts list "${service[@]}" --output json >held.json 2>list.log

# The rest compares the file, the results and the accounts of the emulator.
failures=0
check() {
    if [ "$2" = "$3" ]; then
        echo "  ok    $1: $3"
    else
        echo "  WRONG $1: $3, expected $2"
        failures=$((failures + 1))
    fi
}
jq -r '.accounts[] | [.email, .maxJobs, (.useWorkspace // "")] | join(",")' held.json | sort >held.txt
jq -r 'select(.outcome == "registered") | .email' results.ndjson | sort >applied.txt
jq -r 'select(.outcome != "registered") | .email' results.ndjson | sort >refused.txt
awk -F, 'NR == FNR { applied[$1]; next } FNR > 1 && ($1 in applied) { print $1 "," $3 "," $4 }' \
    applied.txt accounts.csv | sort >expected.txt
tail -n +2 accounts.csv | cut -d, -f2 >secrets.txt
cat token >>secrets.txt

echo "Result:"
check "rows with a result" 1000 "$(wc -l <results.ndjson)"
check "accounts registered exactly as in the file" "$(wc -l <expected.txt)" \
    "$(comm -12 expected.txt held.txt | wc -l)"
check "accounts that the emulator holds and the file does not name" 0 "$(comm -13 expected.txt held.txt | wc -l)"
check "accounts registered or refused for their password" 1000 \
    "$(($(wc -l <held.txt) + $(jq -r 'select(.outcome == "refused" and .status == 401 and .effect == "rejected") | .email' results.ndjson | wc -l)))"
check "lines of output with a password or token in them" 0 \
    "$(cat import.log list.log emulator.log results.ndjson held.json | grep -cFf secrets.txt || true)"
check "exit code of the import (1: some accounts were refused)" "$([ -s refused.txt ] && echo 1 || echo 0)" "$status"

echo "Refused, and why:"
jq -r 'select(.outcome != "registered") | "  \(.email): \(.outcome), HTTP \(.status), effect \(.effect): \(.error)"' \
    results.ndjson
if [ "$failures" -ne 0 ]; then
    echo "$failures of the checks failed." >&2
    exit 1
fi
echo "Every account that could be registered is."
