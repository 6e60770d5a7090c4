//! Prints the whole of seat × act × phase and compares it with `permissions.txt`, so that a change of
//! leave is read as a difference. `UPDATE=1 cargo test -p cycle --test permissions` writes it anew.

use cycle::calendar::Calendar;
use cycle::cluster::{Act, Now, On, Seat, SeatKind, Seats};
use cycle::regulation::{PeerView, Regulation};
use cycle::self_score::SheetState;
use cycle::year::Phase;
use values::{AccountId, Date, UnitId};

const OWN: UnitId = UnitId::from_raw(1);
const OTHER: UnitId = UnitId::from_raw(2);

const LEGEND: &str = "\
What each seat may do in each phase, asked of the deciding function itself. Do not edit: see permissions.rs.

  any   the cluster, or any unit's      own   only one's own unit's
  else  any unit's but one's own        read  only sheets given to one's unit to read
  +ret  once the sheet is returned      +sub  once one's own sheet is submitted
  +reg  if the regulation says so       -sent not once the sheet is sent
  -     never

The starting regulation is asked; it lets members see each other once their own sheet is submitted, shows
them the ranking from the settled phase on and lets the head extend deadlines; a cluster may narrow these.
Deadlines are not in the table: they end self-scoring and explaining with their day.
";

fn may(kind: SeatKind, act: Act, phase: Phase, on: On, regulation: &Regulation) -> bool {
    let first = Date::from_days(0);
    let seats = Seats::new(AccountId::from_raw(1), vec![Seat { kind, unit: Some(OWN), from: first, to: None }]);
    let calendar = Calendar::default();
    seats.permit(act, on, &Now { phase, today: first, regulation, calendar: &calendar }).is_ok()
}

/// Whose things are reached, under one set of circumstances.
fn reach(asks: impl Fn(On) -> bool) -> &'static str {
    match (asks(On::unit(OWN)), asks(On::unit(OTHER)), asks(On::unit(OTHER).read_by(OWN))) {
        (true, true, _) => "any",
        (true, false, _) => "own",
        (false, true, _) => "else",
        (false, false, true) => "read",
        (false, false, false) => "-",
    }
}

fn generous() -> Regulation {
    Regulation { peer_view: PeerView::Always, head_changes_table: true, ranking_from: Phase::Verifying, ..Regulation::default_2018() }
}

/// The plain reach, then each circumstance that widens it.
fn cell(kind: SeatKind, act: Act, phase: Phase) -> String {
    let (starting, generous) = (Regulation::default_2018(), generous());
    let plain = reach(|on| may(kind, act, phase, on, &starting));
    let wider = [
        ("+ret", reach(|on| may(kind, act, phase, on.sheet(SheetState::Returned), &starting))),
        ("+sub", reach(|on| may(kind, act, phase, on.own_submitted(true), &starting))),
        ("+reg", reach(|on| may(kind, act, phase, on, &generous))),
    ];
    let mut said: Vec<String> = wider.iter().filter(|(_, reach)| *reach != plain).map(|(mark, reach)| format!("{reach}{mark}")).collect();
    if plain != "-" || said.is_empty() {
        let sent = reach(|on| may(kind, act, phase, on.sheet(SheetState::Submitted), &starting));
        said.insert(0, if sent == plain { plain.to_owned() } else { format!("{plain}-sent") });
    }
    said.join(" ")
}

fn table() -> String {
    let mut text = LEGEND.to_owned();
    for kind in SeatKind::ALL {
        let heads: Vec<String> = Phase::ALL.iter().map(|phase| format!("{:<16}", phase.code())).collect();
        text.push_str(&format!("\n{:<22}{}\n", kind.code().to_uppercase(), heads.concat()).replace(" \n", "\n"));
        for act in Act::ALL {
            let cells: Vec<String> = Phase::ALL.iter().map(|phase| format!("{:<16}", cell(*kind, *act, *phase))).collect();
            text.push_str(format!("{:<22}{}", act.code(), cells.concat()).trim_end());
            text.push('\n');
        }
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_seat_act_and_phase_is_as_written() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/permissions.txt");
    let now = table();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let changed: Vec<String> =
        now.lines().zip(kept.lines()).filter(|(now, kept)| now != kept).map(|(now, kept)| format!("was {kept}\nis  {now}")).collect();
    assert!(now == kept, "leave has changed; read each line, then UPDATE=1:\n{}", changed.join("\n"));
}
