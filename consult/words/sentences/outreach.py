"""What can be wrong with partners, and with the activities in the ledger of outreach."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "activity.consultation_closed": _N("This consultation is closed. Nothing new can be planned for it."),
    "activity.too_many": _N("The ledger holds %(most)s activities and no more."),
    "activity.no_language": _N("Choose at least one language."),
    "activity.no_such_community": _N("Choose communities of this consultation."),
    "activity.no_such_partner": _N("Choose a partner from the list."),
    "activity.odd_day": _N("Give a day in the years %(first)s to %(last)s."),
    "house_style.busy": _N("Many files are being looked at just now. Send the logo once more in a minute."),
    "house_style.logo_again": _N(
        "Choose the logo once more. It could not be kept because of the other problem."
    ),
    "house_style.logo_too_big": _N("This picture is too big. Choose a smaller one."),
    "house_style.logo_too_detailed": _N(
        "This picture has too many details for a logo. Choose a simpler one."
    ),
    "house_style.no_colour": _N(
        "Write a number sign and six characters from 0 to 9 and a to f, such as #0b5f65."
    ),
    "house_style.no_picture": _N("We cannot print this file. Choose a picture as PNG or JPEG."),
    "house_style.too_pale": _N("White letters cannot be read on this colour. Choose a darker one."),
    "activity.odd_number": _N("Give a number from 0 to %(most)s."),
    "activity.odd_words": _N("Write at most %(most)s characters, and only ones that can be shown."),
    "activity.not_yet": _N("This day has not come yet."),
    "activity.already_over": _N(
        "This activity is done or cancelled. What was planned cannot change any more."
    ),
    "activity.already_cancelled": _N("This activity was cancelled. It cannot be recorded as done."),
    "activity.no_reason": _N("Give the reason. It stays in the ledger."),
    "advice.unknown": _N("This is not proposed any more. Look at what is proposed now."),
    "advice.changed_meanwhile": _N(
        "What is proposed has changed since you looked. Read it again before you accept it."
    ),
    "calendar.unknown": _N("There is no such month."),
    "partner.not_active": _N("This partner no longer helps. Change that first."),
    "partner_link.unusable": _N(
        "This link cannot be used here. Perhaps it was opened before or on another device, "
        "is too old, or was taken back. Ask the public body for a new one."
    ),
    "table.unknown": _N("There is no such table."),
    "partner.unknown": _N("There is no such partner."),
}
