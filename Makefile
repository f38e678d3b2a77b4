# What a person does with this repository; everything else is in scripts/.
#   make run      build and start IBTool on http://127.0.0.1:8080, data in ./var
#   make test     every test
#   make release  dist/ibtool, stripped and static, checked
#   make check    what CI runs
#   make fuzz     every parser under libFuzzer, SECONDS=20 each; FUZZ="json chunks" for some
#   make sanitize the Swift tests under the address and thread sanitizers; SANITIZE=thread for one
#   make attack   the server under attack and out of everything, in full size; ATTACK="idle stop" for some
#   make backup   backups and both restores under kill -9, ROUNDS=20
#   make backup-proof   the same with a bucket and mixed load, MINUTES=10 ROUNDS=20 STATES=20;
#                 PARALLEL=4 RATE=25: four rounds side by side, with 25 requests a second each
#   make backup-away   a bucket away for MINUTES=60 while people go on working, RATE=8 requests a second
#   make faults   kill -9, power loss and failing disks in full size
#   make bench    the measurements, beside their peers; bench-http: the server beside nginx;
#                 bench-writes: durable writes beside the disk and SQLite alone; bench-shipping: what a backup costs;
#                 bench-browser: what the grid lets people wait; bench-storage: queries beside SQLite from C,
#                 BENCH="--rows 1000000" for other sizes; bench-mixed: everybody at work over a million;
#                 bench-rules: a dry run of rules over every file
.PHONY: run test release build-tests check check-rest attack backup backup-proof backup-away faults bench bench-http bench-writes bench-shipping bench-browser bench-storage \
	bench-mixed bench-rules fuzz sanitize lint unit web-unit end-to-end clean

LISTEN ?= 127.0.0.1:8080
DATA ?= var
SECONDS := 20
FUZZ ?=
ATTACK ?=
SANITIZE ?=
ROUNDS ?= 20
BENCH ?=
MINUTES ?= 10
STATES ?= 20
PARALLEL ?= 1
RATE ?= 0
SWIFT_FLAGS := --explicit-target-dependency-import-check error

run: release
	@exec dist/ibtool serve --data $(DATA) --listen $(LISTEN)

release:
	@scripts/install-build-tools
	@scripts/build-release

test: release
	@scripts/install-test-tools
	@$(MAKE) --no-print-directory unit web-unit end-to-end

build-tests:
	@scripts/install-build-tools
	swift build --build-tests $(SWIFT_FLAGS)

unit:
	@scripts/install-build-tools
	@scripts/unit $(SWIFT_FLAGS)

web-unit:
	node --test Tests/BrowserTests/unit/

end-to-end:
	@scripts/end-to-end

check: test check-rest

check-rest: lint
	@scripts/check-release dist/ibtool

lint:
	@scripts/install-test-tools
	swift format lint --strict --recursive Sources Tests Package.swift
	shellcheck scripts/* .ci/run

fuzz:
	@scripts/install-build-tools
	@SECONDS_EACH=$(SECONDS) scripts/fuzz $(FUZZ)

sanitize:
	@scripts/install-build-tools
	@scripts/sanitize $(SANITIZE)

attack: release
	@scripts/install-test-tools
	@scripts/attack $(ATTACK)

faults: release
	@scripts/install-test-tools
	@scripts/faults

backup: release
	@scripts/install-test-tools
	cd Tests/EndToEndTests && IBTOOL_BACKUP_ROUNDS=$(ROUNDS) ../../.venv/bin/python -m unittest -v test_backup

backup-proof: release
	@scripts/install-test-tools
	cd Tests/EndToEndTests && IBTOOL_PROOF_MINUTES=$(MINUTES) IBTOOL_PROOF_ROUNDS=$(ROUNDS) \
		IBTOOL_PROOF_PARALLEL=$(PARALLEL) IBTOOL_PROOF_RATE=$(RATE) IBTOOL_PROOF_STATES=$(STATES) ../../.venv/bin/python -m unittest -v test_backup_proof

backup-away: MINUTES := 60
backup-away: release
	@scripts/install-test-tools
	cd Tests/EndToEndTests && IBTOOL_AWAY_MINUTES=$(MINUTES) IBTOOL_PROOF_RATE=$(RATE) ../../.venv/bin/python -m unittest -v test_backup_away

bench: release
	@scripts/install-test-tools
	@scripts/bench

bench-http: release
	@scripts/install-test-tools
	@scripts/bench-http

bench-writes: release
	@scripts/install-test-tools
	@scripts/bench-writes

bench-shipping: release
	@scripts/install-test-tools
	@scripts/bench-shipping

bench-browser: release
	@scripts/install-test-tools
	.venv/bin/python Tests/Benchmarks/browser.py

bench-storage: release
	@scripts/install-test-tools
	@scripts/bench-storage $(BENCH)

bench-mixed: release
	@scripts/install-test-tools
	@scripts/bench-mixed $(BENCH)

bench-rules: release
	@scripts/install-test-tools
	@scripts/bench-rules $(BENCH)

clean:
	rm -rf .build .build-release .build-fuzz .build-asan .build-tsan dist .venv
