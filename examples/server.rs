//! Three ordinary hosts behind one small server: it turns a multipart request into stored documents, or into a refusal.
//!
//! Its law: a file is stored only when its receipt belongs to it and it passes, natively and once more, the checks that
//! the browser already ran (`server/gate.rs`). Everything else is answered with 422 and a sentence, and nothing of it is
//! kept. The log holds method, route, status and byte counts: no file name, no address, no content.
//!
//! ```text
//! cargo run --example server -- [--port 8787] [--root DIR] [--store DIR] [--record DIR]
//! ```
//!
//! `--record` is for tests: every byte that a browser sends is appended to `DIR/requests.bin`, so that a test can show
//! what arrived. In production a reverse proxy stands in front: it speaks TLS and ends slow connections.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program: it says its address and keeps a log"
)]
#![allow(clippy::disallowed_methods, reason = "a program: it has a file system, arguments and a clock")]

#[path = "server/gate.rs"]
mod gate;
#[path = "server/pages.rs"]
mod pages;
#[path = "server/store.rs"]
mod store;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, MatchedPath, Multipart, Query, Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, get_service};
use tokio::sync::Semaphore;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use gate::{Refusal, Submission};
use pages::Lang;
use store::Store;

/// The most that one request may carry: several documents of a form, or one large scan.
const BODY_LIMIT: usize = 60 << 20;
/// Bodies held and checked at a time: each may need its own size several times over.
const AT_ONCE: usize = 3;
/// How long a request may wait for its turn.
const WAIT: Duration = Duration::from_secs(20);
/// How long a body may take to arrive.
const ARRIVE: Duration = Duration::from_secs(90);

/// Nothing from elsewhere, nothing inline, no `eval`: what the pages and the element must live under.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
                   img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// What every request may use.
#[derive(Clone)]
struct Site {
    store: Arc<Store>,
    turns: Arc<Semaphore>,
}

/// Where a page is served, what it asks for, how strict its gate is.
pub(crate) struct Host {
    /// First part of its paths.
    pub(crate) slug: &'static str,
    /// Where its form posts to.
    pub(crate) route: &'static str,
    /// The one field that may hold files.
    pub(crate) files: &'static str,
    /// The text fields that are kept; any other is dropped unread.
    pub(crate) fields: &'static [&'static str],
    /// Its policy: files struck out under another one are refused.
    pub(crate) policy: &'static str,
}

pub(crate) const HOSTS: [Host; 3] = [
    Host {
        slug: "forum",
        route: "/forum/posts",
        files: "attachment",
        fields: &["message"],
        policy: "public",
    },
    Host {
        slug: "booking",
        route: "/booking/requests",
        files: "prescription",
        fields: &["surname", "given", "birth", "phone", "email", "address", "exam", "slot", "comment"],
        policy: "care",
    },
    Host {
        slug: "portal",
        route: "/portal/documents",
        files: "document",
        fields: &["about"],
        policy: "care",
    },
];

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}\nusage: server [--port N] [--root DIR] [--store DIR] [--record DIR]");
            std::process::exit(2);
        }
    };
    let site =
        Site { store: Arc::new(Store::open(arguments.store)?), turns: Arc::new(Semaphore::new(AT_ONCE)) };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    println!("http://{}/", listener.local_addr()?);
    let app = app(&arguments.root, site, arguments.record.map(Recorder::open).transpose()?);
    axum::serve(listener, app).with_graceful_shutdown(stopped()).await
}

async fn stopped() {
    // Without a signal handler the server simply runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// What was typed on the command line.
struct Arguments {
    port: u16,
    root: PathBuf,
    store: PathBuf,
    record: Option<PathBuf>,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut read = Self {
            port: 8787,
            root: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
            store: std::env::temp_dir().join(format!("biffure-store-{}", std::process::id())),
            record: None,
        };
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--port" => read.port = value.parse().map_err(|_| "--port needs a number".to_owned())?,
                "--root" => read.root = value.into(),
                "--store" => read.store = value.into(),
                "--record" => read.record = Some(value.into()),
                _ => return Err(format!("unknown argument {word}")),
            }
        }
        Ok(read)
    }
}

fn app(root: &Path, site: Site, recorder: Option<Recorder>) -> Router {
    let examples = root.join("examples");
    let mut router = Router::new()
        .route_service("/", get_service(ServeFile::new(examples.join("home/index.html"))))
        .route_service("/en.html", get_service(ServeFile::new(examples.join("home/en.html"))))
        .route_service("/home/{*path}", get_service(ServeDir::new(&examples)))
        .nest_service("/biffure", ServeDir::new(root.join("www")).precompressed_br());
    for host in &HOSTS {
        let slug = host.slug;
        let posts = get(|| async { (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST")]) })
            .post(move |site, headers, form| receive(host, site, headers, form));
        router = router
            .route(&format!("/{slug}"), moved(format!("/{slug}/")))
            .route_service(&format!("/{slug}/"), get_service(ServeDir::new(&examples)))
            .route_service(&format!("/{slug}/{{*path}}"), get_service(ServeDir::new(&examples)))
            .route(host.route, posts)
            .route(
                &format!("/{slug}/received"),
                get(move |State(site): State<Site>, Query(query): Query<pages::Asked>| async move {
                    fresh(Html(pages::received(host, &query, &site.store.entries(host.slug))))
                }),
            )
            .route(&format!("/{slug}/documents/{{name}}"), get(move |site, name| document(host, site, name)));
    }
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let mut router = router.layer(from_fn(log)).with_state(site);
    if let Some(recorder) = recorder {
        router = router.layer(from_fn_with_state(Arc::new(recorder), record));
    }
    router
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(header("content-security-policy", CSP))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "no-referrer"))
        .layer(header("permissions-policy", PERMISSIONS))
        .layer(header("cross-origin-opener-policy", "same-origin"))
        .layer(header("cross-origin-resource-policy", "same-origin"))
        // Asked again each time, answered with 304: page, script and wasm of two builds never mix.
        .layer(header("cache-control", "no-cache"))
}

fn moved(to: String) -> MethodRouter<Site> {
    get(move || async move { Redirect::permanent(&to) })
}

/// A post: read, checked, and only then stored.
async fn receive(
    host: &'static Host,
    State(site): State<Site>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let json = headers
        .get(ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json"));
    let mut lang = Lang::Fr;
    match take(host, &site, form, &mut lang).await {
        Ok(entry) if json => fresh(axum::Json(pages::stored_json(host, &entry))),
        // See other, so that reloading the answer does not send the form again.
        Ok(entry) => {
            let to =
                format!("/{}/received?lang={}&new={}#entry-{}", host.slug, lang.code(), entry.id, entry.id);
            (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
        }
        Err(refusal) => {
            let body = if json {
                axum::Json(refusal.json(lang)).into_response()
            } else {
                Html(pages::refused(host, lang, &refusal)).into_response()
            };
            let mut response = fresh(body);
            *response.status_mut() = refusal.status;
            response
        }
    }
}

async fn take(
    host: &'static Host,
    site: &Site,
    form: Multipart,
    lang: &mut Lang,
) -> Result<store::Entry, Refusal> {
    let turn = tokio::time::timeout(WAIT, Arc::clone(&site.turns).acquire_owned())
        .await
        .map_err(|_| Refusal::BUSY)?
        .map_err(|_| Refusal::BUSY)?;
    let submission = tokio::time::timeout(ARRIVE, Submission::read(host, form, lang))
        .await
        .map_err(|_| Refusal::SLOW)??;
    let store = Arc::clone(&site.store);
    // The turn goes along: a check goes on to its end even when the browser has gone, and counts until then.
    let work = move || {
        let _turn = turn;
        let checked = gate::check(host, submission)?;
        store.keep(host.slug, checked).map_err(|_| Refusal::STORE)
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Refusal::STORE)?
}

/// A stored document, by our own name.
async fn document(
    host: &'static Host,
    State(site): State<Site>,
    axum::extract::Path(name): axum::extract::Path<String>,
) -> Response {
    let Some((media, bytes)) = site.store.document(host.slug, &name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // The browser's own viewer needs no more than this; what is stored is one of four sorts, rebuilt by us.
    let headers = [
        (CONTENT_TYPE, media),
        (HeaderName::from_static("content-security-policy"), "frame-ancestors 'none'"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, bytes).into_response()
}

/// An answer that holds what a person sent: kept by no cache.
fn fresh(answer: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store")], answer).into_response()
}

async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    // The route's pattern, never the address: an address may hold what a person typed.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let bytes = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let response = next.run(request).await;
    eprintln!("{method} {route} {} {}", response.status().as_u16(), bytes.unwrap_or(0));
    response
}

/// Keeps every byte that arrives, for tests.
struct Recorder {
    file: std::sync::Mutex<std::fs::File>,
}

impl Recorder {
    fn open(folder: PathBuf) -> std::io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let file = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("requests.bin"))?;
        Ok(Self { file: std::sync::Mutex::new(file) })
    }

    fn append(&self, parts: &[&[u8]]) -> std::io::Result<()> {
        let mut file = self.file.lock().map_err(|_| std::io::Error::other("the record is poisoned"))?;
        parts.iter().try_for_each(|part| file.write_all(part))?;
        file.flush()
    }
}

/// Addresses and headers are recorded too: a leak may hide in a query as well as in a body. A request that cannot be
/// recorded whole is not answered, so that a test never takes a gap for silence.
async fn record(State(recorder): State<Arc<Recorder>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, 4 * BODY_LIMIT).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "not recorded").into_response();
    };
    let mut opening = format!("\n=== {} {}\n", head.method, head.uri).into_bytes();
    for (name, value) in &head.headers {
        opening.extend_from_slice(name.as_str().as_bytes());
        opening.extend_from_slice(b": ");
        opening.extend_from_slice(value.as_bytes());
        opening.push(b'\n');
    }
    opening.push(b'\n');
    let (kept, copy) = (Arc::clone(&recorder), bytes.clone());
    let written = tokio::task::spawn_blocking(move || kept.append(&[&opening, &copy])).await;
    if !matches!(written, Ok(Ok(()))) {
        return (StatusCode::INTERNAL_SERVER_ERROR, "not recorded").into_response();
    }
    next.run(Request::from_parts(head, Body::from(bytes))).await
}
