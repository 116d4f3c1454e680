"""Which engines Kith has to bring itself, and where the two answer then."""

from dataclasses import replace

from kith.base.engines import POSTGRES, VALKEY, EngineUrls
from kith.settings import Settings


def engines_wanted(settings: Settings) -> list[str]:
    """Name the engines that the settings leave to us."""
    given = ((POSTGRES, settings.database_url), (VALKEY, settings.valkey_url))
    return [name for name, url in given if not url]


def with_urls(settings: Settings, urls: EngineUrls) -> Settings:
    """Fill in the embedded engines' addresses where none is set."""
    return replace(
        settings,
        database_url=settings.database_url or urls.database,
        valkey_url=settings.valkey_url or urls.valkey,
    )
