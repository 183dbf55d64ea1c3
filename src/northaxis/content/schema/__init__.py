"""The shape of every file kind as pydantic models: which fields there are, of which type, and what they mean.

Only shape is decided here; names, ranges and sense are the compilers' business. The descriptions become the editor's
help. Importing this package imports pydantic, so others import it inside functions. Annotations are real here, not
postponed: pydantic would compile each of a thousand strings.
"""

from northaxis.content.schema.decks import CardForm, DeckFile, OptionForm
from northaxis.content.schema.demands import BackingForm, DemanderForm, DemandForm, DemandsFile, ResponseForm
from northaxis.content.schema.fields import File, Happening, Modifier
from northaxis.content.schema.ground import FlagsFile, RulingsFile, SourcesFile, TracksFile
from northaxis.content.schema.kit import ChartForm, ChecklistForm, FacilitatingFile, ObjectiveForm, PromptForm
from northaxis.content.schema.people import CoSeatForm, PeopleFile, SeatingForm, StatementForm, TurnZeroFile
from northaxis.content.schema.ruleset import DerivedForm, RuleSetFile
from northaxis.content.schema.scenarios import ScenarioFile, ScenarioForm, VariantForm, VariantsFile
from northaxis.content.schema.seats import ActionForm, AgendaForm, BranchForm, DoctrineForm, OfferForm, SeatFile
from northaxis.content.schema.turn_end import RuleForm, TurnEndFile

__all__ = [
    "ActionForm",
    "AgendaForm",
    "BackingForm",
    "BranchForm",
    "CardForm",
    "ChartForm",
    "ChecklistForm",
    "CoSeatForm",
    "DeckFile",
    "DemandForm",
    "DemanderForm",
    "DemandsFile",
    "DerivedForm",
    "DoctrineForm",
    "FacilitatingFile",
    "File",
    "FlagsFile",
    "Happening",
    "Modifier",
    "ObjectiveForm",
    "OfferForm",
    "OptionForm",
    "PeopleFile",
    "PromptForm",
    "ResponseForm",
    "RuleForm",
    "RuleSetFile",
    "RulingsFile",
    "ScenarioFile",
    "ScenarioForm",
    "SeatFile",
    "SeatingForm",
    "SourcesFile",
    "StatementForm",
    "TracksFile",
    "TurnEndFile",
    "TurnZeroFile",
    "VariantForm",
    "VariantsFile",
]
