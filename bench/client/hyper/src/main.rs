// hyper's pooled client as a service uses it: one Client, OpenSSL, a task for each connection, serde_json both ways.
use hyper::client::HttpConnector;
use hyper::{body, header, Body, Client, Request};
use hyper_tls::HttpsConnector;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings<'a> {
    email: &'a str,
    password: &'a str,
    max_jobs: i64,
}

// All fields are read, as a service would read them, though the benchmark looks at two.
#[allow(dead_code)]
#[derive(Deserialize)]
struct Jwt {
    token: String,
    exp: f64,
    iat: f64,
    id: i64,
}

#[allow(dead_code)]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    email: String,
    max_jobs: i64,
    jwt: Jwt,
}

type Connector = HttpsConnector<HttpConnector>;

fn give_up(why: impl std::fmt::Display) -> ! {
    eprintln!("bench: {why}");
    std::process::exit(1);
}

fn or_give_up<T, E: std::fmt::Display>(outcome: Result<T, E>) -> T {
    outcome.unwrap_or_else(|error| give_up(error))
}

async fn upsert(client: &Client<Connector>, port: u16, index: u64) {
    let email = format!("user{:06}@example.com", index % 1_000_000);
    let settings = Settings { email: &email, password: "correct horse battery staple 42", max_jobs: 5 };
    let request = Request::post(format!("https://127.0.0.1:{port}/v1/runwayml/accounts/{email}"))
        .header(header::AUTHORIZATION, "Bearer user:1234-abcdefghijklmnop")
        .header(header::USER_AGENT, "bench/1.0")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(or_give_up(serde_json::to_vec(&settings))));
    let response = or_give_up(client.request(or_give_up(request)).await);
    let status = response.status();
    let content = or_give_up(body::to_bytes(response.into_body()).await);
    let received: Account = or_give_up(serde_json::from_slice(&content));
    if status != 200 || received.max_jobs != 5 || received.jwt.token.is_empty() {
        give_up("not the account that was hoped for");
    }
}

async fn run(client: &Client<Connector>, port: u16, connections: u64, requests: u64, sent: &Rc<Cell<u64>>) {
    let last = sent.get() + requests;
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let client = client.clone();
            let sent = sent.clone();
            tokio::task::spawn_local(async move {
                while sent.get() < last {
                    let index = sent.replace(sent.get() + 1);
                    let done = tokio::time::timeout(Duration::from_secs(30), upsert(&client, port, index));
                    or_give_up(done.await);
                }
            })
        })
        .collect();
    for task in tasks {
        or_give_up(task.await);
    }
}

fn cpu() -> (f64, f64) {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage writes the whole structure, or fails.
    let usage = unsafe {
        if libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()) != 0 {
            give_up("getrusage fails");
        }
        usage.assume_init()
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    (seconds(usage.ru_utime), seconds(usage.ru_stime))
}

fn option<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|each| each == name) {
        None => otherwise,
        Some(at) => match arguments.get(at + 1).map(|text| text.parse()) {
            Some(Ok(value)) => value,
            _ => give_up(format!("{name} needs a value")),
        },
    }
}

async fn measure() {
    let port: u16 = option("--port", 0);
    let connections: u64 = option("--connections", 1);
    let requests: u64 = option("--requests", 0);
    let authority = or_give_up(std::fs::read(option("--ca", String::new())));
    let mut tls = native_tls::TlsConnector::builder();
    tls.add_root_certificate(or_give_up(native_tls::Certificate::from_pem(&authority)));
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    let connector = HttpsConnector::from((http, or_give_up(tls.build()).into()));
    let client = Client::builder().pool_max_idle_per_host(connections as usize).build(connector);

    let sent = Rc::new(Cell::new(0));
    run(&client, port, connections, option("--warm-up", 0), &sent).await;
    let before = cpu();
    let begin = Instant::now();
    run(&client, port, connections, requests, &sent).await;
    let seconds = begin.elapsed().as_secs_f64();
    let after = cpu();
    println!(
        "{{\"client\": \"hyper\", \"connections\": {connections}, \"requests\": {requests}, \
         \"seconds\": {seconds:.6}, \"cpu_user\": {:.6}, \"cpu_system\": {:.6}}}",
        after.0 - before.0,
        after.1 - before.1
    );
}

fn main() {
    let runtime = or_give_up(tokio::runtime::Builder::new_current_thread().enable_all().build());
    let limit = Duration::from_secs(5 * 60);
    runtime.block_on(tokio::task::LocalSet::new().run_until(async move {
        if tokio::time::timeout(limit, measure()).await.is_err() {
            give_up("it takes too long");
        }
    }));
}
