//! People pasted from a sheet into the rows of the form: name, unit, seat, and what else a cell is. *Dán danh sách người.*

use app::search::folded;
use cycle::cluster::SeatKind;

use crate::at_year::AtYear;
use crate::forms::{Form, Problems};
use crate::words::Words;

/// What stands over the columns of a list of people, without marks.
const HEADS: [&str; 9] = ["stt", "tt", "ho va ten", "ho ten", "don vi", "vai", "chuc vu", "ten dang nhap", "name"];

/// One person as pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Person {
    name: String,
    login: String,
    title: String,
    kind: String,
    unit: String,
    /// Cells that may be the post, beside one that stands there already: nobody knows which is what.
    odd: Vec<String>,
}

/// People put into the rows, with what wants a look.
pub struct Pasted {
    pub form: Form,
    pub many: usize,
    pub odd: Problems,
}

/// The form with pasted people in the rows after those that are filled; nothing is invited yet.
pub fn into_rows(at: &AtYear, form: &Form, filled: &[usize]) -> Pasted {
    let units: Vec<(String, String)> = at.desk.members.iter().map(|m| (folded(&m.short_name), m.unit.to_string())).collect();
    let long = at.desk.members.iter().map(|m| (folded(&m.name), m.unit.to_string()));
    let units: Vec<(String, String)> = units.into_iter().chain(long).collect();
    let first = filled.iter().max().map_or(0, |last| last + 1);
    let people = people(at.w(), &units, form.text("paste"));
    let (many, rows) = (people.len(), (first + people.len()).to_string());
    let odd = odd(at.w(), first, &people);
    let pasted = people.into_iter().enumerate().flat_map(|(n, person)| fields(first + n, person));
    let kept = form.fields().filter(|(name, _)| !matches!(*name, "paste" | "rows") && !is_of_row(name, first));
    let kept: Vec<(String, String)> = kept.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    Pasted { form: Form::of(kept.into_iter().chain([("rows".to_owned(), rows)]).chain(pasted)), many, odd }
}

/// What could not be placed, at the row it stands in.
fn odd(w: Words, first: usize, people: &[Person]) -> Problems {
    let mut problems = Problems::default();
    for (n, person) in people.iter().enumerate().filter(|(_, person)| !person.odd.is_empty()) {
        let cells = person.odd.iter().map(|cell| format!("“{cell}”")).collect::<Vec<_>>().join(", ");
        let args = [("row", &*w.count(first + n + 1)), ("name", &*person.name), ("cells", &*cells)];
        problems.add(&format!("title.{}", first + n), w.fill("cluster.newcomers.odd_cells", &args));
    }
    problems
}

/// Whether a field belongs to a row from `first` on.
fn is_of_row(name: &str, first: usize) -> bool {
    name.rsplit_once('.').and_then(|(_, n)| n.parse::<usize>().ok()).is_some_and(|n| n >= first)
}

fn fields(n: usize, person: Person) -> [(String, String); 5] {
    let named = |field: &str| format!("{field}.{n}");
    [
        (named("name"), person.name),
        (named("login"), person.login),
        (named("title"), person.title),
        (named("kind"), person.kind),
        (named("unit"), person.unit),
    ]
}

fn people(w: Words, units: &[(String, String)], text: &str) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split(['\t', ';']).map(str::trim).filter(|cell| !cell.is_empty() && !is_number(cell)).collect();
        let is_head = cells.iter().filter(|cell| HEADS.contains(&folded(cell).as_str())).count() >= cells.len().min(2);
        if !is_head {
            let person = person(w, units, &cells);
            let login = free(&person.login, &people);
            people.push(Person { login, ..person });
        }
    }
    people
}

fn is_number(cell: &str) -> bool {
    cell.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// The first cell is the name; of the others, the first that names a unit, a seat or a login is that, and the rest
/// the post, so that no cell is lost.
fn person(w: Words, units: &[(String, String)], cells: &[&str]) -> Person {
    let (name, rest) = cells.split_first().map_or(("", cells), |(name, rest)| (*name, rest));
    let mut person = Person { name: name.to_owned(), ..Person::default() };
    for cell in rest {
        let key = folded(cell);
        let unit = units.iter().find(|(name, _)| *name == key).map(|(_, unit)| unit);
        if let Some(unit) = unit.filter(|_| person.unit.is_empty()) {
            person.unit.clone_from(unit);
        } else if let Some(kind) = kind(w, &key).filter(|_| person.kind.is_empty()) {
            person.kind = kind;
        } else if person.login.is_empty() && is_login(cell) {
            (*cell).clone_into(&mut person.login);
        } else {
            person.odd.push((*cell).to_owned());
        }
    }
    person.title = person.odd.join("; ");
    if person.odd.len() < 2 {
        person.odd.clear();
    }
    if person.login.is_empty() { Person { login: login(name), ..person } } else { person }
}

/// A seat by its words; the head's and deputies' leaders are leaders of their units.
fn kind(w: Words, key: &str) -> Option<String> {
    let worded = SeatKind::ALL.iter().find(|kind| folded(&w.say("seat", kind.code(), &[])) == key);
    match worded {
        Some(SeatKind::Head | SeatKind::Deputy) => Some(SeatKind::MemberLeader),
        Some(kind) => Some(*kind),
        None => (key == "lanh dao").then_some(SeatKind::MemberLeader),
    }
    .map(|kind| kind.code().to_owned())
}

/// One word of small letters without marks, which no unit, seat or post is.
fn is_login(cell: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_' | b'@');
    cell.len() > 2 && cell.bytes().all(plain)
}

/// A login to begin with: the given name, and the first letters of the others.
fn login(name: &str) -> String {
    let key = folded(name);
    let words: Vec<&str> = key.split(' ').collect();
    let Some((given, others)) = words.split_last() else { return String::new() };
    let letters: String = others.iter().filter_map(|word| word.chars().next()).collect();
    if letters.is_empty() { (*given).to_owned() } else { format!("{given}.{letters}") }
}

/// The login, with a number behind it while another row has it.
fn free(login: &str, people: &[Person]) -> String {
    let taken = |login: &str| people.iter().any(|person| person.login == login);
    let numbered = (2..).map(|n: usize| format!("{login}{n}"));
    std::iter::once(login.to_owned()).chain(numbered).find(|login| !taken(login)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_sheet_become_people() {
        let units = [("tra vinh".to_owned(), "unit_1".to_owned()), ("cong an tinh ca mau".to_owned(), "unit_2".to_owned())];
        let check = |text: &str, expected: &[[&str; 5]]| {
            let read = people(Words::default(), &units, text);
            let read: Vec<_> = read.iter().map(|p| [&*p.name, &*p.login, &*p.title, &*p.kind, &*p.unit]).collect();
            assert_eq!(read, expected, "{text}");
        };
        check(
            "STT\tHọ và tên\tĐơn vị\tVai\n1\tNguyễn Văn Bưởi\tTrà Vinh\tchuyên viên\n2\tNgô Văn Bưởi\tTrà Vinh\tLãnh đạo",
            &[["Nguyễn Văn Bưởi", "buoi.nv", "", "member_officer", "unit_1"], ["Ngô Văn Bưởi", "buoi.nv2", "", "member_leader", "unit_1"]],
        );
        check(
            "Lê Cam; Phó Giám đốc; cam.le; Công an tỉnh Cà Mau; cụm phó",
            &[["Lê Cam", "cam.le", "Phó Giám đốc", "member_leader", "unit_2"]],
        );
        check("Dừa", &[["Dừa", "dua", "", "", ""]]);
        check("Trần B; Hà Gian; chuyên viên; Trưởng phòng; tranb", &[["Trần B", "tranb", "Hà Gian; Trưởng phòng", "member_officer", ""]]);
        check("Lê Cam; Trà Vinh; Công an tỉnh Cà Mau; cam.le; camle", &[["Lê Cam", "cam.le", "Công an tỉnh Cà Mau; camle", "", "unit_1"]]);
        check("\n", &[]);
    }

    #[test]
    fn cells_that_nobody_can_place_are_named_at_their_row() {
        let people = people(Words::default(), &[], "Lê Cam; Phó phòng\nTrần B; Hà Gian; Trưởng phòng");
        let told = odd(Words::default(), 4, &people);
        assert_eq!(told.0.iter().map(|problem| &*problem.field).collect::<Vec<_>>(), ["title.5"]);
    }
}
