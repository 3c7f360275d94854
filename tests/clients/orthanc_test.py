"""A finished teaching file in Orthanc, a PACS of others: uploaded over REST,
then sent by dcmtk's storescu, it is one patient with the case's number, its
labels can be read, its images can be seen, and its documents are taken.

    orthanc_test.py DCMSCRUB ARCHIVE

Both are programs: the one under test, and the maker of sample archives.
Orthanc listens on free ports, its storage is a temporary folder, and only this
machine may talk to it. Skips (77) where Orthanc or storescu is not installed.
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SKIPPED = 77
CASE = "TF-0041"
DIAGNOSIS = "Sarcoidosis of the lung"
AE_TITLE = "TEACHING"
# How storescu is told to propose what it does not by itself.
PROPOSE = {
    "1.2.840.10008.1.2": "-xi",
    "1.2.840.10008.1.2.1": "-x=",
    "1.2.840.10008.1.2.1.99": "-xd",
    "1.2.840.10008.1.2.2": "-xb",
    "1.2.840.10008.1.2.4.50": "-xy",
    "1.2.840.10008.1.2.4.70": "-xs",
    "1.2.840.10008.1.2.4.80": "-xt",
    "1.2.840.10008.1.2.4.90": "-xv",
    "1.2.840.10008.1.2.5": "-xr",
}
MANIFEST = "1.2.840.10008.5.1.4.1.1.88.59"


def run(*command, home=None):
    """Output of a program that must succeed; `home` is where it keeps things."""
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    env = os.environ | {place: str(home) for place in places} if home else None
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=env,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}"
    return done.stdout


def make_case(program, archive, scratch):
    """The folder of a case, made of a sample patient."""
    run(archive, "--out", scratch / "archive", "--patients", 1, "--seed", 3)
    run(program, "keygen", scratch / "key")
    run(
        program, "teach", scratch / "archive",
        "--out", scratch / "teaching", "--key", scratch / "key",
        "--case-number", CASE, "--diagnosis", DIAGNOSIS,
        "--keywords", "lung; hilar nodes", "--contributor", "AB",
        home=scratch,
    )  # fmt: skip
    return scratch / "teaching" / CASE


def objects_of(case):
    """Paths of the DICOM objects of a case, without its directory."""
    paths = []
    for path in sorted(case.rglob("*")):
        if path.is_file() and path.name != "DICOMDIR":
            with path.open("rb") as file:
                if file.read(132)[128:] == b"DICM":
                    paths.append(path)
    assert paths, "the case has no objects"
    return paths


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


class Orthanc:
    """One that runs, and nobody else uses."""

    def __init__(self, program, scratch):
        self.url = ""
        self.dicom_port = 0
        self.log = scratch / "orthanc.log"
        self.scratch = scratch
        self.program = program
        self.process = None

    def __enter__(self):
        # A port may be gone again before it is bound.
        for _ in range(3):
            self._start()
            if self._answers():
                return self
            self.__exit__()
        raise AssertionError("Orthanc does not start: " + self.log.read_text())

    def __exit__(self, *unused):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self):
        http_port = free_port()
        self.dicom_port = free_port()
        self.url = f"http://127.0.0.1:{http_port}"
        storage = self.scratch / "storage"
        config = self.scratch / "orthanc.json"
        config.write_text(
            json.dumps(
                {
                    "Name": "dcmscrub test",
                    "StorageDirectory": str(storage),
                    "IndexDirectory": str(storage),
                    "Plugins": [],
                    "HttpPort": http_port,
                    "RemoteAccessAllowed": False,
                    "AuthenticationEnabled": False,
                    "DicomAet": AE_TITLE,
                    "DicomPort": self.dicom_port,
                    "DicomCheckCalledAet": True,
                    "DicomCheckModalityHost": True,
                    "DicomAlwaysAllowEcho": False,
                    "DicomAlwaysAllowFind": False,
                    "DicomAlwaysAllowGet": False,
                    "DicomAlwaysAllowStore": False,
                    "DicomModalities": {
                        "sender": ["STORESCU", "127.0.0.1", free_port()]
                    },
                }
            )
        )
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [self.program, str(config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _answers(self):
        for _ in range(300):
            if self.process.poll() is not None:
                return False
            with contextlib.suppress(OSError):
                self.json("/system")
                return True
            time.sleep(0.1)
        return False

    def ask(self, path, data=None, method=None):
        request = urllib.request.Request(self.url + path, data, method=method)
        # Never by way of a proxy.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return answer.read()

    def json(self, path, data=None, method=None):
        return json.loads(self.ask(path, data, method))


def texts(tags):
    """All values in the tags of an instance, whatever their depth."""
    for value in tags.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for item in value:
                yield from texts(item)


def check_patient(orthanc, count):
    """One patient, named by the case, who has `count` objects."""
    patients = orthanc.json("/patients?expand")
    assert len(patients) == 1, f"{len(patients)} patients"
    main = patients[0]["MainDicomTags"]
    assert main["PatientID"] == CASE, main
    assert main["PatientName"] == CASE, main
    instances = orthanc.json("/instances")
    assert len(instances) == count, f"{len(instances)} of {count} instances"
    return patients[0]["ID"], instances


def check_objects(orthanc, instances):
    """Labels are in all, images can be seen, both documents are there."""
    images = 0
    titles = set()
    for instance in instances:
        tags = orthanc.json(f"/instances/{instance}/tags?simplify")
        for title in tags.get("ConceptNameCodeSequence", []):
            titles.add(title.get("CodeValue"))
        assert tags["PatientIdentityRemoved"] == "YES", tags["SOPClassUID"]
        # The manifest refers to the case, and says no more of it.
        if tags["SOPClassUID"] != MANIFEST:
            found = any(DIAGNOSIS in text for text in texts(tags))
            assert found, f"no diagnosis in a {tags['SOPClassUID']}"
        if "Rows" in tags:
            picture = orthanc.ask(f"/instances/{instance}/preview")
            assert picture.startswith(b"\x89PNG"), tags["SOPClassUID"]
            images += 1
    assert images > 10, f"{images} images"
    # The text and the manifest of IHE's teaching file profile.
    assert {"TCE006", "TCE001"} <= titles, titles


def upload(orthanc, paths):
    for path in paths:
        answer = orthanc.json("/instances", path.read_bytes())
        assert answer["Status"] == "Success", f"{path.name}: {answer}"


def send(orthanc, storescu, paths):
    for path in paths:
        dump = run("dcmdump", "-q", "+P", "0002,0010", "-Un", path)
        syntax = dump[dump.index("[") + 1 : dump.index("]")].strip("\0 ")
        run(
            storescu, PROPOSE[syntax], "-aet", "STORESCU", "-aec", AE_TITLE,
            "127.0.0.1", orthanc.dicom_port, path,
        )  # fmt: skip


def main(program, archive):
    tools = {name: shutil.which(name) for name in ("storescu", "dcmdump")}
    tools["Orthanc"] = shutil.which("Orthanc") or shutil.which(
        "Orthanc", path="/usr/sbin:/usr/local/sbin"
    )
    for name, path in tools.items():
        if path is None:
            print(f"skipped: {name} is not installed")
            return SKIPPED
    with tempfile.TemporaryDirectory(prefix="dcmscrub-orthanc-") as folder:
        scratch = pathlib.Path(folder)
        paths = objects_of(make_case(program, archive, scratch))
        with Orthanc(tools["Orthanc"], scratch) as orthanc:
            upload(orthanc, paths)
            patient, instances = check_patient(orthanc, len(paths))
            check_objects(orthanc, instances)
            orthanc.json(f"/patients/{patient}", method="DELETE")
            assert orthanc.json("/instances") == []
            send(orthanc, tools["storescu"], paths)
            check_patient(orthanc, len(paths))
    print(f"{len(paths)} objects, uploaded and sent")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
