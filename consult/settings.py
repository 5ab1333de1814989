"""One frozen, typed settings object from the environment. It refuses to exist when something is missing."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from consult import mail
from surveys.problems import Problem, Refused

SHORTEST_SECRET = 32


class Settings(BaseSettings):
    """What differs between two installations. Each field is `CONSULT_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="CONSULT_", frozen=True, extra="ignore")

    secret_key: SecretStr
    """Signs cookies and form tokens; at least 32 characters."""
    code_keys: SecretStr
    """Keys for receipts and resume codes, `1:<hex>,2:<hex>`: the highest version writes, all read."""
    database_url: str = "sqlite:///var/consult.db"
    redis_url: str | None = None
    """Where the queue lives. Without one, due work waits in the database."""
    data_dir: Path = Path("var")
    base_url: str = "http://127.0.0.1:8000"
    ocid_prefix: str = "ocds-000000"
    """The prefix under which an informal route gets its OCID when the organisation has none of its own."""
    organisation: str = "Our authority"
    """The name of the organisation the command line makes when there is none yet."""
    languages: Annotated[tuple[str, ...], NoDecode] = ("en", "nl", "ar")
    """The interface languages on offer, the default one first."""

    smtp_url: SecretStr | None = None
    """The mail server, `smtp://user:password@host:587` or `smtps://…`. Without one no e-mail is sent."""
    mail_from: Annotated[str | None, Field(validate_default=True)] = None
    """The address e-mail comes from; needed with a mail server."""

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"needs at least {SHORTEST_SECRET} characters")
        return value

    @field_validator("code_keys")
    @classmethod
    def _parsed(cls, value: SecretStr) -> SecretStr:
        parse_code_keys(value.get_secret_value())
        return value

    @field_validator("smtp_url")
    @classmethod
    def _read_smtp(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            mail.server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _from_whom(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("smtp_url") is not None and not mail.is_address(value or ""):
            raise ValueError("one plain e-mail address, where CONSULT_SMTP_URL is set")
        return value

    @property
    def keys(self) -> dict[int, bytes]:
        """The code keys by version."""
        return parse_code_keys(self.code_keys.get_secret_value())

    @property
    def post(self) -> mail.Post | None:
        """How e-mail is sent; None where no server is set."""
        if self.smtp_url is None or self.mail_from is None:
            return None
        return mail.Post(self.smtp_url.get_secret_value(), self.mail_from, self.base_url.rstrip("/"))

    @property
    def is_secure(self) -> bool:
        """Whether cookies must only travel encrypted."""
        return self.base_url.startswith("https://")


def parse_code_keys(written: str) -> dict[int, bytes]:
    """Read `1:<hex>,2:<hex>`; raise ValueError when a key is shorter than 32 bytes or a version repeats."""
    keys: dict[int, bytes] = {}
    for part in written.split(","):
        version, _, key = part.strip().partition(":")
        if not version.isdecimal() or int(version) in keys:
            raise ValueError("each key needs its own version number, as in 1:<hex>")
        keys[int(version)] = bytes.fromhex(key)
        if len(keys[int(version)]) < SHORTEST_SECRET:
            raise ValueError(f"each key needs at least {SHORTEST_SECRET} bytes, written as hex")
    return keys


def load(**overrides: object) -> Settings:
    """Return the settings of this process; raise Refused with one problem per missing or wrong variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # overrides are checked by pydantic
    except ValidationError as refused:
        raise Refused(
            [
                Problem(
                    "settings.missing" if fault["type"] == "missing" else "settings.wrong",
                    "CONSULT_" + "_".join(str(part) for part in fault["loc"]).upper(),
                    {"expected": fault["msg"]},
                )
                for fault in refused.errors(include_input=False, include_url=False)
            ],
        ) from None
