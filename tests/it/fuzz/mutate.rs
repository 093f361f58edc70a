//! Damage: bytes turned, runs dropped and doubled, numbers made extreme, words of the format put where they hurt. Of a
//! zipped file mostly the parts are damaged and zipped again, so that readers get past the wrapping.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The same numbers in every run (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap()
    }
}

const WORDS: [&str; 26] = [
    "4294967296",
    "-1",
    "1048577",
    "16385",
    "1e308",
    "0.00000000001",
    "99999999999999999999",
    "NaN",
    "#REF!",
    "<",
    ">",
    "\"",
    "&",
    "\0",
    "\u{FEFF}",
    "\t",
    "：",
    "%",
    "万元",
    "-",
    "&a",
    "*a",
    "<!DOCTYPE a [<!ENTITY a \"aa\">]>",
    "XFD1048576",
    " table:number-rows-repeated=\"1048576\"",
    " table:number-columns-repeated=\"16384\"",
];

pub fn mutated(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let zipped = ZipArchive::new(Cursor::new(bytes)).ok().filter(|_| random.below(5) > 0);
    match zipped {
        Some(archive) => rezipped(archive, random),
        None => damaged(bytes.to_vec(), random),
    }
}

fn rezipped(mut archive: ZipArchive<Cursor<&[u8]>>, random: &mut Random) -> Vec<u8> {
    let victim = random.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        // Sheets and the texts of cells are where the work is: they are damaged more often than the rest.
        let is_data = name.contains("sheet") || name.contains("content") || name.contains("Strings");
        if index == victim || is_data && random.below(2) == 0 {
            content = damaged(content, random);
        }
        writer.start_file(name, options).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn damaged(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let length = random.below(64).min(bytes.len() - at);
        match random.below(8) {
            0 | 1 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            2 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let run = bytes[at..at + length].to_vec();
                let copies = 1 + random.below(3);
                bytes.splice(at..at, run.repeat(copies));
            }
            5 => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].bytes())),
            // The next number becomes another.
            6 => {
                let start = bytes[at..].iter().position(u8::is_ascii_digit).map_or(bytes.len(), |next| at + next);
                let end = bytes[start..]
                    .iter()
                    .position(|byte| !byte.is_ascii_digit())
                    .map_or(bytes.len(), |next| start + next);
                bytes.splice(start..end, WORDS[random.below(7)].bytes());
            }
            _ if random.below(8) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
    bytes
}
