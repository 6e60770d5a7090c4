//! Steps in words and figures, as a person would write them.

use values::{Amount, Lang, Points, Quantity};

use super::{Formula, Step};
use crate::Kind;
use crate::kind::quantitative::Figures;
use crate::kind::{Bands, Direction, Input, Interval, Leader, NoTarget};

/// One step as a person would write it: `0,5 × 10,00 × 80 ÷ 100 = 4,00`.
pub fn say_step(step: &Step, lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let n = |q: &Quantity| q.trimmed().written(lang);
    let p = |q: &Quantity| q.written(lang);
    match step {
        Step::Missing => pick(vi, "Chưa có số liệu: 0 điểm", "Nothing reported: 0 points"),
        Step::Refused => pick(vi, "Số liệu không hợp lệ: 0 điểm", "The entry cannot stand: 0 points"),
        Step::NotAssigned => {
            pick(vi, "Không giao: không tính điểm và điểm tối đa", "Not assigned: counts neither in points nor in the maximum")
        }
        Step::Nothing => pick(vi, "Không giao, tính 0 điểm; giữ điểm tối đa", "Not assigned, counted as 0 points; the maximum stays"),
        Step::NotReached { figures, direction } => {
            let sign = if *direction == Direction::Higher { "<" } else { ">" };
            format!("{}: {} {sign} {}", pick(vi, "Chưa đạt chỉ tiêu", "Target not reached"), n(&figures.actual), n(&figures.target))
        }
        Step::AtTarget { figures } => {
            format!("{}: {} = {}", pick(vi, "Đạt đúng chỉ tiêu", "Target reached exactly"), n(&figures.actual), n(&figures.target))
        }
        Step::Leads { figures, direction } => {
            format!(
                "{}: {}",
                pick(vi, "Vượt chỉ tiêu và dẫn đầu cụm", "Beyond the target and leading the cluster"),
                beyond(*figures, *direction, lang)
            )
        }
        Step::Exceeds { figures, leader, by, direction } => exceeds(*figures, *leader, *by, *direction, lang),
        Step::NoTarget { actual, best, .. } => {
            let (own, most) = (
                pick(vi, "Không có chỉ tiêu: thực hiện", "No target: result"),
                pick(vi, "tốt nhất trong các đơn vị không có chỉ tiêu", "best of the units without a target"),
            );
            format!("{own} {}; {most} {}", n(actual), n(best))
        }
        Step::NoTargetZero => pick(vi, "Không có chỉ tiêu: 0 điểm theo quy định của bảng", "No target: 0 points by the table's rule"),
        Step::Achieved { achieved: true, points } => format!("{}: {}", pick(vi, "Đạt", "Achieved"), p(points)),
        Step::Achieved { achieved: false, points } => format!("{}: {}", pick(vi, "Không đạt", "Not achieved"), p(points)),
        Step::Given { points, max } => format!("{}: {} / {}", pick(vi, "Chấm thẳng", "Scored directly"), p(points), p(max)),
        Step::GivenBy { source, points } => {
            format!("{} {source}: {}", pick(vi, "Điểm do đơn vị cung cấp", "Points provided by"), p(points))
        }
        Step::Bonus { points } => format!("{}: {}", pick(vi, "Điểm thưởng ngoài tổng", "Bonus outside the maximum"), p(points)),
        Step::Band { input, value, interval, points } => {
            format!(
                "{} {}: {} {} → {}",
                input_word(*input, vi),
                n(value),
                pick(vi, "thuộc bậc", "lies in the band"),
                say_interval(interval, lang),
                p(points)
            )
        }
        Step::AtMost { points } => format!("{} {}", pick(vi, "Tối đa được tính", "Counts at most"), p(points)),
        Step::AtLeast { points } => format!("{} {}", pick(vi, "Tối thiểu được tính", "Counts at least"), p(points)),
        Step::Worked { formula, decimals, before, ends, points } => worked(formula, *decimals, (before, *ends), points, lang),
    }
}

fn pick(vi: bool, vietnamese: &str, english: &str) -> String {
    if vi { vietnamese.into() } else { english.into() }
}

fn beyond(figures: Figures, direction: Direction, lang: Lang) -> String {
    let sign = if direction == Direction::Higher { ">" } else { "<" };
    format!("{} {sign} {}", figures.actual.trimmed().written(lang), figures.target.trimmed().written(lang))
}

fn exceeds(figures: Figures, leader: Figures, by: Leader, direction: Direction, lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let own = pick(vi, "Vượt chỉ tiêu", "Beyond the target");
    let leads = pick(vi, "dẫn đầu cụm", "the cluster's leader");
    let leader = match by {
        Leader::Rate => beyond(leader, direction, lang),
        Leader::Absolute => leader.actual.trimmed().written(lang),
    };
    format!("{own}: {}; {leads}: {leader}", beyond(figures, direction, lang))
}

fn input_word(input: Input, vi: bool) -> String {
    match input {
        Input::Percent => pick(vi, "Tỷ lệ %", "Percent"),
        Input::DaysLate => pick(vi, "Số ngày chậm", "Days late"),
        Input::Value => pick(vi, "Giá trị", "Value"),
    }
}

/// The values of a band: *từ 80 đến dưới 95*.
pub fn say_interval(interval: &Interval, lang: Lang) -> String {
    let (vi, n) = (lang == Lang::Vi, |q: Quantity| q.trimmed().written(lang));
    let from = |word: (&str, &str), q| format!("{} {}", pick(vi, word.0, word.1), n(q));
    let lower = if interval.from_inclusive { ("từ", "from") } else { ("trên", "above") };
    match (interval.from, interval.to) {
        (None, None) => pick(vi, "mọi giá trị", "any value"),
        (Some(low), Some(high)) if low == high => n(low),
        (Some(low), Some(high)) => {
            let upper = if interval.to_inclusive { ("đến", "up to") } else { ("đến dưới", "to below") };
            format!("{} {}", from(lower, low), from(upper, high))
        }
        (Some(low), None) if !interval.from_inclusive => from(lower, low),
        (Some(low), None) if vi => format!("từ {} trở lên", n(low)),
        (Some(low), None) => format!("{} or more", n(low)),
        (None, Some(high)) if !interval.to_inclusive => from(("dưới", "below"), high),
        (None, Some(high)) if vi => format!("đến {}", n(high)),
        (None, Some(high)) => format!("{} or less", n(high)),
    }
}

/// `2,50 + 2,50 × … = 3,409… → 3,41`; a formula without operands is its result.
fn worked(formula: &Formula, decimals: u8, (before, ends): (&Amount, bool), points: &Amount, lang: Lang) -> String {
    let written = formula_written(formula, decimals, lang);
    let result = points.written(lang);
    match ends {
        _ if written == result => result,
        true if before == points => format!("{written} = {result}"),
        true => format!("{written} = {} → {result}", before.written(lang)),
        false => format!("{written} = {}… → {result}", before.written(lang)),
    }
}

fn formula_written(formula: &Formula, decimals: u8, lang: Lang) -> String {
    let half = Quantity::new(5, 1).written(lang);
    let p = |points: Points| points.written(decimals, lang);
    let n = |q: Quantity| q.trimmed().written(lang);
    match *formula {
        Formula::Full { max } => p(max),
        Formula::Zero => p(Points::ZERO),
        Formula::Half { max } => format!("{half} × {}", p(max)),
        Formula::Share { max, part, whole } => format!("{} × {} ÷ {}", p(max), n(part), n(whole)),
        Formula::HalfShare { max, part, whole } => format!("{half} × {} × {} ÷ {}", p(max), n(part), n(whole)),
        Formula::HalfPlus { max, figures, yardstick, direction } => {
            let (own, other) = (excess_written(figures, direction, lang), excess_written(yardstick, direction, lang));
            format!("{half} × {max} + {half} × {max} × ({own}) ÷ ({other})", max = p(max))
        }
        Formula::Times { count, each } => format!("{count} × {}", p(each)),
        Formula::Net { bonus, bonus_each, deduction, deduction_each } => {
            format!("{bonus} × {} − {deduction} × {}", p(bonus_each), p(deduction_each))
        }
    }
}

/// `(120 − 100) ÷ 100`.
fn excess_written(figures: Figures, direction: Direction, lang: Lang) -> String {
    let (actual, target) = (figures.actual.trimmed().written(lang), figures.target.trimmed().written(lang));
    match direction {
        Direction::Higher => format!("({actual} − {target}) ÷ {target}"),
        Direction::Lower => format!("({target} − {actual}) ÷ {target}"),
    }
}

/// What a kind does, in one sentence for whoever builds or reads the table. *Cách tính.*
pub fn kind_sentence(kind: &Kind, max: Points, decimals: u8, lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let p = |points: Points| points.written(decimals, lang);
    let top = p(max);
    match kind {
        Kind::PassFail if vi => format!("Đạt được {top} điểm, không đạt 0 điểm"),
        Kind::PassFail => format!("{top} points if achieved, otherwise 0"),
        Kind::Direct if vi => format!("Chấm thẳng từ 0 đến {top} điểm"),
        Kind::Direct => format!("Scored directly, 0 to {top} points"),
        Kind::Assigned { source } if vi => format!("{source} chấm từ 0 đến {top} điểm"),
        Kind::Assigned { source } => format!("{source} gives 0 to {top} points"),
        Kind::Proportional(line) => match (vi, line.cap_at_max) {
            (true, true) => format!("{top} × tỷ lệ % ÷ 100, tối đa {top}"),
            (true, false) => format!("{top} × tỷ lệ % ÷ 100, có thể vượt {top}"),
            (false, true) => format!("{top} × percent ÷ 100, at most {top}"),
            (false, false) => format!("{top} × percent ÷ 100, may exceed {top}"),
        },
        Kind::PerOccurrence(line) if vi => format!("Mỗi lượt {} điểm, tối đa {top}", p(line.each)),
        Kind::PerOccurrence(line) => format!("{} points each time, at most {top}", p(line.each)),
        Kind::BonusDeduction(line) if vi => {
            format!("Mỗi lần cộng {}, mỗi lần trừ {}, trong khoảng {} đến {top}", p(line.bonus_each), p(line.deduction_each), p(line.min))
        }
        Kind::BonusDeduction(line) => {
            format!("{} per bonus, less {} per deduction, between {} and {top}", p(line.bonus_each), p(line.deduction_each), p(line.min))
        }
        Kind::Bands(bands) => bands_sentence(bands, decimals, lang),
        Kind::BonusOutside(line) if vi => format!("Thưởng ngoài tổng điểm, tối đa {}", p(line.bonus_max)),
        Kind::BonusOutside(line) => format!("Bonus outside the maximum, at most {}", p(line.bonus_max)),
        Kind::Quantitative(variant) => quantitative_sentence(*variant, &top, vi),
    }
}

fn bands_sentence(bands: &Bands, decimals: u8, lang: Lang) -> String {
    let said = bands.bands.iter().map(|band| format!("{} → {}", say_interval(&band.interval, lang), band.points.written(decimals, lang)));
    format!("{}: {}", input_word(bands.input, lang == Lang::Vi), said.collect::<Vec<_>>().join("; "))
}

fn quantitative_sentence(variant: crate::kind::Quantitative, top: &str, vi: bool) -> String {
    let leader = match variant.leader {
        Leader::Rate => pick(vi, "đơn vị có tỷ lệ vượt cao nhất", "the unit furthest beyond its target by rate"),
        Leader::Absolute if variant.direction == Direction::Higher => {
            pick(vi, "đơn vị vượt chỉ tiêu có kết quả lớn nhất", "the unit beyond its target with the largest result")
        }
        Leader::Absolute => pick(vi, "đơn vị vượt chỉ tiêu có kết quả nhỏ nhất", "the unit beyond its target with the smallest result"),
    };
    let lower = match variant.direction {
        Direction::Higher => String::new(),
        Direction::Lower => pick(vi, "; càng thấp càng tốt", "; lower is better"),
    };
    let no_target = match variant.no_target {
        NoTarget::OwnGroup => pick(vi, "đơn vị không có chỉ tiêu so với nhau", "units without a target are compared with each other"),
        NoTarget::Zero => pick(vi, "đơn vị không có chỉ tiêu được 0 điểm", "units without a target get 0"),
    };
    match vi {
        true => format!("Đạt chỉ tiêu được một nửa của {top}; {leader} được {top}; vượt ít hơn tính theo tỷ lệ; {no_target}{lower}"),
        false => format!("Half of {top} at the target; {leader} gets {top}; others beyond it in proportion; {no_target}{lower}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_band_says_where_it_begins_and_ends() {
        let q = |n| Some(Quantity::new(n, 0));
        let of = |from, from_inclusive, to, to_inclusive| Interval { from, from_inclusive, to, to_inclusive };
        let check = |i: Interval, vi: &str, en: &str| {
            assert_eq!((say_interval(&i, Lang::Vi).as_str(), say_interval(&i, Lang::En).as_str()), (vi, en));
        };
        check(of(q(80), true, q(95), false), "từ 80 đến dưới 95", "from 80 to below 95");
        check(of(q(80), false, q(95), true), "trên 80 đến 95", "above 80 up to 95");
        check(of(q(0), true, q(0), true), "0", "0");
        check(of(q(95), true, None, false), "từ 95 trở lên", "95 or more");
        check(of(q(95), false, None, false), "trên 95", "above 95");
        check(of(None, false, q(60), false), "dưới 60", "below 60");
        check(of(None, false, q(60), true), "đến 60", "60 or less");
        check(of(None, false, None, false), "mọi giá trị", "any value");
    }

    #[test]
    fn a_banded_value_says_its_band_in_words() {
        let interval = Interval { from: Some(Quantity::new(80, 0)), from_inclusive: true, to: None, to_inclusive: false };
        let step = Step::Band { input: Input::Percent, value: Quantity::new(952, 1), interval, points: Quantity::new(800, 2) };
        assert_eq!(say_step(&step, Lang::Vi), "Tỷ lệ % 95,2: thuộc bậc từ 80 trở lên → 8,00");
        assert_eq!(say_step(&step, Lang::En), "Percent 95.2: lies in the band 80 or more → 8.00");
    }
}
