//! Asks a server on this machine whether it is ready: one plain HTTP request, whose status is the answer.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(2);

/// Where to ask.
#[derive(Debug, Clone)]
pub(crate) struct Health {
    /// On this port,
    pub(crate) port: u16,
    /// with this path.
    pub(crate) path: &'static str,
}

/// Whether it answers 200.
pub(crate) fn is_ready(health: &Health) -> bool {
    ask(health)
        .is_ok_and(|line| line.starts_with("HTTP/1.1 200") || line.starts_with("HTTP/1.0 200"))
}

fn ask(health: &Health) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, health.port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n",
        health.path
    )?;
    let mut line = [0; 12];
    stream.read_exact(&mut line)?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn check(answer: &'static str, expected: bool) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut visitor, _) = listener.accept().unwrap();
            // Closing before the request was read would take the answer away with it.
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                visitor.read_exact(&mut byte).unwrap();
                request.push(byte[0]);
            }
            visitor.write_all(answer.as_bytes()).unwrap();
        });
        assert_eq!(
            is_ready(&Health {
                port,
                path: "/health"
            }),
            expected,
            "{answer:?}"
        );
        server.join().unwrap();
    }

    #[test]
    fn only_200_is_ready() {
        check("HTTP/1.1 200 OK\r\n\r\n", true);
        check("HTTP/1.1 503 Loading\r\n\r\n", false);
        check("", false);
    }
}
