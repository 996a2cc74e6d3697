//! The program as a user meets it: the built binary, in a folder of its own, with a fixed clock.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should stop"
)]

mod approve;
mod architecture;
mod audit;
mod bad_input;
mod beside;
mod chart;
mod commands;
mod crash;
mod doctor;
mod documents;
mod export;
mod golden;
mod letters;
mod lint;
mod log;
mod mail_server;
mod plan;
mod plan_gone;
mod plan_held;
mod plan_papers;
mod plans;
mod playbooks;
mod relations;
mod sandbox;
mod send;
mod signature;
mod status;
mod wall;
