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
  USEAPI_ACCOUNT_PASSWORD  the account's password for `accounts upsert`, where --password-file names no file
  USEAPI_BASE_URL          as --base-url; so for every option above that has a value: --ca-file is USEAPI_CA_FILE
  HTTPS_PROXY, NO_PROXY    the proxy to go through, http://[USER:PASSWORD@]HOST:PORT, and the hosts to reach directly
  NO_COLOR                 as --no-color, if it is not empty

Config file:
  TOML, with long options as keys: base-url = "https://...", timeout = 60,
  verbose = true. A table such as [accounts.import] has the options of that
  command. It holds names of files with secrets, never secrets.

An option on the command line goes before the environment, the environment before the config file.

--verbose writes a line an event to standard error, `time=... event=response_received call=1 connection=1
http.response.status_code=200 ...`, named after OpenTelemetry; no line holds a secret or an email.

Secrets are never taken from the command line, where other users of the machine can see them.

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
  useapi emulator --tls-dir tls --port-file port --fault status=503,rate=0.1)";

inline constexpr std::string_view command_help =
    "`useapi --help` tells of the options of every command, of exit codes and of the environment.";

inline constexpr std::string_view upsert_help =
    R"(The password is read from the first line of --password-file, else from USEAPI_ACCOUNT_PASSWORD, else it is
asked for on the terminal.
The whole configuration of an account that is there already is replaced.
With --service, EMAIL is what names an account there: REGION:EMAIL for dreamina, such as US:user@example.com. Accounts of
minimax have no password: `accounts import` registers those of a file.)";

inline constexpr std::string_view named_account_help =
    R"(With --service, EMAIL is what names an account there: the email, REGION:EMAIL for dreamina, an id for mureka and
minimax, as accounts list shows them.)";

inline constexpr std::string_view delete_help =
    R"(The rows of --file need an email, and a profile where they are of one; whatever else they hold, passwords as well, is
passed over. The accounts that are there are shown, and deleted after a question, or with --yes. Without a terminal and
without --yes, nothing is deleted. Where one row is bad, nothing is deleted. With --service dreamina rows need a region as
well; with mureka and minimax they need an account, which is the id, in place of the email.
With --service, EMAIL is what names an account there: see useapi accounts get --help.)";

inline constexpr std::string_view health_help =
    R"(Lists what is not well, over the API token and all profiles:
  dead      the service stored an error: no job runs on the account, and it still takes a place
  expired   the account's session has ended
  expiring  it ends within --expiring-within
  unknown   the service tells nothing of the session, or did not list the accounts of the profile
  full      the subscription has no place left for another account
  inactive  the subscription has to be renewed
A line counts all accounts. Nothing is changed.

With --service, the accounts and the places are those of that service.

Ends with 0 where all is well, with 1 where something is not. Where no profile could be asked, it ends as the first
failure would end any command.)";

inline constexpr std::string_view export_help =
    R"(Prints CSV with the header email,password,maxJobs,useWorkspace,profile for the API token and all profiles. The
service shows no passwords: their column is empty, and `accounts import` takes the file once it is filled in.
A workspace whose form has no id and is not `true` is left empty, with a warning. With --output json it prints NDJSON,
which `accounts import` takes as well. With --service, the columns are those that it imports.)";

inline constexpr std::string_view verify_help = R"(Compares as `accounts plan` does, and shows the same lines:
  +  missing          ~  held with other settings          !  held, but in an error state
  -  on the service only, which is no fault of the file
Ends with 0 where the service holds every account of the file with its maxJobs and useWorkspace, else with 1.
Passwords are not compared, and a workspace is not where the service shows it in another form. Accounts of mureka and
minimax have ids that rows need not know, and cannot be compared.)";

inline constexpr std::string_view validate_help = R"(Input:
  CSV     with the header email,password[,maxJobs][,useWorkspace][,profile], in any order and spelling of case;
          --column says which column is meant by another name
  NDJSON  an object a line, with members of the same names
Every bad row is named with its line and all that is wrong with it. What may not be meant is warned of: emails that
differ in case alone, and characters in a password that are not seen. Ends with 0 where all rows are good, else
with 2. With --service, rows have the fields of that service: see useapi accounts import --help.)";

inline constexpr std::string_view plan_help = R"(Shows, a line an account:
  +  to create          ~  to change, and what          !  unchanged, but in an error state on the service
  -  on the service only; `accounts import --prune` deletes it
Rows that are unchanged are counted. Passwords cannot be compared, since the service masks them. A workspace is not
compared where the service shows it in another form. A warning tells where the subscription has too few places.
With --service, email and maxJobs are compared; rows of mureka and minimax cannot be.

--out keeps the plan in a file, with emails and without passwords: of what a row would send it holds a digest, under a
key that is made of the API token. `accounts import FILE --plan F` carries it out.)";

inline constexpr std::string_view import_help = R"(Input:
  CSV     with the header email,password[,maxJobs][,useWorkspace][,profile], in any order and spelling of case;
          --column says which column is meant by another name
  NDJSON  an object a line, with members of the same names
  either of them plain, or compressed by gzip or zstd (up to level 19): its first bytes tell
A file is checked as a whole before anything is sent; every bad row is named with its line. Standard input needs
--format, is checked as it comes, and its first bad row ends the import.

With --service, rows have the fields of that service:
  pixverse  email,password[,maxJobs]
  kling     email,password[,maxJobs][,passToken][,did][,userId]
  dreamina  email,password,region[,maxJobs]; the region is US or CA, and results name the account US:user@example.com
  mureka    email,password, or account,token,refresh_token
  minimax   account,token,url[,maxJobs]
account names a row in results and in the ledger; it is not sent. It may be the id that `accounts list` shows, or any
other text. A row of mureka that may have been registered is not sent again unless --retry-refused is given.

Rows may name a profile, in a column or member of that name. --profiles says which API token each goes with:
  [profiles.eu]                     rows that name none go with USEAPI_TOKEN or --token-file
  token_file = "eu.token"           or token = "...": the file of profiles must have mode 600
  base_url, ca_file                 default: as on the command line
  max_logins, rate, account_limit   what its subscription bears
A refused token ends its profile's rows and no others: the exit code is 3 where every profile that has rows was
refused, else 1.

--only-changes and --prune ask the service first what it holds, and need a file. What --prune deletes goes before
the rows are sent, to make room for them. An account stays where any row has its email, under whatever profile and in
whatever case. Another file may name accounts of the same subscription: name it with --keep-rows-of, or say
--no-other-file.

--plan carries out what `accounts plan --out` kept: the rows that create or change an account. Nothing is sent where
the file of accounts, the API token or what the service holds has changed since.

A warning tells, before anything is sent, where the rows need more new places than the subscription has free. A service
that does not tell of places costs a line.

With --ledger or --resume every row's state is kept in a file, without passwords. However the import ends, the
same command goes on: it passes over what is registered with the data of the row, retries what failed for a
while, sends again what was under way and what was changed in the file, and leaves refused rows alone unless
--retry-refused is given. It recognizes rows by a key that is made of the API token: where the token is another one, it
says so and asks before it sends all of them again (--yes). --dry-run shows the rows that it would send, and changes
neither the ledger nor a file beside it. The file is for one input and one service, and for one import at a time; it does not
go with --only-changes. Workers on many machines share the rows of one input through a PostgreSQL database:
--ledger postgresql://HOST/DATABASE. A database that is lost is asked again for two minutes.

An import brakes by itself: it stops where the first 20 rows are all refused, or half of the last 100, since each can
be a login with a wrong password (--max-rejected). --limit N sends a canary. SIGUSR1 pauses it, SIGUSR2 lets it go on;
so does the file of --control, with lines such as paused = true, concurrency = 4 and rate = 0.5.

Ctrl-C ends the import in order: no new account is begun, those under way may finish within --grace; a second
Ctrl-C cuts them short. Importing the same file again is safe: each row replaces what its account had.)";

inline constexpr std::string_view repair_help =
    R"(Asks the service for its accounts, over the API token and the profiles that rows name, and registers those that it
stored an error for once more, each with the row of the file that names it: such an account is dead, and still takes
a place. Rows of other accounts are as if they were not there.

Each is sent once, with a ledger: FILE.ledger, unless --ledger names another one. Killed, the same command goes on. A
password that was refused before is not tried again unless the row was corrected, or --retry-refused is given. A dead
account that no row names is told. --max-logins limits how many log in at once.

Ends with 0 where none is left dead, with 1 where one is.)";

inline constexpr std::string_view renew_help =
    R"(As `accounts repair`, for accounts whose session has ended or ends within --expiring-within, by the service's
clock. A session begins anew with each login. Accounts in error are for `accounts repair`.)";

inline constexpr std::string_view completion_help = R"help(Where no package installed them:
  bash  eval "$(useapi completion bash)" in ~/.bashrc
  zsh   eval "$(useapi completion zsh)" in ~/.zshrc, behind compinit
  fish  useapi completion fish > ~/.config/fish/completions/useapi.fish)help";

inline constexpr std::string_view doctor_help =
    R"(A line a check, ok, warn, fail or skip, with a hint below it: the API token and who may read it, the
certificate authorities, the proxy in force, DNS, TCP, TLS and the certificate, the clock against the service's, and
whether the token is accepted, for which it asks for the list of accounts, and how many places of the subscription
are taken. With --ledger also whether a shared ledger is reached, and by which TLS. Nothing is changed.

Ends with 0 where nothing failed, else as the first failure would end any command: 2 for what is wrong here,
3 for the API token, 4 for the way to the service, 1 for the clock.)";

inline constexpr std::string_view api_help =
    R"(One request, for what has no command of its own. PATH begins at the host of --base-url, not below its path. The API
token is sent, and not shown: it and the tokens of sessions are `***` in what is printed.

The content is printed whatever the status is: on one line where it is JSON, else as a string of JSON, so that jq reads
it. A status is never repeated; a connection that fails is, where the method allows it.

Ends with 0 where the status is 2xx, else with what the status means, as any command does: 3 for the API token, 4 where
the service is in trouble, 1 for all others.)";

inline constexpr std::string_view explain_help =
    R"(The codes are those of "code" in JSON errors, and of error.type in what --verbose writes. Nothing is sent.)";

inline constexpr std::string_view report_help =
    R"(The ledger's rows are read and not changed, also while the import runs. Without --html, --csv and --json, a summary is
printed. The page holds no script and loads nothing. Each tells why accounts are not registered, of how many that is so,
and what to do about it, and lists the first 2000 of them; the table lists every account.)";

inline constexpr std::string_view status_help =
    R"(The ledger's rows are read and not changed, also while the import runs: whether it runs, how much is done and how
long the rest takes, how many rows are in which state, outcomes a second in the last minute, and the workers of a
shared ledger with what is left of their leases. FILE may be the input of an import with --resume.)";

inline constexpr std::string_view ledger_backup_help =
    R"(The copy is one file that holds all that the import has recorded so far. A copy of the ledger's file by cp, made while
an import runs, lacks what is in its -wal. To go on with the copy, name it with --ledger, or put it in the ledger's
place and remove the ledger's -wal and -shm.)";

inline constexpr std::string_view ledger_init_help =
    R"(For workers whose roles may not create: the owner of a database makes the tables once, and grants what is printed
to the role of the workers, which is named WORKER. A schema that options=-csearch_path%3DNAME names is made as well. Tables
that are there already stay as they are, and no import that uses them is held up.)";

inline constexpr std::string_view emulator_help = R"(Faults (SPEC = KIND[,OPTION]...):
  KIND    status=N  reset=before-request  reset=after-request  stall
          delay=250ms  truncate  close  close=silent  garbage
          wrong-password  suspended
  OPTION  rate=R  nth=N  nth=N+  email=ADDRESS  method=POST|GET|DELETE
          applied=before|after  retry-after=S  retry-after=date  retry-after=none  body=TEXT

The authority to trust is the ca.pem of --tls-dir, for --ca-file. SIGTERM and SIGINT end the emulator.)";

} // namespace useapi::cli

#endif
