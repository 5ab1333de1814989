"""The frame every page stands in: what a layout needs to know, frozen before the template runs."""

from dataclasses import dataclass

from consult.words.locales import endonym
from surveys.text import Said, direction


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language this page can be read in."""

    code: str
    endonym: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One place in an officer's navigation."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What layouts/*.html read. `title` is also the h1; `service_name` stands in the header."""

    language: str
    title: str
    service_name: str
    organisation_name: str | Said = ""
    languages: tuple[LanguageChoice, ...] = ()
    navigation: tuple[NavigationItem, ...] = ()
    officer_name: str = ""

    @property
    def direction(self) -> str:
        """Which way the language of the page runs."""
        return direction(self.language)


def choices(codes: tuple[str, ...], hrefs: tuple[str, ...], current: str) -> tuple[LanguageChoice, ...]:
    """Return the languages a page can be read in, each with its address."""
    return tuple(
        LanguageChoice(code, endonym(code), href, code == current)
        for code, href in zip(codes, hrefs, strict=True)
    )
