#!/usr/bin/env bash
# Clients that share no code with this project make the documented requests against `useapi emulator`: curl, Python's
# own HTTP client and JavaScript's fetch. Each registers an account as JSON and as form data, reads and deletes it.
# usage: independent_clients.sh USEAPI_COMMAND   (ends with 77 if none of the clients is installed)
set -u
command=$1
token=user:1234-abcdefghijklmnop
folder=$(mktemp -d)
emulator=
failures=0
clients=0

finish() {
    [ -n "$emulator" ] && kill "$emulator" 2>/dev/null
    rm -rf "$folder"
}
trap finish EXIT

mkfifo "$folder/lines"
"$command" emulator --tls-dir "$folder/tls" --workspace-form object >"$folder/lines" &
emulator=$!
exec 3<"$folder/lines"
IFS= read -r -t 60 line <&3 || { echo "the emulator does not start"; exit 1; }
base=${line#base URL }
IFS= read -r -t 60 line <&3
export base token CURL_CA_BUNDLE=$folder/tls/ca.pem NODE_EXTRA_CA_CERTS=$folder/tls/ca.pem SSL_CERT_FILE=$folder/tls/ca.pem

# What every client is to print: a status and the beginning of a body for each request, in this order.
expected() {
    local account="{\"email\":\"$1\",\"password\":\"********\",\"maxJobs\":5"
    cat <<END
404 Configuration not found.
201 $account
200 $account,"workspace":{"id":
200 {"$1":$account
200 {"permitted":{"storageGB":100,"numPlanCredits":2250
400 {"error":"maxJobs must be a whole number from 1 to 10","code":400}
401 {"error":"Wrong username/password combination.","code":401}
401 {"error":"Unauthorized","code":401}
204
END
}

check() {
    local name=$1 email=$2 line number=0 wanted
    clients=$((clients + 1))
    mapfile -t wanted < <(expected "$email")
    while IFS= read -r line; do
        case $line in
        "${wanted[number]}"*) ;;
        *)
            echo "$name, request $((number + 1)): got '$line', expected '${wanted[number]}'"
            failures=$((failures + 1))
            ;;
        esac
        number=$((number + 1))
    done
    if [ "$number" != "${#wanted[@]}" ]; then
        echo "$name: $number answers of ${#wanted[@]}"
        failures=$((failures + 1))
    fi
}

with_curl() {
    ask() { curl --silent --max-time 20 --header "Authorization: Bearer ${as:-$token}" --write-out '\n%{http_code}\n' "$@" |
        { mapfile -t lines; echo "${lines[-1]} ${lines[0]}"; }; }
    json() { ask --header 'Content-Type: application/json' --data "$2" "$base/accounts/$1"; }
    ask "$base/accounts/curl+1@example.com"
    json curl+1@example.com '{"email":"curl+1@example.com","password":"one two","maxJobs":5}'
    ask --form email=curl+1@example.com --form 'password=one two' --form maxJobs=5 --form useWorkspace=true \
        "$base/accounts/curl+1@example.com"
    ask "$base/accounts"
    ask "$base/features/?email=curl%2B1%40example.com"
    json curl+1@example.com '{"email":"curl+1@example.com","password":"one two","maxJobs":11}'
    json curl+1@example.com '{"email":"curl+1@example.com","password":"wrong-password","maxJobs":5}'
    as=nobody ask "$base/accounts"
    ask --request DELETE "$base/accounts/curl+1@example.com"
}

with_python() {
    python3 - <<'END'
import json, os, urllib.error, urllib.parse, urllib.request

base, email = os.environ["base"], "python+1@example.com"

def ask(method, path, body=None, kind="application/json", token=os.environ["token"]):
    request = urllib.request.Request(base + path, body, {"Authorization": "Bearer " + token, "Content-Type": kind},
                                     method=method)
    try:
        answer = urllib.request.urlopen(request, timeout=20)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    print(answer.status, answer.read().decode())

def settings(**changes):
    return json.dumps({"email": email, "password": "one two", "maxJobs": 5, **changes}).encode()

def form(**fields):
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    return ("".join(parts) + "--cut--\r\n").encode()

ask("GET", "/accounts/" + email)
ask("POST", "/accounts/" + email, settings())
ask("POST", "/accounts/" + email, form(email=email, password="one two", maxJobs=5, useWorkspace="true"),
    "multipart/form-data; boundary=cut")
ask("GET", "/accounts")
ask("GET", "/features/?email=" + urllib.parse.quote(email))
ask("POST", "/accounts/" + email, settings(maxJobs=11))
ask("POST", "/accounts/" + email, settings(password="wrong-password"))
ask("GET", "/accounts", token="nobody")
ask("DELETE", "/accounts/" + email)
END
}

with_node() {
    node --input-type=module - <<'END'
const { base, token } = process.env, email = "node+1@example.com";

async function ask(method, path, body, headers = {}, as = token) {
  const answer = await fetch(base + path, { method, body, headers: { Authorization: "Bearer " + as, ...headers },
    signal: AbortSignal.timeout(20000) });
  console.log(answer.status, await answer.text());
}

const json = { "Content-Type": "application/json" };
const settings = (changes) => JSON.stringify({ email, password: "one two", maxJobs: 5, ...changes });
const form = new FormData();
for (const [name, value] of Object.entries({ email, password: "one two", maxJobs: "5", useWorkspace: "true" }))
  form.append(name, value);

await ask("GET", "/accounts/" + email);
await ask("POST", "/accounts/" + email, settings(), json);
await ask("POST", "/accounts/" + email, form);
await ask("GET", "/accounts");
await ask("GET", "/features/?email=" + encodeURIComponent(email));
await ask("POST", "/accounts/" + email, settings({ maxJobs: 11 }), json);
await ask("POST", "/accounts/" + email, settings({ password: "wrong-password" }), json);
await ask("GET", "/accounts", undefined, {}, "nobody");
await ask("DELETE", "/accounts/" + email);
END
}

command -v curl >/dev/null && check curl curl+1@example.com < <(with_curl)
command -v python3 >/dev/null && check Python python+1@example.com < <(with_python)
# fetch and FormData are there since Node 18.
command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] &&
    check Node node+1@example.com < <(with_node)

[ "$clients" = 0 ] && { echo "none of curl, python3 and node is installed"; exit 77; }
echo "$clients clients, $failures failures"
[ "$failures" = 0 ]
