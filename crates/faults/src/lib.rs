//! A tester of the real server: knows the product only from outside, by its binary, its addresses and its
//! files. The program `faults` breaks the server; other tests borrow its client and its child process.

pub mod dice;
pub mod folder;
pub mod full;
pub mod html;
pub mod http;
pub mod kill;
pub mod oracle;
pub mod outage;
pub mod power;
pub mod server;
pub mod site;
pub mod tally;
pub mod writers;
