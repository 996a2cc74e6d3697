//! Pictures of what the method draws: power map, ladder grid, fishbone, house, waves, portfolio.
//!
//! *In*: people as [`relations`](crate::relations) sees them, the directory, a plan's times. *Out*: [`Drawing`]s, which
//! are SVG, and one page of them; PNG of either. *Never*: judges; that is done where the numbers come from. Nothing of
//! this is ever part of a letter.
//! *Start reading* at [`power_map()`]; every text is measured in `metrics` before it is placed.

mod canvas;
mod count;
mod fishbone;
mod house;
mod ladder;
mod legend;
mod metrics;
mod page;
mod person_box;
mod picture;
mod portfolio;
mod power_map;
mod scene;
#[cfg(test)]
mod tests;
mod tree;
mod waves;

pub use canvas::{Drawing, STYLE};
pub use fishbone::fishbone;
pub use house::{House, Layer, house, house_of_all};
pub use ladder::ladder;
pub use page::{Charted, Link, Page, Pages};
pub use picture::{Fonts, Unreadable, png};
pub use portfolio::portfolio;
pub use power_map::{power_map, small_power_map};
pub use scene::Scene;
pub use waves::{TimedPlace, TimedWave, Timeline, waves};
