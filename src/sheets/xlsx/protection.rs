//! Workbooks whose structure is protected: Excel encrypts them with a password that it keeps to itself and opens them
//! without asking ([MS-OFFCRYPTO]).

use std::io::{Cursor, Read};

use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};
use sha2::Digest;

use crate::sheets::fault::Fault;
use crate::sheets::limits::LARGEST;
use crate::sheets::xml::{attribute, local};

use crate::sheets::sha1::sha1;
use crate::sheets::xml_reader::{Tag, XmlReader};

const PASSWORD: &str = "VelvetSweatshop";
/// Excel makes 100,000 of them.
const MOST_ROUNDS: u32 = 1_000_000;

/// The package within an encrypted file; `None` where the file is no such one.
///
/// # Errors
/// A password that only people know.
pub(crate) fn without_default_password(bytes: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let mut file = match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) if file.is_stream("/EncryptedPackage") => file,
        _ => return Ok(None),
    };
    // A stream that says it is longer than its file would be read round and round.
    if file.walk().any(|entry| entry.is_stream() && entry.len() > bytes.len() as u64) {
        return Err(Fault::Damaged);
    }
    let mut stream = |name: &str| {
        let mut content = Vec::new();
        file.open_stream(name).and_then(|mut part| part.read_to_end(&mut content)).map_err(|_| Fault::Encrypted)?;
        Ok(content)
    };
    let (info, package) = (stream("/EncryptionInfo")?, stream("/EncryptedPackage")?);
    let opened = match (word(&info, 0), word(&info, 2)) {
        (Some(4), Some(4)) => Agile::read(info.get(8..).unwrap_or_default()).and_then(|agile| agile.open(&package)),
        (Some(2..=4), Some(2)) => Standard::read(&info).and_then(|standard| standard.open(&package)),
        _ => None,
    };
    opened.map(Some).ok_or(Fault::Encrypted)
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn double_word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// How long the package is, and what of the stream is it.
fn sized(package: &[u8]) -> Option<(usize, &[u8])> {
    let length = u64::from_le_bytes(package.get(..8)?.try_into().ok()?);
    let body = package.get(8..)?;
    let length =
        usize::try_from(length).ok().filter(|length| *length <= body.len() && length.to_owned() as u64 <= LARGEST)?;
    Some((length, body))
}

enum Cipher {
    Aes128(Box<Aes128>),
    Aes192(Box<Aes192>),
    Aes256(Box<Aes256>),
}

impl Cipher {
    fn new(key: &[u8]) -> Option<Cipher> {
        Some(match key.len() {
            16 => Cipher::Aes128(Box::new(Aes128::new_from_slice(key).ok()?)),
            24 => Cipher::Aes192(Box::new(Aes192::new_from_slice(key).ok()?)),
            32 => Cipher::Aes256(Box::new(Aes256::new_from_slice(key).ok()?)),
            _ => return None,
        })
    }

    /// Each block by itself, or chained from a first one. What fills no block is left out.
    fn decrypt(&self, bytes: &[u8], first: Option<&[u8]>) -> Vec<u8> {
        let mut before = first.map(<[u8]>::to_vec);
        let mut plain = Vec::with_capacity(bytes.len());
        for encrypted in bytes.chunks_exact(16) {
            let mut block = Block::default();
            block.copy_from_slice(encrypted);
            match self {
                Cipher::Aes128(cipher) => cipher.decrypt_block(&mut block),
                Cipher::Aes192(cipher) => cipher.decrypt_block(&mut block),
                Cipher::Aes256(cipher) => cipher.decrypt_block(&mut block),
            }
            match &mut before {
                Some(before) => {
                    plain.extend(block.iter().zip(before.iter()).map(|(a, b)| a ^ b));
                    *before = encrypted.to_vec();
                }
                None => plain.extend_from_slice(&block),
            }
        }
        plain
    }
}

fn hash(algorithm: &str, pieces: &[&[u8]]) -> Option<Vec<u8>> {
    let message = pieces.concat();
    Some(match algorithm {
        "SHA1" | "SHA-1" => sha1(&message),
        "SHA256" | "SHA-256" => sha2::Sha256::digest(&message).to_vec(),
        "SHA384" | "SHA-384" => sha2::Sha384::digest(&message).to_vec(),
        "SHA512" | "SHA-512" => sha2::Sha512::digest(&message).to_vec(),
        _ => return None,
    })
}

/// The password, hashed again and again.
fn stretched(algorithm: &str, salt: &[u8], rounds: u32) -> Option<Vec<u8>> {
    let password: Vec<u8> = PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut digest = hash(algorithm, &[salt, &password])?;
    for round in 0..rounds {
        digest = hash(algorithm, &[&round.to_le_bytes(), &digest])?;
    }
    Some(digest)
}

/// Cut to the length, or filled up to it.
fn fitted(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

/// Excel 2010 and later: what it does is said in XML.
#[derive(Default)]
struct Agile {
    data: Keys,
    password: Keys,
}

#[derive(Default)]
struct Keys {
    salt: Vec<u8>,
    block: usize,
    key: usize,
    algorithm: String,
    rounds: u32,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
    value: Vec<u8>,
}

impl Agile {
    fn read(xml: &[u8]) -> Option<Agile> {
        let end = xml.iter().rposition(|byte| *byte == b'>')?;
        let mut xml = XmlReader::new(xml.get(..=end)?);
        let mut agile = Agile::default();
        loop {
            match xml.next().ok()? {
                Tag::Open(tag) => {
                    let keys = match local(&tag) {
                        "keyData" => &mut agile.data,
                        "encryptedKey" => &mut agile.password,
                        _ => continue,
                    };
                    let number = |name: &str| attribute(&tag, name).parse::<usize>().unwrap_or_default();
                    let bytes = |name: &str| base64(&attribute(&tag, name)).unwrap_or_default();
                    if attribute(&tag, "cipherAlgorithm") != "AES"
                        || attribute(&tag, "cipherChaining") != "ChainingModeCBC"
                    {
                        return None;
                    }
                    *keys = Keys {
                        salt: bytes("saltValue"),
                        block: number("blockSize"),
                        key: number("keyBits") / 8,
                        algorithm: attribute(&tag, "hashAlgorithm"),
                        rounds: attribute(&tag, "spinCount").parse().unwrap_or_default(),
                        verifier: bytes("encryptedVerifierHashInput"),
                        verifier_hash: bytes("encryptedVerifierHashValue"),
                        value: bytes("encryptedKeyValue"),
                    };
                }
                Tag::End => break,
                Tag::Close => {}
            }
        }
        let sound = |keys: &Keys| keys.block == 16 && [16, 24, 32].contains(&keys.key) && keys.rounds <= MOST_ROUNDS;
        (sound(&agile.data) && sound(&agile.password)).then_some(agile)
    }

    fn open(&self, package: &[u8]) -> Option<Vec<u8>> {
        const VERIFIER: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
        const VERIFIER_HASH: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
        const VALUE: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];
        const SEGMENT: usize = 4096;
        let keys = &self.password;
        let stretched = stretched(&keys.algorithm, &keys.salt, keys.rounds)?;
        let first = fitted(keys.salt.clone(), 16);
        let decrypt = |purpose: &[u8], bytes: &[u8]| {
            let key = fitted(hash(&keys.algorithm, &[&stretched, purpose])?, keys.key);
            Some(Cipher::new(&key)?.decrypt(bytes, Some(&first)))
        };
        let verifier = decrypt(&VERIFIER, &keys.verifier)?;
        let verified = hash(&keys.algorithm, &[verifier.get(..keys.salt.len()).unwrap_or(&verifier)])?;
        if !decrypt(&VERIFIER_HASH, &keys.verifier_hash)?.starts_with(&verified) {
            return None;
        }
        let cipher = Cipher::new(decrypt(&VALUE, &keys.value)?.get(..self.data.key)?)?;
        let (length, body) = sized(package)?;
        let mut plain = Vec::with_capacity(body.len());
        for (number, segment) in (0u32..).zip(body.chunks(SEGMENT)) {
            let first = fitted(hash(&self.data.algorithm, &[&self.data.salt, &number.to_le_bytes()])?, 16);
            plain.extend(cipher.decrypt(segment, Some(&first)));
        }
        plain.truncate(length);
        Some(plain)
    }
}

/// Excel 2007 and others: AES block by block, SHA-1.
struct Standard {
    key: usize,
    salt: Vec<u8>,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
}

impl Standard {
    fn read(info: &[u8]) -> Option<Standard> {
        let header = usize::try_from(double_word(info, 8)?).ok()?;
        let key = match double_word(info, 20)? {
            0x660E => 16,
            0x660F => 24,
            0x6610 => 32,
            _ => return None,
        };
        let verifier = info.get(header.checked_add(12)?..)?;
        let salt = usize::try_from(double_word(verifier, 0)?).ok().filter(|length| *length == 16)?;
        Some(Standard {
            key,
            salt: verifier.get(4..4 + salt)?.to_vec(),
            verifier: verifier.get(20..36)?.to_vec(),
            verifier_hash: verifier.get(40..72)?.to_vec(),
        })
    }

    fn open(&self, package: &[u8]) -> Option<Vec<u8>> {
        const ROUNDS: u32 = 50_000;
        let stretched = stretched("SHA1", &self.salt, ROUNDS)?;
        let last = sha1(&[stretched.as_slice(), &[0; 4]].concat());
        let padded = |with: u8| {
            let mut block = [with; 64];
            block.iter_mut().zip(&last).for_each(|(byte, digest)| *byte ^= digest);
            sha1(&block)
        };
        let key = [padded(0x36), padded(0x5C)].concat();
        let cipher = Cipher::new(key.get(..self.key)?)?;
        let verified = sha1(&cipher.decrypt(&self.verifier, None));
        if !cipher.decrypt(&self.verifier_hash, None).starts_with(&verified) {
            return None;
        }
        let (length, body) = sized(package)?;
        let mut plain = cipher.decrypt(body, None);
        plain.truncate(length);
        Some(plain)
    }
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> =
        text.trim().trim_end_matches('=').chars().map(|c| DIGITS.find(c)).collect::<Option<_>>()?;
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0u32, |bits, digit| bits << 6 | u32::try_from(*digit).unwrap_or_default());
        let bits = bits << (6 * (4 - four.len()));
        bits.to_be_bytes().into_iter().skip(1).take(four.len().saturating_sub(1))
    });
    Some(bytes.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_as_xml_writes_them() {
        for (text, bytes) in [("TWFu", "Man"), ("TWE=", "Ma"), ("TQ==", "M"), ("", "")] {
            assert_eq!(base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        assert_eq!(base64("T?"), None);
    }

    #[test]
    fn nothing_that_is_no_encrypted_file_is_opened() {
        assert!(matches!(without_default_password(b"PK"), Ok(None)));
    }
}
