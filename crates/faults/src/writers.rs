//! Eight people who type at once, each into their own unit's sheet.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::dice::Dice;
use crate::http::Client;
use crate::oracle::{Place, Promises, Verdict};
use crate::site::{self, Outcome, Seat};

pub const WRITERS: usize = 8;

/// One person at one sheet. Each value is a number never sent to that sheet before.
pub struct Writer {
    seat: Seat,
    client: Client,
    places: Vec<(Place, i64)>,
    promises: Promises,
    /// Where acknowledged files are, with what was in them, since the last look.
    files: Vec<(String, Vec<u8>)>,
    /// How many files were acknowledged.
    filed: u64,
    dice: Dice,
    last: u64,
}

impl Writer {
    pub fn new(at: usize) -> io::Result<Self> {
        let number = u64::try_from(at).map_err(io::Error::other)?;
        Ok(Self {
            seat: Seat::of(at),
            client: Client::new(0),
            places: Vec::new(),
            promises: Promises::default(),
            files: Vec::new(),
            filed: 0,
            dice: Dice::of(99, number),
            last: 0,
        })
    }

    /// Signs in after a start, reads the sheet and compares it with what was promised.
    pub fn return_to(&mut self, port: u16) -> io::Result<Verdict> {
        self.client = Client::new(port);
        let sheet = site::open(&mut self.client, &mut self.seat)?;
        let now = sheet.iter().map(|(place, cell)| (place.clone(), cell.text.clone())).collect();
        let mut verdict = self.promises.judge(&now);
        verdict.lost += self.missing_files();
        self.places = sheet.iter().map(|(place, cell)| (place.clone(), cell.version)).collect();
        sheet.into_iter().for_each(|(place, cell)| self.promises.found(place, cell.text));
        Ok(verdict)
    }

    /// How many acknowledged files are not what was sent.
    fn missing_files(&mut self) -> u64 {
        let client = &mut self.client;
        let missing = self.files.drain(..).filter(|(at, sent)| site::kept(client, at) != *sent).count();
        u64::try_from(missing).unwrap_or(u64::MAX)
    }

    /// Now and then proves something with a file of its own, where the page takes files.
    fn prove(&mut self) {
        let key = self.dice.key();
        let bytes = format!("%PDF-1.4\n% {key} {}\n%%EOF\n", "x".repeat(3000)).into_bytes();
        if let Some(at) = site::upload(&mut self.client, &self.seat, &key, &bytes) {
            self.files.push((at, bytes));
            self.filed += 1;
        }
    }

    /// Types one value into one cell and waits for the answer.
    pub fn write(&mut self) -> Outcome {
        self.last += 1;
        let (key, text) = (self.dice.key(), self.last.to_string());
        let at = usize::try_from(self.dice.throw()).unwrap_or_default() % self.places.len().max(1);
        let Some((place, version)) = self.places.get_mut(at) else { return Outcome::Refused("the sheet has no cells".to_owned()) };
        self.promises.sent(place, &text);
        let outcome = site::save(&mut self.client, &self.seat, &key, place, &text, *version);
        match &outcome {
            Outcome::Saved(now) => {
                *version = *now;
                self.promises.kept(place, &text);
            }
            Outcome::Refused(_) => self.promises.refused(place, &text),
            Outcome::Unknown => {}
        }
        outcome
    }

    /// Reads the sheet again, as somebody who only looks.
    pub fn look(&mut self) -> io::Result<usize> {
        site::open(&mut self.client, &mut self.seat).map(|sheet| sheet.len())
    }
}

/// What was promised so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Values.
    pub acknowledged: u64,
    pub files: u64,
    /// Values without an answer.
    pub unknown: u64,
}

/// All of them.
pub struct Writers(Vec<Writer>);

impl Writers {
    pub fn gather() -> io::Result<Self> {
        (0..WRITERS).map(Writer::new).collect::<io::Result<_>>().map(Self)
    }

    /// Everybody comes back and compares.
    pub fn return_to(&mut self, port: u16) -> io::Result<Verdict> {
        let mut sum = Verdict::default();
        for verdict in self.together(|writer| writer.return_to(port)) {
            let verdict = verdict?;
            sum.lost += verdict.lost;
            sum.corrupt += verdict.corrupt;
        }
        Ok(sum)
    }

    /// Everybody types until the server is gone or `stop` is set, while `meanwhile` runs here.
    pub fn type_until(&mut self, stop: &AtomicBool, meanwhile: impl FnOnce()) -> Vec<String> {
        let typing = |writer: &mut Writer| type_on(writer, stop);
        thread::scope(|scope| {
            let hands: Vec<_> = self.0.iter_mut().map(|writer| scope.spawn(move || typing(writer))).collect();
            meanwhile();
            stop.store(true, Ordering::Relaxed);
            hands.into_iter().flat_map(|hand| hand.join().unwrap_or_else(|_| Some("a writer broke off".to_owned()))).collect()
        })
    }

    /// The same act by everybody at once.
    pub fn together<T: Send>(&mut self, act: impl Fn(&mut Writer) -> T + Sync) -> Vec<T> {
        let act = &act;
        thread::scope(|scope| {
            let hands: Vec<_> = self.0.iter_mut().map(|writer| scope.spawn(move || act(writer))).collect();
            hands.into_iter().filter_map(|hand| hand.join().ok()).collect()
        })
    }

    /// How many values and files were acknowledged, and how many values were sent without an answer.
    pub fn counts(&self) -> Counts {
        self.0.iter().fold(Counts::default(), |sum, writer| Counts {
            acknowledged: sum.acknowledged + writer.promises.acknowledged,
            files: sum.files + writer.filed,
            unknown: sum.unknown + writer.promises.unknown,
        })
    }
}

/// Types without a pause; the first refusal of a sound value is worth telling.
fn type_on(writer: &mut Writer, stop: &AtomicBool) -> Option<String> {
    while !stop.load(Ordering::Relaxed) {
        match writer.write() {
            Outcome::Saved(_) if writer.dice.falls(10) => writer.prove(),
            Outcome::Saved(_) => {}
            Outcome::Refused(why) => return Some(why),
            Outcome::Unknown => return None,
        }
    }
    None
}
