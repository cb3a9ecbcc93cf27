"""Three driver families of the made-up company."""

from collections.abc import Mapping

from contracts.drivers import Family, Feature, Label


def _family(
    name: str, en: str, fr: str, *features: tuple[str, str, str, str]
) -> Family:
    built = tuple(
        Feature(n, unit, (0, 100), "raises", Label(e, f), indicator=True)
        for n, unit, e, f in features
    )
    return Family(name, Label(en, fr), "made up", ("shifts",), built)


FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        _family(
            "workload",
            "Workload",
            "Charge de travail",
            (
                "contacts_per_hour",
                "contacts",
                "Contacts per hour worked",
                "Contacts par heure travaillée",
            ),
            ("overtime_share", "share", "Overtime", "Heures supplémentaires"),
        ),
        _family(
            "absence_history",
            "Past absence",
            "Absences passées",
            (
                "days_12m",
                "days",
                "Days of sickness over 12 months",
                "Jours d'arrêt maladie sur 12 mois",
            ),
        ),
        _family(
            "team",
            "Team around",
            "Vie de l'équipe",
            (
                "vacancy_share",
                "share",
                "Vacant positions",
                "Postes non pourvus",
            ),
        ),
        _family(
            "career",
            "Career",
            "Parcours",
            ("tenure", "months", "Tenure", "Ancienneté"),
        ),
    )
}
