//! Whether a connection comes from the user who runs the program: another user of the same computer could have seen the
//! ticket in the list of running programs.

use std::net::SocketAddr;

/// Where the system does not say whose a connection is, the ticket alone decides.
#[cfg(target_os = "linux")]
pub fn is_ours(theirs: SocketAddr, ours: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt;
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let Ok(own) = std::fs::metadata("/proc/self").map(|data| data.uid()) else { return true };
    // An administrator can read everything anyhow.
    owner(&table, theirs, ours).is_none_or(|owner| owner == own || owner == 0)
}

#[cfg(not(target_os = "linux"))]
pub fn is_ours(_theirs: SocketAddr, _ours: SocketAddr) -> bool {
    true
}

/// The user of the connection, by the lines of /proc/net/tcp: `sl: local remote st queues tr retrnsmt uid …`.
#[cfg(target_os = "linux")]
fn owner(table: &str, theirs: SocketAddr, ours: SocketAddr) -> Option<u32> {
    let (SocketAddr::V4(theirs), SocketAddr::V4(ours)) = (theirs, ours) else { return None };
    let hex = |address: std::net::SocketAddrV4| {
        let number = u32::from_ne_bytes(address.ip().octets());
        format!("{number:08X}:{:04X}", address.port())
    };
    // Found in one go: the table may have thousands of lines.
    let both = format!(" {} {} ", hex(theirs), hex(ours));
    let (_, rest) = table.split_once(&both)?;
    rest.lines().next()?.split_whitespace().nth(4)?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_owner_stands_in_the_seventh_column() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1\n\
            1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2\n";
        let address = |port| SocketAddr::from(([127, 0, 0, 1], port));
        assert_eq!(owner(table, address(0xC001), address(0x1F90)), Some(1001));
        assert_eq!(owner(table, address(0xC002), address(0x1F90)), None);
    }

    #[test]
    fn our_own_connection_is_ours() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let _client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (_server, theirs) = listener.accept().unwrap();
        assert!(is_ours(theirs, listener.local_addr().unwrap()));
    }
}
