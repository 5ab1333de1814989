"""A plain sentence for every problem, one file per noun. `_N` only marks a sentence for the translators."""

from consult.words.sentences import (
    accounts,
    answers,
    attachments,
    communities,
    consultations,
    corrections,
    evidence,
    figures,
    forms,
    outreach,
    settings,
    surveys,
    tenders,
    work,
)

SENTENCES: dict[str, str] = {
    **accounts.SENTENCES,
    **answers.SENTENCES,
    **attachments.SENTENCES,
    **communities.SENTENCES,
    **consultations.SENTENCES,
    **corrections.SENTENCES,
    **evidence.SENTENCES,
    **figures.SENTENCES,
    **forms.SENTENCES,
    **outreach.SENTENCES,
    **settings.SENTENCES,
    **surveys.SENTENCES,
    **tenders.SENTENCES,
    **work.SENTENCES,
}
