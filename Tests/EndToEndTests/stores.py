"""Object stores of others, started for one test: SeaweedFS, moto and rclone from PyPI."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import harness

KEYS = {"AWS_ACCESS_KEY_ID": "AKIDSTORETEST", "AWS_SECRET_ACCESS_KEY": "store-test-secret-0123456789"}
BUCKET = "ibtool-test"
TOOLS = pathlib.Path(sys.executable).parent
START_SECONDS_MAX = 60


class CannotStart(Exception):
    """The store does not start on this machine; the reason is a line for the report."""


def environment(keys=None, **more):
    """Only what a client of these stores needs: no keys and no roles of the machine's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "IBTOOL_SHARED") if name in os.environ}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true", **(keys or KEYS), **more}


class Store:
    """A server in a directory of its own; `url` names its bucket as ibtool does."""

    def __enter__(self):
        self.keys = KEYS
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-store-"))
        self.port = harness.free_port()
        self.log = open(self.directory / "log", "wb")
        try:
            self.process = subprocess.Popen(
                self.words(),
                stdout=self.log,
                stderr=self.log,
                stdin=subprocess.DEVNULL,
                cwd=self.directory,
                env=environment(**self.variables()),
                start_new_session=True,
            )
        except FileNotFoundError as error:
            self.tidy()
            raise CannotStart(f"{error.filename} is not installed (Tests/python-packages.txt)") from error
        try:
            self.wait()
            self.make_bucket()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self):
        return f"s3://{BUCKET}/some/prefix?endpoint={self.endpoint}&region=us-east-1"

    def variables(self):
        return {}

    def wait(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise CannotStart(f"{type(self).__name__} ended: {self.last_words()}")
            try:
                urllib.request.urlopen(self.endpoint, timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise CannotStart(f"{type(self).__name__} does not answer: {self.last_words()}")

    def wait_for_writes(self):
        """Until it stores something: a store that was killed answers before that."""
        import botocore.exceptions

        s3 = client(self, "s3")
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                s3.put_object(Bucket=BUCKET, Key="alive", Body=b"yes")
                return
            except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
                if time.monotonic() > deadline:
                    raise CannotStart(f"{type(self).__name__} stores nothing: {error}") from error
                time.sleep(0.1)

    def last_words(self):
        self.log.flush()
        lines = (self.directory / "log").read_text(errors="replace").splitlines()
        return " / ".join(lines[-3:])

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
        self.tidy()

    def tidy(self):
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class SeaweedFS(Store):
    """Checks signatures and checksums; conditional writes are atomic since 4.18."""

    def words(self):
        rights = [f"{act}:{BUCKET}" for act in ("Read", "Write", "List", "Tagging")] + ["Admin"]
        identity = {
            "name": "test",
            "credentials": [
                {"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}
            ],
            "actions": rights,
        }
        settings = self.directory / "s3.json"
        settings.write_text(json.dumps({"identities": [identity]}))
        # Each port P opens P + 10000 too.
        master, volume, filer, self.port = (harness.free_port(10_000) for _ in range(4))
        return [
            TOOLS / "weed", "-logtostderr=true", "server", f"-dir={self.directory}", "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1", "-master.telemetry=false", f"-master.port={master}", f"-volume.port={volume}",
            f"-filer.port={filer}", "-s3", f"-s3.port={self.port}", f"-s3.config={settings}", "-s3.iam=false",
            "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64", "-volume.max=0",
            "-master.electionTimeout=1s",
        ]  # fmt: skip

    def make_bucket(self):
        make_bucket(self)


class Moto(Store):
    """A second opinion. It believes every signature: with authentication on it refuses any prefix with a slash."""

    def words(self):
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def make_bucket(self):
        make_bucket(self)


class Rclone(Store):
    """Ignores conditions: the negative control."""

    def words(self):
        (self.directory / "data" / BUCKET).mkdir(parents=True)
        keys = f"{KEYS['AWS_ACCESS_KEY_ID']},{KEYS['AWS_SECRET_ACCESS_KEY']}"
        return [
            TOOLS / "rclone", "serve", "s3", "--addr", f"127.0.0.1:{self.port}", "--auth-key", keys,
            "--config", "/dev/null", str(self.directory / "data"),
        ]  # fmt: skip

    def make_bucket(self):
        pass


def client(store, service):
    """A client by botocore, which comes with moto: nothing of ours."""
    import botocore.config
    import botocore.session

    return botocore.session.Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=store.endpoint,
        aws_access_key_id=store.keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=store.keys["AWS_SECRET_ACCESS_KEY"],
        config=botocore.config.Config(s3={"addressing_style": "path"}, proxies={}),
    )


def make_bucket(store):
    """As soon as the store can."""
    import botocore.exceptions

    s3 = client(store, "s3")
    deadline = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            s3.create_bucket(Bucket=BUCKET)
            return
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
            if time.monotonic() > deadline:
                raise CannotStart(f"{type(store).__name__} makes no bucket: {error}") from error
            time.sleep(0.2)
