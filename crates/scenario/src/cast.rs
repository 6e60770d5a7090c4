//! Who takes part in the story. The units are those of 2018; every person is invented.

/// A unit of the story. *Đơn vị.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The word the story's files use for it, and the ending of its people's sign-in names.
    pub key: &'static str,
    pub name: &'static str,
    pub short: &'static str,
}

const fn unit(key: &'static str, name: &'static str, short: &'static str) -> Unit {
    Unit { key, name, short }
}

/// The superior organisation that owns the cluster; invented.
pub const ORGANISATION: &str = "Cơ quan thường trực thi đua cấp trên (minh họa)";

/// The cluster. *Cụm thi đua.*
pub const CLUSTER: &str = "Cụm thi đua số 9 (minh họa)";

/// The eight units of 2018 in protocol order: head, deputy, the others.
pub const UNITS: [Unit; 8] = [
    unit("soc-trang", "Công an tỉnh Sóc Trăng", "Sóc Trăng"),
    unit("ca-mau", "Công an tỉnh Cà Mau", "Cà Mau"),
    unit("bac-lieu", "Công an tỉnh Bạc Liêu", "Bạc Liêu"),
    unit("an-giang", "Công an tỉnh An Giang", "An Giang"),
    unit("kien-giang", "Công an tỉnh Kiên Giang", "Kiên Giang"),
    unit("vinh-long", "Công an tỉnh Vĩnh Long", "Vĩnh Long"),
    unit("hau-giang", "Công an tỉnh Hậu Giang", "Hậu Giang"),
    unit("tra-vinh", "Công an tỉnh Trà Vinh", "Trà Vinh"),
];

/// The unit whose verifier has lines left to read on the day of verification.
pub const READER: &str = "soc-trang";

/// What a person of the story does. *Vai.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An officer of the superior office. *Cơ quan thường trực.*
    Superior,
    /// Leads a unit; the first two units' leaders are head and deputy too. *Lãnh đạo.*
    Leader,
    /// Fills the sheet. *Chuyên viên.*
    Officer,
    /// Reads another unit's sheet. *Thành viên tổ thẩm định.*
    Verifier,
    /// Looks on. *Quan sát viên.*
    Observer,
}

/// An invented person. Names are made of the words of the delta, so that nobody is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub login: &'static str,
    pub name: &'static str,
    pub title: &'static str,
    pub part: Part,
    /// The key of the unit; empty for people of the superior office.
    pub unit: &'static str,
}

const fn person(login: &'static str, name: &'static str, title: &'static str, part: Part, unit: &'static str) -> Person {
    Person { login, name, title, part, unit }
}

const LEADER: &str = "Phó Giám đốc (nhân vật minh họa)";
const OFFICER: &str = "Cán bộ Đội Thi đua, khen thưởng (nhân vật minh họa)";
const VERIFIER: &str = "Thành viên tổ thẩm định (nhân vật minh họa)";

/// The twenty-six people.
pub const PEOPLE: [Person; 26] = [
    person("thuong-truc", "Lý Mây Trời", "Chuyên viên cơ quan thường trực (nhân vật minh họa)", Part::Superior, ""),
    person("quan-sat", "Tô Cánh Cò", "Đại biểu khách mời (nhân vật minh họa)", Part::Observer, ""),
    person("lanh-dao.soc-trang", "Trần Sông Hậu", LEADER, Part::Leader, "soc-trang"),
    person("chuyen-vien.soc-trang", "Thạch Hoa Sen", OFFICER, Part::Officer, "soc-trang"),
    person("tham-dinh.soc-trang", "Lâm Ruộng Muối", VERIFIER, Part::Verifier, "soc-trang"),
    person("lanh-dao.ca-mau", "Nguyễn Rừng Đước", LEADER, Part::Leader, "ca-mau"),
    person("chuyen-vien.ca-mau", "Phạm Đất Mũi", OFFICER, Part::Officer, "ca-mau"),
    person("tham-dinh.ca-mau", "Võ Rừng Tràm", VERIFIER, Part::Verifier, "ca-mau"),
    person("lanh-dao.bac-lieu", "Lê Cánh Quạt", LEADER, Part::Leader, "bac-lieu"),
    person("chuyen-vien.bac-lieu", "Huỳnh Nhãn Cổ", OFFICER, Part::Officer, "bac-lieu"),
    person("tham-dinh.bac-lieu", "Trương Biển Bạc", VERIFIER, Part::Verifier, "bac-lieu"),
    person("lanh-dao.an-giang", "Đặng Núi Cấm", LEADER, Part::Leader, "an-giang"),
    person("chuyen-vien.an-giang", "Bùi Thốt Nốt", OFFICER, Part::Officer, "an-giang"),
    person("tham-dinh.an-giang", "Hồ Búng Nước", VERIFIER, Part::Verifier, "an-giang"),
    person("lanh-dao.kien-giang", "Phan Hòn Ngọc", LEADER, Part::Leader, "kien-giang"),
    person("chuyen-vien.kien-giang", "Đỗ Hạt Tiêu", OFFICER, Part::Officer, "kien-giang"),
    person("tham-dinh.kien-giang", "Ngô Vịnh Xanh", VERIFIER, Part::Verifier, "kien-giang"),
    person("lanh-dao.vinh-long", "Mai Cù Lao", LEADER, Part::Leader, "vinh-long"),
    person("chuyen-vien.vinh-long", "Dương Bưởi Ngọt", OFFICER, Part::Officer, "vinh-long"),
    person("tham-dinh.vinh-long", "Cao Lò Gạch", VERIFIER, Part::Verifier, "vinh-long"),
    person("lanh-dao.hau-giang", "Đinh Chợ Nổi", LEADER, Part::Leader, "hau-giang"),
    person("chuyen-vien.hau-giang", "Lưu Khóm Vàng", OFFICER, Part::Officer, "hau-giang"),
    person("tham-dinh.hau-giang", "Châu Kênh Xáng", VERIFIER, Part::Verifier, "hau-giang"),
    person("lanh-dao.tra-vinh", "Kim Hàng Dầu", LEADER, Part::Leader, "tra-vinh"),
    person("chuyen-vien.tra-vinh", "Sơn Dừa Sáp", OFFICER, Part::Officer, "tra-vinh"),
    person("tham-dinh.tra-vinh", "Tăng Ao Bà", VERIFIER, Part::Verifier, "tra-vinh"),
];

/// The units' place after the mergers of 2025: which unit came out of which. *Kế thừa.*
pub const MERGERS: [(&str, &[&str]); 4] = [
    ("can-tho", &["soc-trang", "hau-giang", "can-tho-2018"]),
    ("ca-mau-2025", &["ca-mau", "bac-lieu"]),
    ("an-giang-2025", &["an-giang", "kien-giang"]),
    ("vinh-long-2025", &["vinh-long", "tra-vinh", "ben-tre"]),
];

/// The four units of the second set, and the two predecessors that were in another cluster in 2018.
pub const UNITS_OF_2025: [Unit; 4] = [
    unit("can-tho", "Công an thành phố Cần Thơ", "Cần Thơ"),
    unit("ca-mau-2025", "Công an tỉnh Cà Mau", "Cà Mau"),
    unit("an-giang-2025", "Công an tỉnh An Giang", "An Giang"),
    unit("vinh-long-2025", "Công an tỉnh Vĩnh Long", "Vĩnh Long"),
];

/// Predecessors that were not members in 2018.
pub const OTHER_PREDECESSORS: [Unit; 2] = [
    unit("can-tho-2018", "Công an thành phố Cần Thơ (trước 01/7/2025)", "Cần Thơ (cũ)"),
    unit("ben-tre", "Công an tỉnh Bến Tre", "Bến Tre"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_a_leader_an_officer_and_a_verifier() {
        for unit in UNITS {
            let parts: Vec<Part> = PEOPLE.iter().filter(|p| p.unit == unit.key).map(|p| p.part).collect();
            assert_eq!(parts, [Part::Leader, Part::Officer, Part::Verifier], "{}", unit.key);
        }
    }

    #[test]
    fn every_person_says_that_they_are_invented() {
        assert!(PEOPLE.iter().all(|p| p.title.contains("nhân vật minh họa")));
    }

    #[test]
    fn every_unit_of_2018_is_in_one_unit_of_2025() {
        for unit in UNITS {
            assert_eq!(MERGERS.iter().filter(|(_, from)| from.contains(&unit.key)).count(), 1, "{}", unit.key);
        }
    }
}
