use super::init::{kind, write_new};
use super::{Request, check, plan_briefly, preview};
use crate::cli::Done;
use crate::cli::args::{CheckArguments, DemoArguments, Global, PlanArguments, PreviewArguments};
use crate::cli::outcome::Outcome;
use crate::crisis::Kind;
use crate::diagnostic::Diagnostic;
use crate::workspace::{SETTINGS, starter};
use crate::world::Entry;

/// Shows the whole story on sample data.
pub(crate) fn demo(request: &Request<'_>, own: &DemoArguments) -> Done {
    let kind = own.kind.as_deref().map(kind).transpose()?;
    let files = starter::sample(kind.map(Kind::tag), own.holding)
        .ok_or_else(|| Diagnostic::error("there is no sample for this kind of crisis"))?;
    let ui = request.ui;
    let root = request.folder()?.join(&own.dir);
    let dir = own.dir.display();
    if request.world.entry(&root.join(SETTINGS)) == Entry::File {
        ui.say(&format!("1. The workspace {dir}/ is there already; it is used as it stands."))?;
    } else {
        write_new(request, &root, &files)?;
        ui.say(&format!(
            "1. Made the workspace {dir}/: a fictional maker of bearings, its partners, and a crisis."
        ))?;
    }
    let global = Global { directory: Some(root), ..request.global.clone() };
    let inside = Request { global: &global, ..*request };
    ui.say("\n2. Checking roster, settings, brief and templates (hearten check)")?;
    if !ui.is_json() && check(&inside, &CheckArguments { all: false })? == Outcome::Wrong {
        return Ok(Outcome::Wrong);
    }
    ui.say("\n3. Rendering every letter (hearten preview)")?;
    let outcome = preview(&inside, &PreviewArguments { open: own.open, ..Default::default() })?;
    if !ui.is_json() {
        ui.say("\n4. Planning who hears when, and who calls whom (hearten plan)")?;
        plan_briefly(&inside, &PlanArguments::default())?;
    }
    ui.advise(&format!(
        "\nNext:\n\
         \x20 cd {dir}\n\
         \x20 hearten roster                     who is in it\n\
         \x20 hearten preview --open             read the letters in your browser\n\
         \x20 hearten preview --contact c-001    one person's letter\n\
         \x20 hearten lint                       what a careful reader would point at\n\
         \x20 hearten plan --open                the sheets for those who call, to print\n\
         \x20 hearten chart --open               who decides, who supports us, what is missing\n\
         \x20 hearten next                       what is missing, and who must act\n\
         \x20 hearten send                       a drill: every letter becomes a file, nothing leaves\n\
         \x20 hearten approve --as t-01          say yes to these letters and no others, one of two\n\
         Change a fact in crises/*/brief.toml or a row in contacts/contacts.csv, and preview again.\n\
         For your own company: hearten init my-company"
    ))?;
    Ok(outcome)
}
