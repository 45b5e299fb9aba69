# SPDX-License-Identifier: Apache-2.0
# Each target installs what it needs with apt, only what is missing, and says so before; `make help` lists them.

.PHONY: help build run test bench docs deb install host-test clean
.DEFAULT_GOAL := help

# The port of `make run`, what nginx speaks to the workers, and an application of your own in place of the example.
PORT ?= 8443
export PORT PROTOCOL PROGRAM

# Where `make install` puts things.
PREFIX ?= /usr/local
export PREFIX DESTDIR

# Which Debian `make host-test` boots (the host's own, unless it is set), and whether in the short form, which lets
# everything happen once; where that form is set `make test` has the host test among its checks, of the host's own Debian
# and of Debian 13, or of SUITE alone.
export SUITE HOST_TEST

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

build: ## build the release executables
	@.make/build -c release

run: ## build the example application and serve it on https://localhost:8443 until Ctrl-C (PORT=N, PROTOCOL=scgi, PROGRAM=FILE)
	@.make/run

test: ## run all tests but the host test (HOST_TEST=short: and that; GATEHOUSE_TEST_SECONDS=3600: an hour of traffic while roles change)
	@.make/test

host-test: ## boot a Debian host in a container, install the package there, and load it through what production brings (SUITE=trixie, HOST_TEST=short)
	@.make/host-test

deb: ## build .build/gatehouse_VERSION_ARCH.deb
	@.make/deb

install: ## install what `make build` has built, below PREFIX (/usr/local) and /etc, within DESTDIR
	@.make/install

bench: ## measure GET /profile against a constant answer from C and against Flask
	@Tests/Benchmark/bench

docs: ## make the documentation into .build/documentation
	@.make/build
	@.make/docs

clean: ## remove what was built; what `make run` keeps in .run stays
	@rm -rf .build
