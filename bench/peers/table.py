"""The results as text: times, checks, and how each solver was timed."""

REFERENCES = ("Conelet, AVX-512", "Conelet, AVX2")
QUIET_LOAD = 1.5  # 1 is the comparison itself


def render(result, sizes):
    reports = {(report["solver"], report["n"]): report for report in result["results"]}
    names = list(dict.fromkeys(report["solver"] for report in result["results"]))
    present = [name for name in names if any("left_out" not in reports[name, n] for n in sizes)]
    parts = [
        heading(result, reports),
        times(reports, present, sizes),
        backward_times(reports, present, sizes),
        checks(reports, present, sizes, result["eps_abs"]),
        notes(reports, present, sizes),
        left_out(reports, names, sizes),
    ]
    return "\n\n".join(part for part in parts if part)


def heading(result, reports):
    machine = result["machine"]
    lines = [
        f"{result['problem']}; stopping at {result['eps_abs']:g} absolute. {result['date']}.",
        f"{machine['cpu']} (family {machine['cpu_family']}, model {machine['cpu_model']}), core "
        f"{', '.join(map(str, machine['cores_used']))} only; {' '.join(machine['isa'])}; "
        f"load average {machine['load_average']:.1f}.",
        f"C built by {machine['gcc']}, -march=native = {machine['gcc_native']}; the others are PyPI's wheels.",
    ]
    for name in REFERENCES:
        peaks = [r["fma_peak_gflops"] for (solver, _), r in reports.items() if solver == name and "left_out" not in r]
        if peaks:
            lines.append(f"{name}: measured FMA peak {max(peaks):.0f} GF/s.")
    if machine["load_average"] > QUIET_LOAD:
        lines.append("THE MACHINE WAS BUSY WITH OTHER WORK: not for quoting; run it again when nothing else runs.")
    return "\n".join(lines)


def aligned(rows):
    """Columns wide enough for their contents, the first to the left and the rest to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def measured(reports, name, n):
    report = reports.get((name, n))
    return None if report is None or "left_out" in report else report


def microseconds(value):
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def ratio(reports, reference, report, n):
    base = measured(reports, reference, n)
    return "-" if base is None or report is None else f"{report['forward_us'] / base['forward_us']:.2f}"


def times(reports, names, sizes):
    rows = [["forward: setup + solve"], [""]]
    for n in sizes:
        rows[0] += [f"n = {n}", "", ""]
        rows[1] += ["us per QP", "/ AVX-512", "/ AVX2"]
    for name in names:
        row = [name]
        for n in sizes:
            report = measured(reports, name, n)
            row.append(microseconds(report and report["forward_us"]))
            row += [ratio(reports, reference, report, n) for reference in REFERENCES]
        rows.append(row)
    return aligned(rows)


def backward_times(reports, names, sizes):
    rows = [["backward"], [""]]
    for n in sizes:
        rows[0] += [f"n = {n}", ""]
        rows[1] += ["us per QP", "of forward"]
    for name in names:
        row = [name]
        for n in sizes:
            report = measured(reports, name, n)
            backward = report["backward_us"] if report else None
            row += [microseconds(backward), "-" if backward is None else f"{backward / report['forward_us']:.2f}"]
        if any(cell != "-" for cell in row[1:]):
            rows.append(row)
            rows += keeping_row(reports, name, sizes)
    return aligned(rows) if len(rows) > 2 else ""


def keeping_row(reports, name, sizes):
    """The forward before such a backward, where that is another than the one timed alone."""
    row = [f"{name}: solve that keeps factors"]
    for n in sizes:
        report = measured(reports, name, n) or {}
        keeping = report.get("keeping_forward_us")
        row += [microseconds(keeping), "-" if keeping is None else f"{keeping / report['forward_us']:.2f}"]
    return [row] if any(cell != "-" for cell in row[1:]) else []


def share(value):
    return "-" if value is None else f"{100 * value:.2f}"


def checks(reports, names, sizes, eps):
    title = [f"answers, checked in numpy", "n", "primal", "dual", "gap", "claimed %", f"<= {eps:g} %", "iterations"]
    rows = [title]
    for name in names:
        for n in sizes:
            report = measured(reports, name, n)
            if report is None:
                continue
            worst = [f"{report[key]:.1e}" for key in ("worst_primal", "worst_dual", "worst_gap")]
            iterations = report["iterations_mean"]
            rows.append(
                [name, str(n), *worst, share(report["claimed_share"]), share(report["within_eps_share"])]
                + ["-" if iterations is None else f"{iterations:.1f}"]
            )
    legend = (
        "worst residuals of the batch, absolute: primal max(Ax - b, 0), dual max(|Px + A'y + c|, -y), gap "
        "|x'Px + c'x + b'y|;\nclaimed: the solver says solved; <= eps: all three residuals are (- : it does not say)"
    )
    return aligned(rows) + "\n" + legend


def notes(reports, names, sizes):
    lines = ["how each was timed (best of the repeats)"]
    for name in names:
        of_size = [report for n in sizes if (report := measured(reports, name, n))]
        first = of_size[0]
        modes = list(dict.fromkeys(report["mode"] for report in of_size if report["mode"]))
        mode = f" Counted: {' / '.join(modes)}." if modes else ""
        lines.append(f"  {name} ({first['version']}): {first['timed']}.{mode}")
    return "\n".join(lines)


def left_out(reports, names, sizes):
    lines = []
    for name in names:
        for n in sizes:
            report = reports.get((name, n))
            if report and "left_out" in report:
                lines.append(f"  {name}, n = {n}: {report['left_out']}")
    return "\n".join(["left out", *lines]) if lines else ""
