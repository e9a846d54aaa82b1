"""Groups of members by a name of their own: `$islands` stands for its members."""

from swsim.strictyaml import Located, replaced


def with_groups(located: Located) -> Located:
    """Return the data with the name of each group replaced by its members.

    A name that is no group stays, and is a fault wherever it stands.
    """
    groups = {
        f"${loc[-1]}": [each for each in members if isinstance(each, str)]
        for loc, members in located.find("groups", "*")
        if isinstance(members, list)
    }
    if not groups:
        return located
    return replaced(located, lambda text: groups.get(text, text))
