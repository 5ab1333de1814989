"""What can be wrong on the way from answers to evidence."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    # compiling
    "evidence.consultation_not_closed": _N(
        "The consultation has not closed yet. Evidence begins after that."
    ),
    "evidence.not_compiled": _N("The results are not compiled yet."),
    "evidence.stale": _N(
        "Somebody withdrew or corrected an answer after the results were compiled. Compile again."
    ),
    "community.question_not_asked": _N(
        "No published version asks the question “%(question)s”, by which people would state that they belong."
    ),
    # the duty to answer
    "evidence.untreated_candidate": _N(
        "The candidate finding “%(key)s” is neither a finding nor set aside with a reason."
    ),
    "evidence.unanswered_finding": _N("Finding F%(number)s has no answer."),
    "evidence.undecided": _N("It is not recorded whether the authority goes ahead."),
    "evidence.decision_on_older": _N(
        "The decision considered older results. Look at the new ones, and record it again."
    ),
    "evidence.sealed": _N("The evidence is sealed. Nothing in it can change any more."),
    # writing and answering findings
    "evidence.words_missing": _N("Write it in at least one language."),
    "evidence.nothing_cited": _N(
        "Say what the finding rests on: results, session notes, or that a community was not heard."
    ),
    "evidence.cites_unknown": _N("There is nothing called “%(id)s” here that a finding could rest on."),
    "community.unknown": _N("This consultation has no community “%(key)s”."),
    "evidence.candidate.unknown": _N("There is no candidate finding “%(key)s”."),
    "evidence.candidate.already": _N("The candidate finding “%(key)s” is a finding already."),
    "evidence.not_heard_stays": _N(
        "That a community was not heard cannot be set aside. It is a finding, which may cite session notes."
    ),
    "evidence.finding.unknown": _N("There is no finding F%(number)s."),
    "evidence.needs_owner": _N("Where more work is needed, say who does it and by when."),
    # sealed records
    "evidence.record.unknown": _N("There is no such evidence record."),
    "evidence.unprintable": _N(
        "This record has words in letters that cannot be printed yet. Read it on its page, or download it as JSON."
    ),
    "evidence.file_not_canonical": _N(
        "The file is not byte for byte as it was sealed: it is not in canonical JSON (RFC 8785)."
    ),
    "evidence.file_not_a_record": _N("The file is not a sealed evidence record."),
    "evidence.file_damaged": _N(
        "The file was changed after it was sealed: its content does not have the fingerprint it carries."
    ),
    "evidence.nobody_in_session": _N("Say how many people took part: at least one."),
    "session_note.already": _N("There are session notes called “%(key)s” already."),
    "evidence.other_community": _N(
        "The finding does not hold for the community of %(key)s. Name that community."
    ),
    "evidence.silence_not_cited": _N(
        "To answer %(key)s, cite a session with that community, or that it was not heard."
    ),
    "evidence.question_not_cited": _N(
        "The finding does not rest on the question of %(key)s. Choose that question too."
    ),
}
