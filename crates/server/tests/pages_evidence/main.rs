//! Evidence and targets as a browser meets them, over a told year.

mod files;
mod site;
mod targets;
