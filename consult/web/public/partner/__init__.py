"""The door for partners: a one-time link instead of an account, and nothing but their own figures and materials."""

from consult.web.public.partner import materials, opening, screen
from consult.web.routes import Route

_PARTNER = "/<language:language>/partner"
_POST = ("POST",)

PARTNER_ROUTES = (
    Route(_PARTNER, screen.partner_screen),
    Route(f"{_PARTNER}/leave", opening.leave_partner_screen, _POST),
    Route(f"{_PARTNER}/qr/<code>.svg", materials.partner_qr),
    Route(f"{_PARTNER}/print/<code>/<paper>-<size>.pdf", materials.partner_material),
    Route(f"{_PARTNER}/<token>", opening.partner_link),
    Route(f"{_PARTNER}/<token>", opening.open_partner_link, _POST),
)
