//! A small HTTP/1.1 client over one kept connection; loopback only, every wait bounded.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);
const LONGEST_BODY: u64 = 64 << 20;

/// One browser: a connection, opened when needed, and the cookies it was given.
pub struct Client {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
    cookies: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What goes out besides method and address.
pub struct Sent<'a> {
    pub kind: &'a str,
    pub body: &'a [u8],
}

impl Client {
    pub fn new(port: u16) -> Self {
        Self { port, stream: None, cookies: Vec::new() }
    }

    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.ask("GET", path, None)
    }

    pub fn post(&mut self, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        self.ask("POST", path, Some(Sent { kind, body }))
    }

    /// JSON as the sheet's script sends it, with the page's token.
    pub fn post_json(&mut self, path: &str, token: &str, body: &[u8]) -> io::Result<Answer> {
        self.post(path, &format!("application/json\r\nx-csrf-token: {token}"), body)
    }

    /// A plain form, as a page without scripts sends it.
    pub fn post_form(&mut self, path: &str, fields: &[(String, String)]) -> io::Result<Answer> {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.post(path, "application/x-www-form-urlencoded", body.join("&").as_bytes())
    }

    /// Gets a page, going where redirects point.
    pub fn follow(&mut self, path: &str) -> io::Result<Answer> {
        let mut answer = self.get(path)?;
        for _ in 0..8 {
            let Some(next) = answer.location.take() else { return Ok(answer) };
            answer = self.get(&next)?;
        }
        Ok(answer)
    }

    /// Any request at all, well formed or not.
    ///
    /// # Errors
    /// The server closed the connection without an answer, or was too slow.
    pub fn ask(&mut self, method: &str, path: &str, sent: Option<Sent<'_>>) -> io::Result<Answer> {
        let mut stream = self.stream.take().map_or_else(|| self.connect(), Ok)?;
        stream.get_mut().write_all(&self.request(method, path, sent.as_ref()))?;
        let head = Head::read(&mut stream)?;
        let body = head.body(&mut stream)?;
        self.keep(&head);
        if !head.closes() {
            self.stream = Some(stream);
        }
        Ok(Answer { status: head.status, location: head.value("location").map(str::to_owned), body })
    }

    fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)), Duration::from_secs(2))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(BufReader::new(stream))
    }

    fn request(&self, method: &str, path: &str, sent: Option<&Sent<'_>>) -> Vec<u8> {
        let port = self.port;
        let scripted = sent.is_some_and(|sent| !sent.kind.starts_with("application/x-www-form-urlencoded"));
        let accept = if scripted { "application/json" } else { "text/html" };
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: {accept}\r\n");
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push_str(&format!("cookie: {}\r\n", pairs.join("; ")));
        }
        if let Some(sent) = sent {
            let origin = format!("origin: http://127.0.0.1:{port}\r\nsec-fetch-site: same-origin\r\n");
            head.push_str(&format!("{origin}content-type: {}\r\ncontent-length: {}\r\n", sent.kind, sent.body.len()));
        }
        head.push_str("\r\n");
        [head.as_bytes(), sent.map_or(&[][..], |sent| sent.body)].concat()
    }

    fn keep(&mut self, head: &Head) {
        for (name, value) in &head.fields {
            let pair = value.split(';').next().and_then(|pair| pair.split_once('='));
            if let ("set-cookie", Some((name, value))) = (name.as_str(), pair) {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// The first lines of an answer; field names in lower case.
struct Head {
    status: u16,
    fields: Vec<(String, String)>,
}

impl Head {
    fn read(stream: &mut impl BufRead) -> io::Result<Self> {
        let first = line(stream)?;
        let status = first.split(' ').nth(1).and_then(|number| number.parse().ok()).ok_or_else(|| odd("no status"))?;
        let mut fields = Vec::new();
        loop {
            let text = line(stream)?;
            let Some((name, value)) = text.split_once(':') else { return Ok(Self { status, fields }) };
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn closes(&self) -> bool {
        self.value("connection").is_some_and(|word| word.eq_ignore_ascii_case("close"))
    }

    fn body(&self, stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
        if self.value("transfer-encoding").is_some() {
            return chunks(stream);
        }
        let length = match self.value("content-length") {
            Some(number) => number.parse().map_err(|_| odd("odd length"))?,
            None => 0,
        };
        exactly(stream, length)
    }
}

fn chunks(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let size = u64::from_str_radix(line(stream)?.trim(), 16).map_err(|_| odd("odd chunk"))?;
        whole.append(&mut exactly(stream, size)?);
        line(stream)?;
        if size == 0 {
            return Ok(whole);
        }
    }
}

fn exactly(stream: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let read = stream.take(length.min(LONGEST_BODY)).read_to_end(&mut body)?;
    if u64::try_from(read).is_ok_and(|read| read == length) { Ok(body) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut text = String::new();
    match stream.take(1 << 16).read_line(&mut text)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(text.trim_end().to_owned()),
    }
}

fn odd(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Percent-encoded for a form.
pub fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_chunks_is_put_together() {
        let mut wire = io::Cursor::new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
        let head = Head::read(&mut wire).expect("a head");
        assert_eq!((head.status, head.body(&mut wire).expect("a body")), (200, b"abcd".to_vec()));
    }

    #[test]
    fn a_cut_answer_is_no_answer() {
        let mut wire = io::Cursor::new("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        let head = Head::read(&mut wire).expect("a head");
        assert!(head.body(&mut wire).is_err());
    }

    #[test]
    fn a_form_value_keeps_its_letters() {
        assert_eq!(escaped("a b&ư"), "a%20b%26%C6%B0");
    }
}
