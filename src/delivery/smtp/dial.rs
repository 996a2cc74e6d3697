#![expect(clippy::disallowed_methods, reason = "the one place that opens a connection")]

use super::courier::Step;
use super::fault::{Fault, Kind};
use super::relay::{Relay, Security};
use crate::world::Stopwatch;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Opens a connection to the server: its addresses one after another, all within one time.
pub(super) fn dial(relay: &Relay) -> Result<TcpStream, Fault> {
    let fault = |kind| relay.fault(Step::Connect, kind);
    let watch = Stopwatch::start();
    let limit = relay.times.connect;
    let addresses = resolve(&relay.host, relay.port, limit).map_err(fault)?;
    let far = addresses.iter().map(SocketAddr::ip).find(|address| !is_loopback(*address));
    if let (Security::Loopback, Some(address)) = (relay.security, far) {
        return Err(fault(Kind::NotLoopback(address)));
    }
    let mut last = Kind::Unresolved("it has no address".to_owned());
    for (at, address) in addresses.iter().enumerate() {
        let left = limit.saturating_sub(watch.elapsed());
        // One address that is silent must not use up the time of the others.
        let others = u32::try_from(addresses.len() - at).unwrap_or(u32::MAX);
        let share = left / others;
        if share.is_zero() {
            return Err(fault(Kind::Late(limit)));
        }
        match connect(address, share) {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => last = Kind::Late(limit),
            Err(error) => last = Kind::Unreachable(error.to_string()),
        }
    }
    Err(fault(last))
}

fn connect(address: &SocketAddr, limit: Duration) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(address, limit)?;
    // Without it the last small packet of a letter waits 40 ms for the receipt of the one before.
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The addresses of a host. The system's own resolver knows no time limit, so it works aside.
fn resolve(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, Kind> {
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let (tell, told) = mpsc::channel();
    let host = host.to_owned();
    let asked = thread::Builder::new().name("resolver".to_owned()).spawn(move || {
        // Nobody listens any more when the time is over.
        let _ = tell.send((host.as_str(), port).to_socket_addrs().map(Vec::from_iter));
    });
    asked.map_err(|error| Kind::Unresolved(error.to_string()))?;
    match told.recv_timeout(limit) {
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(error)) => Err(Kind::Unresolved(error.to_string())),
        Err(_) => Err(Kind::Unresolved(format!("no answer within {}", super::fault::spell(limit)))),
    }
}

/// Whether an address leads back to this machine, also when written the IPv6 way.
pub(super) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::{dial, is_loopback};
    use crate::delivery::smtp::{Kind, Relay, Security};

    #[test]
    fn e27_without_tls_only_this_machine_is_reached() {
        for host in ["192.0.2.7", "[2001:db8::1]", "10.0.0.1"] {
            let fault = dial(&Relay::new(host, 25, Security::Loopback)).unwrap_err();
            assert!(matches!(fault.kind, Kind::NotLoopback(_)), "{host}: {fault}");
        }
        for address in ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(address.parse().unwrap()), "{address}");
        }
        assert!(!is_loopback("::ffff:10.0.0.1".parse().unwrap()));
    }
}
