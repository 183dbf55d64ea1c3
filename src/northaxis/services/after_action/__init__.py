"""After-action reports: a session's record becomes plain sections, which `reports` writes down."""

from northaxis.services.after_action.account import PUBLIC, Account, Source
from northaxis.services.after_action.build import after_action
from northaxis.services.after_action.model import Report

__all__ = ["PUBLIC", "Account", "Report", "Source", "after_action"]
