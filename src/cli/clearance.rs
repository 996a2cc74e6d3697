use super::Failure;
use super::command::Request;
use super::desk::Desk;
use crate::ledger::Ledger;
use crate::proof::frozen::Frozen;
pub(super) fn clearance(request: &Request<'_>, desk: &Desk<'_>) -> Result<(Frozen, String), Failure> {
    let path = desk.workspace.ledger_path();
    let ledger = Ledger::open(request.world, &path, "ledger")?;
    let approvals = ledger.approvals()?;
    let latest = approvals.latest().unwrap();
    let folder = desk.workspace.proofs_folder().join(&latest.what.digest[..16]);
    Ok((Frozen::open(request.world, &folder).map_err(crate::diagnostic::Diagnostic::from)?, "x".into()))
}
