"""What can go wrong with running the service and with due work."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "work.broken": _N("Something broke while this was being done (%(kind)s). It will be tried again."),
    "work.given_up": _N("This was tried %(attempts)s times and did not end well."),
    "work.unknown_task": _N("This version of the service does not know how to do this."),
    "queue.missing": _N("There is no queue: set CONSULT_REDIS_URL."),
    "queue.unreachable": _N("The queue cannot be reached: %(reason)s"),
    "serve.port_in_use": _N("Port %(port)s is in use already. Choose another one with PORT or --port."),
    "demo.running": _N(
        "A demonstration already runs from this folder. End it, or choose another one with DATA_DIR."
    ),
    "demo.not_installed": _N(
        "The demonstration needs the extra part of this package: pip install 'consult[embedded]'"
    ),
    "demo.silent": _N("The web server did not answer within %(seconds)s seconds."),
    "demo.child_ended": _N("A part of the demonstration ended by itself. The last it said was: %(last)s"),
    "usage.wrong": _N("This is not how the command is used: %(expected)s"),
}
