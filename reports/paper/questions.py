"""What a team may ask itself: open questions, none about a person."""

from collections.abc import Mapping

from reports.words.vocabulary import later

DO_THEY_MATCH = later("Do these figures match what we live? What do they miss?")
IN_GENERAL = (
    later("What has weighed on the work most this month?"),
    later("What goes well and should stay as it is?"),
    later("What one thing would we change first?"),
)
BY_FAMILY: Mapping[str, str] = {
    "workload": later("When is the load heaviest, and what could wait then?"),
    "emotional_load": later("After a hard contact, what helps, and what is missing?"),
    "fragmentation": later("Which interruptions or switches could be spared?"),
    "predictability": later(
        "How early must the rota be known, and which late changes matter most?"
    ),
    "recognition": later("What went well lately, and did we say so to one another?"),
    "support": later("What could we decide ourselves, without asking first?"),
    "climate": later("What did the team say in the surveys that needs an answer?"),
    "development": later("What would we like to learn, and when could it be learned?"),
    "work_life": later("Which hours or days fit life outside work least?"),
    "service_quality": later(
        "Which request stays unsolved most often, and what would it take?"
    ),
    "absence_history": later(
        "When the team is short-handed, how is the work shared, and what can be left?"
    ),
    "career": later("Which next steps are open here, and where does one hear of them?"),
    "team": later("How do we welcome newcomers, and what would make it easier?"),
    "means": later("Which tool, or which wait for others, costs most time?"),
}
