//! One error for the whole crate. Its kind says whose move it is; its message says what, never with document text.

use std::fmt;

use crate::model::Place;

/// Whose fault it is, and so whose move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The bytes are of no sort that we know.
    Unrecognised,
    /// We know the sort but do not treat it.
    Unsupported,
    /// A password is needed.
    Encrypted,
    /// The file breaks its own format.
    Malformed,
    /// A limit was reached.
    LimitExceeded,
    /// The person stopped it.
    Cancelled,
    /// A choice is missing.
    Undecided,
    /// A check found something left, or could not run. The output is dropped.
    Leak,
    /// The caller's arguments are wrong.
    Misuse,
    /// Something the host should supply is missing.
    Resource,
    /// A bug of ours.
    Internal,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [ErrorKind; 11] = [
        ErrorKind::Unrecognised,
        ErrorKind::Unsupported,
        ErrorKind::Encrypted,
        ErrorKind::Malformed,
        ErrorKind::LimitExceeded,
        ErrorKind::Cancelled,
        ErrorKind::Undecided,
        ErrorKind::Leak,
        ErrorKind::Misuse,
        ErrorKind::Resource,
        ErrorKind::Internal,
    ];

    /// Stable code, used over the browser boundary and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::Unrecognised => "unrecognised",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::Encrypted => "encrypted",
            ErrorKind::Malformed => "malformed",
            ErrorKind::LimitExceeded => "limit_exceeded",
            ErrorKind::Cancelled => "cancelled",
            ErrorKind::Undecided => "undecided",
            ErrorKind::Leak => "leak",
            ErrorKind::Misuse => "misuse",
            ErrorKind::Resource => "resource",
            ErrorKind::Internal => "internal",
        }
    }

    /// Exit code of the command line.
    pub fn exit_code(self) -> u8 {
        match self {
            ErrorKind::Misuse | ErrorKind::Resource => 2,
            ErrorKind::Unrecognised | ErrorKind::Unsupported | ErrorKind::Encrypted => 3,
            ErrorKind::Malformed => 4,
            ErrorKind::LimitExceeded | ErrorKind::Cancelled => 5,
            ErrorKind::Undecided => 6,
            ErrorKind::Leak => 7,
            ErrorKind::Internal => 70,
        }
    }
}

/// What went wrong: a kind, a lower-case message of ours without document text, and where.
pub struct Error {
    kind: ErrorKind,
    message: &'static str,
    place: Option<Place>,
    offset: Option<u64>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error with a message of ours. The message is static so that it cannot hold document text.
    pub fn new(kind: ErrorKind, message: &'static str) -> Self {
        Self { kind, message, place: None, offset: None, source: None }
    }

    /// A broken file.
    pub fn malformed(message: &'static str) -> Self {
        Self::new(ErrorKind::Malformed, message)
    }

    /// A limit reached.
    pub fn limit(message: &'static str) -> Self {
        Self::new(ErrorKind::LimitExceeded, message)
    }

    /// A sort of content that we do not treat.
    pub fn unsupported(message: &'static str) -> Self {
        Self::new(ErrorKind::Unsupported, message)
    }

    /// A bug of ours, told instead of a panic.
    pub fn internal(message: &'static str) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// A failed check.
    pub fn leak(message: &'static str) -> Self {
        Self::new(ErrorKind::Leak, message)
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says at which byte of the file.
    #[must_use]
    pub fn at_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Keeps the cause for programmers. It is shown by no page and no message.
    #[must_use]
    pub fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Whose move it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Stable code of the kind.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What happened, in our words.
    pub fn message(&self) -> &'static str {
        self.message
    }

    /// Where on a page or line, if known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// At which byte of the file, if known.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)?;
        match &self.place {
            Some(Place::Page { page, .. }) => write!(f, " (page {})", page + 1)?,
            Some(Place::Line { line }) => write!(f, " (line {line})")?,
            Some(Place::Part { name }) => write!(f, " ({name})")?,
            None => {}
        }
        if let Some(offset) = self.offset {
            write!(f, " (byte {offset})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    /// The cause is left out: a foreign parser's message may quote the document.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.code())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as &(dyn std::error::Error + 'static))
    }
}

/// Shorthand.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_cause() {
        let e = Error::malformed("no page tree").because(std::io::Error::other("JEANNE"));
        assert_eq!(format!("{e:?}"), "malformed: no page tree");
        assert!(!e.to_string().contains("JEANNE"));
    }
}
