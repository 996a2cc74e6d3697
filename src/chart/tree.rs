//! Who reports to whom, as a forest, and where each box of it stands.

use super::canvas::Rect;
use std::collections::HashMap;

/// How far a report is drawn in, in pixels.
const INDENT: f64 = 20.0;
const GAP_X: f64 = 16.0;
const GAP_Y: f64 = 26.0;
/// Deeper than this, people are drawn as the heads of trees of their own.
const DEEPEST: usize = 12;

/// A person and who reports to them, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) reports: Vec<Node>,
}

/// Where the boxes stand, and the lines between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// The number of a person, and their box.
    pub(super) boxes: Vec<(usize, Rect)>,
    /// From the bottom of a box to the top of another.
    pub(super) links: Vec<Vec<(f64, f64)>>,
    /// Below all of them.
    pub(super) bottom: f64,
}

/// Makes a forest out of who reports to whom; `None` reports to nobody we know. A circle is opened at its first
/// member, so that everybody is in the forest exactly once.
pub(super) fn forest(managers: &[Option<usize>]) -> Vec<Node> {
    let mut reports: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, manager) in managers.iter().enumerate() {
        if let Some(manager) = manager.filter(|manager| *manager != at) {
            reports.entry(manager).or_default().push(at);
        }
    }
    let mut placed = vec![false; managers.len()];
    let mut roots = Vec::new();
    let heads = (0..managers.len()).filter(|at| managers[*at].is_none_or(|manager| manager == *at));
    for at in heads.chain(0..managers.len()) {
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop() {
            if !placed[at] {
                roots.push(grown(at, 0, &reports, &mut placed, &mut waiting));
            }
        }
    }
    roots
}

fn grown(
    at: usize,
    depth: usize,
    reports: &HashMap<usize, Vec<usize>>,
    placed: &mut [bool],
    deeper: &mut Vec<usize>,
) -> Node {
    placed[at] = true;
    let own = reports.get(&at).map(Vec::as_slice).unwrap_or_default();
    if depth == DEEPEST {
        deeper.extend(own.iter().rev());
        return Node { at, reports: Vec::new() };
    }
    let mut nodes = Vec::new();
    for report in own {
        if !placed[*report] {
            nodes.push(grown(*report, depth + 1, reports, placed, deeper));
        }
    }
    Node { at, reports: nodes }
}

impl Layout {
    /// Places trees side by side in rows of a width, below `top`.
    pub(super) fn of(
        forest: &[Node],
        size: (f64, f64),
        (left, top): (f64, f64),
        width: f64,
    ) -> Self {
        let mut layout = Self { bottom: top, ..Self::default() };
        layout.rows(forest, size, (left, top), width, None);
        layout
    }

    /// Rows of trees; of those who report to somebody, each is joined to the box of that person.
    fn rows(
        &mut self,
        nodes: &[Node],
        size: (f64, f64),
        (left, top): (f64, f64),
        width: f64,
        manager: Option<Rect>,
    ) {
        let mut y = top;
        let mut rest = nodes;
        while !rest.is_empty() {
            let mut taken = 0.0;
            let mut count = 0;
            for node in rest {
                let wide = breadth(node, size.0, width);
                if count > 0 && taken + GAP_X + wide > width {
                    break;
                }
                taken += if count > 0 { GAP_X + wide } else { wide };
                count += 1;
            }
            let (row, others) = rest.split_at(count);
            let mut x = left;
            let mut below = y;
            for node in row {
                let wide = breadth(node, size.0, width);
                below = below.max(self.tree(node, size, (x, y), wide));
                if let Some(manager) = manager {
                    self.link(manager, (x, y), size.0, left);
                }
                x += wide + GAP_X;
            }
            self.bottom = self.bottom.max(below);
            y = below + GAP_Y;
            rest = others;
        }
    }

    /// One tree; gives where it ends.
    fn tree(&mut self, node: &Node, size: (f64, f64), (x, y): (f64, f64), width: f64) -> f64 {
        let own = Rect::new(x, y, size.0, size.1);
        self.boxes.push((node.at, own));
        if node.reports.is_empty() {
            return own.bottom();
        }
        let before = std::mem::replace(&mut self.bottom, own.bottom());
        let from = (x + INDENT, own.bottom() + GAP_Y);
        self.rows(&node.reports, size, from, (width - INDENT).max(size.0), Some(own));
        let bottom = self.bottom;
        self.bottom = before.max(bottom);
        bottom
    }

    /// Down from the manager, past the rows above in the margin, and along the gap above this row.
    fn link(&mut self, manager: Rect, (x, y): (f64, f64), width: f64, left: f64) {
        let margin = left - INDENT / 2.0;
        let above = y - GAP_Y / 2.0;
        let middle = x + width / 2.0;
        let points =
            vec![(margin, manager.bottom()), (margin, above), (middle, above), (middle, y)];
        self.links.push(points);
    }
}

/// How much room a tree takes from left to right, of what there is.
fn breadth(node: &Node, one: f64, most: f64) -> f64 {
    if node.reports.is_empty() {
        return one;
    }
    let inner = (most - INDENT).max(one);
    let mut widest: f64 = 0.0;
    let mut row: f64 = 0.0;
    for report in &node.reports {
        let wide = breadth(report, one, inner);
        row = if row > 0.0 && row + GAP_X + wide > inner {
            wide
        } else if row > 0.0 {
            row + GAP_X + wide
        } else {
            wide
        };
        widest = widest.max(row);
    }
    one.max(INDENT + widest)
}

#[cfg(test)]
mod tests {
    use super::{Layout, Node, forest};
    use crate::chart::canvas::Rect;
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

    const SIZE: (f64, f64) = (200.0, 80.0);

    fn count(nodes: &[Node]) -> usize {
        nodes.iter().map(|node| 1 + count(&node.reports)).sum()
    }

    fn apart(one: &Rect, other: &Rect) -> bool {
        one.right() <= other.x
            || other.right() <= one.x
            || one.bottom() <= other.y
            || other.bottom() <= one.y
    }

    /// Whether a straight piece of a line runs through a box and not only along its edge.
    fn crosses(a: (f64, f64), b: (f64, f64), rect: &Rect) -> bool {
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
        left < rect.right() && right > rect.x && top < rect.bottom() && bottom > rect.y
    }

    #[test]
    fn s41_a_circle_of_managers_is_opened() {
        let forest = forest(&[Some(1), Some(2), Some(0), None]);
        assert_eq!(count(&forest), 4);
        assert_eq!(forest.len(), 2);
    }

    fn managers() -> impl Strategy<Value = Vec<Option<usize>>> {
        proptest::collection::vec(any::<Option<proptest::sample::Index>>(), 1..200).prop_map(
            |all| {
                let count = all.len();
                all.into_iter().map(|one| one.map(|index| index.index(count))).collect()
            },
        )
    }

    proptest! {
        #[test]
        fn everybody_has_one_box_and_no_two_overlap(managers in managers()) {
            let forest = forest(&managers);
            prop_assert_eq!(count(&forest), managers.len());
            let layout = Layout::of(&forest, SIZE, (20.0, 40.0), 760.0);
            prop_assert_eq!(layout.boxes.len(), managers.len());
            for (at, (_, one)) in layout.boxes.iter().enumerate() {
                prop_assert!(one.x >= 20.0 && one.right() <= 780.0 + 0.01, "{one:?}");
                prop_assert!(one.bottom() <= layout.bottom + 0.01);
                for (_, other) in &layout.boxes[..at] {
                    prop_assert!(apart(one, other), "{one:?} {other:?}");
                }
            }
            for link in &layout.links {
                let (first, last) = (link[0], link[link.len() - 1]);
                let on = |(x, y): (f64, f64), edge: f64, rect: &Rect| {
                    (y - edge).abs() < 0.01 && x >= rect.x && x <= rect.right()
                };
                prop_assert!(layout.boxes.iter().any(|(_, it)| on(first, it.bottom(), it)), "{link:?}");
                prop_assert!(layout.boxes.iter().any(|(_, it)| on(last, it.y, it)), "{link:?}");
                for pair in link.windows(2) {
                    for (_, rect) in &layout.boxes {
                        prop_assert!(!crosses(pair[0], pair[1], rect), "{link:?} {rect:?}");
                    }
                }
            }
        }
    }
}
