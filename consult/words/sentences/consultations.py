"""What can be wrong with a consultation, its details, its communities, its publication and its outreach."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    # what residents meet
    "consultation.unknown": _N("We cannot find this consultation. Check its name or its address."),
    "consultation.closed": _N("You can no longer answer: this has closed."),
    "consultation.not_open": _N("You cannot answer yet: this has not opened."),
    "consultation.paused": _N("This is paused. Please come back later."),
    "link.unknown": _N(
        "We do not know this code. Look at the poster or letter again, or choose from the list."
    ),
    "link.required": _N("Type the code."),
    "link.closed": _N("This link is no longer in use. You can choose from the list of what is open."),
    # writing a draft
    "consultation.already": _N("The address “%(slug)s” is taken. Choose another."),
    "consultation.bad_slug": _N(
        "An address has small letters a to z, digits and hyphens between them, at most %(limit)s in all."
    ),
    "consultation.language_not_in_survey": _N(
        "The survey has no words in “%(language)s”. Choose among the languages of the survey."
    ),
    "consultation.closes_before_opening": _N("The last day is before the first day."),
    "consultation.odd_day": _N("Give a day in the years %(first)s to %(last)s."),
    "consultation.promised": _N(
        "“%(field)s” cannot change any more: people answered on the strength of what was published."
    ),
    "consultation.no_reason": _N("Give a reason. It is recorded."),
    "publication.already": _N("This is published already, and its survey has not changed since."),
    "closing.already": _N("This consultation is closed. Nothing in it can change any more."),
    "closing.not_open": _N("Only an open consultation can be closed. This one is: %(state)s."),
    "extending.not_open": _N("Only an open consultation can be extended. This one is: %(state)s."),
    "extending.not_later": _N("Choose a day that is later than the last day now, and not over."),
    "pausing.not_open": _N("Only an open consultation can be paused. This one is: %(state)s."),
    "resuming.not_open": _N("Only a paused consultation can be resumed. This one is: %(state)s."),
    # what must hold before publishing
    "consultation.nothing_can_change": _N(
        "Say what can still change. Where nothing can, people are not being consulted."
    ),
    "consultation.no_never_use": _N("Say what the answers may never be used for."),
    "consultation.no_uses": _N("Say how the answers will be used."),
    "consultation.no_summary": _N("Say in a short paragraph what is proposed."),
    "consultation.nobody_affected": _N("Say who is affected."),
    "consultation.no_readers": _N("Say who can read single answers."),
    "consultation.no_contact": _N("Give a number, an address or a place to ask in “%(language)s”."),
    "consultation.no_legal_basis": _N("Name the legal basis of consulting."),
    "consultation.no_controller": _N("Name the controller of the personal data."),
    "consultation.no_article_6": _N("Name the GDPR Article 6 basis for using the answers."),
    "consultation.no_article_9": _N(
        "Name the GDPR Article 9 condition: what people say about themselves here is special-category data."
    ),
    "consultation.no_privacy_notice": _N("Name the version of the privacy notice that holds."),
    "consultation.no_dpia": _N("Say where the data protection impact assessment stands."),
    "consultation.no_communities": _N("Name the affected communities whose voices you seek."),
    "consultation.words_missing": _N("These words are missing in “%(language)s”."),
    "consultation.words_unreviewed": _N(
        "In “%(language)s” %(count)s texts have not been checked by a person. Readers are told so."
    ),
    "consultation.closes_in_the_past": _N("The last day is over. Choose a later one."),
    "consultation.no_such_recording": _N(
        "There is no such recording or picture. Add it first, and write the address that you are given."
    ),
    "consultation.unfitting_recording": _N(
        "This file is not of the right kind: sign language needs a video, listening a sound, and a picture a picture."
    ),
    "media.empty": _N("This file is empty."),
    "media.too_big": _N("This file is too big. At most %(limit)s megabytes are taken."),
    "media.wrong_type": _N(
        "Browsers play or show no such file. Use MP3, M4A, Ogg, WAV, MP4, WebM, JPEG, PNG or WebP."
    ),
    "gunning.few_days": _N(
        "People have %(days)s days to answer. Fewer than %(least)s is short, more so with holidays inside."
    ),
    "gunning.decided_already": _N(
        "The tender is in the stage “%(stage)s”. What is needed should be asked while it is still open."
    ),
    "consultation.quota_silences": _N(
        "This quota would turn people away. In an open call that silences people, so only an invited panel "
        "(invited_panel in the details) may have it. Make it soft: then you are told, and everybody can answer."
    ),
    "consultation.quota_too_small": _N(
        "Reaching this quota would tell how few people answered. Make it %(minimum)s or more."
    ),
    "gunning.no_alternatives": _N(
        "The tender names no alternatives. Say what else was considered, doing nothing and no AI among them."
    ),
    "gunning.no_closing_day": _N("There is no last day. Say when it closes, so that people can plan."),
    "override.no_reason": _N("Give a reason for publishing in spite of this."),
    "override.not_allowed": _N("This cannot be set aside with a reason. It has to be put right."),
    # communities
    "community.no_such_question": _N(
        "The survey has no question “%(question)s” with choices, by which people could state that they belong."
    ),
    "community.unknown_option": _N("The question has no choice “%(option)s”."),
    "community.ambiguous_option": _N("One choice cannot mean both belonging and not belonging."),
    "community.not_a_choice": _N("Only a question with choices can say who belongs to a community."),
    "community.nobody_outside": _N(
        "No choice means not belonging, so this community can be compared with nobody."
    ),
    "community.no_benchmark": _N(
        "Say how many people belong to this community, and where the number is from."
    ),
    "community.no_whole": _N(
        "Say of how many people in all this community is a part. Without it nobody can tell who is under-heard."
    ),
    "community.no_target": _N("Set a target before people are asked: how many answers you aim at."),
    "community.too_small_to_count": _N(
        "With %(people)s people this community is too small to be counted. Plan a conversation instead."
    ),
    "community.target_above_population": _N(
        "The target is %(target)s, but only %(people)s people belong to this community."
    ),
    "community.target_below_threshold": _N(
        "With the target %(target)s, results could not be shown: that takes at least %(threshold)s answers."
    ),
    # the details as a file
    "details.benchmark_above_total": _N("A community of %(count)s cannot be part of %(total)s people."),
    "details.no_such_partner": _N("There is no partner “%(key)s” among the partners."),
    "details.no_such_community": _N("There is no community “%(key)s” among the communities."),
    "details.repeated": _N("“%(key)s” names two things. Each needs a key of its own."),
    "details.missing": _N("This is missing."),
    "details.unknown_field": _N("The details have no such key. Check its spelling."),
    "details.bad_name": _N("This has another form than expected: %(pattern)s"),
    "details.too_long": _N("Write at most %(limit)s characters here."),
    "details.empty": _N("Write something here."),
    "details.too_many": _N("There can be at most %(limit)s here."),
    "details.too_few": _N("There must be at least %(minimum)s here."),
    "details.too_small": _N("Give %(minimum)s or more here."),
    "details.too_large": _N("Give %(limit)s or less here."),
    "details.not_allowed": _N("Use one of these here: %(expected)s."),
    "details.not_a_day": _N("Give a day here, such as 2026-11-30."),
    "details.bad_characters": _N("These words contain characters that cannot be shown."),
    "details.wrong_type": _N("Something else is expected here: %(expected)s."),
    "details.invalid": _N("This cannot be used here."),
    "details.too_big": _N("The file is larger than %(limit)s bytes."),
    "details.too_many_parts": _N("The file has more than %(limit)s parts."),
    "details.not_utf8": _N("The file is not in UTF-8: byte %(byte)s cannot be read."),
    "details.not_json": _N("This is not JSON: line %(line)s, column %(column)s cannot be read."),
    "details.too_deep": _N("The file is nested deeper than %(limit)s levels."),
    "details.double_key": _N("This key stands twice in the same object."),
    "details.bad_number": _N("This number cannot be kept exactly."),
    # outreach
    "activity.unknown": _N("This consultation has no such activity."),
    "letters.count": _N("Make at least one code, and at most %(most)s at once."),
    "letters.too_many_cards": _N("Make at most %(most)s cards at once, or choose the list."),
    "material.unknown": _N("There is no such thing to print."),
    "material.unprintable": _N(
        "This has words in letters that cannot be printed yet. Use the QR code and the address by themselves."
    ),
    "letter.spent": _N(
        "Somebody has sent answers with the code in your letter already, so it cannot be used again. Your answers are "
        "still here. Press the button once more to send them without the code."
    ),
    "link.other_language": _N("The consultation is not offered in “%(language)s”."),
}
