#!/usr/bin/env bash
# Fails when a shared library exports anything but what useapi means to: check_symbols.sh LIBRARY VERSION
set -euo pipefail

library=${1:?usage: check_symbols.sh LIBRARY VERSION}
version=${2:?usage: check_symbols.sh LIBRARY VERSION}
major=${version%%.*}
minor=${version#*.}
minor=${minor%%.*}

failures=0
fail() {
    echo "  WRONG $1" >&2
    failures=$((failures + 1))
}

soname=$(readelf -d "$library" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
[ "$soname" = "libuseapi.so.$major" ] || fail "its SONAME is '$soname', not libuseapi.so.$major"

public=USEAPI_$major.$minor
private=USEAPI_PRIVATE_$version
exported=$(nm -D --defined-only "$library" | grep -v ' A ' | cut -d' ' -f3- | c++filt)
# No symbol may be exported that no public header names.
inner=$(grep -E 'useapi::(detail::(call|client_core|client_handle|metrics_counters)|retry::|http::(pool|connect|tls))' \
    < <(grep -v "@@$private\$" <<<"$exported" | sed 's/(.*//') || true)
[ -z "$inner" ] || fail "it exports inner matters: $inner"
# The variables that Asio and Boost.System keep once in a process; cmake/useapi.map.in says why they must
# be shared.
process_wide='^(guard variable for )?boost::asio::(detail::(call_stack<.*>::top_|keyword_tss_ptr<.*>::value_'
process_wide+='|execution_context_service_base<.*>::id)|(ssl::)?error::get_[a-z]+_category\(\)::instance)@@'

stray=$(grep -vE "^((typeinfo|typeinfo name|vtable) for )?useapi::.*@@($public|$private)\$" <<<"$exported" |
    grep -vE "$process_wide$public\$" || true)
[ -z "$stray" ] || fail "it exports what is not ours: $stray"

# The internal symbols that only useapi::testing and useapi::bulk may use.
lent=$(grep "@@$private\$" <<<"$exported" | sed 's/(.*//' | LC_ALL=C sort | tr '\n' ' ')
expected="useapi::accounts::check_key useapi::accounts::form_problems useapi::accounts::service_url[abi:cxx11]"
expected+=" useapi::accounts::start_upsert_account useapi::detail::access::make useapi::find_invalid_utf8"
expected+=" useapi::http::equals_without_case useapi::http::origin::authority[abi:cxx11] useapi::http::parse_base_url "
[ "$lent" = "$expected" ] || fail "exported for useapi::testing and useapi::bulk is: $lent"

for name in 'useapi::client::client(' 'useapi::runwayml::upsert_account(' 'useapi::send(' 'useapi::version()' \
    'typeinfo for useapi::exception' 'vtable for useapi::metrics' \
    'boost::asio::detail::call_stack<boost::asio::detail::thread_context, boost::asio::detail::thread_info_base>::top_'; do
    grep -qF "$name" <<<"$exported" || fail "it does not export $name"
done

[ "$failures" -eq 0 ] || exit 1
echo "  ok    $(grep -c 'useapi::' <<<"$exported") symbols of useapi as $public, and nothing else of ours or Boost's but" \
    "$(grep -cE "$process_wide" <<<"$exported") of Asio that a process has once"
