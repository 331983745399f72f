# Every target works on a machine that has nothing but Go.

GO ?= go
LINT = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VULN = golang.org/x/vuln/cmd/govulncheck@v1.9.0
export CGO_ENABLED = 0

.PHONY: all build test browser check fmt lint vuln fuzz bench bench-large machines scales accuracy merging golden lists-page programs years kills soak bench-service bench-40m

all: check test build

build: ## one static binary
	$(GO) build -trimpath -ldflags "-s -w" -o interdict ./cmd/interdict

test: ## all tests
	$(GO) test ./...

check: fmt lint ## formatting, vet, import order, linters
	$(GO) vet ./...

fmt:
	@out=$$(gofmt -l . ); if [ -n "$$out" ]; then echo "not formatted: $$out; run gofmt -w"; exit 1; fi

lint:
	$(GO) run $(LINT) run

vuln: ## known vulnerabilities; needs the vulnerability database
	$(GO) run $(VULN) ./...

FUZZTIME ?= 20s
fuzz: ## each fuzz target for FUZZTIME
	@for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || exit 1; \
		done; \
	done

bench: ## the benchmarks that BENCHMARKS.md quotes
	$(GO) test -run '^$$' -bench . ./score ./index ./screen ./table ./subjects ./lists/... ./register ./name

bench-large: ## scale L too; some gigabytes of memory
	$(GO) test -run '^$$' -bench 'Search|NewWord' ./index -large

ROWS ?= 1000000
BENCH_DIR ?= $(or $(TMPDIR),/tmp)/interdict-bench-40m
BENCH_DATA ?= scales/M
DUCKDB ?= auto
LARGE_PARTIES ?= 1000000
bench-40m: build ## customers by the million (ROWS=40000000 for all forty), screened and monitored; everything is kept in BENCH_DIR; see BENCHMARKS.md
	$(GO) build -o $(BENCH_DIR)-run ./internal/bench40m
	$(GO) build -o $(BENCH_DIR)-one ./internal/onechanged
	$(BENCH_DIR)-run -onechanged $(BENCH_DIR)-one -rows $(ROWS) -dir $(BENCH_DIR) -program ./interdict -data $(BENCH_DATA) -large "$(LARGE)" -large-parties $(LARGE_PARTIES) -duckdb $(DUCKDB) -only "$(STEPS)"

kills: ## runs, monitoring and merges killed five hundred times each end as if they had not been
	INTERDICT_KILLS=500 $(GO) test ./cmd/interdict -run TestKilled -v -timeout 120m

years: ## ten years of daily editions stay small on disk; the tests keep one
	$(GO) test ./internal/kept -run DailyEditions -v -args -years 10

SERVICE_DATA ?= scales/M
bench-service: build ## the service on one core, the load on the other; scale M where it is there, on a copy
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	test -e $(SERVICE_DATA)/register.db || { echo "$(SERVICE_DATA) is not there; make scales builds it"; exit 1; }; \
	cp -r $(SERVICE_DATA)/. "$$dir"; ./interdict lists compile --data "$$dir"; $(GO) build -o "$$dir/load" ./internal/load; \
	for how in "" "-rate 1500 -connections 64" "-rate 10 -batch 100 -connections 4 -warm 10s" "-rate 500 -idle 10000"; do \
		echo "load $$how"; "$$dir/load" -url http://127.0.0.1:8799 -serve ./interdict $$how -- --data "$$dir" --update off || exit 1; \
	done

SOAKTIME ?= 3m
soak: build ## the service under load for SOAKTIME, with clients that vanish and trickle, swaps beside, and leaks counted
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	if test -e $(SERVICE_DATA)/register.db; then cp -r $(SERVICE_DATA)/. "$$dir"; ./interdict lists compile --data "$$dir"; \
	else ./interdict lists load examples/own-list.csv --list our_list --published 2026-01-01 --data "$$dir"; fi; \
	$(GO) build -o "$$dir/load" ./internal/load; \
	"$$dir/load" -url http://127.0.0.1:8799 -serve ./interdict -soak -time $(SOAKTIME) -rate 200 -idle 200 -- --data "$$dir" --update off

machines: ## the golden results on amd64, amd64/v3 and arm64, as far as this machine can run them
	./.ci/machines

scales: build ## data folders of the benchmarks' scales, where the stored lists are
	$(GO) run ./internal/scales

accuracy: ## how well names are found: prints the table, writes ACCURACY.md
	@test -e scales/M/register.db || test ! -e ../shared/data/scales.json || $(MAKE) scales
	$(GO) run ./internal/accuracy

merging: ## how well likeness joins listings of scale M, held against their hidden references and numbers
	@test -e scales/M/register.db || test ! -e ../shared/data/scales.json || $(MAKE) scales
	$(GO) run ./internal/merging

golden: lists-page ## write golden files anew, to be looked at in the diff
	$(GO) test ./index ./lists/... ./register ./report ./server/yente ./cmd/interdict -update

programs: ## what some tests drive beside Go, where this machine can install it; without it those tests skip
	@if ! command -v openrefine >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openrefine >/dev/null) || echo "OpenRefine cannot be installed; its test skips"; \
		else echo "OpenRefine is not installed; its test skips"; fi; fi

browser: ## the pages in a real browser; installs Debian's Chromium where it is missing and may be
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get install -y chromium fonts-noto-core fonts-wqy-zenhei; } || echo "install chromium, fonts-noto-core and fonts-wqy-zenhei to test pages in a browser"
	$(GO) test ./web -run Browser

lists-page: ## docs/lists.md of the catalogue
	$(GO) generate ./lists/all
