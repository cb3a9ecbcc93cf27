"""The company's tree: sites, teams, their seats and what they are like for good."""

from dataclasses import dataclass, fields, replace

import numpy as np

from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import stream
from contracts.simulator_params import Simulator

SITE_NAMES = ("Lille", "Nantes", "Lyon", "Metz", "Pau", "Brest", "Tours", "Dijon")
QUEUES = ("invoices", "technical", "delivery", "retention", "complaints")
# Share of contacts with abuse declared, by queue.
QUEUE_HOSTILE = np.array([0.020, 0.016, 0.026, 0.034, 0.060])
# Seats above the number of agents wanted at any time: some always stand empty.
SEATS_PER_AGENT = 1.06
LOAD_SPREAD, UNSEEN_SPREAD = 0.13, 0.32
# A team under load also works late more often, which wears nobody out by itself.
LATE_SHARE, LATE_LOAD, LATE_SPREAD = 0.4, 0.8, 0.06


@dataclass(frozen=True, slots=True)
class Teams:
    """Every team, one entry each; shape (teams,) unless said otherwise.

    Parameters
    ----------
    site, number : Ints
        Site, and the team's number inside it, both from 0.
    seats : Ints
        Agents that the team is planned to have when the history begins.
    opens : Ints
        Month since which there is such a team; 0 for those always there.
    mix : Floats, shape (teams, queues)
        Share of each queue in the team's contacts.
    load, hostile : Floats
        Lasting log-deviation of contacts per seat, and of abuse.
    switching : Floats
        Chance that the next contact is of another queue.
    short_notice : Flags
        Whether rotas come late at the start.
    training, late : Floats
        Chance of a training in a month, share of late weeks. Neither does anything.
    unseen : Floats
        Lasting effect on leaving (logit) that no record shows.
    """

    site: Ints
    number: Ints
    seats: Ints
    opens: Ints
    mix: Floats
    load: Floats
    hostile: Floats
    switching: Floats
    short_notice: Flags
    training: Floats
    late: Floats
    unseen: Floats

    def __len__(self) -> int:
        """Count the teams."""
        return len(self.site)


def _sizes(rng: np.random.Generator, teams: int, seats: int) -> Ints:
    """Share seats out: sizes vary about 0.6 to 1.5 of the mean, and add up."""
    mean = seats / teams
    low, high = max(1, round(0.62 * mean)), round(1.5 * mean)
    sizes = np.clip(np.rint(rng.normal(mean, 0.22 * mean, teams)), low, high)
    sizes = sizes.astype(np.int64)
    while sizes.sum() != seats:
        step = 1 if sizes.sum() < seats else -1
        free = np.flatnonzero(sizes < high if step > 0 else sizes > low)
        sizes[rng.choice(free)] += step
    return sizes


def build(settings: Simulator) -> Teams:
    """Draw the company's teams.

    Parameters
    ----------
    settings : Simulator

    Returns
    -------
    Teams
    """
    rng = stream(settings.seed, "teams")
    count = settings.teams
    site = np.arange(count) * settings.sites // count
    first_of_site = np.searchsorted(site, site)
    versatile = rng.beta(2.2, 3.0, count)
    main = rng.integers(0, len(QUEUES), count)
    mix = (
        rng.dirichlet(np.full(len(QUEUES), 1.5), count)
        * (0.15 + 0.5 * versatile)[:, None]
    )
    mix[np.arange(count), main] += 1 - mix.sum(axis=1)
    load = rng.normal(0, LOAD_SPREAD, count)
    late = LATE_SHARE + LATE_LOAD * load + rng.normal(0, LATE_SPREAD, count)
    return Teams(
        site=site,
        number=np.arange(count) - first_of_site,
        seats=_sizes(rng, count, round(settings.agents * SEATS_PER_AGENT)),
        opens=np.zeros(count, dtype=np.int64),
        mix=mix,
        load=load,
        hostile=rng.normal(0, 0.25, count),
        switching=0.12 + 0.55 * versatile,
        short_notice=rng.random(count) < 0.28,
        training=rng.uniform(0.03, 0.14, count),
        late=np.clip(late, 0.1, 0.8),
        unseen=rng.normal(0, UNSEEN_SPREAD, count),
    )


def opening(teams: Teams, which: int, month: int) -> Teams:
    """Let one team open in a month, not before."""
    opens = teams.opens.copy()
    opens[which] = month
    return replace(teams, opens=opens)


def copied(teams: Teams, times: int) -> Teams:
    """Set copies of all teams one after the other; each copy has its own sites."""
    columns = {
        field.name: np.concatenate([getattr(teams, field.name)] * times)
        for field in fields(Teams)
    }
    copy = np.repeat(np.arange(times), len(teams))
    columns["site"] = columns["site"] + copy * (int(teams.site.max()) + 1)
    return Teams(**columns)


def usual_hostile(teams: Teams) -> Floats:
    """Give the share of abuse that a team's queues bring; shape (teams,)."""
    # A sum, not a matrix product: that one may depend on the number of threads.
    share: Floats = (teams.mix * QUEUE_HOSTILE).sum(axis=1)
    return share


def site_codes(teams: Teams) -> list[str]:
    """Name the sites ``S1``, ``S2`` …."""
    return [f"S{number + 1}" for number in range(int(teams.site.max()) + 1)]


def team_codes(teams: Teams) -> list[str]:
    """Name the teams ``S1-T01``, ``S1-T02`` …."""
    return [
        f"S{s + 1}-T{n + 1:02d}" for s, n in zip(teams.site, teams.number, strict=True)
    ]


def site_names(teams: Teams) -> list[str]:
    """Give the sites their public names."""
    count = int(teams.site.max()) + 1
    spare = [f"Site {number + 1}" for number in range(len(SITE_NAMES), count)]
    return [*SITE_NAMES, *spare][:count]
