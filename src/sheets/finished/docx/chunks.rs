//! Files that stand in a Word document as a part of its text (altChunk): Word takes them in when it opens it.

use super::base64;
use super::package::Package;
use crate::sheets::finished::block::{Block, Cell};
use crate::sheets::finished::{text, web};
use crate::sheets::text_file::decode_text;

pub(super) enum Chunk {
    /// The bytes of a package.
    Document(Vec<u8>),
    Blocks(Vec<Block<Cell>>),
    /// Of a kind that is not read.
    Unread(&'static str),
}

/// The part of this name. What it is its bytes say, not its name.
pub(super) fn read(package: &Package, name: &str) -> Chunk {
    let Some(bytes) = package.part(name) else { return Chunk::Unread("插入的文件（在文件里找不到）") };
    if bytes.starts_with(b"{\\rtf") {
        return Chunk::Unread("RTF 文件");
    }
    if Package::open(&bytes).is_some() {
        return Chunk::Document(bytes);
    }
    let mail = mail(&bytes);
    let Some(words) = mail.or_else(|| decode_text(&bytes)) else { return Chunk::Unread("插入的文件") };
    let start = words.trim_start().get(..1).unwrap_or_default();
    let blocks = if start == "<" { web::read(&words) } else { text::lines(&words) };
    match blocks.iter().all(Block::is_blank) {
        true => Chunk::Unread("插入的文件"),
        false => Chunk::Blocks(blocks),
    }
}

/// The page of a saved web archive (.mht).
fn mail(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.get(..text.floor_char_boundary(2000)).unwrap_or(&text).to_ascii_lowercase();
    if !head.contains("mime-version:") {
        return None;
    }
    let lower = |text: &str| text.to_ascii_lowercase();
    // A part: its head, a blank line, its body up to the boundary.
    let text = text.replace("\r\n", "\n");
    let at = lower(&text).find("content-type: text/html")?;
    let begin = text.get(..at)?.rfind("\n\n").map_or(0, |end| end + 2);
    let part = text.get(begin..)?;
    let (head, body) = part.split_once("\n\n")?;
    let boundary = head.lines().find(|line| line.starts_with("--"));
    let end = boundary.and_then(|boundary| body.find(boundary)).unwrap_or(body.len());
    let body = body.get(..end)?;
    let bytes = match lower(head) {
        head if head.contains("quoted-printable") => quoted(body),
        head if head.contains("base64") => base64::decoded(body),
        _ => body.as_bytes().to_vec(),
    };
    decode_text(&bytes)
}

/// =E7=BB=A9 and lines that end in = and go on.
fn quoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        rest = match (byte, code, after.first()) {
            (b'=', _, Some(b'\n')) => &after[1..],
            (b'=', Some(code), _) => match u8::from_str_radix(code, 16) {
                Ok(byte) => {
                    bytes.push(byte);
                    &after[2..]
                }
                Err(_) => after,
            },
            _ => {
                bytes.push(byte);
                after
            }
        };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_archive_gives_its_page() {
        let archive = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html; \
                       charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E7=BB=A9=\n=E6=95=88</p>\n--b\n\nx";
        assert_eq!(mail(archive.as_bytes()).unwrap().trim(), "<p>绩效</p>");
    }
}
