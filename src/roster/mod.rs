//! Accounts, contacts and team: reads and checks them.
