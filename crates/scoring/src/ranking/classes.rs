//! Classification bands. *Xếp loại.* The cluster's own configuration; no national table is assumed.

use values::{Points, Quantity};

use crate::Problem;
use crate::kind::Interval;
use crate::kind::bands::flaws;
use crate::rounding::natural;

/// One class: from which to which percent of the maximum. *Loại.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub code: String,
    pub name: String,
    /// In percent of the maximum that counts.
    pub interval: Interval,
}

/// Classes that give every percentage from 0 to 100 exactly one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classes(Vec<Class>);

impl Classes {
    /// Takes classes without gaps and overlaps; none at all is allowed.
    ///
    /// # Errors
    /// Every gap, overlap and empty class.
    pub fn check(classes: Vec<Class>) -> Result<Self, Vec<Problem>> {
        let intervals: Vec<Interval> = classes.iter().map(|class| class.interval).collect();
        let found = if classes.is_empty() { Vec::new() } else { flaws(&intervals, false, Some(Quantity::new(100, 0))) };
        if found.is_empty() { Ok(Self(classes)) } else { Err(found) }
    }

    pub fn all(&self) -> &[Class] {
        &self.0
    }

    /// The class of a unit by its exact share of the maximum. *Xếp loại.* Rule `S-19`; source: domain
    /// notes 4.7. `None` without a maximum or where no class is that high.
    pub fn of(&self, points: Points, max: Points) -> Option<&Class> {
        self.0.iter().find(|class| max > Points::ZERO && class.holds(points, max))
    }
}

impl Class {
    /// Whether the exact percentage lies between the borders: 100 × points against border × maximum.
    pub fn holds(&self, points: Points, max: Points) -> bool {
        let against = |border: Quantity| {
            let scale = 10i128.pow(u32::from(border.decimals()));
            let percent = i128::from(points.0.max(0)) * 100 * scale;
            natural(percent).cmp(&natural(i128::from(border.mantissa()).saturating_mul(i128::from(max.0))))
        };
        let above = self.interval.from.is_none_or(|from| against(from).is_gt() || (against(from).is_eq() && self.interval.from_inclusive));
        let below = self.interval.to.is_none_or(|to| against(to).is_lt() || (against(to).is_eq() && self.interval.to_inclusive));
        above && below
    }
}
