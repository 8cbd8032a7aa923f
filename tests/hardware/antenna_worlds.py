"""Antennas known by formula, and files of their far fields in the formats that antenna programs write."""

import numpy as np

ETA_OHM = 376.730313412


def sphere(step_deg: float, phi_step_deg: float | None = None):
    """Theta and phi of all directions, theta running faster [deg]."""
    phi_deg, theta_deg = np.meshgrid(
        np.arange(0.0, 360.0, phi_step_deg or step_deg), np.arange(0.0, 180.0 + 1e-9, step_deg), indexing="ij"
    )
    return theta_deg.ravel(), phi_deg.ravel()


def dipole(theta_deg, phi_deg):
    """Field along theta and phi of a short dipole along z, whose squared magnitude is its directivity of 1.5."""
    return np.sqrt(1.5) * np.sin(np.radians(theta_deg)) + 0j * phi_deg, 0j * theta_deg


def turnstile(theta_deg, phi_deg):
    """Short dipoles along x and y, y a quarter of a period late: right-handed towards +z, left-handed towards -z.

    The squared magnitude is the directivity, 0.75 (1 + cos^2 theta).
    """
    theta, phi = np.radians(theta_deg), np.radians(phi_deg)
    # a dipole along x has Etheta = cos theta cos phi, Ephi = -sin phi; along y cos theta sin phi, cos phi
    turn = np.exp(-1j * phi)
    return np.sqrt(0.75) * np.cos(theta) * turn, np.sqrt(0.75) * -1j * turn


def cosine_beam(theta_deg, phi_deg, power: float = 2.0):
    """Right-handed field of a beam cos^power in front, zero behind, without losses."""
    level = np.sqrt(2.0 * (power + 1.0)) * np.maximum(np.cos(np.radians(theta_deg)), 0.0) ** (0.5 * power)
    turn = np.exp(-1j * np.radians(phi_deg)) / np.sqrt(2.0)
    return level * turn, -1j * level * turn


def dbi(fields):
    """Directivity of a field [dBi]."""
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(abs(fields[0]) ** 2 + abs(fields[1]) ** 2)


def numbers(*values: float) -> str:
    return " ".join(f"{value:.10e}" for value in values)


def parts(fields, place) -> tuple[float, ...]:
    """Real and imaginary parts of both components at one point."""
    return tuple(part for field in fields for part in (field[place].real, field[place].imag))


def grasp_grid(antenna, x, y, *, igrid: int = 7, icomp: int = 1, heading: str = "FREQUENCIES [GHz]:\n 8.42\n", **more):
    """A grid file, X running faster; ``centre`` moves the grid by whole steps and its corners back."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    centre = more.get("centre", (0, 0))
    steps = [(axis[-1] - axis[0]) / (axis.size - 1) for axis in (x, y)]
    corners = [(axis[0] - c * step, axis[-1] - c * step) for axis, step, c in zip((x, y), steps, centre, strict=True)]
    rows = []
    for at_y in y:
        at_x = x
        if igrid == 1:
            visible = x**2 + at_y**2 <= 1.0
            at_x = x[visible]
            if more.get("klimit"):
                rows.append(f"{int(np.argmax(visible)) + 1 if at_x.size else 0} {at_x.size}")
            elif at_x.size < x.size:
                raise ValueError("expected a grid within the visible region")
            sine = np.hypot(at_x, at_y)
            theta_deg, phi_deg = np.degrees(np.arcsin(np.minimum(sine, 1.0))), np.degrees(np.arctan2(at_y, at_x))
        else:
            theta_deg, phi_deg = np.full(at_x.size, at_y), at_x
        fields = antenna(theta_deg, phi_deg)
        rows += [numbers(*parts(fields, place)) for place in range(at_x.size)]
    field = [
        numbers(corners[0][0], corners[1][0], corners[0][1], corners[1][1]),
        f"{x.size} {y.size} {int(bool(more.get('klimit')))}",
        *rows,
    ]
    sets = more.get("sets", 1)
    head = [f"VERSION: TICRA-EM-FIELD-V0.1\nField data in grid\n{heading}++++", "1", f"{sets} {icomp} 2 {igrid}"]
    return "\n".join([*head, *[f"{centre[0]} {centre[1]}"] * sets, *field * sets]) + "\n"


def cst_text(antenna, theta_deg, phi_deg, quantity: str = "Abs(Dir.)[dBi   ]", components: str = "theta") -> str:
    """Text export with magnitude and phase of two components."""
    fields = antenna(theta_deg, phi_deg)
    if components == "theta":
        names, pair = ("Theta", "Phi  "), fields
    else:
        names = "Left ", "Right"
        pair = tuple((fields[0] + sign * 1j * fields[1]) / np.sqrt(2.0) for sign in (-1, 1))
    columns = "".join(f"   Abs({name})[dBi   ]  Phase({name})[deg.]" for name in names)
    total = dbi(fields)
    total = np.maximum(total, -200.0) if "dB" in quantity else 10.0 ** (0.1 * total)
    lines = [f"Theta [deg.]  Phi   [deg.]  {quantity}{columns}  Ax.Ratio[dB    ]", "-" * 120]
    for place, angles in enumerate(zip(theta_deg, phi_deg, strict=True)):
        cells = [value for field in pair for value in (level_db(field[place]), np.degrees(np.angle(field[place])))]
        lines.append(numbers(*angles, total[place], *cells, 40.0))
    return "\n".join(lines) + "\n"


def level_db(field: complex) -> float:
    """Level of a field, at least -200 dB."""
    return float(20.0 * np.log10(max(abs(field), 1e-10)))


def cst_source(antenna, theta_deg, phi_deg, powers=(0.4, 0.5, 1.0), frequencies=(2.4e9,)) -> str:
    """A far-field source of version 3, whose field radiates the first of the powers."""
    scale = np.sqrt(powers[0] * ETA_OHM / (2.0 * np.pi)) if powers[0] > 0.0 else 1.0
    fields = [scale * field for field in antenna(theta_deg, phi_deg)]
    heads = "\n".join("\n".join(f"{value:.9e}" for value in (*powers, each)) + "\n" for each in frequencies)
    rows = "\n".join(
        numbers(phi, theta, *parts(fields, place))
        for place, (theta, phi) in enumerate(zip(theta_deg, phi_deg, strict=True))
    )
    field = (
        f"// >> Total #phi samples, total #theta samples\n{np.unique(phi_deg).size} {np.unique(theta_deg).size}\n\n"
        f"// >> Phi, Theta, Re(E_Theta), Im(E_Theta), Re(E_Phi), Im(E_Phi): \n{rows}\n\n"
    )
    return (
        "// CST Farfield Source File\n \n// Version:\n3.0 \n\n// Data Type\nFarfield \n\n// #Frequencies\n"
        f"{len(frequencies)} \n\n// Position\n0.0e+00 0.0e+00 0.0e+00 \n\n"
        "// zAxis\n0.0e+00 0.0e+00 1.0e+00 \n\n// xAxis\n1.0e+00 0.0e+00 "
        f"0.0e+00 \n\n// Radiated/Accepted/Stimulated Power , Frequency \n{heads}\n\n{field * len(frequencies)}"
    )


def feko(antenna, theta_deg, phi_deg, result: str = "Gain", frequency: str = "2.4E+09") -> str:
    """A far field with its components and the total gain."""
    fields = antenna(theta_deg, phi_deg)
    total = np.maximum(dbi(fields), -100.0)
    rows = "\n".join(
        numbers(theta, phi, *parts(fields, place), total[place])
        for place, (theta, phi) in enumerate(zip(theta_deg, phi_deg, strict=True))
    )
    names = '#"Theta" "Phi" "Re(Etheta)" "Im(Etheta)" "Re(Ephi)" "Im(Ephi)"'
    return (
        f'##File Format: 3\n#Frequency: {frequency}\n#Coordinate System: Spherical\n{names} "{result}(Total)"\n{rows}\n'
    )


def hfss(antenna, theta_deg, phi_deg) -> str:
    """The shape of a far field, phi running faster."""
    thetas, phis = np.unique(theta_deg), np.unique(phi_deg)
    theta_deg, phi_deg = np.repeat(thetas, phis.size), np.tile(phis, thetas.size)
    fields = antenna(theta_deg, phi_deg)
    head = f"{thetas[0]} {thetas[-1]} {thetas.size}\n{phis[0]} {phis[-1]} {phis.size}\nFrequencies 1\nFrequency 2.4e9\n"
    return head + "\n".join(numbers(*parts(fields, place)) for place in range(theta_deg.size)) + "\n"


def grasp_cuts(antenna, theta_deg, phis_deg, icomp: int = 1) -> str:
    """Cuts over theta, in components along theta and phi (1), right- and left-handed (2) or by Ludwig (3)."""
    cuts = []
    for phi_deg in phis_deg:
        first, second = antenna(theta_deg, np.full(theta_deg.size, phi_deg))
        phi = np.radians(phi_deg)
        if icomp == 2:
            first, second = (first + 1j * second) / np.sqrt(2.0), (first - 1j * second) / np.sqrt(2.0)
        elif icomp == 3:
            first, second = (
                first * np.cos(phi) - second * np.sin(phi),
                first * np.sin(phi) + second * np.cos(phi),
            )
        head = f"cut\n{theta_deg[0]} {theta_deg[1] - theta_deg[0]} {theta_deg.size} {phi_deg} {icomp} 1 2\n"
        cuts.append(head + "".join(numbers(*parts((first, second), place)) + "\n" for place in range(theta_deg.size)))
    return "".join(cuts)
