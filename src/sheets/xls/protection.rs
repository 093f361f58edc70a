//! Old workbooks whose structure is protected: Excel encrypts them with a password that it keeps to itself and opens them
//! without asking ([MS-OFFCRYPTO], [MS-XLS] 2.2.10).

use md5::{Digest, Md5};

use crate::sheets::fault::Fault;
use crate::sheets::sha1::sha1;

use super::records::{double_word, records, word};

const PASSWORD: &str = "VelvetSweatshop";
const FILE_PASS: u16 = 0x002F;
/// So many bytes have one key.
const BLOCK: usize = 1024;

/// The stream as it was before it was encrypted, or as it is.
///
/// # Errors
/// A password that only people know; a protection of Excel 95.
pub(super) fn without_default_password(stream: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let Some((_, data)) =
        records(&stream).take(16).find(|(kind, data)| *kind == FILE_PASS && data.iter().any(|b| *b != 0))
    else {
        return Ok(stream);
    };
    match (word(data, 0), word(data, 2), word(data, 4)) {
        (Some(1), Some(1), Some(1)) => Keys::of_1997(data).map(|keys| keys.decrypt(&stream)).ok_or(Fault::Encrypted),
        (Some(1), Some(2..=4), Some(2)) => {
            Keys::of_2002(data).map(|keys| keys.decrypt(&stream)).ok_or(Fault::Encrypted)
        }
        _ => {
            let verifier = data.get(data.len().saturating_sub(2)..).and_then(|end| word(end, 0));
            Err(if verifier == Some(verifier_of_1995()) { Fault::Protected } else { Fault::Encrypted })
        }
    }
}

/// What the key of each block is made of.
struct Keys {
    base: Vec<u8>,
    hash: fn(&[u8]) -> Vec<u8>,
    length: usize,
    /// The cipher's key is filled up to this.
    filled: usize,
}

fn md5(bytes: &[u8]) -> Vec<u8> {
    Md5::digest(bytes).to_vec()
}

fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

impl Keys {
    fn of_1997(data: &[u8]) -> Option<Keys> {
        let [salt, verifier, hash] = [6, 22, 38].map(|at| data.get(at..at + 16));
        let password = md5(&password());
        let salted = [password.get(..5)?, salt?].concat().repeat(16);
        let base = md5(&salted).get(..5)?.to_vec();
        Keys { base, hash: md5, length: 16, filled: 16 }.verified(verifier?, hash?)
    }

    fn of_2002(data: &[u8]) -> Option<Keys> {
        let size = usize::try_from(double_word(data, 10)?).ok()?;
        let bits = double_word(data, 14 + 16)?;
        let verifier = data.get(size.checked_add(14)?..)?;
        let (salt, hash) = (verifier.get(4..20)?, verifier.get(40..60)?);
        let base = sha1(&[salt, &password()].concat());
        let length = usize::try_from(if bits == 0 { 40 } else { bits }).ok()? / 8;
        let filled = if length == 5 { 16 } else { length };
        Keys { base, hash: sha1, length: length.min(20), filled: filled.min(20) }.verified(verifier.get(20..36)?, hash)
    }

    fn verified(self, verifier: &[u8], hash: &[u8]) -> Option<Keys> {
        let mut bytes = [verifier, hash].concat();
        self.cipher(0).apply(&mut bytes);
        let (plain, hash) = bytes.split_at(verifier.len());
        ((self.hash)(plain) == hash).then_some(self)
    }

    fn cipher(&self, block: usize) -> Rc4 {
        let number = u32::try_from(block).unwrap_or(u32::MAX).to_le_bytes();
        let mut key = (self.hash)(&[self.base.as_slice(), &number].concat());
        key.truncate(self.length);
        key.resize(self.filled, 0);
        Rc4::new(&key)
    }

    /// Heads of records are as they were, and what says where sheets begin; all bytes take from the key's stream.
    fn decrypt(&self, stream: &[u8]) -> Vec<u8> {
        const PLAIN: [u16; 7] = [0x0809, FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138];
        const SHEET: u16 = 0x0085;
        let mut plain = stream.to_vec();
        for (number, block) in plain.chunks_mut(BLOCK).enumerate() {
            self.cipher(number).apply(block);
        }
        let mut at = 0;
        let mut encrypted = false;
        for (kind, data) in records(stream) {
            let kept = match kind {
                _ if !encrypted => data.len(),
                SHEET => data.len().min(4),
                _ if PLAIN.contains(&kind) => data.len(),
                _ => 0,
            };
            let end = at + 4 + kept;
            plain[at..end].copy_from_slice(&stream[at..end]);
            encrypted |= kind == FILE_PASS;
            at += 4 + data.len();
        }
        // What the reader would take for a password.
        let mut at = 0;
        for (kind, data) in records(stream) {
            if kind == FILE_PASS {
                plain[at + 4..at + 4 + data.len()].fill(0);
                break;
            }
            at += 4 + data.len();
        }
        plain
    }
}

struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    fn new(key: &[u8]) -> Rc4 {
        let mut state: [u8; 256] = std::array::from_fn(|at| u8::try_from(at).unwrap_or_default());
        let mut j = 0u8;
        for at in 0..256 {
            j = j.wrapping_add(state[at]).wrapping_add(key[at % key.len().max(1)]);
            state.swap(at, usize::from(j));
        }
        Rc4 { state, i: 0, j: 0 }
    }

    fn apply(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.i = self.i.wrapping_add(1);
            self.j = self.j.wrapping_add(self.state[usize::from(self.i)]);
            self.state.swap(usize::from(self.i), usize::from(self.j));
            let sum = self.state[usize::from(self.i)].wrapping_add(self.state[usize::from(self.j)]);
            *byte ^= self.state[usize::from(sum)];
        }
    }
}

/// Excel 95 keeps no more of the password than this.
fn verifier_of_1995() -> u16 {
    let length = u8::try_from(PASSWORD.len()).unwrap_or_default();
    let bytes = std::iter::once(length).chain(PASSWORD.bytes());
    let turned = |word: u16| (word >> 14 & 1) | (word << 1 & 0x7FFF);
    bytes.rev().fold(0, |word, byte| turned(word) ^ u16::from(byte)) ^ 0xCE4B
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cipher_is_rc4() {
        let mut bytes = *b"Plaintext";
        Rc4::new(b"Key").apply(&mut bytes);
        assert_eq!(bytes, [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]);
    }
}
