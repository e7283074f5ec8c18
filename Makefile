# The everyday commands. CMake does the work (CMakeLists.txt); see README.md.
BUILD    ?= build
JOBS     ?= $(shell nproc)
PYTHON   := /usr/bin/python3
CMAKE    := cmake -G Ninja

.PHONY: all run check check-deep check-packages check-gc-model fuzz bench bench-alloc bench-bytes bench-return bench-gc bench-lang \
        expected deps install clean format

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD) ouro ouro_shared >$(BUILD)/build.log 2>&1 || { cat $(BUILD)/build.log; exit 1; }

$(BUILD)/build.ninja: CMakeLists.txt | deps
	@mkdir -p $(BUILD)
	@$(CMAKE) -S . -B $(BUILD) >/dev/null

# Debian packages that the build and the tests need, installed when missing.
deps:
	@tools/install_deps.sh

# The guided tour through everything the memory manager does.
run: all
	@$(BUILD)/ouro run examples/tour.py

check: all
	@tools/check.sh $(BUILD)

# The long ones: collections at safe points, each place that asks for memory failing, structures audited.
# PARTS="stress slices audit debug sanitizers faults heap misuse" and SHARD=I/N choose some of it.
check-deep: all
	@$(PYTHON) tools/check_deep.py --build $(BUILD) $(addprefix --part ,$(PARTS)) $(addprefix --shard ,$(SHARD))

# Test suites of other people's packages under ouro and under CPython (some 20 minutes; fetches packages).
check-packages: all
	@$(PYTHON) tools/check_packages.py --build $(BUILD) $(addprefix --only ,$(ONLY))

# The collector against its model, with random programs, for SECONDS (180). OURO_TEST_SEED=N: that one.
check-gc-model: all
	@ninja -C $(BUILD) gc_test_model >/dev/null
	@OURO_TEST_SEEDS=0 OURO_TEST_SECONDS=$(or $(SECONDS),180) $(BUILD)/gc_test_model

# Expected outputs of the language tests, made anew by CPython 3.11.
expected:
	@$(PYTHON) tools/run_lang_tests.py --regenerate

# Forged images of code; programs that differ from CPython's: random ones for SECONDS (600), then mutated
# files for the parser; and
# for SECONDS any bytes for the compiler, under sanitizers (clang's fuzzer).
fuzz: all
	@ninja -C $(BUILD) lang_dump_tool lang_test_code_image >/dev/null
	@OURO_FUZZ_ROUNDS=200000 $(BUILD)/lang_test_code_image >/dev/null
	@$(PYTHON) tests/fuzz/fuzz_programs.py --ouro $(BUILD)/ouro --seconds $(or $(SECONDS),600)
	@$(PYTHON) tests/unit/lang/compare_ast.py $(BUILD)/lang_dump_tool fuzz 20000 $$(date +%s)
	@tests/fuzz/run_compiler.sh $(BUILD) $(or $(SECONDS),600)

bench: bench-alloc bench-bytes bench-return bench-gc bench-lang

bench-alloc bench-return bench-gc bench-bytes bench-lang: all
	@bench/run.sh $@ $(BUILD)

format:
	@clang-format -i $$(git ls-files 'src/*.c' 'src/*.h' 'cli/*.c' 'cli/*.h' 'include/*.h')

# The command, both libraries, the headers and a pkg-config file.
install: all
	@cmake --install $(BUILD) --prefix $(or $(PREFIX),/usr/local)

clean:
	rm -rf $(BUILD) build-*
