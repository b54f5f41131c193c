//! A proxy of ours that stands between the product and the servers, and misbehaves on demand.
//!
//! The product reaches it as an administration's HTTP proxy (CONNECT), so that every address stays what it is and TLS
//! goes through untouched. It works on bytes: what a server says is spoilt at the server, by its own switches. It only
//! ever connects to this machine, whatever name it is asked for.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What the proxy does to connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: bytes pass.
    None,
    /// Open connections are dropped, new ones refused.
    Cut,
    /// Open connections stall, new ones are taken and never answered.
    BlackHole,
    /// Every piece takes this long, each way.
    Delay(Duration),
    /// At most this many bytes a second, each way.
    Throttle(u32),
    /// One bit of the next piece from a server is flipped; TLS notices.
    Corrupt,
    /// After this many bytes from a server its side is closed, in the middle of whatever it said.
    HalfClose(u64),
}

/// The proxy. It ends with its value.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    fault: watch::Sender<Fault>,
    names: Names,
    _tasks: Arc<JoinSet<()>>,
}

/// Where names lead, such as `agency.example:443`.
type Names = Arc<Mutex<HashMap<String, SocketAddr>>>;

impl FaultProxy {
    /// Starts it on a free port.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .context("binding the fault proxy")?;
        let address = listener.local_addr()?;
        let (fault, seen) = watch::channel(Fault::None);
        let mut tasks = JoinSet::new();
        let names = Names::default();
        tasks.spawn(accept(listener, seen, Arc::clone(&names)));
        Ok(Self {
            address,
            fault,
            names,
            _tasks: Arc::new(tasks),
        })
    }

    /// Its address, as a setting takes it.
    pub fn url(&self) -> url::Url {
        url::Url::parse(&format!("http://{}", self.address)).expect("an address makes a URL")
    }

    /// This name, with its port, leads to a server on this machine.
    pub fn lead(&self, name: &str, to: SocketAddr) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name.to_owned(), to);
    }

    /// From here on, do this.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }

    /// The network is gone.
    pub fn cut(&self) {
        self.set(Fault::Cut);
    }

    /// The network is back.
    pub fn restore(&self) {
        self.set(Fault::None);
    }
}

async fn accept(listener: TcpListener, fault: watch::Receiver<Fault>, names: Names) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((client, _)) = accepted else { return };
                if *fault.borrow() != Fault::Cut {
                    connections.spawn(serve(client, fault.clone(), Arc::clone(&names)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// One connection. Whatever ends it, the client sees a closed connection: that is what a proxy's troubles look like.
async fn serve(client: TcpStream, fault: watch::Receiver<Fault>, names: Names) {
    if let Err(error) = tunnel(client, fault, &names).await {
        tracing::debug!(%error, "a connection through the fault proxy ended");
    }
}

async fn tunnel(client: TcpStream, fault: watch::Receiver<Fault>, names: &Names) -> Result<()> {
    let mut client = BufReader::new(client);
    let target = connect_target(&mut client, names).await?;
    wait_out_black_hole(fault.clone()).await?;
    let server = TcpStream::connect(target)
        .await
        .context("reaching the server")?;
    client
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await?;
    let (mut from_client, mut to_client) = tokio::io::split(client);
    let (mut from_server, mut to_server) = server.into_split();
    let cut = until(fault.clone(), Fault::Cut);
    let upwards = pass(&mut from_client, &mut to_server, fault.clone(), false);
    let downwards = pass(&mut from_server, &mut to_client, fault, true);
    tokio::select! {
        () = cut => Ok(()),
        ended = async { tokio::try_join!(upwards, downwards) } => ended.map(drop),
    }
}

/// Reads `CONNECT host:port HTTP/1.1` and its headers.
async fn connect_target(client: &mut BufReader<TcpStream>, names: &Names) -> Result<SocketAddr> {
    let mut line = String::new();
    client.read_line(&mut line).await?;
    let target = line
        .strip_prefix("CONNECT ")
        .and_then(|rest| rest.split(' ').next())
        .context("not a CONNECT request")?;
    let named = {
        let names = names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(target).copied()
    };
    let address = match named {
        Some(address) => address,
        None => target
            .replace("localhost", "127.0.0.1")
            .parse()
            .context("the target's address")?,
    };
    ensure!(
        address.ip().is_loopback(),
        "the fault proxy connects to this machine only, not to {address}"
    );
    while line.trim() != "" {
        line.clear();
        client.read_line(&mut line).await?;
    }
    Ok(address)
}

async fn pass(
    from: &mut (impl tokio::io::AsyncRead + Unpin),
    to: &mut (impl tokio::io::AsyncWrite + Unpin),
    mut fault: watch::Receiver<Fault>,
    from_server: bool,
) -> Result<()> {
    let (mut piece, mut total) = (vec![0; 16 * 1024], 0_u64);
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            return to.shutdown().await.context("passing on the end");
        }
        wait_out_black_hole(fault.clone()).await?;
        let now = *fault.borrow_and_update();
        match now {
            Fault::Delay(time) => tokio::time::sleep(time).await,
            Fault::Throttle(rate) => {
                tokio::time::sleep(Duration::from_secs_f64(read as f64 / f64::from(rate))).await
            }
            Fault::Corrupt if from_server => piece[read / 2] ^= 1,
            _ => {}
        }
        total += read as u64;
        if let Fault::HalfClose(after) = now
            && from_server
            && total >= after
        {
            return to.shutdown().await.context("closing one half");
        }
        to.write_all(&piece[..read]).await?;
    }
}

async fn wait_out_black_hole(mut fault: watch::Receiver<Fault>) -> Result<()> {
    fault
        .wait_for(|now| *now != Fault::BlackHole)
        .await
        .map(drop)
        .context("the proxy was stopped")
}

async fn until(mut fault: watch::Receiver<Fault>, wanted: Fault) {
    if fault.wait_for(|now| *now == wanted).await.is_err() {
        std::future::pending::<()>().await;
    }
}
