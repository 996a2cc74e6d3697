//! The rules, one small module each.

mod l21;

use super::rule::Rule;

/// All rules, in their order.
pub static RULES: &[Rule] = &[l21::RULE];
