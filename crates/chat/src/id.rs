//! The names of things in chat. They are opaque texts here and outside; only a call to the SDK parses them, and
//! what does not parse is simply not there.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Names a room on the homeserver.
    RoomId
);
id!(
    /// Names a row of a timeline. It stays the same from the local echo to the server's copy, but not across two
    /// openings of the room.
    RowId
);
id!(
    /// Names a person: `@local:server`.
    UserId
);
id!(
    /// Names one verification from its request to its end.
    VerificationId
);
