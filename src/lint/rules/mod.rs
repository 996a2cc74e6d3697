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
mod l11;
mod l12;
mod l13;
mod l14;
mod l15;
pub(super) mod l16;
mod l17;
mod l18;
mod l19;
mod l20;
mod l21;
mod l22;
mod l23;
mod l24;
mod l25;
mod l26;
mod l27;
mod l28;
mod l29;
mod l30;
mod l31;
mod l32;
pub(super) mod l33;
mod l34;
mod l35;
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
    l11::RULE,
    l12::RULE,
    l13::RULE,
    l14::RULE,
    l15::RULE,
    l16::RULE,
    l17::RULE,
    l18::RULE,
    l19::RULE,
    l20::RULE,
    l21::RULE,
    l22::RULE,
    l23::RULE,
    l24::RULE,
    l25::RULE,
    l26::RULE,
    l27::RULE,
    l28::RULE,
    l29::RULE,
    l30::RULE,
    l31::RULE,
    l32::RULE,
    l33::RULE,
    l34::RULE,
    l35::RULE,
    l36::RULE,
];
