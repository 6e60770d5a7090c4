//! The pages that people wait for, each beside a trivial handler of the same framework that writes an
//! equally long body anew; and one acknowledged cell save beside a raw durable transaction.
//!
//! `cargo bench -p server --bench pages`. Ten units over the real table of 176 criteria. Everything is
//! answered over loopback by one server in this process; pages and trivial bodies take turns, medians count.
#![expect(clippy::unwrap_used, reason = "a benchmark")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::self_score::save::{self, Typed};
use app::{Clock, Cx, Ids};
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use scenario::large::{self, Large};
use storage::{Options, Store};
use web::addresses;

/// As the binary does.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TABLE: &[u8] = include_bytes!("../../exchange/tests/data/table-commune-2025.json");

/// How often each address is asked in one turn, and how many turns.
const ASKED: u32 = 300;
const TURNS: usize = 7;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let folder = std::env::temp_dir().join(format!("giaouoc-bench-pages-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (cx, told) = world(&folder).await;
    let secret = |login: &'static str| app::account::demo::step_into(&cx, login, app::account::sign_in::From::default());
    let (officer, superior) = (secret("officer-1").await.unwrap(), secret("quantri").await.unwrap());
    parts(&cx, &told, &officer).await;
    let alone = Alone::of(&cx, &told, &officer).await;
    let address = serve(Arc::clone(&cx)).await;
    let (at, here) = (address, tokio::runtime::Handle::current());
    tokio::task::spawn_blocking(move || {
        let own = addresses::sheet(told.year, told.units[0]);
        let mut officer = Client::open(at, &officer);
        page(&mut officer, "sheet", &own);
        let mut superior = Client::open(at, &superior);
        page(&mut superior, "heat map", &addresses::heat(told.year));
        page(&mut superior, "heat map of all criteria", &format!("{}?group=all", addresses::heat(told.year)));

        saves(&mut officer, &own, &folder, |n| here.block_on(alone.save(n)));

        here.block_on(large::send_all(&cx, &told)).unwrap();
        page(&mut superior, "ranking", &addresses::ranking(told.year));
        std::fs::remove_dir_all(&folder).unwrap();
    })
    .await
    .unwrap();
}

async fn world(folder: &Path) -> (Arc<Cx>, Large) {
    let address = format!("sqlite:{}", folder.join("giaouoc.db").display());
    let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
    let mut cx = Cx::new(store, folder.join("files"), Clock::system(), Ids::by_time(), true).unwrap();
    let told = large::tell(&mut cx, 10, TABLE).await.unwrap();
    (Arc::new(cx), told)
}

async fn serve(cx: Arc<Cx>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Router::new().route("/trivial", get(trivial)).merge(server::site::of(cx, false));
    tokio::spawn(async move { axum::serve(listener, site.into_make_service_with_connect_info::<SocketAddr>()).await });
    address
}

/// A page of `n` rows written anew, without session, store or headers of ours.
async fn trivial(Query(asked): Query<std::collections::HashMap<String, usize>>) -> axum::response::Html<String> {
    use std::fmt::Write as _;
    let long = asked.get("bytes").copied().unwrap_or(0);
    let mut body = String::with_capacity(long + 128);
    let mut row = 0_u32;
    while body.len() < long {
        let _ = writeln!(
            body,
            "<tr><td>{row}</td><th scope=\"row\">Tiêu chí số {row}</th><td class=\"number\">{},{:02}</td></tr>",
            row / 3,
            row % 100
        );
        row += 1;
    }
    axum::response::Html(body)
}

fn page(client: &mut Client, name: &str, address: &str) {
    let (status, body) = client.get(address);
    let beside = format!("/trivial?bytes={}", body.len());
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(client.rate(address));
        theirs.push(client.rate(&beside));
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!("{name}: {status}, {} bytes, {ours} pages/s; trivial handler {theirs}/s; {}% of it", body.len(), ours * 100 / theirs.max(1));
}

/// What every page of a year asks of the store before it knows what to show.
async fn parts(cx: &Cx, told: &Large, secret: &str) {
    let (mut who, mut desk, mut book) = (Vec::new(), Vec::new(), Vec::new());
    let actor = app::account::sign_in::who(cx, secret).await.unwrap().unwrap();
    let scope = app::desk::open(cx, &actor, told.year).await.unwrap().scope();
    let asked = cx.store.asked();
    for _ in 0..1_000 {
        let begun = Instant::now();
        app::account::sign_in::who(cx, secret).await.unwrap();
        who.push(nanos(begun.elapsed()));
        let begun = Instant::now();
        app::desk::open(cx, &actor, told.year).await.unwrap();
        desk.push(nanos(begun.elapsed()));
        let begun = Instant::now();
        cx.books.of(&mut cx.store.read().await.unwrap(), scope).await.unwrap();
        book.push(nanos(begun.elapsed()));
    }
    let asked = (cx.store.asked() - asked) / 1_000;
    let (who, desk, book) = (median(&mut who), median(&mut desk), median(&mut book));
    println!("before a page: session {who} ns, desk {desk} ns, book {book} ns; {asked} statements");
}

fn nanos(took: Duration) -> u64 {
    u64::try_from(took.as_nanos()).unwrap_or(u64::MAX)
}

/// The use case without HTTP: what a save costs between a request and its answer.
struct Alone {
    cx: Arc<Cx>,
    actor: app::Actor,
    told: Large,
    path: String,
}

impl Alone {
    async fn of(cx: &Arc<Cx>, told: &Large, secret: &str) -> Self {
        let actor = app::account::sign_in::who(cx, secret).await.unwrap().unwrap();
        let scope = app::desk::open(cx, &actor, told.year).await.unwrap().scope();
        let book = cx.books.of(&mut cx.store.read().await.unwrap(), scope).await.unwrap();
        let path = book.in_force().unwrap().table.leaves()[1].path.clone();
        Self { cx: Arc::clone(cx), actor, told: told.clone(), path }
    }

    async fn save(&self, n: i64) {
        let key = app::IdemKey::of(&format!("bench-alone-{n:016}")).unwrap();
        let cell = Typed { path: self.path.clone(), field: "note".into(), text: n.to_string(), version: n };
        let done = save::save(&self.cx, &self.actor, self.told.year, self.told.units[0], &key, &[cell]).await.unwrap();
        assert_eq!(done.cells.len(), 1);
    }
}

/// One acknowledged cell save, alone and over HTTP, beside a raw durable transaction of the same store with
/// as many bytes and beside a request that does nothing. They take turns.
fn saves(client: &mut Client, sheet: &str, folder: &Path, alone: impl Fn(i64)) {
    let page = client.get(sheet).1;
    let value =
        |name: &str| page.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let (save, token, path) = (value("data-save"), value("data-csrf"), first_note(&page));
    let raw = rusqlite::Connection::open(folder.join("raw.db")).unwrap();
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB)")
        .unwrap();
    let (mut raws, mut alones, mut empty, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for n in 0..400 {
        raws.push(timed(|| durable(&raw)));
        alones.push(timed(|| alone(n)));
        raws.push(timed(|| durable(&raw)));
        empty.push(timed(|| drop(client.get("/trivial?bytes=300"))));
        let body = format!(r#"{{"key":"bench-key-{n:016}","cells":[{{"path":"{path}","field":"note","text":"{n}","version":{n}}}]}}"#);
        kept.push(timed(|| assert_eq!(client.post(&save, &token, &body).0, 200)));
    }
    let [raw, alone, empty, kept] = [raws, alones, empty, kept].map(|mut took| median(&mut took));
    println!("raw durable transaction: {raw} us; trivial request {empty} us");
    println!("one cell saved by the use case: {alone} us; {}% of raw", alone * 100 / raw.max(1));
    println!(
        "one cell saved over HTTP: {kept} us; {}% of raw, {}% of raw and a request",
        kept * 100 / raw.max(1),
        kept * 100 / (raw + empty).max(1)
    );
}

fn durable(raw: &rusqlite::Connection) {
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    raw.prepare_cached("INSERT INTO raw (bytes) VALUES (?1)").unwrap().execute([&[7_u8; 700]]).unwrap();
    raw.execute_batch("COMMIT").unwrap();
}

fn timed(act: impl FnOnce()) -> u64 {
    let begun = Instant::now();
    act();
    micros(begun.elapsed())
}

fn first_note(page: &str) -> String {
    let field = page.split("<input").find(|field| field.contains("data-field=\"note\"")).unwrap_or_default();
    field.split("data-path=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

fn median(all: &mut [u64]) -> u64 {
    all.sort_unstable();
    all[all.len() / 2]
}

/// One connection that stays open.
struct Client {
    stream: TcpStream,
    head: String,
    left: Vec<u8>,
    piece: Vec<u8>,
}

impl Client {
    fn open(address: SocketAddr, secret: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let head = format!("Host: {address}\r\nOrigin: http://{address}\r\nCookie: session={secret}\r\n");
        Self { stream, head, left: Vec::new(), piece: vec![0; 1 << 18] }
    }

    fn get(&mut self, at: &str) -> (u16, String) {
        let request = format!("GET {at} HTTP/1.1\r\n{}\r\n", self.head);
        self.ask(&request)
    }

    fn post(&mut self, at: &str, token: &str, body: &str) -> (u16, String) {
        let request = format!(
            "POST {at} HTTP/1.1\r\n{}Accept: application/json\r\nContent-Type: application/json\r\nX-CSRF-Token: {token}\r\nContent-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.ask(&request)
    }

    fn ask(&mut self, request: &str) -> (u16, String) {
        self.stream.write_all(request.as_bytes()).unwrap();
        let end = self.until(|seen| seen.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4));
        let head = String::from_utf8_lossy(&self.left[..end]).to_lowercase();
        self.left.drain(..end);
        let long = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok()).unwrap_or(0);
        let end = self.until(|seen| (seen.len() >= long).then_some(long));
        let body = String::from_utf8_lossy(&self.left[..end]).into_owned();
        self.left.drain(..end);
        (head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0), body)
    }

    fn until(&mut self, done: impl Fn(&[u8]) -> Option<usize>) -> usize {
        loop {
            if let Some(end) = done(&self.left) {
                return end;
            }
            let read = self.stream.read(&mut self.piece).unwrap();
            assert!(read > 0, "the server hung up");
            self.left.extend_from_slice(&self.piece[..read]);
        }
    }

    /// Answers a second.
    fn rate(&mut self, at: &str) -> u64 {
        let begun = Instant::now();
        for _ in 0..ASKED {
            let (status, _) = self.get(at);
            assert_eq!(status, 200, "{at}");
        }
        u64::from(ASKED) * 1_000_000 / micros(begun.elapsed()).max(1)
    }
}
