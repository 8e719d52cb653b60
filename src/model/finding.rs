//! What was found, of which kind, and why: enough for a person to agree or not.

use super::text::Span;

/// Number of a [`Finding`] within a review, from 0 in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId(pub u32);

macro_rules! coded {
    ($(#[$m:meta])* $name:ident { $($(#[$vm:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$m])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vm])* $variant,)+ }

        impl $name {
            /// Every value, in a stable order.
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            /// Stable name, used in JSON.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// The value with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code() == code)
            }
        }
    };
}

coded! {
    /// Kinds of identity.
    Category {
        /// A patient, relative or any person not known to be a professional.
        PersonName = "PersonName",
        /// A physician, nurse or other professional by name.
        Professional = "Professional",
        /// Street, building, floor, lieu-dit, post box; with postcode and town where they stand together.
        Address = "Address",
        /// A postcode on its own.
        Postcode = "Postcode",
        /// A town on its own.
        City = "City",
        /// Social security or national identity number (NIR, INS, SSN, NHS number, …).
        NationalId = "NationalId",
        /// Telephone or fax.
        Phone = "Phone",
        /// Electronic mail address.
        Email = "Email",
        /// Date of birth.
        BirthDate = "BirthDate",
        /// Place of birth.
        BirthPlace = "BirthPlace",
        /// File, stay, sample or request number of a patient (IPP, NDA, MRN, accession).
        PatientNumber = "PatientNumber",
        /// Number of a professional or establishment (RPPS, ADELI, FINESS, SIRET, NPI).
        ProfessionalId = "ProfessionalId",
        /// Insurer's or mutual's member number.
        InsuranceNumber = "InsuranceNumber",
        /// IBAN, card or account number.
        BankAccount = "BankAccount",
        /// Passport, identity card, driving licence, plate.
        DocumentNumber = "DocumentNumber",
        /// Hospital, practice, laboratory.
        Facility = "Facility",
        /// Ward, room, bed.
        Ward = "Ward",
        /// Profession, employer.
        Occupation = "Occupation",
        /// A date that is not a birth date.
        Date = "Date",
        /// An age that singles out (over 89).
        Age = "Age",
        /// Web address.
        Url = "Url",
        /// User name, pseudonym, social network handle.
        UserName = "UserName",
        /// Anything that the host or the person names.
        Other = "Other",
    }
}

coded! {
    /// Why something was taken for identity. The pages turn the code into a sentence.
    Reason {
        /// A label such as "Nom" stands beside or above it.
        Label = "label",
        /// A title such as "Mme" or "Dr" stands before it.
        Title = "title",
        /// It has the shape of such a number and its check digits agree.
        Checked = "checked",
        /// It has the shape of such a number.
        Shape = "shape",
        /// The words around it announce it ("né le", "habite").
        Context = "context",
        /// It reads like a postal address.
        AddressShape = "address_shape",
        /// It is written like a name (given name and capitals).
        NameShape = "name_shape",
        /// It stands where people sign.
        Signature = "signature",
        /// The site already knew it and asked for it to be struck.
        Known = "known",
        /// It repeats something found elsewhere in the file.
        Repeated = "repeated",
    }
}

/// Something that identifies, in one text of an extract.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its number.
    pub id: FindingId,
    /// Index into `Extract::texts`.
    pub text: usize,
    /// Bytes of that text.
    pub span: Span,
    /// What it is.
    pub category: Category,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// Which detector found it.
    pub detector: &'static str,
    /// Why.
    pub reason: Reason,
}

/// Identity that the host already holds. No `Debug`: these are a person's data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Given names and surnames, in any form ("Jeanne Martin", "MARTIN").
    pub names: Vec<String>,
    /// Birth date as year, month, day.
    pub birth_date: Option<(i32, u8, u8)>,
    /// Social security, file, phone numbers.
    pub numbers: Vec<String>,
    /// Postal addresses.
    pub addresses: Vec<String>,
    /// Anything else that must go.
    pub other: Vec<String>,
}

impl Known {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Known::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_round_trip() {
        for (i, c) in Category::ALL.iter().enumerate() {
            assert_eq!(Category::from_code(c.code()), Some(*c));
            assert!(Category::ALL[..i].iter().all(|o| o.code() != c.code()));
        }
        for r in Reason::ALL {
            assert_eq!(Reason::from_code(r.code()), Some(*r));
        }
    }
}
