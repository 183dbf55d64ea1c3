"""After-action reports: a session's record becomes plain sections, which `reports` writes down."""

from northaxis.services.after_action.account import PUBLIC, Account, Source
from northaxis.services.after_action.build import after_action, hand_outs
from northaxis.services.after_action.model import Report
from northaxis.services.after_action.record import Record
from northaxis.services.after_action.recording import session_record

__all__ = ["PUBLIC", "Account", "Record", "Report", "Source", "after_action", "hand_outs", "session_record"]
