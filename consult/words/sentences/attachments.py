"""What can be wrong with a picture, a paper or a recording."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "attachment.again": _N("Choose this file once more. It could not be kept because of the other problem."),
    "attachment.busy": _N(
        "Many files are being sent at the moment. Your words are kept. Send this one again."
    ),
    "attachment.damaged": _N("We could not open this file. It may be damaged. Try another one."),
    "attachment.deleted": _N("This recording was deleted. What it says is kept in words."),
    "attachment.empty": _N("There is nothing in this file. Choose another one."),
    "attachment.missing": _N("This file is not here. Send it on the page that asks for it."),
    "attachment.no_recording": _N("Only recordings are written down."),
    "attachment.no_room": _N(
        "We cannot take in more files today. You can go on without one, or come back later."
    ),
    "attachment.too_big": _N("This file is too big. It can have up to %(limit)s megabytes."),
    "attachment.too_long": _N("This recording is too long. It can last up to %(limit)s minutes."),
    "attachment.too_many_pages": _N("This paper is too long. It can have up to %(limit)s pages."),
    "attachment.too_many_pixels": _N(
        "This picture is too large. It can have up to %(limit)s million points. Send a smaller one."
    ),
    "attachment.unknown": _N("There is no such file."),
    "attachment.wrong_type": _N("We cannot take this kind of file. Look above at which ones you can send."),
    "transcript.already": _N("What this recording says was checked already."),
    "transcript.empty": _N("Write down what is said."),
}
