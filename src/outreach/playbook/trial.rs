//! Each talking point is rendered twice when it is read, so that a mistake in it is found by
//! `hearten check` and not when somebody is about to call.

use super::explain;
use super::sample::Sample;
use crate::diagnostic::Diagnostic;
use crate::document::{Reader, SourceText, Wording};
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

/// The name under which a point is parsed.
const POINT: &str = "point";

/// Parses a point and renders it for a person of whom all is known and for one of whom nothing is.
pub(super) fn check(reader: &mut Reader<'_>, sample: Sample, point: &Wording) {
    if let Err(finding) = try_out(reader.source, sample, point) {
        reader.found_within(&point.raw(), finding);
    }
}

fn try_out(source: &SourceText, sample: Sample, point: &Wording) -> Result<(), Diagnostic> {
    let text = &point.text;
    if !text.contains('{') {
        return Ok(());
    }
    let mut tera = engine();
    tera.add_raw_template(POINT, text).map_err(|error| explain::parsing(&error, source, point))?;
    let render = |context: &Context| tera.render(POINT, context).map(drop);
    render(&sample.full(text)).map_err(|error| explain::unknown(&error, sample, source, point))?;
    render(&sample.bare(text)).map_err(|error| explain::optional(&error, source, point))
}

/// An engine without templates: what it writes is plain text, and nothing in it counts for long.
pub(super) fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(Vec::<&str>::new());
    tera.register_function("range", range);
    tera
}

/// Tera's `range` could count for hours; three sentences need none.
fn range(_: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Err(Error::message("`range` has no place in a talking point"))
}
