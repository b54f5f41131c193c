//! The one thread that writes. While a commit waits for the disk, further batches gather; they then go to the disk
//! together, in the order in which they were given. Each is answered only when it is synced.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior};

use crate::batch::{Batch, Receipt};
use crate::database;
use crate::error::{Error, Trouble};
use crate::keys::DatabaseKey;

/// The most batches that share one sync.
const GROUP: usize = 512;

pub(crate) type Answer = Box<dyn FnOnce(Result<Receipt, Error>) + Send>;

pub(crate) struct Writer {
    queue: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Job {
    batch: Batch,
    answer: Answer,
}

impl Writer {
    pub(crate) fn start(
        connection: Connection,
        place: Arc<Place>,
        reader: Arc<Reader>,
    ) -> Result<Self, Error> {
        let (queue, jobs) = mpsc::channel();
        let desk = Desk {
            connection: Some(connection),
            place,
            reader,
        };
        let thread = std::thread::Builder::new()
            .name("vault".to_owned())
            .spawn(move || desk.work(&jobs));
        let thread = thread.map_err(|error| Error::of_file("starting the writer", error))?;
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Puts the batch in the queue. `answer` is called on the writer's thread.
    pub(crate) fn write(&self, batch: Batch, answer: Answer) {
        let job = Job { batch, answer };
        let unwritten = match &*lock(&self.queue) {
            Some(queue) => queue.send(job).err().map(|unsent| unsent.0),
            None => Some(job),
        };
        if let Some(job) = unwritten {
            (job.answer)(Err(Error::closed()));
        }
    }

    /// Writes what is in the queue, then ends the thread.
    pub(crate) fn close(&self) {
        drop(lock(&self.queue).take());
        let thread = lock(&self.thread).take();
        if let Some(Err(_)) = thread.map(JoinHandle::join) {
            tracing::error!("the vault's writer has panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// Where the database is, and its key.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) key: DatabaseKey,
}

/// The second connection, on which everything is read.
pub(crate) struct Reader(Mutex<Reading>);

enum Reading {
    Open(Connection),
    /// Closed after an error: the next reading opens it again.
    Broken,
    Closed,
}

impl Reader {
    pub(crate) fn new(connection: Connection) -> Self {
        Self(Mutex::new(Reading::Open(connection)))
    }

    pub(crate) fn read<T>(
        &self,
        place: &Place,
        reading: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let mut state = lock(&self.0);
        if let Reading::Broken = *state {
            *state = Reading::Open(database::open_for_reading(&place.folder, &place.key)?);
        }
        let Reading::Open(connection) = &mut *state else {
            return Err(Error::closed());
        };
        let read = reading(connection);
        if read
            .as_ref()
            .is_err_and(|error| Trouble::of(error) == Trouble::Disk)
        {
            *state = Reading::Broken;
        }
        read.map_err(|error| Error::of_database("reading", error))
    }

    fn close(&self) {
        *lock(&self.0) = Reading::Closed;
    }
}

/// What the writer's thread has before it.
struct Desk {
    /// `None` after the disk has failed, until it is opened again.
    connection: Option<Connection>,
    place: Arc<Place>,
    reader: Arc<Reader>,
}

impl Desk {
    fn work(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut group = vec![first];
            group.extend(jobs.try_iter().take(GROUP - 1));
            self.serve(group);
        }
        // The last connection that closes moves the log into the database: it has to be the one that may write.
        self.reader.close();
    }

    fn serve(&mut self, group: Vec<Job>) {
        let (batches, answers): (Vec<_>, Vec<_>) =
            group.into_iter().map(|job| (job.batch, job.answer)).unzip();
        match self.commit(&batches) {
            Ok(receipts) => answers
                .into_iter()
                .zip(receipts)
                .for_each(|(answer, receipt)| answer(Ok(receipt))),
            // One that cannot be written must not take the others with it.
            Err(_) if batches.len() > 1 && self.connection.is_some() => {
                for (batch, answer) in batches.iter().zip(answers) {
                    let receipts = self.commit(std::slice::from_ref(batch));
                    answer(receipts.map(|mut receipts| receipts.pop().unwrap_or_default()));
                }
            }
            Err(error) => answers
                .into_iter()
                .for_each(|answer| answer(Err(error.clone()))),
        }
    }

    fn commit(&mut self, batches: &[Batch]) -> Result<Vec<Receipt>, Error> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.reopen()?,
        };
        let written = write(&mut connection, batches);
        // After an error of the disk the connection is dropped here, and opened again for the next commit.
        if !matches!(written, Err(Error::NotWritable { .. })) {
            self.connection = Some(connection);
        }
        written
    }

    fn reopen(&self) -> Result<Connection, Error> {
        tracing::warn!("opening the vault again after an error of the disk");
        let mut reading = lock(&self.reader.0);
        *reading = Reading::Broken;
        let connection = database::reopen(&self.place.folder, &self.place.key)?;
        *reading = Reading::Open(database::open_for_reading(
            &self.place.folder,
            &self.place.key,
        )?);
        Ok(connection)
    }
}

fn write(connection: &mut Connection, batches: &[Batch]) -> Result<Vec<Receipt>, Error> {
    let failed = |error| Error::of_database("writing", error);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    let receipts = batches
        .iter()
        .map(|batch| batch.apply(&transaction))
        .collect::<Result<_, _>>()?;
    transaction.commit().map_err(failed)?;
    Ok(receipts)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
