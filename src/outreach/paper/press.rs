use super::Papers;
use super::page::Pages;
use crate::diagnostic::Diagnostic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// What is made in one go.
#[derive(Clone, Copy)]
enum Job {
    Table,
    Workbook,
    Document,
    FirstPage,
    /// The page and the calendar of an owner, which share their cards: the place among the owners.
    Owner(usize),
}

/// What a file is; they are told in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Page,
    Table,
    Workbook,
    Calendar,
    Document,
}

type File = (Kind, String, Vec<u8>);

impl Papers<'_> {
    /// Makes every paper, on all cores, and hands each over as soon as it is done, so that few are in
    /// memory at once. Gives the names of the files: pages, table, workbook, calendars, document.
    ///
    /// The error is the same in each run, whatever was done first.
    pub fn make_all<E: From<Diagnostic>>(
        &self,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<Vec<String>, E> {
        let pages = Pages::of(self)?;
        // What takes long comes first, so that at the end no core waits for another.
        let mut jobs = vec![Job::Workbook, Job::Document, Job::Table, Job::FirstPage];
        jobs.extend((0..pages.owners().len()).map(Job::Owner));
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let next = AtomicUsize::new(0);
        let (out, made) = sync_channel(workers);
        let mut names: Vec<(Kind, usize, String)> = Vec::new();
        let mut faults: Vec<(usize, E)> = Vec::new();
        thread::scope(|scope| {
            for _ in 0..workers {
                let (out, next, jobs, pages) = (out.clone(), &next, &jobs, &pages);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(job) = jobs.get(at) else { return };
                        if out.send((at, self.make(*job, pages))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(out);
            for (at, files) in made {
                let files = files.map_err(E::from).and_then(|files| {
                    for (kind, name, bytes) in files {
                        take(&name, &bytes)?;
                        names.push((kind, at, name));
                    }
                    Ok(())
                });
                faults.extend(files.err().map(|fault| (at, fault)));
            }
        });
        if let Some((_, fault)) = faults.into_iter().min_by_key(|(at, _)| *at) {
            return Err(fault);
        }
        names.sort();
        Ok(names.into_iter().map(|(.., name)| name).collect())
    }

    fn make(&self, job: Job, pages: &Pages<'_, '_>) -> Result<Vec<File>, Diagnostic> {
        let page = |(name, page): (String, String)| (Kind::Page, name, page.into_bytes());
        Ok(match job {
            Job::FirstPage => vec![page(pages.first()?)],
            Job::Table => vec![(Kind::Table, "plan.csv".to_owned(), self.csv()?)],
            Job::Workbook => vec![(Kind::Workbook, "plan.xlsx".to_owned(), self.workbook()?)],
            Job::Document => vec![(Kind::Document, "plan.json".to_owned(), self.json()?)],
            Job::Owner(at) => {
                let (owner, checks) = &pages.owners()[at];
                let cards = self.cards(*owner, checks);
                let calendar = self.calendar_of(*owner, &cards);
                let calendar = calendar.map(|(name, bytes)| (Kind::Calendar, name, bytes));
                let own = pages.own(at, cards)?.map(page);
                own.into_iter().chain(calendar).collect()
            }
        })
    }
}
