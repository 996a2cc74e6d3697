//! One file a command: a function that takes what was typed and works through the rooms.

mod approve;
mod audit;
mod chart;
mod check;
mod completions;
mod demo;
mod doctor;
mod export;
mod init;
mod lint;
mod log;
mod man;
mod next;
mod plan;
mod playbook_sheet;
mod playbooks;
mod preview;
mod relations;
mod roster;
mod send;
mod settle;
mod status;
mod suppress;

pub(super) use approve::{approve, send_back};
pub(super) use audit::audit;
pub(super) use chart::chart;
pub(super) use check::check;
pub(super) use completions::completions;
pub(super) use demo::demo;
pub(super) use doctor::doctor;
pub(super) use export::export;
pub(super) use init::init;
pub(super) use lint::lint;
pub(super) use log::log;
pub(super) use man::man;
pub(super) use next::next;
pub(super) use plan::{plan, plan_briefly};
pub(super) use playbooks::playbooks;
pub(super) use preview::preview;
pub(super) use relations::relations;
pub(super) use roster::roster;
pub(super) use send::send;
pub(super) use settle::{log_sent, retry, settle};
pub(super) use status::status;
pub(super) use suppress::{suppress, unsuppress};

use super::Failure;
use super::args::Global;
use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Place};
use crate::world::{Fault, World};
use std::path::{Path, PathBuf};

/// What every command is given.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) world: &'a dyn World,
    pub(super) ui: Ui,
    pub(super) global: &'a Global,
}

impl Request<'_> {
    /// The folder the user stands in, or the one named with `-C`.
    pub(super) fn folder(&self) -> Result<PathBuf, Fault> {
        let here = self.world.current_folder()?;
        Ok(match &self.global.directory {
            Some(folder) => here.join(folder),
            None => here,
        })
    }
}

/// Opens a page in the browser.
fn open(page: &str) -> Result<(), Failure> {
    opener::open(Path::new(page)).map_err(|error| {
        Diagnostic::error("no browser could be opened")
            .at(Place::file(page))
            .why(format!("The system says: {error}."))
            .hint(format!("open {page} yourself"))
            .into()
    })
}
