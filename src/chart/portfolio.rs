//! The portfolio: every account by partner status, with its score, our lead, what is covered and how fresh it is; and
//! the share of strategic partners in its band (S-09, S-25, S-47).

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, MARGIN, Rect, WIDTH, headline};
use super::count::{signed, to_f64};
use super::legend::note;
use super::metrics::{SMALL, fit};
use super::scene::han_tag;
use crate::diagnostic::Count;
use crate::locale::Language;
use crate::relations::{Band, Outline, Portfolio};
use crate::roster::Partner;
use jiff::civil::Date;

/// More accounts than this are counted, and listed by `hearten relations`.
const MOST: usize = 80;
const ROW: f64 = 26.0;
const NAME: f64 = 300.0;
const AXIS: f64 = 452.0;
const HALF: f64 = 116.0;

/// Draws the portfolio; the outlines come with whoever needs us most first.
pub fn portfolio(outlines: &[Outline<'_>], portfolio: &Portfolio, today: Date) -> Drawing {
    let mut canvas = Canvas::default();
    let accounts = format!("{}, {today}", Count(outlines.len(), "account"));
    headline(&mut canvas, WIDTH, &Label::english("Portfolio"), &accounts);
    let mut y = share(&mut canvas, portfolio, 52.0);
    y = concentration(&mut canvas, portfolio, y);
    y = header(&mut canvas, y + 12.0);
    let most = outlines.iter().take(MOST).map(|it| it.score.points.abs()).max().unwrap_or(0).max(1);
    let mut last = None;
    for outline in outlines.iter().take(MOST) {
        if last != Some(outline.account.partner) {
            last = Some(outline.account.partner);
            let words = match outline.account.partner {
                Partner::Strategic => "Strategic partners",
                Partner::General => "General partners",
            };
            canvas.text((MARGIN, y + 18.0), SMALL, "soft", Anchor::Start, &Label::english(words));
            y += 26.0;
        }
        row(&mut canvas, outline, y, most);
        y += ROW;
    }
    if outlines.len() > MOST {
        let more = outlines.len() - MOST;
        let words = format!("… and {more} more: hearten relations --all");
        canvas.text((MARGIN, y + 18.0), SMALL, "soft", Anchor::Start, &Label::english(&words));
        y += ROW;
    }
    for text in [
        "Covered: D somebody who decides can be reached, S a supporter, T a technical voice. Late: overdue people; new: never met.",
        "Lead: our score less the competitor's, over the people of whom both are known; ? where there are none.",
    ] {
        y = note(&mut canvas, (MARGIN, y + 17.0), WIDTH - 2.0 * MARGIN, text) - 16.0;
    }
    let head =
        Head { title: "Portfolio".to_owned(), description: description(outlines, portfolio) };
    canvas.finish(head, WIDTH, y + MARGIN)
}

/// The share of strategic partners, and the band it should be in.
fn share(canvas: &mut Canvas, portfolio: &Portfolio, top: f64) -> f64 {
    let (left, width) = (MARGIN, WIDTH - 2.0 * MARGIN);
    let at = |percent: f64| left + width * percent / 100.0;
    let bar = Rect::new(left, top + 20.0, width, 18.0);
    let share = if portfolio.accounts == 0 {
        0.0
    } else {
        100.0 * to_f64(portfolio.strategic) / to_f64(portfolio.accounts)
    };
    let words = format!(
        "{} of {} strategic: {share:.0} %. {}",
        portfolio.strategic,
        Count(portfolio.accounts, "account"),
        band_words(portfolio.band)
    );
    let label = Label::english(&words);
    canvas.text((left, top + 10.0), SMALL, "name", Anchor::Start, &label);
    canvas.rect(bar, "rest");
    if share > 0.0 {
        canvas.rect(Rect::new(left, bar.y, at(share) - left, bar.height), "bar");
    }
    canvas.rect(Rect::new(at(20.0), bar.y - 4.0, at(30.0) - at(20.0), bar.height + 8.0), "target");
    for (percent, anchor) in [(20.0, Anchor::End), (30.0, Anchor::Start)] {
        let words = format!("{percent:.0} %");
        canvas.text(
            (at(percent), bar.bottom() + 18.0),
            SMALL,
            "soft",
            anchor,
            &Label::english(&words),
        );
    }
    bar.bottom() + 26.0
}

/// What the band asks for (S-25).
const fn band_words(band: Band) -> &'static str {
    match band {
        Band::Below => "Below the band of 20 to 30 %: partners who carry us are missed.",
        Band::Within => "Within the band of 20 to 30 %.",
        Band::Above => "Above the band of 20 to 30 %: then nobody comes first.",
        Band::TooFew => "Too few accounts for a share to mean something.",
    }
}

/// On whom of ours most of it hangs (S-17).
fn concentration(canvas: &mut Canvas, portfolio: &Portfolio, top: f64) -> f64 {
    let mut y = top;
    for one in portfolio.concentration.iter().take(3) {
        let mark = if one.too_many { "! " } else { "" };
        let words = format!(
            "{mark}{} looks after {}, {} strategic",
            one.owner.name,
            Count(one.burden.accounts, "account"),
            one.burden.strategic
        );
        let words = fit(&words, SMALL, WIDTH - 2.0 * MARGIN);
        let class = if one.too_many { "warn" } else { "soft" };
        let label = Label { words: &words, language: han_tag(&words, None) };
        canvas.text((MARGIN, y + 14.0), SMALL, class, Anchor::Start, &label);
        y += 17.0;
    }
    y
}

fn header(canvas: &mut Canvas, top: f64) -> f64 {
    let y = top + 14.0;
    let heads = [
        (MARGIN, Anchor::Start, "account"),
        (AXIS, Anchor::Middle, "score"),
        (AXIS + HALF + 58.0, Anchor::End, "lead"),
        (WIDTH - MARGIN - 92.0, Anchor::Middle, "covered"),
        (WIDTH - MARGIN, Anchor::End, "late, new"),
    ];
    for (x, anchor, words) in heads {
        canvas.text((x, y), SMALL, "soft", anchor, &Label::english(words));
    }
    canvas.line(&[(MARGIN, y + 6.0), (WIDTH - MARGIN, y + 6.0)], "grid");
    y + 8.0
}

fn row(canvas: &mut Canvas, outline: &Outline<'_>, top: f64, most: i64) {
    let middle = top + ROW / 2.0;
    let base = middle + 4.0;
    canvas.group("account", &told(outline), |canvas| {
        let (own, english) = (&outline.account.name, outline.account.name_in(Language::En));
        let other = if own == english { String::new() } else { format!(", {english}") };
        let name = fit(&format!("{} {own}{other}", outline.account.id), SMALL, NAME);
        let label = Label { words: &name, language: han_tag(&name, None) };
        canvas.text((MARGIN, base), SMALL, "name", Anchor::Start, &label);
        let points = outline.score.points;
        #[expect(clippy::cast_precision_loss, reason = "scores are small")]
        let length = (HALF - 34.0) * points.abs() as f64 / most as f64;
        let (bar, class) = if points < 0 {
            (Rect::new(AXIS - length, middle - 7.0, length, 14.0), "bad")
        } else {
            (Rect::new(AXIS, middle - 7.0, length, 14.0), "bar")
        };
        if length > 0.0 {
            canvas.rect(bar, class);
        }
        canvas.line(&[(AXIS, top), (AXIS, top + ROW)], "grid");
        let (x, anchor) = if points < 0 {
            (bar.x - 5.0, Anchor::End)
        } else {
            (bar.right() + 5.0, Anchor::Start)
        };
        canvas.text((x, base), SMALL, "name", anchor, &Label::english(&signed(points)));
        let lead = outline.score.lead.map_or("?".to_owned(), signed);
        let class = if outline.score.lead.is_some_and(|lead| lead < 0) { "warn" } else { "name" };
        canvas.text((AXIS + HALF + 58.0, base), SMALL, class, Anchor::End, &Label::english(&lead));
        let covered = [
            ("D", outline.coverage.decider),
            ("S", outline.coverage.supporter),
            ("T", outline.coverage.technical),
        ];
        for (at, (letter, is)) in covered.into_iter().enumerate() {
            let rect =
                Rect::new(WIDTH - MARGIN - 124.0 + to_f64(at) * 23.0, middle - 9.0, 19.0, 18.0);
            canvas.rect(rect, if is { "role" } else { "gap" });
            let class = if is { "on" } else { "warn" };
            canvas.text(
                (rect.middle(), base),
                SMALL,
                class,
                Anchor::Middle,
                &Label::english(letter),
            );
        }
        let (late, new) = (outline.freshness.overdue, outline.freshness.never);
        let words = format!("{late}, {new}");
        let class = if late + new > 0 { "warn" } else { "soft" };
        canvas.text((WIDTH - MARGIN, base), SMALL, class, Anchor::End, &Label::english(&words));
    });
}

fn told(outline: &Outline<'_>) -> String {
    let missing = outline.coverage.missing();
    let covered = if missing.is_empty() {
        "all covered".to_owned()
    } else {
        format!("missing: {}", missing.join(", "))
    };
    format!(
        "{}: score {}, lead {}, {covered}, {} overdue, {} never met",
        outline.account.name,
        signed(outline.score.points),
        outline.score.lead.map_or("not known".to_owned(), signed),
        outline.freshness.overdue,
        outline.freshness.never
    )
}

fn description(outlines: &[Outline<'_>], portfolio: &Portfolio) -> String {
    let rows: Vec<String> = outlines.iter().take(MOST).map(told).collect();
    format!(
        "{} of {} strategic. Covered: D somebody who decides, S a supporter, T a technical voice. {}.",
        portfolio.strategic,
        Count(portfolio.accounts, "account"),
        rows.join("; ")
    )
}
