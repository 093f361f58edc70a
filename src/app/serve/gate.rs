//! Who may ask. Only requests that name this very address get in; all others, whatever site sends them, end here. Whoever
//! got the one-time ticket from the program holds the cookie; what changes something also carries a header that no other
//! site can send.

use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Request, Response, StatusCode};

use super::assets;

/// Requests of our own page carry it. Another site's would have to ask first, and is not answered.
pub const OWN_HEADER: &str = "x-ziping";
/// A second start asks for a ticket by it.
pub const KEY_HEADER: &str = "x-ziping-key";
pub const TICKET_PATH: &str = "/ticket";
pub const OPEN_PATH: &str = "/open/";

/// More tickets that nobody uses are not kept.
const MOST_TICKETS: usize = 8;

pub struct Gate {
    port: u16,
    session: String,
    /// What a second start knows from the file that the first has written.
    pub key: String,
    tickets: Mutex<Vec<String>>,
}

impl Gate {
    /// # Errors
    /// The system has no random numbers.
    pub fn new(port: u16) -> Result<Gate, getrandom::Error> {
        Ok(Gate { port, session: random()?, key: random()?, tickets: Mutex::default() })
    }

    /// The address that a new ticket opens, once.
    ///
    /// # Errors
    /// As [`Gate::new`].
    pub fn ticket(&self) -> Result<String, getrandom::Error> {
        let ticket = random()?;
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        if tickets.len() == MOST_TICKETS {
            tickets.remove(0);
        }
        tickets.push(ticket.clone());
        Ok(format!("http://127.0.0.1:{}{OPEN_PATH}{ticket}", self.port))
    }

    /// The answer to a request that may not go on.
    pub fn stops(&self, request: &Request<Body>) -> Option<Response<Body>> {
        if !self.names_us(request) {
            return Some(assets::plain(StatusCode::MISDIRECTED_REQUEST, "这个地址不是自评程序的。"));
        }
        let headers = request.headers();
        let path = request.uri().path();
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if let Some(ticket) = path.strip_prefix(OPEN_PATH).filter(|_| *request.method() == Method::GET) {
            return Some(self.open(ticket));
        }
        if path == TICKET_PATH && *request.method() == Method::POST {
            return Some(self.give_ticket(headers));
        }
        if !self.has_cookie(headers) {
            return Some(assets::no_entry());
        }
        let ours = headers.get(OWN_HEADER).is_some_and(|value| value == "1") && self.is_same_origin(headers);
        (!reads && !ours).then(|| assets::plain(StatusCode::FORBIDDEN, "这个请求不是自评的页面发出的，没有照办。"))
    }

    fn hosts(&self) -> [String; 2] {
        ["127.0.0.1", "localhost"].map(|host| format!("{host}:{}", self.port))
    }

    /// A name that leads to this computer by somebody else's doing is not ours.
    fn names_us(&self, request: &Request<Body>) -> bool {
        let hosts = self.hosts();
        let is_ours = |host: &str| hosts.iter().any(|own| own == host);
        let mut named = request.headers().get_all(header::HOST).iter();
        let host = named.next().and_then(|host| host.to_str().ok());
        host.is_some_and(is_ours)
            && named.next().is_none()
            && request.uri().authority().is_none_or(|authority| is_ours(authority.as_str()))
    }

    fn is_same_origin(&self, headers: &HeaderMap) -> bool {
        let own = |value: &HeaderValue| self.hosts().iter().any(|host| value == format!("http://{host}").as_str());
        let same_site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
        same_site && headers.get(header::ORIGIN).is_none_or(own)
    }

    /// Cookies are of all ports: the name says of which program it is.
    fn cookie_name(&self) -> String {
        format!("ziping-{}", self.port)
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut values =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        values.any(|(known, value)| known == name && is_same(value, &self.session))
    }

    fn open(&self, given: &str) -> Response<Body> {
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = tickets.iter().position(|ticket| is_same(ticket, given)) else { return assets::no_entry() };
        tickets.remove(at);
        let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie_name(), self.session);
        let mut response = assets::welcome();
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }

    fn give_ticket(&self, headers: &HeaderMap) -> Response<Body> {
        let key = headers.get(KEY_HEADER).and_then(|key| key.to_str().ok()).unwrap_or_default();
        let ticket = if is_same(key, &self.key) { self.ticket().ok() } else { None };
        match ticket {
            Some(address) => assets::plain(StatusCode::OK, &address),
            None => assets::plain(StatusCode::FORBIDDEN, "没有钥匙。"),
        }
    }
}

/// In every answer: the page loads nothing from elsewhere, stands in no other page, and is kept nowhere.
pub fn harden(headers: &mut HeaderMap) {
    const FIXED: [(HeaderName, &str); 7] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// 256 bits that nobody can guess.
fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// In the same time wherever they differ.
fn is_same(one: &str, other: &str) -> bool {
    let different = one.bytes().zip(other.bytes()).fold(0, |different, (one, other)| different | (one ^ other));
    one.len() == other.len() && different == 0
}
