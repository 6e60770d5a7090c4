//! Findings in words: Vietnamese first, English second. The words stand here because the command line
//! and workbooks say them too.

use values::quantity::NotAQuantity;
use values::quoted::{brief, visible};
use values::{Lang, Quantity};

use super::{Finding, Problem};

impl Finding {
    /// The problem in one sentence, without its place.
    pub fn say(&self, lang: Lang) -> String {
        self.problem.say(lang)
    }

    /// The problem with its place before it.
    pub fn say_with_place(&self, lang: Lang) -> String {
        let place = self.place.say(lang);
        let sentence = self.say(lang);
        if place.is_empty() { sentence } else { format!("{place}: {sentence}") }
    }
}

impl super::Place {
    /// `đơn vị U1, mục I/2/3`; nothing where nothing is known.
    pub fn say(&self, lang: Lang) -> String {
        let (unit, path) = match lang {
            Lang::Vi => ("đơn vị", "mục"),
            Lang::En => ("unit", "path"),
        };
        let parts = [(unit, &self.unit), (path, &self.path)];
        let said: Vec<String> = parts
            .into_iter()
            .filter_map(|(word, at)| at.as_ref().filter(|at| !at.trim().is_empty()).map(|at| format!("{word} {}", visible(at))))
            .collect();
        said.join(", ")
    }
}

impl Problem {
    /// The problem in one sentence.
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vi(),
            Lang::En => self.en(),
        }
    }

    fn vi(&self) -> String {
        let n = |q: &Quantity| q.written(Lang::Vi);
        match self {
            Self::Sum { declared, children } => format!("điểm tối đa là {} nhưng các mục con cộng lại là {}", n(declared), n(children)),
            Self::PathTwice => "đường dẫn này có hai lần trong bảng".into(),
            Self::EmptyText { field } => format!("trường \"{field}\" còn trống"),
            Self::EmptyGroup => "nhóm chưa có tiêu chí nào".into(),
            Self::NoLeaves => "bảng chưa có tiêu chí nào".into(),
            Self::Negative { field } => format!("\"{field}\" không được âm"),
            Self::MinAboveZero => "\"min\" lớn hơn 0: tiêu chí luôn được ít nhất chừng ấy điểm".into(),
            Self::MinAboveMaximum { min, max } => format!("\"min\" là {}, cao hơn điểm tối đa {}", n(min), n(max)),
            Self::MaxOfBonus => "điểm thưởng ngoài tổng phải có \"max\" bằng 0".into(),
            Self::TooManyDecimals { decimals } => format!("làm tròn đến {decimals} chữ số thập phân là quá nhiều; tối đa 6"),
            Self::TooLarge => "đến mục này, tổng điểm vượt quá số lớn nhất chương trình tính được".into(),
            Self::NoBands => "chưa có bậc điểm nào".into(),
            Self::BandEmpty { band } => format!("bậc thứ {band} không chứa giá trị nào"),
            Self::BandGap { after, before } => format!("các bậc bỏ trống khoảng từ {} đến {}", n(after), n(before)),
            Self::BandOverlap { band, other } => format!("bậc thứ {band} và bậc thứ {other} chồng lên nhau"),
            Self::BandsEnd { at } => format!("không có bậc nào cho giá trị lớn hơn {}", n(at)),
            Self::BandAboveMaximum { band, points, max } => {
                format!("bậc thứ {band} cho {} điểm, cao hơn điểm tối đa {}", n(points), n(max))
            }
            Self::NeverReached { most, max } => {
                format!("cách tính chỉ cho nhiều nhất {} điểm, không bao giờ đạt tối đa {}", n(most), n(max))
            }
            Self::OtherTable { expected, given } => {
                format!("số liệu thuộc bảng \"{}\", không phải bảng \"{}\"", quoted(given), quoted(expected))
            }
            Self::UnitTwice => "đơn vị được khai hai lần".into(),
            Self::UnitAlike { other } => {
                format!("đơn vị được khai hai lần: tên chỉ khác \"{}\" ở khoảng trắng hai đầu hoặc cách ghép dấu Unicode", quoted(other))
            }
            Self::EmptyUnit => "có đơn vị chưa có tên trong \"units\"".into(),
            Self::NoUnits => "chưa khai đơn vị nào".into(),
            Self::NoParticipants => "không có đơn vị nào tham gia chấm điểm".into(),
            Self::UnknownUnit => "đơn vị không có trong danh sách \"units\"".into(),
            Self::UnknownParticipant => "đơn vị tham gia không có trong danh sách \"units\"".into(),
            Self::ParticipantTwice => "đơn vị tham gia được khai hai lần".into(),
            Self::UnknownPath => "mục không có trong bảng điểm".into(),
            Self::EntryForGroup => "đây là nhóm, không nhận số liệu; hãy nhập ở từng tiêu chí con".into(),
            Self::EntryTwice => "số liệu của tiêu chí này được nhập hai lần; không lần nào được tính".into(),
            Self::EntryKind { kind } => format!("số liệu không đúng loại của tiêu chí ({kind})"),
            Self::ForeignField { field, kind } => format!("trường \"{field}\" không dùng cho loại tiêu chí {kind}"),
            Self::MissingField { field } => format!("thiếu trường \"{field}\""),
            Self::NotAQuantity { field, text, why } => format!("\"{field}\" là \"{}\": {}", visible(text), quantity_vi(*why)),
            Self::NotWhole { field, text } => format!("\"{field}\" là \"{}\": phải là số nguyên", visible(text)),
            Self::NumberTooLarge { field, text } => format!("\"{field}\" là \"{text}\": vượt quá số lớn nhất chương trình tính được"),
            Self::AboveMaximum { given, max } => format!("{} cao hơn điểm tối đa {}; tiêu chí này không được điểm", n(given), n(max)),
            Self::NoBand { value } => format!("không có bậc nào cho giá trị {}; tiêu chí này không được điểm", n(value)),
            Self::MissingEntry => "chưa có số liệu; tính 0 điểm".into(),
            Self::BonusCapped { given, max } => format!("điểm thưởng {} chỉ được tính tối đa {}", n(given), n(max)),
            Self::NothingAssigned => "đơn vị không được giao tiêu chí nào nên không có tỷ lệ".into(),
            Self::BonusInCap { lost, cap } => {
                format!("điểm cộng nằm trong nhóm có trần {}: {} điểm vượt trần nên không được tính", n(cap), n(lost))
            }
        }
    }

    fn en(&self) -> String {
        let n = |q: &Quantity| q.written(Lang::En);
        match self {
            Self::Sum { declared, children } => format!("the maximum is {} but its children add up to {}", n(declared), n(children)),
            Self::PathTwice => "this path stands twice in the table".into(),
            Self::EmptyText { field } => format!("field \"{field}\" is empty"),
            Self::EmptyGroup => "the group has no criteria yet".into(),
            Self::NoLeaves => "the table has no criteria yet".into(),
            Self::Negative { field } => format!("\"{field}\" must not be negative"),
            Self::MinAboveZero => "\"min\" is above zero: the line always gives at least that".into(),
            Self::MinAboveMaximum { min, max } => format!("\"min\" is {}, above the maximum {}", n(min), n(max)),
            Self::MaxOfBonus => "a bonus outside the maximum must have \"max\" zero".into(),
            Self::TooManyDecimals { decimals } => format!("rounding to {decimals} decimals is too fine; at most 6"),
            Self::TooLarge => "with this line the total exceeds the largest number the program can hold".into(),
            Self::NoBands => "there are no bands yet".into(),
            Self::BandEmpty { band } => format!("band {band} holds no value"),
            Self::BandGap { after, before } => format!("the bands leave a gap from {} to {}", n(after), n(before)),
            Self::BandOverlap { band, other } => format!("bands {band} and {other} overlap"),
            Self::BandsEnd { at } => format!("no band holds values above {}", n(at)),
            Self::BandAboveMaximum { band, points, max } => {
                format!("band {band} gives {} points, more than the maximum {}", n(points), n(max))
            }
            Self::NeverReached { most, max } => {
                format!("the formula gives at most {} points and never reaches the maximum {}", n(most), n(max))
            }
            Self::OtherTable { expected, given } => {
                format!("the results are for table \"{}\", not \"{}\"", quoted(given), quoted(expected))
            }
            Self::UnitTwice => "the unit is declared twice".into(),
            Self::UnitAlike { other } => {
                format!("the unit is declared twice: only blanks around the name or composed accents differ from \"{}\"", quoted(other))
            }
            Self::EmptyUnit => "a unit in \"units\" has no name".into(),
            Self::NoUnits => "no unit is declared".into(),
            Self::NoParticipants => "no unit takes part".into(),
            Self::UnknownUnit => "the unit is not declared in \"units\"".into(),
            Self::UnknownParticipant => "the participant is not declared in \"units\"".into(),
            Self::ParticipantTwice => "the participant is declared twice".into(),
            Self::UnknownPath => "the path is not in the table".into(),
            Self::EntryForGroup => "this is a group and takes no entry; enter its criteria".into(),
            Self::EntryTwice => "the entry is given twice; neither counts".into(),
            Self::EntryKind { kind } => format!("the entry does not fit the criterion's kind ({kind})"),
            Self::ForeignField { field, kind } => format!("field \"{field}\" does not belong to kind {kind}"),
            Self::MissingField { field } => format!("field \"{field}\" is missing"),
            Self::NotAQuantity { field, text, why } => format!("\"{field}\" is \"{}\": {}", visible(text), quantity_en(*why)),
            Self::NotWhole { field, text } => format!("\"{field}\" is \"{}\": it must be a whole number", visible(text)),
            Self::NumberTooLarge { field, text } => format!("\"{field}\" is \"{text}\": larger than the program can hold"),
            Self::AboveMaximum { given, max } => format!("{} is above the maximum {}; the line gets no points", n(given), n(max)),
            Self::NoBand { value } => format!("no band holds the value {}; the line gets no points", n(value)),
            Self::MissingEntry => "nothing was reported; counted as 0 points".into(),
            Self::BonusCapped { given, max } => format!("the bonus {} counts as {} at most", n(given), n(max)),
            Self::NothingAssigned => "no line is assigned to the unit, so it has no rate".into(),
            Self::BonusInCap { lost, cap } => format!("the bonus stands in a group capped at {}: {} of it does not count", n(cap), n(lost)),
        }
    }
}

fn quoted(text: &str) -> String {
    visible(&brief(text))
}

fn quantity_vi(why: NotAQuantity) -> String {
    match why {
        NotAQuantity::NotPlain => "phải là số thập phân thường, dùng dấu chấm, ví dụ \"12.99\"".into(),
        NotAQuantity::TooManyDecimals(most) => format!("chỉ được tối đa {most} chữ số sau dấu chấm"),
        NotAQuantity::TooManyDigits => "có quá 15 chữ số".into(),
        NotAQuantity::Negative => "không được âm".into(),
    }
}

fn quantity_en(why: NotAQuantity) -> String {
    match why {
        NotAQuantity::NotPlain => "it must be a plain decimal with a dot, such as \"12.99\"".into(),
        NotAQuantity::TooManyDecimals(most) => format!("it may have at most {most} decimals"),
        NotAQuantity::TooManyDigits => "it has more than 15 digits".into(),
        NotAQuantity::Negative => "it must not be negative".into(),
    }
}
