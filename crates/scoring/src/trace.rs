//! Where a rule says what it does: nowhere while many units are scored, into a list when one is explained.

use crate::Step;

/// Takes the steps of a calculation. The step is only made if somebody listens.
pub trait Trace {
    fn step(&mut self, make: impl FnOnce() -> Step);
}

/// Listens to nothing and costs nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Trace for Silent {
    #[inline(always)]
    fn step(&mut self, _: impl FnOnce() -> Step) {}
}

/// Keeps every step, in order. *Diễn giải.*
#[derive(Clone, Debug, Default)]
pub struct Recorder(pub Vec<Step>);

impl Trace for Recorder {
    fn step(&mut self, make: impl FnOnce() -> Step) {
        self.0.push(make());
    }
}
