use crate::cli::Failure;
use crate::cli::args::ApproveArguments;
use crate::cli::clearance::signers;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::ui::Ui;
use crate::diagnostic::{Diagnostic, Place};
use crate::ledger::Signature;
use crate::proof::approval::{self, NAMESPACE, SIGNERS, SignFault};
use crate::proof::frozen::Frozen;
use crate::roster::TeamMember;
use crate::workspace::text_of;
use crate::world::{Secret, SecretSource};
use std::path::Path;

/// The variable that holds the passphrase of a key, for scripts.
const PASSPHRASE: &str = "HEARTEN_SSH_PASSPHRASE";

/// Makes or takes the signature that was asked for, and verifies it before it is recorded.
pub(super) fn signature(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ApproveArguments,
    member: &TeamMember,
    frozen: &Frozen,
) -> Result<Option<Signature>, Failure> {
    let digest = frozen.digest.as_str();
    let (path, (key, armored)) = match (&own.sign, &own.signature) {
        (None, None) => return Ok(None),
        (Some(path), _) => {
            let text = read(request, path)?;
            (path, sign(request, path, &text, digest)?)
        }
        (_, Some(path)) => {
            let armored = read(request, path)?;
            let key = approval::read(&armored).ok_or_else(|| no_signature(path))?;
            (path, (key, armored))
        }
    };
    let refused = |why: String| {
        Diagnostic::error("the signature does not count")
            .rule("P-22")
            .at(Place::file(path.display().to_string()))
            .why(format!("{why}. Nothing was approved."))
            .hint(format!(
                "put `{} ssh-… AAAA…` with the public key into `{SIGNERS}`; a signature is made by `echo {digest} | ssh-keygen -Y sign -n {NAMESPACE} -f KEY > signature`",
                member.id
            ))
    };
    let Some(signers) = signers(desk)? else {
        return Err(refused(format!("There is no file `{SIGNERS}` in the workspace")).into());
    };
    let address = member.email.as_ref().map(|email| email.address().to_string());
    let is_person = |name: &str| name == member.id.as_str() || Some(name) == address.as_deref();
    approval::verify(&armored, digest, &signers, &is_person, desk.now)
        .map_err(|flaw| refused(sentence(&flaw)))?;
    Ok(Some(Signature { key, armored }))
}

fn read(request: &Request<'_>, path: &Path) -> Result<String, Failure> {
    let full = request.folder()?.join(path);
    Ok(text_of(request.world, &full, &path.display().to_string())?)
}

/// Signs with a key; its passphrase comes from the environment or the keyboard.
fn sign(
    request: &Request<'_>,
    path: &Path,
    key: &str,
    digest: &str,
) -> Result<(String, String), Failure> {
    match approval::sign(key, None, digest) {
        Err(SignFault::Locked) => {}
        done => return done.map_err(|fault| no_key(path, &fault).into()),
    }
    let source = SecretSource::Environment(PASSPHRASE.to_owned());
    let passphrase = match request.world.secret(&source, &request.folder()?) {
        Ok(secret) => secret,
        Err(_) => typed(path)?,
    };
    let signed = approval::sign(key, Some(passphrase.reveal()), digest);
    signed.map_err(|fault| no_key(path, &fault).into())
}

/// The passphrase as it is typed, without showing it.
fn typed(path: &Path) -> Result<Secret, Failure> {
    let question = format!("Passphrase of {}: ", path.display());
    if let Some(secret) = Ui::ask_hidden(&question)? {
        return Ok(secret);
    }
    Err(no_key(path, &SignFault::Locked).into())
}

fn no_key(path: &Path, fault: &SignFault) -> Diagnostic {
    let hint = match fault {
        SignFault::NoKey => "name the private key, such as `--sign ~/.ssh/id_ed25519`".to_owned(),
        SignFault::Locked => {
            format!("type it when it is asked for, or put it into the variable `{PASSPHRASE}`")
        }
        SignFault::WrongPassphrase => "type it again".to_owned(),
        SignFault::Kind(_) => {
            "sign with ssh-keygen and take its file with `--signature`; docs/approval.md shows how"
                .to_owned()
        }
    };
    Diagnostic::error("the letters could not be signed")
        .at(Place::file(path.display().to_string()))
        .why(format!("{}. Nothing was approved.", sentence(&fault.to_string())))
        .hint(hint)
}

fn no_signature(path: &Path) -> Diagnostic {
    Diagnostic::error("this file is no signature of SSH")
        .at(Place::file(path.display().to_string()))
        .why("It begins with `-----BEGIN SSH SIGNATURE-----` and is made by `ssh-keygen -Y sign`. Nothing was approved.")
        .hint("docs/approval.md shows how it is made")
}

fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
