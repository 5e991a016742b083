#!/usr/bin/env bash
# Prints the import and the report that README shows: show_import.sh [COMMAND]. Imports 400 accounts into the
# emulator, on a terminal of 110 columns.
set -euo pipefail
useapi=$(realpath "${1:-$(dirname "${BASH_SOURCE[0]}")/../build/demo/bin/useapi}")

work=$(mktemp -d)
emulator=
finish() {
    [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
    [ -z "$emulator" ] || wait "$emulator" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
cd "$work"

awk 'BEGIN {
    print "email,password,maxJobs"
    for (i = 1; i <= 400; ++i)
        printf "user%03d@example.com,pw-%03d,5\n", i, i
}' >accounts.csv
"$useapi" emulator --tls-dir tls --port-file port --login-delay 0.2 --seed 7 \
    --fault wrong-password,rate=0.02 --fault status=503,rate=0.05 >emulator.log 2>&1 &
emulator=$!
for _ in $(seq 100); do
    [ -s port ] || sleep 0.1
done
USEAPI_BASE_URL=https://127.0.0.1:$(cat port)/v1/runwayml
export USEAPI_BASE_URL USEAPI_CA_FILE=$work/tls/ca.pem USEAPI_TOKEN=user:1234-abcdefghijklmnop

script -qec "stty cols 110 rows 30; '$useapi' accounts import accounts.csv --resume --no-color" terminal >screen || true
# Prints the picture at three quarters, which is redrawn in place, and the lines that stay at the end.
tr '\r' '\n' <screen | sed 's/\x1b\[[0-9?]*[a-zA-Z]//g' | grep -v '^$' >lines
grep -n -m 1 ' 7[5-9] %' lines | cut -d: -f1 | { read -r first && sed -n "$first,$((first + 1))p" lines; }
echo
sed -n '/^400 rows in/,$p' lines
echo
echo "\$ useapi accounts report accounts.csv"
"$useapi" accounts report accounts.csv | sed "s|$work|/srv|"
