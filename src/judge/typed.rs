//! The figures that people typed into texts, and what came of each.

use std::ops::Range;

use crate::base::finding::Finding;
use crate::base::guard::{Panicked, guarded};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::model::marked::MarkedText;
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;

use crate::prose::certainty::Certainty;
use crate::prose::comparison::Tie;
use crate::prose::known_figures::{Known, KnownFigures};
use crate::prose::names::unknown;
use crate::prose::subject::{Role, Subject};
use crate::prose::subjects::masked;
use crate::prose::tie::{Context, same_value, tie};
use crate::prose::{Token, sentences, tokens};

/// The figures that people typed into texts, each with what came of it; names that are not known, each once.
#[derive(Debug, Clone, Default)]
pub struct TypedFigures {
    pub figures: Vec<TypedFigure>,
    /// Figures that came from placeholders: right by themselves.
    pub sourced: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TypedFigure {
    pub place: Place,
    pub sentence: String,
    /// As typed.
    pub text: String,
    pub state: State,
}

#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Says what it was held against.
    Agrees {
        name: String,
    },
    Differs {
        name: String,
        known: String,
        place: Option<Place>,
        certainty: Certainty,
    },
    /// 未核对; says why, and what else has the same value.
    Open {
        why: String,
    },
    /// The program went wrong in this sentence.
    Failed(Panicked),
}

impl TypedFigure {
    fn is_open(&self) -> bool {
        matches!(self.state, State::Open { .. } | State::Failed(_))
    }

    /// 一致 / 不一致 / 未核对, and what it was held against or why not.
    pub fn words(&self) -> (&'static str, String) {
        match &self.state {
            State::Agrees { name } => ("一致", name.clone()),
            State::Differs { name, known, .. } => ("不一致", format!("{name}＝{known}")),
            State::Open { why } => ("未核对", why.clone()),
            State::Failed(_) => ("未核对", "程序读这句话时出了错".into()),
        }
    }
}

/// What is known of a text besides its words.
#[derive(Clone, Copy)]
struct Text<'a> {
    /// Bytes of it that came from placeholders.
    sourced: &'a [Range<usize>],
    headings: &'a [String],
    place: &'a Place,
}

impl Text<'_> {
    fn figure(&self, sentence: &str, text: &str, state: State) -> TypedFigure {
        TypedFigure { place: self.place.clone(), sentence: sentence.trim().to_string(), text: text.to_string(), state }
    }
}

impl TypedFigures {
    /// What people typed into the YAML's texts and the reasons of the indicator table.
    pub fn of_texts(texts: &[MarkedText], figures: &KnownFigures, standards: &Standards) -> TypedFigures {
        let mut typed = TypedFigures::default();
        for text in texts {
            let mut headings = text.headings.clone();
            for line in &text.lines {
                if line.heading {
                    headings.truncate(text.headings.len());
                    headings.push(line.text.clone());
                }
                let text = Text { sourced: &line.sourced, headings: &headings, place: &line.place };
                typed.read(&line.text, text, figures, standards);
            }
        }
        typed
    }

    /// Every figure in the running text of a finished document.
    pub fn of_document(facts: &ReadDocument, figures: &KnownFigures, standards: &Standards) -> TypedFigures {
        let mut typed = TypedFigures::default();
        for sentence in &facts.sentences {
            let text = Text { sourced: &[], headings: &sentence.headings, place: &sentence.place };
            typed.read(&sentence.text, text, figures, standards);
        }
        typed
    }

    fn read(&mut self, words: &str, text: Text, figures: &KnownFigures, standards: &Standards) {
        let mut from = 0;
        for sentence in sentences(words) {
            let known = (self.figures.len(), self.sourced);
            if let Err(panic) = guarded(|| self.read_sentence(sentence, from, text, figures, standards)) {
                self.figures.truncate(known.0);
                self.sourced = known.1;
                self.figures.push(text.figure(sentence, sentence.trim(), State::Failed(panic)));
            }
            from += sentence.len();
        }
    }

    /// A sentence that begins at this byte of its text.
    fn read_sentence(
        &mut self,
        sentence: &str,
        from: usize,
        text: Text,
        figures: &KnownFigures,
        standards: &Standards,
    ) {
        // Numbers in names and slogans are words: “四个面向”, 《…2025年…》.
        let masked = masked(sentence, &figures.rules);
        let mut tokens = tokens(sentence);
        tokens.retain(|token| masked.part(token.range().clone()) == sentence.part(token.range().clone()));
        let ties = tie(figures, Context { sentence, headings: text.headings }, &tokens);
        let is_sourced = |range: &Range<usize>| text.sourced.iter().any(|known| known.contains(&(from + range.start)));
        for (token, tie) in tokens.iter().zip(ties) {
            if is_sourced(token.range()) {
                self.sourced += 1;
                continue;
            }
            let words = sentence.part(token.range().clone());
            self.figures.push(text.figure(sentence, words, state(tie, token, figures, standards)));
        }
        for (range, why) in unknown(figures, sentence) {
            let name = sentence.part(range.clone());
            if !is_sourced(&range) && !self.figures.iter().any(|figure| figure.text == name) {
                self.figures.push(text.figure(sentence, name, State::Open { why: why.into() }));
            }
        }
    }

    /// What the judge does not tell of is left to people.
    pub fn as_told(mut self, findings: &[Finding]) -> TypedFigures {
        for figure in &mut self.figures {
            let told = findings.iter().any(|finding| finding.locations.contains(&figure.place));
            if let (State::Differs { name, known, .. }, false) = (&figure.state, told) {
                figure.state = State::Open { why: format!("没有把握：像是“{name}”，那是{known}") };
            }
        }
        self
    }

    pub fn wrong(&self) -> impl Iterator<Item = &TypedFigure> {
        self.figures.iter().filter(|figure| matches!(figure.state, State::Differs { .. }))
    }

    pub fn open(&self) -> impl Iterator<Item = &TypedFigure> {
        self.figures.iter().filter(|figure| figure.is_open())
    }
}

impl TypedFigures {
    /// How many figures were held against something, and in full the ones that were not.
    pub fn render(&self, what: &str, verbose: bool) -> String {
        let (open, wrong, all) = (self.open().count(), self.wrong().count(), self.figures.len());
        if all == 0 {
            return String::new();
        }
        let more = if open > 0 && !verbose { "（加 --verbose 逐个列出）" } else { "" };
        let mut text =
            format!("{what}{all}个：{}个有对照并一致，{wrong}个不一致，{open}个未核对{more}。\n", all - open - wrong);
        if verbose {
            let open: Vec<&TypedFigure> = self.open().collect();
            let sentences = open.chunk_by(|one, other| one.sentence == other.sentence && one.place == other.place);
            text += &sentences.map(render_sentence).collect::<String>();
        }
        text
    }
}

/// The open figures of one sentence.
fn render_sentence(figures: &[&TypedFigure]) -> String {
    let mut shown = Vec::new();
    for same in figures.chunk_by(|one, other| one.state == other.state) {
        let texts: Vec<&str> = same.iter().map(|figure| figure.text.as_str()).collect();
        shown.push(format!("{}（{}）", texts.join("、"), same[0].words().1));
    }
    let first = figures[0];
    format!("未核对 {}\n    位置：{}\n    句子：{}\n", shown.join("；"), first.place, first.sentence)
}

fn state(tie: Tie, token: &Token, figures: &KnownFigures, standards: &Standards) -> State {
    let name = |known: &Known| known.name.clone();
    match tie {
        Tie::Agrees(known) => State::Agrees { name: name(known) },
        Tie::Differs(known, certainty) => {
            // A case's money is 0 in the table until it is paid; what is completed, people judge too.
            let doubtful = matches!(known.subject, Subject::Project(_)) || matches!(known.role, Role::Indicators(_));
            let certainty = if doubtful { Certainty::Likely } else { certainty };
            State::Differs { name: name(known), known: known.value.to_string(), place: known.place.clone(), certainty }
        }
        Tie::Perhaps(_) | Tie::Open(_) => open(tie, token, figures, standards),
    }
}

/// What nothing of the year's input settles: a regulation that `layouts/核对.yaml` knows, or 未核对.
fn open(tie: Tie, token: &Token, figures: &KnownFigures, standards: &Standards) -> State {
    let regulation = match token {
        Token::Number(number) => standards.regulations.iter().find(|known| known.number == number.text),
        _ => None,
    };
    if let Some(regulation) = regulation {
        return State::Agrees { name: format!("layouts/核对.yaml 的《{}》", regulation.name) };
    }
    let alike = match token {
        Token::Quantity(mention) => same_value(figures, mention),
        _ => None,
    };
    let why = match (tie, alike) {
        (Tie::Perhaps(known), _) => format!("没有把握：像是“{}”，那是{}", known.name, known.value),
        (Tie::Open(why), Some(known)) => format!("{why}；与“{}”的数相同", known.name),
        (Tie::Open(why), None) => why.to_string(),
        (Tie::Agrees(_) | Tie::Differs(..), _) => String::new(),
    };
    State::Open { why }
}
