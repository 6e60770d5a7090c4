//! How a criterion turns figures into points, as one sentence. *Cách tính.*

use scoring::kind::{Band, Bands, Direction, Input, Leader, NoTarget, Quantitative};
use scoring::step::say_interval;
use scoring::{Kind, Leaf};
use values::{Points, Quantity};

use crate::Words;

/// The formula of a criterion in its place, as tables, sheets and derivations say it.
pub fn formula(w: Words, leaf: &Leaf) -> String {
    sentence(w, &leaf.kind, leaf.max, leaf.decimals)
}

/// The formula of a kind for a line worth `max`; points have `decimals` places.
pub fn sentence(w: Words, kind: &Kind, max: Points, decimals: u8) -> String {
    let points = |p: Points| w.points(p, decimals);
    let max_said = points(max);
    match kind {
        Kind::PassFail => w.fill("formula.pass_fail", &[("max", &max_said)]),
        Kind::Direct => w.fill("formula.direct", &[("max", &max_said)]),
        Kind::Assigned { source } => w.fill("formula.assigned", &[("source", source), ("max", &max_said)]),
        Kind::Proportional(line) if line.cap_at_max => w.fill("formula.proportional", &[("max", &max_said)]),
        Kind::Proportional(_) => w.fill("formula.proportional_beyond", &[("max", &max_said)]),
        Kind::PerOccurrence(line) => w.fill("formula.per_occurrence", &[("each", &points(line.each)), ("max", &max_said)]),
        Kind::BonusDeduction(line) => {
            let (bonus, deduction, min) = (points(line.bonus_each), points(line.deduction_each), points(line.min));
            w.fill("formula.bonus_deduction", &[("bonus", &bonus), ("deduction", &deduction), ("min", &min), ("max", &max_said)])
        }
        Kind::Bands(bands) => in_bands(w, bands, decimals),
        Kind::BonusOutside(line) => w.fill("formula.bonus_outside", &[("most", &points(line.bonus_max))]),
        Kind::Quantitative(variant) => quantitative(w, *variant, &max_said),
    }
}

fn quantitative(w: Words, variant: Quantitative, max: &str) -> String {
    let half = w.fill("formula.half", &[("half", &w.number(Quantity::new(5, 1))), ("max", max)]);
    let with = [("half", half.as_str()), ("max", max)];
    let course = match variant.direction {
        Direction::Higher => w.fill("formula.higher", &with),
        Direction::Lower => w.fill("formula.lower", &with),
    };
    let leader = match (variant.leader, variant.direction) {
        (Leader::Rate, _) => w.fill("formula.leader_rate", &with),
        (Leader::Absolute, Direction::Higher) => w.fill("formula.leader_largest", &with),
        (Leader::Absolute, Direction::Lower) => w.fill("formula.leader_smallest", &with),
    };
    let without = match variant.no_target {
        NoTarget::OwnGroup => w.t("formula.no_target_own_group"),
        NoTarget::Zero => w.t("formula.no_target_zero"),
    };
    format!("{course}; {leader}; {without}")
}

fn in_bands(w: Words, bands: &Bands, decimals: u8) -> String {
    let input = match bands.input {
        Input::Percent => w.t("formula.of_percent"),
        Input::DaysLate => w.t("formula.of_days_late"),
        Input::Value => w.t("formula.of_value"),
    };
    let said: Vec<String> = bands.bands.iter().map(|band| of_band(w, band, decimals)).collect();
    if said.is_empty() { w.fill("formula.no_bands", &[("input", input)]) } else { format!("{input}: {}", said.join("; ")) }
}

/// *từ 80 đến dưới 95: 16,00 điểm*
fn of_band(w: Words, band: &Band, decimals: u8) -> String {
    w.fill("formula.band", &[("interval", &say_interval(&band.interval, w.lang)), ("points", &w.points(band.points, decimals))])
}

#[cfg(test)]
mod tests {
    use scoring::kind::{BonusDeduction, BonusOutside, Interval, PerOccurrence, Proportional};
    use values::Lang;

    use super::*;

    fn check(kind: Kind, vi: &str, en: &str) {
        let said = |lang| sentence(Words::new(lang), &kind, Points(1000), 2);
        assert_eq!((said(Lang::Vi).as_str(), said(Lang::En).as_str()), (vi, en));
    }

    #[test]
    fn every_kind_is_one_sentence() {
        check(Kind::PassFail, "Đạt: 10,00 điểm; không đạt: 0 điểm", "Achieved: 10.00 points; not achieved: 0");
        check(Kind::Direct, "Chấm thẳng từ 0 đến 10,00 điểm", "Scored directly, 0 to 10.00 points");
        check(Kind::Assigned { source: "PC06".into() }, "PC06 cho từ 0 đến 10,00 điểm", "PC06 gives 0 to 10.00 points");
        let proportional = |cap_at_max| Kind::Proportional(Proportional { cap_at_max });
        check(proportional(true), "10,00 điểm × tỷ lệ % ÷ 100, không quá 10,00 điểm", "10.00 points × percent ÷ 100, at most 10.00 points");
        check(
            proportional(false),
            "10,00 điểm × tỷ lệ % ÷ 100; trên 100% được hơn 10,00 điểm",
            "10.00 points × percent ÷ 100; above 100% gives more than 10.00 points",
        );
        check(
            Kind::PerOccurrence(PerOccurrence { each: Points(250) }),
            "Mỗi lượt 2,50 điểm, không quá 10,00 điểm",
            "2.50 points each time, at most 10.00",
        );
        check(
            Kind::BonusDeduction(BonusDeduction { bonus_each: Points(100), deduction_each: Points(50), min: Points(-500) }),
            "Mỗi lần cộng 1,00 điểm, mỗi lần trừ 0,50 điểm; thấp nhất −5,00, cao nhất 10,00 điểm",
            "1.00 points per bonus, less 0.50 per deduction; at least −5.00, at most 10.00 points",
        );
        check(
            Kind::BonusOutside(BonusOutside { bonus_max: Points(300) }),
            "Điểm thưởng ngoài tổng, không quá 3,00 điểm",
            "Bonus outside the total, at most 3.00 points",
        );
    }

    #[test]
    fn bands_say_what_they_go_by_and_each_its_points() {
        let zero = Some(Quantity::new(0, 0));
        let interval = Interval { from: zero, from_inclusive: true, to: zero, to_inclusive: true };
        let bands = Bands { input: Input::DaysLate, bands: vec![Band { interval, points: Points(500) }] };
        assert_eq!(in_bands(Words::new(Lang::Vi), &bands, 2), "Theo số ngày chậm: 0: 5,00 điểm");
        assert_eq!(in_bands(Words::new(Lang::Vi), &Bands { input: Input::Value, bands: vec![] }, 2), "Theo giá trị: chưa có bậc điểm");
    }

    #[test]
    fn every_variant_of_the_quantitative_formula_says_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for leader in [Leader::Rate, Leader::Absolute] {
            for direction in [Direction::Higher, Direction::Lower] {
                for no_target in [NoTarget::OwnGroup, NoTarget::Zero] {
                    for lang in [Lang::Vi, Lang::En] {
                        let said = quantitative(Words::new(lang), Quantitative { leader, no_target, direction }, "10,00");
                        assert!(!said.contains("formula.") && !said.contains('{'), "{said}");
                        assert!(seen.insert(said.clone()), "{said} is said twice");
                    }
                }
            }
        }
        let said = quantitative(Words::new(Lang::Vi), Quantitative::default(), "10,00");
        assert!(said.starts_with("Dưới chỉ tiêu: 0,5 × 10,00 × thực hiện ÷ chỉ tiêu; đạt đúng: 0,5 × 10,00"), "{said}");
    }
}
