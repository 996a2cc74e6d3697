//! The `hearten` program.

fn main() {}
