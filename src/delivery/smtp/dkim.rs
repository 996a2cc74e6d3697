//! Signatures of the sending domain (RFC 6376, RFC 8463).
