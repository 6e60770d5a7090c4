//! Units over time, clusters, their years, members, seats and deadlines. *Cụm, đơn vị, năm thi đua.*

use values::{AccountId, ClusterId, Date, OrgId, SeatId, UnitId, YearId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD_UNIT(unit) = "INSERT INTO unit (unit_id, org_id, name, short_name, name_folded, valid_from, valid_to, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING *";
    CHANGE_UNIT(unit) = "UPDATE unit SET name = $3, short_name = $4, name_folded = $5, valid_from = $6, valid_to = $7, version = version + 1 \
        WHERE unit_id = $1 AND version = $2 RETURNING *";
    UNITS_OF_ORGANISATION(unit) = "SELECT * FROM unit WHERE org_id = $1 ORDER BY name_folded, unit_id";
    ADD_LINEAGE(unit_lineage) = "INSERT INTO unit_lineage (org_id, predecessor, successor, on_date, decision) VALUES ($1, $2, $3, $4, $5) RETURNING *";
    LINEAGE(unit_lineage) = "SELECT * FROM unit_lineage WHERE org_id = $1 ORDER BY on_date, predecessor, successor";
    RENAME_ORGANISATION(organisation) = "UPDATE organisation SET name = $2 WHERE org_id = $1 RETURNING *";
    ADD_CLUSTER(cluster) = "INSERT INTO cluster (cluster_id, org_id, name, founded_on, decision, version) VALUES ($1, $2, $3, $4, $5, 1) RETURNING *";
    CHANGE_CLUSTER(cluster) = "UPDATE cluster SET name = $3, founded_on = $4, decision = $5, version = version + 1 \
        WHERE cluster_id = $1 AND version = $2 RETURNING *";
    ADD_YEAR(cluster_year) = "INSERT INTO cluster_year (year_id, org_id, cluster_id, year, phase, regulation, setup_step, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING *";
    CHANGE_YEAR(cluster_year) = "UPDATE cluster_year SET phase = $3, regulation = $4, setup_step = $5, version = version + 1 \
        WHERE year_id = $1 AND version = $2 RETURNING *";
    YEAR(cluster_year) = "SELECT y.*, c.name AS cluster_name, c.version AS cluster_version, c.founded_on, c.decision, o.name AS org_name \
        FROM cluster_year y JOIN cluster c ON c.cluster_id = y.cluster_id JOIN organisation o ON o.org_id = y.org_id WHERE y.year_id = $1";
    YEARS_OF_ORGANISATION(cluster_year) = "SELECT y.*, c.name AS cluster_name, c.version AS cluster_version, c.founded_on, c.decision, o.name AS org_name \
        FROM cluster_year y JOIN cluster c ON c.cluster_id = y.cluster_id JOIN organisation o ON o.org_id = y.org_id \
        WHERE y.org_id = $1 ORDER BY y.year DESC, c.name, y.year_id";
    YEARS_OF_ACCOUNT(cluster_year) = "SELECT y.*, c.name AS cluster_name, c.version AS cluster_version, c.founded_on, c.decision, o.name AS org_name \
        FROM cluster_year y JOIN cluster c ON c.cluster_id = y.cluster_id JOIN organisation o ON o.org_id = y.org_id \
        WHERE y.year_id IN (SELECT s.year_id FROM seat s WHERE s.account_id = $1 AND s.valid_from <= $2 \
        AND (s.valid_to IS NULL OR s.valid_to >= $2)) ORDER BY y.year DESC, c.name, y.year_id";
    YEAR_BEFORE(cluster_year) = "SELECT year_id FROM cluster_year WHERE cluster_id = $1 AND year < $2 ORDER BY year DESC LIMIT 1";
    PUT_MEMBER(member) = "INSERT INTO member (org_id, cluster_id, year_id, unit_id, position, office, valid_from, valid_to, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (year_id, unit_id) DO UPDATE SET position = excluded.position, \
        office = excluded.office, valid_from = excluded.valid_from, valid_to = excluded.valid_to, version = member.version + 1 RETURNING *";
    REMOVE_MEMBER(member) = "DELETE FROM member WHERE year_id = $1 AND unit_id = $2 RETURNING *";
    MEMBERS(member) = "SELECT m.*, u.name, u.short_name FROM member m JOIN unit u ON u.unit_id = m.unit_id WHERE m.year_id = $1 \
        ORDER BY m.position, m.unit_id";
    ADD_SEAT(seat) = "INSERT INTO seat (seat_id, org_id, cluster_id, year_id, account_id, unit_id, kind, valid_from, valid_to, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING *";
    END_SEAT(seat) = "UPDATE seat SET valid_to = $3, version = version + 1 WHERE seat_id = $1 AND version = $2 RETURNING *";
    SEATS(seat) = "SELECT s.*, a.name, a.title FROM seat s JOIN account a ON a.account_id = s.account_id WHERE s.year_id = $1 ORDER BY s.seat_id";
    SEATS_OF_ACCOUNT(seat) = "SELECT s.*, a.name, a.title FROM seat s JOIN account a ON a.account_id = s.account_id \
        WHERE s.year_id = $1 AND s.account_id = $2 ORDER BY s.seat_id";
    PUT_DEADLINE(deadline) = "INSERT INTO deadline (org_id, cluster_id, year_id, step, due_on, reason, version) VALUES ($1, $2, $3, $4, $5, $6, 1) \
        ON CONFLICT (year_id, step) DO UPDATE SET due_on = excluded.due_on, reason = excluded.reason, version = deadline.version + 1 RETURNING *";
    DEADLINES(deadline) = "SELECT step, due_on FROM deadline WHERE year_id = $1 ORDER BY due_on, step";
}

/// A unit; keeps its identity over renames. *Đơn vị.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    pub short_name: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub version: i64,
}

/// One unit came out of another. *Kế thừa.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    pub predecessor: UnitId,
    pub successor: UnitId,
    pub on: Date,
    pub decision: String,
}

/// A cluster. *Cụm thi đua.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    pub id: ClusterId,
    pub name: String,
    pub founded_on: Option<Date>,
    pub decision: String,
    pub version: i64,
}

/// One cluster's year as kept: `phase` is a code of `cycle`, `regulation` its settings as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub scope: Scope,
    pub year: i32,
    pub phase: String,
    pub regulation: String,
    /// How far the first set-up has come; 6 is done.
    pub setup_step: i64,
    pub version: i64,
    pub cluster: Cluster,
    pub org_name: String,
}

/// A unit's membership in one year, in protocol order. *Thành viên.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub unit: UnitId,
    pub name: String,
    pub short_name: String,
    pub position: i64,
    /// `head`, `deputy` or `member`.
    pub office: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

/// What one account is in one year. *Vai trò.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub id: SeatId,
    pub account: AccountId,
    pub name: String,
    pub title: String,
    pub unit: Option<UnitId>,
    pub kind: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub version: i64,
}

pub async fn add_unit(tx: &mut Tx, org: OrgId, unit: &Unit, folded: &str) -> Result<(), Fault> {
    let values = [
        unit.id.into(),
        org.into(),
        unit.name.as_str().into(),
        unit.short_name.as_str().into(),
        folded.into(),
        unit.valid_from.into(),
        unit.valid_to.into(),
    ];
    tx.keep(ADD_UNIT, &values).await.map(drop)
}

/// False when somebody changed the unit since `unit.version`.
pub async fn change_unit(tx: &mut Tx, unit: &Unit, folded: &str) -> Result<bool, Fault> {
    let values = [
        unit.id.into(),
        unit.version.into(),
        unit.name.as_str().into(),
        unit.short_name.as_str().into(),
        folded.into(),
        unit.valid_from.into(),
        unit.valid_to.into(),
    ];
    Ok(tx.keep(CHANGE_UNIT, &values).await?.is_some())
}

pub async fn units(tx: &mut Tx, org: OrgId) -> Result<Vec<Unit>, Fault> {
    tx.rows(UNITS_OF_ORGANISATION, &[org.into()]).await?.iter().map(read_unit).collect()
}

pub async fn add_lineage(tx: &mut Tx, org: OrgId, edge: &Lineage) -> Result<(), Fault> {
    let values = [org.into(), edge.predecessor.into(), edge.successor.into(), edge.on.into(), edge.decision.as_str().into()];
    tx.keep(ADD_LINEAGE, &values).await.map(drop)
}

pub async fn lineage(tx: &mut Tx, org: OrgId) -> Result<Vec<Lineage>, Fault> {
    let read = |row: &Row| {
        Ok(Lineage {
            predecessor: row.get("predecessor")?,
            successor: row.get("successor")?,
            on: row.get("on_date")?,
            decision: row.get("decision")?,
        })
    };
    tx.rows(LINEAGE, &[org.into()]).await?.iter().map(read).collect()
}

/// Renames the organisation that owns the clusters.
pub async fn rename_organisation(tx: &mut Tx, org: OrgId, name: &str) -> Result<(), Fault> {
    tx.keep(RENAME_ORGANISATION, &[org.into(), name.into()]).await.map(drop)
}

pub async fn add_cluster(tx: &mut Tx, org: OrgId, cluster: &Cluster) -> Result<(), Fault> {
    let values = [cluster.id.into(), org.into(), cluster.name.as_str().into(), cluster.founded_on.into(), cluster.decision.as_str().into()];
    tx.keep(ADD_CLUSTER, &values).await.map(drop)
}

/// False when somebody changed the cluster since `cluster.version`.
pub async fn change_cluster(tx: &mut Tx, cluster: &Cluster) -> Result<bool, Fault> {
    let values = [
        cluster.id.into(),
        cluster.version.into(),
        cluster.name.as_str().into(),
        cluster.founded_on.into(),
        cluster.decision.as_str().into(),
    ];
    Ok(tx.keep(CHANGE_CLUSTER, &values).await?.is_some())
}

pub async fn add_year(tx: &mut Tx, year: &Year) -> Result<(), Fault> {
    let values = [
        year.scope.year.into(),
        year.scope.org.into(),
        year.scope.cluster.into(),
        year.year.into(),
        year.phase.as_str().into(),
        year.regulation.as_str().into(),
        year.setup_step.into(),
    ];
    tx.keep(ADD_YEAR, &values).await.map(drop)
}

/// Keeps phase, regulation and set-up step. False when somebody changed the year since `year.version`.
pub async fn change_year(tx: &mut Tx, year: &Year) -> Result<bool, Fault> {
    let values =
        [year.scope.year.into(), year.version.into(), year.phase.as_str().into(), year.regulation.as_str().into(), year.setup_step.into()];
    Ok(tx.keep(CHANGE_YEAR, &values).await?.is_some())
}

pub async fn year(tx: &mut Tx, year: YearId) -> Result<Option<Year>, Fault> {
    tx.row(YEAR, &[year.into()]).await?.as_ref().map(read_year).transpose()
}

pub async fn years_of_organisation(tx: &mut Tx, org: OrgId) -> Result<Vec<Year>, Fault> {
    tx.rows(YEARS_OF_ORGANISATION, &[org.into()]).await?.iter().map(read_year).collect()
}

/// The years in which the account holds a seat on `day`, newest first.
pub async fn years_of_account(tx: &mut Tx, account: AccountId, day: Date) -> Result<Vec<Year>, Fault> {
    tx.rows(YEARS_OF_ACCOUNT, &[account.into(), day.into()]).await?.iter().map(read_year).collect()
}

/// The same cluster's latest year before `year`.
pub async fn year_before(tx: &mut Tx, cluster: ClusterId, year: i32) -> Result<Option<YearId>, Fault> {
    tx.row(YEAR_BEFORE, &[cluster.into(), year.into()]).await?.map(|row| row.get("year_id")).transpose()
}

/// Adds a member or changes its place, office and dates.
pub async fn put_member(tx: &mut Tx, scope: Scope, member: &Member) -> Result<(), Fault> {
    let values = [
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        member.unit.into(),
        member.position.into(),
        member.office.as_str().into(),
        member.valid_from.into(),
        member.valid_to.into(),
    ];
    tx.keep(PUT_MEMBER, &values).await.map(drop)
}

/// Takes a unit out of a year that has not begun.
pub async fn remove_member(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<bool, Fault> {
    Ok(!tx.remove(REMOVE_MEMBER, &[scope.year.into(), unit.into()]).await?.is_empty())
}

pub async fn members(tx: &mut Tx, scope: Scope) -> Result<Vec<Member>, Fault> {
    tx.rows(MEMBERS, &[scope.year.into()]).await?.iter().map(read_member).collect()
}

pub async fn add_seat(tx: &mut Tx, scope: Scope, seat: &Seat) -> Result<(), Fault> {
    let values = [
        seat.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        seat.account.into(),
        seat.unit.into(),
        seat.kind.as_str().into(),
        seat.valid_from.into(),
        seat.valid_to.into(),
    ];
    tx.keep(ADD_SEAT, &values).await.map(drop)
}

/// Ends a seat on its last day. False when somebody changed it since `version`.
pub async fn end_seat(tx: &mut Tx, seat: SeatId, version: i64, last_day: Date) -> Result<bool, Fault> {
    Ok(tx.keep(END_SEAT, &[seat.into(), version.into(), last_day.into()]).await?.is_some())
}

pub async fn seats(tx: &mut Tx, scope: Scope) -> Result<Vec<Seat>, Fault> {
    tx.rows(SEATS, &[scope.year.into()]).await?.iter().map(read_seat).collect()
}

pub async fn seats_of_account(tx: &mut Tx, scope: Scope, account: AccountId) -> Result<Vec<Seat>, Fault> {
    tx.rows(SEATS_OF_ACCOUNT, &[scope.year.into(), account.into()]).await?.iter().map(read_seat).collect()
}

pub async fn put_deadline(tx: &mut Tx, scope: Scope, step: &str, due: Date, reason: &str) -> Result<(), Fault> {
    let values = [scope.org.into(), scope.cluster.into(), scope.year.into(), step.into(), due.into(), reason.into()];
    tx.keep(PUT_DEADLINE, &values).await.map(drop)
}

/// Step codes with their last days, earliest first.
pub async fn deadlines(tx: &mut Tx, scope: Scope) -> Result<Vec<(String, Date)>, Fault> {
    tx.rows(DEADLINES, &[scope.year.into()]).await?.iter().map(|row| Ok((row.get("step")?, row.get("due_on")?))).collect()
}

fn read_unit(row: &Row) -> Result<Unit, Fault> {
    Ok(Unit {
        id: row.get("unit_id")?,
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        version: row.get("version")?,
    })
}

fn read_year(row: &Row) -> Result<Year, Fault> {
    let scope = Scope { org: row.get("org_id")?, cluster: row.get("cluster_id")?, year: row.get("year_id")? };
    Ok(Year {
        scope,
        year: i32::try_from(row.int("year")?).unwrap_or_default(),
        phase: row.get("phase")?,
        regulation: row.get("regulation")?,
        setup_step: row.get("setup_step")?,
        version: row.get("version")?,
        cluster: Cluster {
            id: scope.cluster,
            name: row.get("cluster_name")?,
            founded_on: row.get("founded_on")?,
            decision: row.get("decision")?,
            version: row.get("cluster_version")?,
        },
        org_name: row.get("org_name")?,
    })
}

fn read_member(row: &Row) -> Result<Member, Fault> {
    Ok(Member {
        unit: row.get("unit_id")?,
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        position: row.get("position")?,
        office: row.get("office")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
    })
}

fn read_seat(row: &Row) -> Result<Seat, Fault> {
    Ok(Seat {
        id: row.get("seat_id")?,
        account: row.get("account_id")?,
        name: row.get("name")?,
        title: row.get("title")?,
        unit: row.get("unit_id")?,
        kind: row.get("kind")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        version: row.get("version")?,
    })
}
