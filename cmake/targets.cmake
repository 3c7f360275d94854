# How every target is built. Flags live here, once.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

include(precompiled)

find_package(Threads REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_library(dcmscrub_flags INTERFACE)
target_compile_options(dcmscrub_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
  -Wno-missing-field-initializers -Werror=return-type -Werror=switch
  # What GCC 12 sees in its own std::string, once -O3 has inlined it.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict>
  # What Clang sees in the stable_sort of libstdc++ 12.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
target_include_directories(dcmscrub_flags INTERFACE
  "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
if(DCMSCRUB_SANITIZE)
  target_compile_options(dcmscrub_flags INTERFACE
    -fsanitize=${DCMSCRUB_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all
    # oneTBB's flow graph casts a task before it is one.
    -fno-sanitize=vptr)
  target_link_options(dcmscrub_flags INTERFACE
    -fsanitize=${DCMSCRUB_SANITIZE})
endif()
if(DCMSCRUB_FUZZ)  # coverage for libFuzzer; only the fuzzers link its main
  target_compile_options(dcmscrub_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(dcmscrub_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# dcmscrub_library(NAME SOURCES… [DEPS…] [DEFINITIONS…])
function(dcmscrub_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;DEFINITIONS" ${ARGN})
  add_library(dcmscrub_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(dcmscrub_${name} PUBLIC dcmscrub_flags ${ARG_DEPS})
  target_compile_definitions(dcmscrub_${name} PRIVATE ${ARG_DEFINITIONS})
  get_directory_property(options COMPILE_OPTIONS)
  if("-fno-exceptions" IN_LIST options)
    dcmscrub_precompile(dcmscrub_${name} kernels)
  elseif("Qt6::Widgets" IN_LIST ARG_DEPS)
    dcmscrub_precompile(dcmscrub_${name} window DEPS Qt6::Widgets)
  else()
    dcmscrub_precompile(dcmscrub_${name} library)
  endif()
endfunction()

# dcmscrub_floor(NAME ROOMS…): the rooms of this folder, each a library with a
# CMakeLists.txt of its own, and dcmscrub_NAME, which is all of them. A room
# may link those before it.
function(dcmscrub_floor name)
  add_library(dcmscrub_${name} INTERFACE)
  foreach(room IN LISTS ARGN)
    add_subdirectory(${room})
    string(MAKE_C_IDENTIFIER "dcmscrub_${name}_${room}" target)
    target_link_libraries(dcmscrub_${name} INTERFACE ${target})
  endforeach()
endfunction()

# dcmscrub_room(SOURCES… [DEPS…] [DEFINITIONS…]): the library of this folder,
# named for it: kernels/core is dcmscrub_kernels_core.
function(dcmscrub_room)
  file(RELATIVE_PATH room "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(MAKE_C_IDENTIFIER "${room}" name)
  dcmscrub_library(${name} ${ARGN})
endfunction()

# dcmscrub_needs_workers(TARGET): one that stands in another folder of the
# build tree than dcmscrub-gdcm, which is looked for beside it.
function(dcmscrub_needs_workers target)
  add_dependencies(${target} dcmscrub-gdcm)
  file(CREATE_LINK "${CMAKE_BINARY_DIR}/app/dcmscrub-gdcm"
       "${CMAKE_CURRENT_BINARY_DIR}/dcmscrub-gdcm" SYMBOLIC)
endfunction()

# dcmscrub_test(NAME SOURCES… DEPS…): one binary for each layer, one ctest
# entry for each TEST in it. Release compiles the tests, not what they test,
# with -O1: they take longer to compile than to run.
set(dcmscrub_test_options "$<$<CONFIG:Release>:-O1>")
function(dcmscrub_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE dcmscrub_flags ${ARG_DEPS}
                        GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE ${dcmscrub_test_options})
  dcmscrub_precompile(${name} test DEPS GTest::gtest GTest::gmock
                      OPTIONS ${dcmscrub_test_options})
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 900 LABELS "${ARG_LABELS}")
endfunction()

# dcmscrub_bench(NAME SOURCES… DEPS…)
function(dcmscrub_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE dcmscrub_flags ${ARG_DEPS}
                        benchmark::benchmark_main)
endfunction()

# dcmscrub_generate(OUTPUT SCRIPT INPUTS…): tables of the Standard → C++, at
# build time, into generated/. The target `generated` makes all of them, for
# tools that read the sources without a build.
add_custom_target(generated)
function(dcmscrub_generate output script)
  set(out "${CMAKE_BINARY_DIR}/generated/${output}")
  get_filename_component(dir "${out}" DIRECTORY)
  file(MAKE_DIRECTORY "${dir}")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND Python3::Interpreter "${script}" "${out}" ${ARGN}
    DEPENDS "${script}" ${ARGN}
    COMMENT "Generating ${output}" VERBATIM)
  string(MAKE_C_IDENTIFIER "generate_${output}" target)
  add_custom_target(${target} DEPENDS "${out}")
  add_dependencies(generated ${target})
endfunction()
