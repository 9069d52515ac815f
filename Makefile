# One target per thing that a person does; `make` lists them.

IMAGE := source-ovhcloud-api/source-ovhcloud-api
PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64
VERSION := $(shell sed -n 's/^  dockerImageTag: //p' metadata.yaml)

# Run with `go run`, so that nothing has to be installed and everyone runs the same one.
GOLANGCI_LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# Like go test, and it says at the end which tests were skipped, and why.
GOTESTSUM := go run gotest.tools/gotestsum@v1.13.0 --format standard-quiet
CYCLONEDX := go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0

# The digests of all that a release has; what was listed before is no part of it.
CHECKSUMS := cd dist && rm -f SHA256SUMS && sha256sum * > SHA256SUMS

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build the connector into bin/
	CGO_ENABLED=0 go build -trimpath -o bin/source-ovhcloud-api .

.PHONY: test
test: ## run the tests
	go test ./...

# The longest wait is for the sandbox, whose 20 calls a second are real; the rest is for slow machines.
PATIENCE := 20m

.PHONY: race
race: ## run the tests in random order, looking for data races
	$(GOTESTSUM) -- -timeout $(PATIENCE) -race -shuffle=on ./...

# How long each target is fuzzed. A minimum is not worth the minute that Go would look for it: what several
# goroutines cover differs from run to run, and no smaller input ever looks the same.
FUZZTIME := 1m

.PHONY: fuzz
fuzz: ## fuzz every Fuzz function, FUZZTIME each (1m)
	@go test -list '^Fuzz' ./connector/... \
	| awk '/^Fuzz/ { found[n++] = $$1 } $$1 == "ok" { for (i = 0; i < n; i++) print $$2, found[i]; n = 0 }' \
	| while read -r package target; do \
		echo "=== $$package $$target"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x "$$package" || exit 1; \
	done

.PHONY: lint
lint: ## check format and style, that imports point one way, and that the tests compile for every system
	$(GOLANGCI_LINT) run --build-tags image,clients
	$(GOLANGCI_LINT) fmt --diff
	GOOS=darwin go vet ./...
	GOOS=windows go vet ./...

.PHONY: golden
golden: ## write the golden files of the integration tests anew
	go test ./integration_tests -update

.PHONY: notice
notice: ## write NOTICE anew: the licences of what the binary contains
	go test ./integration_tests -count 1 -run TestNotice -update

.PHONY: demo
demo: ## check, discover and read the built-in sample account
	go run . demo

.PHONY: image
image: ## build the container image
	docker build --build-arg VERSION=$(VERSION) --tag $(IMAGE):$(VERSION) --tag $(IMAGE):dev .

.PHONY: version
version: ## print the version, which is metadata.yaml's
	@echo $(VERSION)

.PHONY: binaries
binaries: ## build the connector for every platform into dist/, with checksums
	rm -rf dist
	for platform in $(PLATFORMS); do \
		os=$${platform%/*} arch=$${platform#*/}; \
		suffix=$$(GOOS=$$os go env GOEXE); \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch go build -trimpath -ldflags "-s -w" -o dist/source-ovhcloud-api-$$os-$$arch$$suffix . || exit 1; \
	done
	cp LICENSE NOTICE dist/
	$(CHECKSUMS)

.PHONY: wheels
wheels: binaries ## put the binaries into wheels for pip, in dist/ too (needs python3)
	python3 pypi/wheels.py $(VERSION) dist
	$(CHECKSUMS)

.PHONY: sbom
sbom: wheels ## list what each binary consists of, in dist/ too, as CycloneDX
	for platform in $(PLATFORMS); do \
		binary=$$(ls dist/source-ovhcloud-api-$${platform%/*}-$${platform#*/}*); \
		$(CYCLONEDX) bin -json -std -noserial -output $$binary.cdx.json -version v$(VERSION) $$binary || exit 1; \
	done
	$(CHECKSUMS)

.PHONY: push
push: ## build the image for every platform and push it, with its SBOM and provenance (needs docker buildx and a login)
	docker buildx build --platform linux/amd64,linux/arm64 --sbom=true --provenance=mode=max --build-arg VERSION=$(VERSION) --tag $(IMAGE):$(VERSION) --push .

.PHONY: test-image
test-image: ## build the image and run it as the orchestrators do (needs docker, or root and dockerd)
	go test -tags image -count 1 -v ./integration_tests/acceptance

.PHONY: acceptance
acceptance: build wheels ## run the connector under Airbyte's own clients and in the container (needs what test-image needs, python3 and postgresql)
	integration_tests/acceptance/run.sh

.PHONY: crash
crash: ## kill two hundred syncs at random points, and look for what is missing (about three minutes)
	go test ./integration_tests/crash -count 1 -v -args -rounds 200

.PHONY: test-browser
test-browser: ## run the console in Chromium, and the programs that it writes (needs chromium, npm, python3, php and curl)
	npm install --prefix integration_tests/browser --no-save --no-package-lock --ignore-scripts axe-core@4.14.1 @ovhcloud/node-ovh@3.0.0
	python3 -m venv .venv/clients
	.venv/clients/bin/pip install --quiet --disable-pip-version-check ovh==1.2.0 python-hcl2==7.3.1
	go test -tags browser -count 1 -timeout 20m ./integration_tests/browser

.PHONY: picture
picture: test-browser ## take README's picture of the console anew
	cp integration_tests/browser/screenshots/TestOnTheSandbox/answer-1400-light.png docs/console.png

.PHONY: console
console: ## serve the console on the sample account, at the address that it prints
	go run . console

.PHONY: ci
ci: ## run everything that a change has to pass
	.ci/run

.PHONY: guide
guide: build ## run the guides, SQL and charts too, and compare what they print (needs Python 3.12)
	integration_tests/guide/run.sh

.PHONY: instructions
instructions: ## hold a record to the instructions that it takes; UPDATE=-update writes them anew (needs valgrind)
	go test ./integration_tests/bench -count 1 -v -run TestInstructionsOfARecord -args -valgrind valgrind $(UPDATE)

.PHONY: bench
bench: ## measure beside other tools, into BENCHMARKS.md (needs Python 3.11)
	python3 -m venv .venv/bench
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --requirement integration_tests/bench/requirements.txt
	go test ./integration_tests/bench -count 1 -timeout 1h -args -results ../../BENCHMARKS.md -python ../../.venv/bench/bin
	go test ./integration_tests/bench -run '^$$' -bench . -benchtime 5x
