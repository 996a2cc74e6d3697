//! The rules, one small module each.

mod l01;
mod l02;
mod l03;
mod l04;
mod l05;
mod l06;
mod l07;
mod l08;
mod l09;
mod l10;
mod l13;
mod l14;
mod l18;
mod l19;
mod l21;
mod l29;
mod l30;
mod l36;

use super::rule::Rule;

/// All rules, in their order.
pub static RULES: &[Rule] = &[
    l01::RULE,
    l02::RULE,
    l03::RULE,
    l04::RULE,
    l05::RULE,
    l06::RULE,
    l07::RULE,
    l08::RULE,
    l09::RULE,
    l10::RULE,
    l13::RULE,
    l14::RULE,
    l18::RULE,
    l19::RULE,
    l21::RULE,
    l29::RULE,
    l30::RULE,
    l36::RULE,
];
