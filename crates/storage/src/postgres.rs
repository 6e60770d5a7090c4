//! The scaled engine: PostgreSQL through a pool, statements prepared once for each connection.

use std::error::Error as _;
use std::str::FromStr as _;
use std::sync::Arc;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Config, NoTls};

use crate::migrations::{self, Migration};
use crate::schema::{KEYS_ON_POSTGRES, Schema};
use crate::{Cell, Fault, Row, Value};

const CONNECTIONS: usize = 16;
/// Writers run side by side. A table's lock comes before the snapshot, so who waited here sees what the
/// others left.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE journal_head IN ROW EXCLUSIVE MODE";
/// For a write that met another one: it queues, then runs with no other writer beside it, so it cannot
/// meet one again. Readers go on.
const BEGIN_ALONE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE journal_head IN SHARE ROW EXCLUSIVE MODE";
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Any fixed number: one process at a time changes the schema.
const MIGRATION_LOCK: i64 = 0x6769_616f;

pub(crate) struct Pg {
    pool: Pool,
}

impl Pg {
    pub(crate) async fn open(address: &str, steps: &[Migration]) -> Result<(Self, Schema), Fault> {
        let (pool, object) = connect(address).await?;
        migrate(&object, steps).await?;
        let schema = schema(&object).await?;
        drop(object);
        Ok((Self { pool }, schema))
    }

    /// Opens a store that is there, writes nothing, and answers which steps its schema lacks.
    pub(crate) async fn inspect<'s>(address: &str, steps: &'s [Migration]) -> Result<(Self, Schema, &'s [Migration]), Fault> {
        let (pool, object) = connect(address).await?;
        let schema = schema(&object).await?;
        schema.must_be_ours()?;
        let lack = migrations::pending(steps, &applied(&object).await?)?;
        drop(object);
        Ok((Self { pool }, schema, lack))
    }

    pub(crate) async fn check(&self, text: &str) -> Result<(), Fault> {
        let object = self.pool.get().await.map_err(|e| pool_fault(&e))?;
        object.prepare(text).await.map(|_| ()).map_err(|e| fault(&e))
    }

    pub(crate) async fn begin(&self, how: Begin) -> Result<Held, Fault> {
        let held = Held { object: Some(self.pool.get().await.map_err(|e| pool_fault(&e))?), open: true };
        held.object()?.batch_execute(how.text()).await.map_err(|e| fault(&e))?;
        Ok(held)
    }
}

async fn connect(address: &str) -> Result<(Pool, Object), Fault> {
    let config = Config::from_str(address).map_err(|_| Fault::Address("not a PostgreSQL connection string".to_owned()))?;
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let pool = Pool::builder(manager).max_size(CONNECTIONS).runtime(Runtime::Tokio1).build();
    let pool = pool.map_err(|_| Fault::Address("the connection pool could not be made".to_owned()))?;
    let object = pool.get().await.map_err(|e| pool_fault(&e))?;
    Ok((pool, object))
}

/// What a transaction is begun for.
#[derive(Clone, Copy)]
pub(crate) enum Begin {
    Read,
    Write,
    /// A write that another one was in the way of.
    WriteAlone,
}

impl Begin {
    const fn text(self) -> &'static str {
        match self {
            Self::Read => BEGIN_READ,
            Self::Write => BEGIN_WRITE,
            Self::WriteAlone => BEGIN_ALONE,
        }
    }
}

/// A connection inside a transaction; dropping it rolls back before the pool sees it again.
pub(crate) struct Held {
    object: Option<Object>,
    open: bool,
}

impl Held {
    fn object(&self) -> Result<&Object, Fault> {
        self.object.as_ref().ok_or(Fault::Lost)
    }

    pub(crate) async fn query(&self, text: &str, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        query(self.object()?, text, params).await
    }

    pub(crate) async fn execute(&self, text: &str, params: &[Value<'_>]) -> Result<u64, Fault> {
        let object = self.object()?;
        let statement = object.prepare_cached(text).await.map_err(|e| fault(&e))?;
        object.execute(&statement, &as_params(params)).await.map_err(|e| fault(&e))
    }

    pub(crate) async fn commit(mut self) -> Result<(), Fault> {
        self.object()?.batch_execute("COMMIT").await.map_err(|e| fault(&e))?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(object) = self.object.take() else { return };
        if !self.open {
            return;
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(roll_back(object))),
            Err(_) => drop(Object::take(object)),
        }
    }
}

/// Rolls back, or closes the connection when that fails.
async fn roll_back(object: Object) {
    if object.batch_execute("ROLLBACK").await.is_err() {
        drop(Object::take(object));
    }
}

async fn query(object: &Object, text: &str, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
    let statement = object.prepare_cached(text).await.map_err(|e| fault(&e))?;
    let columns: Arc<[String]> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
    let rows = object.query(&statement, &as_params(params)).await.map_err(|e| fault(&e))?;
    rows.iter().map(|row| cells(row).map(|cells| Row::new(Arc::clone(&columns), cells))).collect()
}

fn cells(row: &tokio_postgres::Row) -> Result<Vec<Cell>, Fault> {
    (0..row.len()).map(|at| row.try_get(at).map_err(|e| fault(&e))).collect()
}

fn as_params<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

type Failure = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Value<'_> {
    /// Adapts to the type the statement wants, so one `i64` serves every width of integer.
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::INT8) => value.to_sql(ty, out),
            (Self::Text(value), &Type::TEXT | &Type::VARCHAR | &Type::NAME | &Type::BPCHAR) => value.to_sql(ty, out),
            (Self::Bytes(value), &Type::BYTEA) => value.to_sql(ty, out),
            _ => Err(format!("a parameter does not fit the type {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> tokio_postgres::types::FromSql<'a> for Cell {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT2 => Self::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::BOOL => Self::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            _ => Self::Text(String::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::BYTEA | Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR
        )
    }
}

async fn migrate(object: &Object, steps: &[Migration]) -> Result<(), Fault> {
    let lock = format!("SELECT pg_advisory_lock({MIGRATION_LOCK})");
    object.batch_execute(&lock).await.map_err(|e| fault(&e))?;
    let done = migrate_alone(object, steps).await;
    let free = format!("ROLLBACK; SELECT pg_advisory_unlock({MIGRATION_LOCK})");
    object.batch_execute(&free).await.map_err(|e| fault(&e))?;
    done
}

async fn migrate_alone(object: &Object, steps: &[Migration]) -> Result<(), Fault> {
    object.batch_execute(migrations::CREATE).await.map_err(|e| fault(&e))?;
    for step in migrations::pending(steps, &applied(object).await?)? {
        object.batch_execute(&format!("BEGIN; {} COMMIT;", step.script())).await.map_err(|e| fault(&e))?;
    }
    Ok(())
}

async fn applied(object: &Object) -> Result<Vec<(i64, String)>, Fault> {
    query(object, migrations::APPLIED, &[]).await?.iter().map(migrations::applied).collect()
}

async fn schema(object: &Object) -> Result<Schema, Fault> {
    let rows = query(object, KEYS_ON_POSTGRES, &[]).await?;
    let pairs = rows.iter().map(|row| Ok((row.get("tbl")?, row.get("col")?))).collect::<Result<_, Fault>>()?;
    Ok(Schema::of(pairs))
}

fn pool_fault(error: &PoolError) -> Fault {
    match error {
        PoolError::Backend(error) => fault(error),
        _ => Fault::Lost,
    }
}

fn fault(error: &tokio_postgres::Error) -> Fault {
    let Some(db) = error.as_db_error() else { return local_fault(error) };
    match db.code() {
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED | &SqlState::LOCK_NOT_AVAILABLE => Fault::Conflict,
        &SqlState::DISK_FULL => Fault::Full,
        &SqlState::IO_ERROR | &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => Fault::Broken,
        &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN | &SqlState::CANNOT_CONNECT_NOW => Fault::Lost,
        code if code.code().starts_with("23") => Fault::Constraint(db.constraint().unwrap_or(db.message()).to_owned()),
        code => Fault::Engine { code: code.code().to_owned(), message: db.message().to_owned() },
    }
}

/// A failure without an answer of the server: the line broke, or a value did not fit.
fn local_fault(error: &tokio_postgres::Error) -> Fault {
    if error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>()) {
        return Fault::Lost;
    }
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    Fault::Engine { code: "client".to_owned(), message: format!("{error}: {cause}") }
}
