#ifndef USEAPI_SRC_CLI_COMMAND_LINE_HELP_TEXT_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_HELP_TEXT_HPP

#include <string_view>

namespace useapi::cli {

inline constexpr std::string_view general_help = R"(Exit codes:
  0    done: for an import, every row of the input is registered with the data of that row
  1    an account was refused or failed, or the result could not be written
  2    bad usage or input; nothing was sent
  3    the API token is refused, or its subscription expired or is out of credits
  4    the service could not be reached, or gave no usable answer in time
  130  interrupted by SIGINT or SIGTERM

Environment:
  USEAPI_TOKEN             the API token, unless --token-file or --token-command is given
  USEAPI_ACCOUNT_PASSWORD  the account's password for `accounts upsert`, unless --password-file is given
  USEAPI_BASE_URL          same as --base-url; every option above with a value has a variable: USEAPI_CA_FILE for --ca-file
  HTTPS_PROXY, NO_PROXY    the proxy to go through, http://[USER:PASSWORD@]HOST:PORT or one of the other forms of
                           --proxy, and the hosts to reach directly
  NO_COLOR                 same as --no-color, if it is not empty

Config file:
  TOML, with long options as keys: base-url = "https://...", timeout = 60,
  verbose = true. A table such as [accounts.import] has the options of that
  command. The file may name files with secrets; it must not hold secrets.

An option on the command line overrides the environment. The environment overrides the config file.

--verbose writes one line for each event to standard error, such as `time=... event=response_received call=1
connection=1 http.response.status_code=200 ...`. The names are OpenTelemetry's. No line holds a secret or an email.

No option takes a secret, because other users of the machine can see the command line.

Examples:
  useapi accounts list
  useapi accounts upsert user@example.com --password-file pw.txt
  useapi accounts get user@example.com --output json
  useapi accounts health --profiles profiles.toml --expiring-within 3d
  useapi accounts repair accounts.csv --max-logins 2
  useapi accounts renew accounts.csv --expiring-within 3d
  useapi accounts validate accounts.csv.gz
  useapi accounts plan accounts.csv --out accounts.plan
  useapi accounts import accounts.csv --concurrency 8 --results results.ndjson
  useapi accounts import accounts.csv --resume
  useapi accounts status accounts.csv --watch
  useapi accounts report accounts.csv --html report.html
  useapi ledger backup accounts.csv accounts.csv.ledger.copy
  useapi ledger init postgresql://owner@db.example/useapi?sslmode=verify-full
  useapi api GET '/v1/runwayml/features/?email=user@example.com' | jq .permitted
  useapi doctor
  useapi explain token_refused
  useapi emulator --tls-dir tls --port-file port --fault status=503,rate=0.1
  useapi record recording.ndjson --tls-dir tls --port-file port)";

inline constexpr std::string_view command_help =
    "`useapi --help` shows the options of every command, the exit codes and the environment.";

inline constexpr std::string_view upsert_help =
    R"(The password is the first line of --password-file, else USEAPI_ACCOUNT_PASSWORD. Without both, the command asks
for it on the terminal.
If the account is registered already, its whole configuration is replaced.
With --service, EMAIL is the name of the account at that service: REGION:EMAIL for dreamina, such as
US:user@example.com. Accounts of minimax have no password: register them from a file with `accounts import`.)";

inline constexpr std::string_view named_account_help =
    R"(With --service, EMAIL is the name of the account at that service, as accounts list shows it: the email,
REGION:EMAIL for dreamina, an id for mureka and minimax.)";

inline constexpr std::string_view delete_help =
    R"(A row of --file needs an email, and a profile if the account belongs to one. Its other fields, such as passwords, are
ignored. The command shows the accounts that the service holds, asks, and deletes them; with --yes it does not ask. Without
a terminal and without --yes, nothing is deleted. If one row is bad, nothing is deleted. With --service dreamina, rows need
a region as well. With --service mureka and minimax, rows need an account, which is the id, in place of the email.
With --service, EMAIL is the name of the account at that service: see useapi accounts get --help.)";

inline constexpr std::string_view health_help =
    R"(Lists the accounts and subscriptions that need attention, for the API token and all profiles:
  dead      the service stored an error: no job runs on the account, but it still takes a place
  expired   the account's session has ended
  expiring  the account's session ends within --expiring-within
  unknown   the service tells no end of the session, or did not list the accounts of the profile
  full      the subscription has no place left for another account
  inactive  the subscription has to be renewed
The last line counts all accounts. Nothing is changed.

With --service, the accounts and the places are those of that service.

Ends with 0 if nothing needs attention, else with 1. If no profile could be asked, it ends with the exit code of the
first failure.)";

inline constexpr std::string_view export_help =
    R"(Prints CSV with the header email,password,maxJobs,useWorkspace,profile for the API token and all profiles. The
service shows no passwords, so their column is empty: fill it in, and `accounts import` accepts the file.
If the service shows a workspace in a form that cannot be imported, its column is empty, and a warning says so. With
--output json it prints NDJSON, which `accounts import` accepts as well. With --service, it prints the columns of that
service.)";

inline constexpr std::string_view verify_help = R"(Compares like `accounts plan`, and shows the same lines:
  +  missing          ~  held with other settings          !  held, but in an error state
  -  on the service only, which is not an error of the file
Ends with 0 if the service holds every account of the file with its maxJobs and useWorkspace, else with 1.
Passwords are not compared. A workspace is not compared if the service shows it in another form. Accounts of mureka and
minimax cannot be compared, because rows may lack their ids.)";

inline constexpr std::string_view validate_help = R"(Input:
  CSV     with the header email,password[,maxJobs][,useWorkspace][,profile], in any order, in upper or lower case;
          --column gives the name of a column that has another name
  NDJSON  one object on each line, with members of the same names
Every bad row is shown with its line and all its errors. Warnings show possible mistakes: emails that differ only in
case, and invisible characters in a password. Ends with 0 if all rows are good, else with 2. With --service, rows have
the fields of that service: see useapi accounts import --help.)";

inline constexpr std::string_view plan_help = R"(Shows one line for each account:
  +  to create          ~  to change, with the change     !  unchanged, but in an error state on the service
  -  on the service only; `accounts import --prune` deletes it
Unchanged rows are only counted. Passwords cannot be compared, since the service masks them. A workspace is not
compared if the service shows it in another form. A warning tells if the subscription has too few places.
With --service, email and maxJobs are compared; rows of mureka and minimax cannot be compared.

--out writes the plan to a file, with emails and without passwords. In place of the data of a row the file holds a
digest, whose key is made from the API token. `accounts import FILE --plan F` carries out the plan.)";

inline constexpr std::string_view import_help = R"(Input:
  CSV     with the header email,password[,maxJobs][,useWorkspace][,profile], in any order, in upper or lower case;
          --column gives the name of a column that has another name
  NDJSON  one object on each line, with members of the same names
  Both may be compressed by gzip or zstd (up to level 19), which the first bytes tell.
The whole file is checked before anything is sent; every bad row is shown with its line. Standard input needs
--format. It is checked as it is read, and its first bad row ends the import.

With --service, rows have the fields of that service:
  pixverse  email,password[,maxJobs]
  kling     email,password[,maxJobs][,passToken][,did][,userId]
  dreamina  email,password,region[,maxJobs]; the region is US or CA; results name accounts like US:user@example.com
  mureka    email,password, or account,token,refresh_token
  minimax   account,token,url[,maxJobs]
The field account names a row in results and in the ledger; it is not sent. It may be the id that `accounts list` shows,
or any other text. A row of mureka that may have been registered is sent again only with --retry-refused.

Rows may name a profile, in a column or member of that name. --profiles names a file with an API token for each profile:
  [profiles.eu]                     rows without a profile use USEAPI_TOKEN or --token-file
  token_file = "eu.token"           or token = "...": the file of profiles must have mode 600
  base_url, ca_file                 default: as on the command line
  max_logins, rate, account_limit   limits of the subscription
If the service refuses the token of a profile, only the rows of this profile end. The exit code is 3 if the tokens of all
profiles that have rows were refused, else 1.

--only-changes and --prune first ask the service for its accounts, and need a file. --prune deletes accounts before
the rows are sent, to make room for them. It deletes no account whose email is in any row, under any profile and in
upper or lower case. If another file names accounts of the same subscription, name that file with --keep-rows-of; if
no other file does, give --no-other-file.

--plan carries out the plan of `accounts plan --out`: it sends the rows that create or change an account. It sends
nothing if the file of accounts, the API token or the accounts of the service have changed since.

If the rows need more new places than the subscription has free, a warning says so before anything is sent. If the
service does not tell its places, one line says so.

With --ledger or --resume the state of every row is recorded in a file, without passwords. However the import ends, the
same command continues it. It skips rows that are registered with their data. It sends again the rows that failed
and may succeed now, that were under way, or that were changed in the file. It sends other refused rows only with
--retry-refused. The ledger recognizes rows by a key that is made from the API token: with another token, the
command says so, and asks before it sends all rows again (--yes). --dry-run shows the rows that it would send, and changes
neither the ledger nor a file beside it. A ledger is for one input, one service, and one import at a time. It cannot be
used with --only-changes. Workers on many machines share the rows of one input through a PostgreSQL database:
--ledger postgresql://HOST/DATABASE. If the database is lost, the command tries to reach it for two minutes.

An import stops by itself if all of the first 20 rows are refused, or half of the last 100, because each can be a
login with a wrong password (--max-rejected). To try a few rows first, use --limit N. SIGUSR1 pauses the import, SIGUSR2
continues it. The file of --control does the same, with lines such as paused = true, concurrency = 4 and rate = 0.5.

Ctrl-C ends the import in order: it begins no new account, and accounts under way may finish within --grace. A second
Ctrl-C cuts them short. Importing the same file again is safe: each row replaces the settings of its account.)";

inline constexpr std::string_view repair_help =
    R"(Asks the service for its accounts, with the API token and the profiles that rows name. An account for which the
service stored an error is dead, and still takes a place. The command registers each dead account again, with the row of
the file that names it. It ignores the rows of other accounts.

Each row is sent once. The ledger is FILE.ledger, unless --ledger names another one. If the command is killed, run it
again: it goes on. A password that was refused before is tried again only if the row was corrected, or with
--retry-refused. The command shows dead accounts that no row names. --max-logins limits the logins at a time.

Ends with 0 if no account is dead any more, else with 1.)";

inline constexpr std::string_view renew_help =
    R"(Does the same as `accounts repair` for accounts whose session has ended or ends within --expiring-within, by the
service's clock. A login begins a new session. For accounts in an error state, use `accounts repair`.)";

inline constexpr std::string_view completion_help = R"help(If no package installed the completion:
  bash  eval "$(useapi completion bash)" in ~/.bashrc
  zsh   eval "$(useapi completion zsh)" in ~/.zshrc, after compinit
  fish  useapi completion fish > ~/.config/fish/completions/useapi.fish)help";

inline constexpr std::string_view doctor_help =
    R"(Prints one line for each check, ok, warn, fail or skip, with a hint below it. It checks the API token and who may
read it, the certificate authorities, the proxy in use, DNS, TCP, TLS and the certificate, and the difference between this
clock and the service's. It asks for the list of accounts to check that the token is accepted, and tells how many places of
the subscription are taken. With --ledger it also tries to reach a shared ledger, and tells the TLS of that connection.
Nothing is changed.

Ends with 0 if nothing failed, else with the exit code of the first failure: 2 for an error on this machine, 3 for the
API token, 4 for the way to the service, 1 for the clock.)";

inline constexpr std::string_view api_help =
    R"(Sends one request for which there is no other command. PATH begins at the host of --base-url, not below its path. The
API token is sent, but not shown: the output has `***` in place of it and of the tokens of sessions.

The content is printed for every status: on one line if it is JSON, else as a string of JSON, so that jq can read it. A
request that got an answer is not sent again. A request whose connection failed is, if the method allows it.

Ends with 0 if the status is 2xx, else with the exit code for this status: 3 for the API token, 4 if the service is in
trouble, 1 for all others.)";

inline constexpr std::string_view explain_help =
    R"(A code is the value of "code" in a JSON error, and of error.type in a line of --verbose. Nothing is sent.)";

inline constexpr std::string_view report_help =
    R"(Reads the rows of the ledger and does not change them; the import may run meanwhile. Without --html, --csv and --json,
a summary is printed. The HTML page holds no script and loads nothing. Each report tells why accounts are not registered,
how many, and what to do about it, and lists the first 2000 of them. The CSV table lists every account.)";

inline constexpr std::string_view status_help =
    R"(Reads the rows of the ledger and does not change them; the import may run meanwhile. Tells whether the import runs, how
much is done, how long the rest takes, how many rows are in each state, and the outcomes per second in the last minute. Of
a shared ledger it also shows the workers, with the time left of their leases. FILE may be the input of an import with
--resume.)";

inline constexpr std::string_view ledger_backup_help =
    R"(The copy is one file with everything that the import has recorded so far. Do not use cp while an import runs: such a
copy lacks the changes in the ledger's -wal file. To go on with the copy, name it with --ledger. Or put it in the place of
the ledger, and remove the ledger's -wal and -shm files.)";

inline constexpr std::string_view ledger_init_help =
    R"(For workers whose database role may not create tables: the owner of the database runs this command once, and then the
printed GRANT statements, in which WORKER stands for the role of the workers. If options=-csearch_path%3DNAME names a schema,
the command makes it as well. Existing tables stay as they are. Imports that use them go on meanwhile.)";

inline constexpr std::string_view emulator_help = R"(Faults (SPEC = KIND[,OPTION]...):
  KIND    status=N  reset=before-request  reset=after-request  stall
          delay=250ms  truncate  close  close=silent  garbage
          wrong-password  suspended
  OPTION  rate=R  nth=N  nth=N+  email=ADDRESS  method=POST|GET|DELETE
          applied=before|after  retry-after=S  retry-after=date  retry-after=none  body=TEXT

To trust the emulator, pass the ca.pem of --tls-dir to --ca-file. SIGTERM and SIGINT end the emulator.)";

inline constexpr std::string_view record_help =
    R"(Listens on 127.0.0.1 as the emulator does. Sends each request once to the host of --base-url, with the API token of
the request, and passes the answer on. FILE gets a line of JSON for each answer, which useapi::testing::replay can play
back. Only its owner can read FILE. It holds no API token, password, session, cookie or email: everything that is not known
to be public is replaced, an email by user-1@example.invalid and anything else by text-1. Equal values are replaced by the
same text.

--compare tells whether the service still answers as it did. Run the program once more with which FILE was recorded. An
answer is as recorded if FILE has an answer to the same method and path, about any account, with the same status, the same
fields, and the same members with the same types. Values are not compared.

The client has to trust the ca.pem of --tls-dir, by --ca-file. SIGTERM and SIGINT end the command with 0, or with 1 if
--compare found a difference. If FILE cannot be written any more, the command ends with 1.)";

} // namespace useapi::cli

#endif
