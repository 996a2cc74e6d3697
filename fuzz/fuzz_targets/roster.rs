//! Reading a roster never panics, and every place it reports lies within the text it shows.
//!
//! Run it as `cargo fuzz run roster -- -detect_leaks=0`: each input starts threads, and the check
//! for leaks between two inputs can meet one that is just ending.
#![no_main]

use hearten::roster::{Roster, Source, Sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first byte chooses which table the rest is; the other two are well formed.
    let Some((choice, bytes)) = data.split_first() else { return };
    let fixed: [&[u8]; 3] = [
        b"id,name,partner\na-1,Firm One,strategic\n",
        b"id,account,family_name,given_name,email,language\nc-1,a-1,Li,Na,na@firm.example,en\n",
        b"id,name\nt-1,Li Na\n",
    ];
    let table = |nth: u8, name: &str| {
        Source::memory(name, if choice % 4 == nth { bytes } else { fixed[usize::from(nth)] })
    };
    let sources = if choice % 4 == 3 {
        Sources::Tables {
            accounts: Source::memory("accounts.csv", fixed[0]),
            contacts: Source::memory("contacts.csv", [fixed[1], bytes].concat()),
            team: Source::memory("team.csv", fixed[2]),
        }
    } else {
        Sources::Tables {
            accounts: table(0, "accounts.csv"),
            contacts: table(1, "contacts.csv"),
            team: table(2, "team.csv"),
        }
    };
    let report = match Roster::open(sources) {
        Ok((roster, mut report)) => {
            report.append(roster.collect().1);
            report
        }
        Err(report) => report,
    };
    for place in report.kept().iter().filter_map(|finding| finding.place.as_ref()) {
        assert!(place.span.clone().is_none_or(|span| place.text.get(span).is_some()));
    }
});
