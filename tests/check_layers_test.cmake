# check_layers.cmake finds what it is there to find: each planted include is
# refused, and each allowed one passes.
#
#   cmake -DCHECKER=<check_layers.cmake> -DSCRATCH=<folder> -P <this>
cmake_minimum_required(VERSION 3.25)

# expect(PASS|FAIL FILE INCLUDE): one file with one include, alone in a tree.
function(expect want file include)
  file(REMOVE_RECURSE "${SCRATCH}")
  file(WRITE "${SCRATCH}/${file}" "#pragma once\n#include ${include}\n")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${SCRATCH}" -P "${CHECKER}"
    RESULT_VARIABLE result ERROR_VARIABLE error)
  if(want STREQUAL "PASS" AND NOT result EQUAL 0)
    message(SEND_ERROR "${file} may include ${include}: ${error}")
  elseif(want STREQUAL "FAIL" AND NOT error MATCHES "${file}: ")
    message(SEND_ERROR "${file} may not include ${include}, and passed")
  endif()
  file(REMOVE_RECURSE "${SCRATCH}")
endfunction()

expect(PASS kernels/x.h "\"kernels/core/tag.h\"")
expect(PASS kernels/x.cc "<openssl/sha.h>")
expect(PASS rules/x.cc "\"kernels/core/tag.h\"")
expect(PASS rules/x.cc "<absl/status/status.h>")
expect(PASS pipeline/x.cc "<sys/stat.h>")
expect(PASS pipeline/x.cc "<nlohmann/json.hpp>")
expect(PASS pipeline/pictures/gdcm_bridge.cc "<gdcmImageReader.h>")
expect(PASS app/x.cc "<CLI/CLI.hpp>")
expect(PASS app/window/x.h "<QWidget>")

expect(FAIL kernels/x.h "\"rules/compiler.h\"")
expect(FAIL kernels/x.cc "<thread>")
expect(FAIL kernels/x.cc "<absl/status/status.h>")
expect(FAIL kernels/x.cc "<unistd.h>")
expect(FAIL rules/x.cc "\"pipeline/run/run.h\"")
expect(FAIL rules/x.cc "<sqlite3.h>")
expect(FAIL rules/x.cc "<nlohmann/json.hpp>")
expect(FAIL rules/sub/x.cc "\"app/cli/flags.h\"")
expect(FAIL pipeline/x.h "\"app/cli/flags.h\"")
expect(FAIL pipeline/x.cc "<spdlog/spdlog.h>")
expect(FAIL pipeline/x.cc "<gdcmImageReader.h>")
expect(FAIL app/x.cc "<QWidget>")
expect(FAIL app/x.cc "\"tests/support/dicom_bytes.h\"")
expect(FAIL app/x.cc "<dcmtk/dcmdata/dctk.h>")
