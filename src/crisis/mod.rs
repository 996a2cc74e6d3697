//! The brief: kind, phase, clock and facts of a crisis.
