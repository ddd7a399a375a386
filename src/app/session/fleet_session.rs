//! A project on every database of a fleet.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use super::connector::Located;
use super::expected_states::{ExpectedStates, after};
use super::fleet_rows::FleetRows;
use super::row_questions::RowQuestions;
use super::{Connector, KnownState, ProjectFiles, Session};
use crate::config::{self, Flags, FleetSource, Project, Target};
use crate::database::d1::DatabaseInfo;
use crate::error::Error;
use crate::fleet::{self, Member, Order, Selection, Surroundings};
use crate::migration::Checksum;

/// A project on a fleet. Files are read once, and connections, rate and credentials are shared.
pub struct FleetSession<'a> {
    /// The project, without a target.
    pub project: &'a Project,
    /// The fleet's name in the config.
    pub name: String,
    /// Its databases, as far as they are meant.
    pub members: Vec<Member>,
    /// All databases of the fleet.
    all: Vec<Target>,
    connector: Connector<'a>,
    files: Arc<ProjectFiles>,
    threads: NonZeroUsize,
    states: ExpectedStates,
    pub(super) questions: RowQuestions,
}

/// What was applied to a database.
pub(crate) struct AppliedFiles {
    /// The migrations, by recorded name.
    pub names: Vec<String>,
    /// A bookmark from before the first, where one was asked for.
    pub bookmark: Option<String>,
    /// A word for the state that a remote database was left in.
    pub state: Option<String>,
}

/// Requests in flight to Cloudflare, where nothing else is said: the rate that it allows is shared by all.
const REMOTE: NonZeroUsize = match NonZeroUsize::new(8) {
    Some(count) => count,
    None => NonZeroUsize::MIN,
};

impl<'a> FleetSession<'a> {
    /// The fleet of that name; without one, the only one that the config has.
    ///
    /// # Errors
    /// A fleet that is not there, or cannot be listed; a name that no database of it has.
    pub fn open(
        project: &'a Project,
        connector: Connector<'a>,
        name: Option<&str>,
        selection: &Selection,
        threads: Option<NonZeroUsize>,
    ) -> Result<Self, Error> {
        let fleets = project.fleets_called(name)?;
        let (name, source) = match fleets.as_slice() {
            [only] => *only,
            several => {
                let known = several.iter().map(|it| it.0.clone()).collect();
                return Err(config::Error::WhichFleet { known }.into());
            }
        };
        let members = members(project, &connector, source)?;
        let all = members.iter().map(|it| it.target.clone()).collect();
        let members = selection.of(members)?;
        let usual = || match members.iter().any(|it| it.target.is_remote()) {
            true => REMOTE,
            false => std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        };
        let listed = listed(&connector, &members)?;
        Ok(Self {
            project,
            name: name.clone(),
            all,
            threads: threads.unwrap_or_else(usual),
            connector: connector.listing(listed),
            files: Arc::default(),
            states: ExpectedStates::of(fleet::last_states(&project.base, name)),
            questions: RowQuestions::default(),
            members,
        })
    }

    /// The project on one of the databases; what the config says of it as a target holds.
    ///
    /// # Errors
    /// Those of the configuration.
    pub fn project_of(&self, member: &Member) -> Result<Project, Error> {
        let Some(name) = self.project.name_of(&member.target) else {
            return Ok(self.project.on(&member.target));
        };
        let given = Flags {
            target: Some(name.to_owned()),
            ..self.project.given.clone()
        };
        Ok(config::project(&given, self.connector.here())?)
    }

    /// A database in the state that most of them were last seen in.
    pub(crate) fn usual(&self) -> Option<&Member> {
        let last = self.states.last();
        let word = |it: &Member| last.get(&it.target.to_string());
        let mut counts: HashMap<Option<&String>, usize> = HashMap::new();
        for member in &self.members {
            *counts.entry(word(member)).or_default() += 1;
        }
        // Of several the first.
        self.members.iter().rev().max_by_key(|it| counts.get(&word(it)))
    }

    /// The databases that are in the state of the one of that name, as far as they were asked.
    ///
    /// # Errors
    /// A name that no database has.
    pub(crate) fn like(&self, name: &str) -> Result<Vec<Member>, Error> {
        let last = self.states.last();
        let word = |it: &Member| last.get(&it.target.to_string());
        let first = self.members.iter().find(|it| it.name == name);
        let first = first.ok_or_else(|| fleet::Error::NoMember(name.to_owned()))?;
        let alike = self
            .members
            .iter()
            .filter(|it| it.name == name || word(it) == word(first));
        Ok(alike.cloned().collect())
    }

    /// The project on all of these databases, which are in one state, and that state.
    ///
    /// # Errors
    /// Those of the first of them.
    pub(crate) fn project_of_all(&self, alike: &[Member]) -> Result<(Project, KnownState), Error> {
        let mut project = self.project.clone();
        project.given.fleet = Some(self.name.clone());
        let first = alike.first().ok_or_else(|| fleet::Error::NoMember(self.name.clone()))?;
        let of_one = self.project_of(first)?;
        let session = Session::open(&of_one, &self.connector, &first.target)?;
        Ok((project, session.known_state()?))
    }

    /// A session on all of these databases, for a plan: their schema is known, and their rows are asked together.
    pub(crate) fn of_all<'s>(&'s self, project: &'s Project, known: &KnownState, alike: Vec<Member>) -> Session<'s> {
        let rows = FleetRows {
            fleet: self,
            members: alike,
        };
        let session = Session::new(project, Box::new(rows)).sharing(Arc::clone(&self.files));
        session.expecting(known)
    }

    /// Does `work` on each of these databases, several at a time; see [`fleet::each`].
    pub fn each<T: Send>(
        &self,
        members: &[Member],
        order: Order,
        threads: Option<NonZeroUsize>,
        work: impl Fn(&Member, Session<'_>) -> Result<T, Error> + Sync,
        receive: impl FnMut(&Member, Result<T, Error>) -> ControlFlow<()>,
    ) {
        let one = |member: &Member| {
            let project = self.project_of(member)?;
            let session = Session::open(&project, &self.connector, &member.target)?;
            work(member, session.sharing(Arc::clone(&self.files)))
        };
        fleet::each(members, threads.unwrap_or(self.threads), order, one, receive);
    }

    /// As [`FleetSession::each`], of all databases in their order, for questions about schema and migrations: databases of
    /// the same state are asked once. Each of which there is a finding is read twice.
    pub fn each_state<T: Send + Sync>(
        &self,
        ask: impl Fn(&Session<'_>) -> Result<T, Error> + Sync,
        is_finding: impl Fn(&T) -> bool + Sync,
        receive: impl FnMut(&Member, Result<Arc<T>, Error>) -> ControlFlow<()>,
    ) {
        let known: Mutex<HashMap<Checksum, Arc<T>>> = Mutex::default();
        let locked = || known.lock().unwrap_or_else(PoisonError::into_inner);
        let questions = self.questions.asked();
        let read = |member: &Member, session: &Session<'_>| {
            let state = session.state()?;
            if let Some(answers) = session.answers().filter(|it| !it.is_empty()) {
                self.questions.answered(&member.target, answers);
            }
            self.states.note(&member.target, Some(state.as_str().to_owned()));
            if let Some(known) = locked().get(&state) {
                return Ok((state, Arc::clone(known)));
            }
            let answer = Arc::new(ask(session)?);
            locked().insert(state.clone(), Arc::clone(&answer));
            Ok((state, answer))
        };
        let work = |member: &Member, session: Session<'_>| {
            let session = session.asking(questions.clone());
            session.read_until_agreed(|session| read(member, session), |answer| is_finding(answer))
        };
        self.each(&self.members, Order::Listed, None, work, receive);
        self.remember();
    }

    /// Does `work`, which gives the migrations that it applied, on a database that is not asked where its state can be
    /// guessed; and once more, on what the database says, where the guess was wrong and nothing was applied.
    ///
    /// # Errors
    /// Those of `work`.
    pub(crate) fn guessing(
        &self,
        member: &Member,
        session: Session<'_>,
        work: impl Fn(&mut Session<'_>) -> Result<AppliedFiles, Error>,
    ) -> Result<AppliedFiles, Error> {
        let (mut session, mut word) = self.states.session(&member.target, session)?;
        let is_guess = |session: &Session<'_>| session.expected().is_some();
        if is_guess(&session) && session.pending()?.is_empty() {
            word = self.asked(&mut session, &word)?;
        }
        let mut done = work(&mut session);
        let is_open = |error: &Error| match is_guess(&session) {
            true => error.changed_nothing(),
            false => error.is_applied_elsewhere(),
        };
        if done.as_ref().is_err_and(is_open) {
            word = self.asked(&mut session, &word)?;
            done = work(&mut session);
        }
        if let Ok(done) = &mut done {
            done.state = member.target.is_remote().then(|| after(&word, &done.names));
        }
        let left = done.as_ref().ok().and_then(|it| it.state.clone());
        self.states.note(&member.target, left);
        done
    }

    /// Asks a database whose state was guessed. The word for what it is.
    fn asked(&self, session: &mut Session<'_>, guess: &str) -> Result<String, Error> {
        session.forget();
        let word = session.state()?.as_str().to_owned();
        self.states.correct(guess, session.known_state()?);
        Ok(word)
    }

    /// Notes in which states the remote databases were seen.
    pub(crate) fn remember(&self) {
        let last = self.states.last();
        let remote = self.members.iter().filter(|it| it.target.is_remote());
        let states: fleet::LastStates = remote
            .filter_map(|it| last.get_key_value(&it.target.to_string()))
            .map(|(target, word)| (target.clone(), word.clone()))
            .collect();
        if !states.is_empty() {
            fleet::note_states(&self.project.base, &self.name, states);
        }
    }

    /// The databases that the fleet has now, and did not have before.
    ///
    /// # Errors
    /// As [`FleetSession::open`].
    pub fn new_members(&self) -> Result<Vec<Member>, Error> {
        let source = self.project.fleets_called(Some(&self.name))?;
        let now = match source.first() {
            Some((_, source)) => members(self.project, &self.connector, source)?,
            None => Vec::new(),
        };
        let known: BTreeSet<&Target> = self.all.iter().collect();
        Ok(now.into_iter().filter(|it| !known.contains(&it.target)).collect())
    }

    /// What opens its databases.
    pub fn connector(&self) -> &Connector<'a> {
        &self.connector
    }

    /// A session on none of the databases: only the project's files.
    pub fn offline(&self) -> Session<'_> {
        Session::offline(self.project).sharing(Arc::clone(&self.files))
    }

    /// The databases that are protected targets of the config, by name.
    ///
    /// # Errors
    /// Those of the configuration.
    pub fn protected(&self) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        for member in &self.members {
            if self.project.name_of(&member.target).is_some() && self.project_of(member)?.protected {
                names.push(member.name.clone());
            }
        }
        Ok(names)
    }

    /// True if only some of its databases are meant.
    pub fn is_part(&self) -> bool {
        self.members.len() < self.all.len()
    }

    /// How many requests to Cloudflare were sent for which databases.
    pub fn requests(&self) -> Vec<(String, u64)> {
        self.connector.requests()
    }
}

/// The databases that a source lists now.
fn members(project: &Project, connector: &Connector<'_>, source: &FleetSource) -> Result<Vec<Member>, Error> {
    let account = |part: &str| connector.databases(part).map_err(|error| error.to_string());
    let around = Surroundings {
        base: &project.base,
        targets: &project.targets,
        account: &account,
    };
    Ok(fleet::members(source, &around)?.members)
}

/// Ids and names of the remote databases: of those whose id is known, it is the member's name that is shown; of the others,
/// the account is asked once.
fn listed(connector: &Connector<'_>, members: &[Member]) -> Result<BTreeMap<String, DatabaseInfo>, Error> {
    let mut listed = BTreeMap::new();
    let mut unknown = Vec::new();
    for member in members {
        let Target::D1(text) = &member.target else { continue };
        match connector.located(&member.target)? {
            Located::Whole => {}
            Located::Id(uuid) => {
                let name = member.name.clone();
                listed.insert(text.clone(), DatabaseInfo { uuid, name });
            }
            Located::Name => unknown.push(text.clone()),
        }
    }
    if unknown.is_empty() {
        return Ok(listed);
    }
    let part = match unknown.as_slice() {
        [only] => only.as_str(),
        _ => "",
    };
    for info in connector.databases(part)? {
        if unknown.contains(&info.name) {
            listed.insert(info.name.clone(), info);
        }
    }
    Ok(listed)
}
