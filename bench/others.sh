#!/usr/bin/env bash
# Builds the clients in other languages that can be built here, and says which ones are left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$PWD/build/bench/bin

if command -v go >/dev/null; then
    (cd bench/client/go && CGO_ENABLED=0 go build -o "$bin/useapi_bench_go_net_http" main.go)
else
    echo "Go is not installed: its client is left out (on Debian, apt-get install golang-go)."
fi
rust="apt-get install cargo librust-{hyper,hyper-tls,libc,native-tls,serde,serde-derive,serde-json,tokio}-dev"
if ! command -v cargo >/dev/null; then
    echo "Rust is not installed: hyper is left out (on Debian 12, $rust)."
elif (cd bench/client/hyper && cargo build --quiet --release --offline --target-dir "$bin/../hyper"); then
    cp "$bin/../hyper/release/useapi_bench_hyper" "$bin/"
else
    echo "hyper is left out, since its client cannot be built (on Debian 12, $rust)."
fi
if ! command -v node >/dev/null; then
    echo "Node is not installed: undici is left out (on Debian, apt-get install node-undici)."
elif ! NODE_PATH=/usr/share/nodejs:$(npm root -g 2>/dev/null || true) node -e 'require("undici")' 2>/dev/null; then
    echo "undici is not installed: its client is left out (on Debian, apt-get install node-undici)."
fi
