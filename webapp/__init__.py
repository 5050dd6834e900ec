"""The site: thin Flask over the library. State lives in the URL; everything works without JavaScript."""

from webapp.app import create_app
from webapp.services import Services

__all__ = ["Services", "create_app"]
