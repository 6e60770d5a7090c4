//! Verification as a browser meets it, over a told year: reading, blind reading, answers, deadline, settlement.

mod answers;
mod reading;
mod site;
