//! The rules, one small module each.

mod l11;
mod l12;
mod l20;
mod l21;
mod l22;
mod l23;
mod l24;
mod l25;
mod l26;
mod l27;
mod l28;

use super::rule::Rule;

/// All rules, in their order.
pub static RULES: &[Rule] = &[
    l11::RULE,
    l12::RULE,
    l20::RULE,
    l21::RULE,
    l22::RULE,
    l23::RULE,
    l24::RULE,
    l25::RULE,
    l26::RULE,
    l27::RULE,
    l28::RULE,
];
