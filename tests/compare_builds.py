#!/usr/bin/env python3
"""Runs two builds of dcmscrub over the same inputs and compares what comes out.

    tests/compare_builds.py OLD_PROGRAM NEW_PROGRAM [FOLDER...]

For a change that shall change no output: under every policy, all bytes and all
names of the results, the counts of the reports and the exit statuses have to be
the same. Both get the same key. FOLDER...: default the sample archive of
`./dev run`, and the corpus, where they are there. Prints a table, a line for
each folder and policy; ends with 1 where two differ, and then keeps both
results and says where.
"""
import argparse
import filecmp
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "retain-safe-private", "retain-uids", "retain-device-identity",
    "retain-institution-identity", "retain-patient-characteristics",
    "retain-longitudinal-full-dates", "retain-longitudinal-modified-dates",
    "clean-descriptors", "clean-structured-content", "clean-graphics"]

# Each verb and function of the language that can stand without a profile.
RULES = """dcmscrub 1
profile none
param case "7"
remove (0018,xxxx) vr LO, *Comments
empty ReferringPhysicianName
dummy AccessionNumber
uid StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, FrameOfReferenceUID
shift vr DA, DT
truncate-date PatientBirthDate to year
cap-age PatientAge
clean StudyDescription, SeriesDescription
replace PatientID with pseudonym "P-"
replace PatientName with "case " + hash(PatientID, 8)
append InstitutionName with " (a copy)"
set StudyID = upper(substring(StudyID, 1, 4))
set ProtocolName = regex(ProtocolName, "([A-Z]+)", "<\\1>")
label PatientComments = "case {case}"
keep (0019,xxxx)
remove private where Modality != "MR"
tag "ct" where Modality = "CT"
quarantine where SOPClassUID = "1.2.840.10008.5.1.4.1.1.104.1"
skip where Modality in "modalities.csv"
"""

# What differs between two runs of one build.
VOLATILE = {"started", "ended", "seconds", "program"}


def policies(program, scratch):
    """Name, flags, and whether originals are replaced."""
    rules = scratch / "every-verb.rules"
    rules.write_text(RULES)
    (scratch / "modalities.csv").write_text("modality\nKO\n")
    everything = [flag for name in OPTIONS
                  if name != "retain-longitudinal-full-dates"
                  for flag in ("--option", name)]
    # `run` takes all of it but the day zero, which is that of one case.
    shown = subprocess.run([program, "rules", "show", "teaching"], check=True,
                           stdout=subprocess.PIPE, text=True).stdout
    (scratch / "teaching.rules").write_text("".join(
        line for line in shown.splitlines(True)
        if not line.startswith("day-zero")))
    teaching = ["--rules", str(scratch / "teaching.rules"),
                "--param", "case=TF-0001", "--param", "diagnosis=Fracture"]
    listed = [("basic", [])]
    listed += [(name, ["--option", name]) for name in OPTIONS]
    listed += [
        ("all options", everything),
        ("none, every verb", ["--rules", str(rules)]),
        ("teaching", teaching),
        ("basic, two-pass", ["--two-pass"]),
        ("all options, two-pass", everything + ["--two-pass"]),
        ("teaching, two-pass", teaching + ["--two-pass"]),
        ("basic, mirror", ["--layout", "mirror"]),
        ("basic, dry run", ["--dry-run"]),
        ("basic, one thread", ["--threads", "1"])]
    listed = [(name, flags, False) for name, flags in listed]
    return listed + [
        ("basic, in place", ["--rename"], True),
        ("all options, in place", everything + ["--rename"], True),
        ("basic, two-pass, in place", ["--two-pass", "--rename"], True)]


def run(program, key, source, place, flags, in_place):
    """One run below `place`; gives its status and what it says of counts."""
    place.mkdir()
    out = place / "out"
    command = [program, "run"]
    if in_place:
        shutil.copytree(source, out, symlinks=True)
        command += [out, "--in-place", "--yes"]
    else:
        command += [source, "--out", out]
    report = place / "report.json"
    done = subprocess.run(
        command + ["--key", key, "--journal", place / "journal", "--report",
                   report, *flags],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    # The table of a dry run, without the lines of speed and of the report.
    table = done.stdout if "--dry-run" in flags else b""
    (place / "table").write_bytes(
        b"".join(line for line in table.splitlines(True)
                 if b" files/s" not in line
                 and not line.startswith(b"report: ")))
    counts = {}
    if report.exists():
        counts = {name: value
                  for name, value in json.loads(report.read_text()).items()
                  if name not in VOLATILE}
    return done.returncode, counts


def files_below(folder):
    return {str(path.relative_to(folder)): path
            for path in folder.rglob("*") if not path.is_dir()}


def differences(old, new, old_result, new_result):
    """Lines that say what differs, and how many files there are."""
    said = []
    before, after = files_below(old / "out"), files_below(new / "out")
    if not filecmp.cmp(old / "table", new / "table", shallow=False):
        said.append("the tables of --dry-run differ")
    only_old = len(before.keys() - after.keys())
    only_new = len(after.keys() - before.keys())
    if only_old or only_new:
        said.append(f"{only_old} files of old alone, {only_new} of new alone")
    changed = sum(
        1 for name in before.keys() & after.keys()
        if not filecmp.cmp(before[name], after[name], shallow=False))
    if changed:
        said.append(f"{changed} files differ")
    if old_result[0] != new_result[0]:
        said.append(f"status {old_result[0]} and {new_result[0]}")
    if old_result[1] != new_result[1]:
        names = old_result[1].keys() | new_result[1].keys()
        unlike = sorted(name for name in names
                        if old_result[1].get(name) != new_result[1].get(name))
        said.append("reports differ in " + ", ".join(unlike))
    return said, len(after)


def default_folders():
    return [folder for folder in (PROJECT / "sample" / "in",
                                  PROJECT.parent / "shared" / "corpus")
            if folder.is_dir()]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("old_program", type=Path)
    parser.add_argument("new_program", type=Path)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="TEXT",
                        help="only policies whose name holds TEXT")
    arguments = parser.parse_args()
    programs = [arguments.old_program.resolve(),
                arguments.new_program.resolve()]
    folders = arguments.folders or default_folders()
    if not folders:
        parser.error("no FOLDER, and none is there: ./dev run makes one")

    scratch = Path(tempfile.mkdtemp(prefix="dcmscrub-compare-"))
    key = scratch / "key"
    subprocess.run([programs[0], "keygen", key], check=True,
                   stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    bad = compared = 0
    print("| folder | policy | status | files | |\n|---|---|---|---|---|")
    for source in folders:
        for name, flags, in_place in policies(programs[0], scratch):
            if arguments.only not in name:
                continue
            places = [scratch / "old", scratch / "new"]
            results = [run(program, key, source, place, flags, in_place)
                       for program, place in zip(programs, places)]
            said, files = differences(*places, *results)
            # A run that did nothing compares nothing.
            if results[0][0] not in (0, 1):
                said.append("old refused the policy")
            compared += files
            print(f"| {source.name} | {name} | {results[1][0]} | {files} | "
                  f"{'; '.join(said) or 'same'} |", flush=True)
            for place in places:
                if said:
                    place.rename(scratch / f"{place.name}-{bad}")
                else:
                    shutil.rmtree(place)
            bad += bool(said)
    print(f"\n{compared} files compared, "
          + (f"{bad} runs differ; see {scratch}" if bad else "none differs"))
    if not bad:
        shutil.rmtree(scratch)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
