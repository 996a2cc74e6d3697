use crate::cli::Failure;
use crate::cli::ui::Ui;
use crate::diagnostic::Diagnostic;

/// Asks for words to be typed exactly; anything else ends the command, and nothing was sent.
pub(super) fn exactly(ui: Ui, question: &str, answer: &str) -> Result<(), Failure> {
    if !Ui::is_attended() && ui.is_json() {
        return Err(nobody_there().into());
    }
    let Some(typed) = ui.ask(question)? else { return Err(nobody_there().into()) };
    // People write 1,000 as they read it.
    let plain = |text: &str| text.trim().replace([',', ' '], "");
    if typed.trim() == answer || plain(&typed) == plain(answer) {
        return Ok(());
    }
    Err(Diagnostic::error(format!("`{}` is not `{answer}`", typed.trim().escape_debug()))
        .rule("P-23")
        .why("Nothing was sent. What is typed must be what is about to be sent, to the letter.")
        .hint("look at what is due with `hearten status`, then run `hearten send` again")
        .into())
}

fn nobody_there() -> Diagnostic {
    Diagnostic::error("nobody is there to confirm")
        .rule("P-23")
        .why("Nothing was sent. In live mode the name of the crisis and the number of letters are typed.")
        .hint("run it in a terminal, or in a script with `--yes-send DIGEST`; `hearten approve` shows the digest")
}
