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

expect(PASS kernels/core/x.h "\"kernels/core/tag.h\"")
expect(PASS kernels/scrub/x.h "\"kernels/parse/element_index.h\"")
expect(PASS kernels/identity/x.cc "<openssl/sha.h>")
expect(PASS kernels/core/x.cc "\"kernels/core/dictionary_data.inc\"")
expect(PASS rules/compile/x.cc "\"kernels/core/tag.h\"")
expect(PASS rules/standard/x.cc "<absl/status/status.h>")
expect(PASS pipeline/files/x.cc "<sys/stat.h>")
expect(PASS pipeline/gdcm/gdcm_object.cc "<gdcmReader.h>")
expect(PASS pipeline/teaching/case/x.cc "\"pipeline/teaching/copy/safe_copy.h\"")
expect(PASS app/cli/x.cc "<CLI/CLI.hpp>")
expect(PASS app/window/x.h "<QWidget>")

# Up a floor.
expect(FAIL kernels/core/x.h "\"rules/compile/policy.h\"")
expect(FAIL rules/language/x.cc "\"pipeline/run/run.h\"")
expect(FAIL pipeline/run/x.h "\"app/cli/flags.h\"")
# Against the order of the rooms.
expect(FAIL kernels/core/x.h "\"kernels/match/rule_table.h\"")
expect(FAIL kernels/match/x.h "\"kernels/text/text_codec.h\"")
expect(FAIL rules/language/x.cc "\"rules/profile/profile.h\"")
expect(FAIL pipeline/verify/x.cc "\"pipeline/teaching/case/teach.h\"")
expect(FAIL app/talk/x.cc "\"app/cli/flags.h\"")
# Past a room, or out of the house.
expect(FAIL kernels/scrub/x.h "\"kernels/tag.h\"")
expect(FAIL app/cli/x.cc "\"tests/support/dicom_bytes.h\"")
expect(FAIL kernels/x.h "<vector>")
# Third parties.
expect(FAIL kernels/core/x.cc "<thread>")
expect(FAIL kernels/core/x.cc "<openssl/sha.h>")
expect(FAIL kernels/core/x.cc "<absl/status/status.h>")
expect(FAIL kernels/core/x.cc "<unistd.h>")
expect(FAIL rules/compile/x.cc "<sqlite3.h>")
expect(FAIL rules/compile/x.cc "<nlohmann/json.hpp>")
expect(FAIL pipeline/files/x.cc "<tbb/parallel_for.h>")
expect(FAIL pipeline/run/x.cc "<spdlog/spdlog.h>")
expect(FAIL pipeline/gdcm/x.cc "<gdcmImageReader.h>")
expect(FAIL pipeline/verify/gdcm_x.cc "<gdcmReader.h>")
expect(FAIL pipeline/run/gdcm_x.cc "<gdcmImageReader.h>")
expect(FAIL app/cli/x.cc "<QWidget>")
expect(FAIL app/cli/x.cc "<dcmtk/dcmdata/dctk.h>")
