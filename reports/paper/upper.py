"""What only sites and the company tell, on paper: staffing, costs, listening."""

from collections.abc import Iterator

from reports.content.listening import Mirror
from reports.content.staffing import Ahead, Cost, Outlook
from reports.content.upper import Upper
from reports.pages.links import Link
from reports.paper import blocks
from reports.paper.blocks import Block, Text
from reports.words.language import Language
from reports.words.naming import Names


def upper_blocks(found: Upper, names: Names) -> Iterator[Block]:
    """Give the outlook of staffing, what departures cost, and both waits."""
    if found.ahead or found.cost:
        title = names.language.say("Staffing in the months ahead")
        yield blocks.heading(2, title)
    if found.ahead:
        yield from _ahead(found.ahead, names)
    if found.cost:
        yield from _cost(found.cost, names.language)
    if found.mirrors:
        yield from _mirrors(found.mirrors, names)


def _name(link: Link, names: Names) -> str:
    return names.company if link.unit.level == "company" else link.unit.name


def _ahead(outlooks: tuple[Outlook, ...], names: Names) -> Iterator[Block]:
    language = names.language
    say, write = language.say, language.numbers
    yield blocks.paragraph(
        say(
            "Full-time equivalents that would be missing if nobody were hired: those "
            "planned, less the people present, the departures expected and the hours "
            "that sickness should take. Departures and sickness are both taken at the "
            "ends of their own ranges, so that these are rather wide."
        ),
        tone="intro",
    )
    columns = [
        blocks.column(say("Unit"), 1.2),
        blocks.column(say("Planned"), 0.7, True),
    ]
    columns += [
        blocks.column(say("Missing, %(month)s", month=write.month(month.month)), 1.6)
        for month in outlooks[0].months
    ]
    rows: list[list[Text]] = [
        [
            _name(one.link, names),
            write.whole(one.months[0].planned),
            *(_missing(month, language) for month in one.months),
        ]
        for one in outlooks
    ]
    title = say("Full-time equivalents missing, by month, as a range")
    yield blocks.table(columns, rows, title)


def _missing(month: Ahead, language: Language) -> Text:
    say, write = language.say, language.numbers
    if month.high <= 0:
        return say("none")
    many = write.counts(month.low, month.high)
    if month.low <= 0:
        many = say("up to %(high)s", high=write.whole(month.high))
    if month.planned <= 0:
        return many
    low, high = max(month.low, 0) / month.planned, month.high / month.planned
    share = say("(%(share)s of the plan)", share=write.percents(low, high, 0))
    return [f"{many} ", blocks.quiet(share)]


def _cost(cost: Cost, language: Language) -> Iterator[Block]:
    say, write = language.say, language.numbers
    yield blocks.heading(3, say("What these departures would cost"))
    yield blocks.paragraph(
        say(
            "%(range)s months of pay: %(leavers)s departures expected, at %(each)s "
            "months each to recruit, train and learn the job.",
            range=write.counts(cost.low, cost.high),
            leavers=write.counts(cost.leavers_low, cost.leavers_high),
            each=write.decimals(cost.each_low, cost.each_high),
        )
    )
    assumed = say(
        "The months of pay for one departure are an assumption that you can change; "
        "it comes from nobody's pay."
    )
    yield blocks.paragraph(assumed, tone="quiet")


def _mirrors(mirrors: tuple[Mirror, ...], names: Names) -> Iterator[Block]:
    say = names.language.say
    title = say("Listening in a mirror")
    yield blocks.heading(2, title)
    yield blocks.paragraph(
        say(
            "How long customers wait for an answer, beside how long those who answer "
            "them waited for something to follow from the last survey."
        ),
        tone="intro",
    )
    columns = [
        blocks.column(say("Unit"), 1.2),
        blocks.column(say("Customers, until a first answer"), 1.4),
        blocks.column(say("Teams, from the survey's results to a first action"), 1.8),
        blocks.column(say("Took part in the last survey"), 1.2, right=True),
    ]
    yield blocks.table(columns, [_mirror(one, names) for one in mirrors], title)
    counted = say(
        "Customers: mean over the latest months. Teams: an action of the site, of the "
        "company or of one of the site's teams counts. Whether it answers to what the "
        "survey said, only the teams can tell."
    )
    yield blocks.paragraph(counted, tone="quiet")


def _mirror(one: Mirror, names: Names) -> list[Text]:
    language = names.language
    say, write = language.say, language.numbers
    unknown: Text = [blocks.quiet(say("not known"))]
    silent = {gap.table for gap in names.report.company.gaps if gap.absent}
    teams: Text = say("no action recorded so far")
    if one.team_days is not None:
        teams = write.measured(one.team_days, "days")
    elif one.participation is None or "initiatives" in silent:
        teams = unknown
    return [
        _name(one.link, names),
        write.measured(*one.customer_wait) if one.customer_wait else unknown,
        teams,
        unknown if one.participation is None else write.percent(one.participation, 0),
    ]
