use super::fault::Kind;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::sync::Arc;

/// The settings of every private line: what this machine trusts, and the extra certificates (E-27).
pub(super) fn config(extra: Option<&[u8]>) -> Result<ClientConfig, Kind> {
    let mut roots = RootCertStore::empty();
    // Single files of the system that cannot be read are no reason to stop: the others serve.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = extra {
        add(&mut roots, pem)?;
    }
    if roots.is_empty() {
        return Err(Kind::NoRoots);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Kind::Tls(error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn add(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), Kind> {
    let mut found = 0;
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| Kind::Ca(error.to_string()))?;
        roots.add(certificate).map_err(|error| Kind::Ca(error.to_string()))?;
        found += 1;
    }
    if found == 0 {
        Err(Kind::Ca("there is no certificate in the file".to_owned()))
    } else {
        Ok(())
    }
}

/// Why a certificate is not accepted, in words.
pub(super) fn words(why: &CertificateError) -> String {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet".to_owned()
        }
        CertificateError::Revoked => "it was revoked".to_owned(),
        CertificateError::UnknownIssuer => {
            "no authority that this machine trusts has issued it".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it was made for another name".to_owned()
        }
        CertificateError::BadSignature => "its signature is wrong".to_owned(),
        other => other.to_string(),
    }
}
