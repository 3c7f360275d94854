# Fails when an #include points up a floor or against the order of the rooms
# on one, or reaches for a third party that its room may not use:
#
#   cmake -DROOT=<source folder> -P check_layers.cmake
#
# What is not in this table is not allowed, so that a new dependency is a
# decision and shows up here. docs/design.md says what each room holds.
cmake_minimum_required(VERSION 3.25)

# Floors, from the ground up: a file may include any room of those below its
# own. Third parties, as regular expressions of whole <includes>, are allowed
# from their floor on upwards. System headers begin with the pipeline.
set(floors kernels rules pipeline app)
set(third_kernels "[a-z_0-9]+")
set(third_rules "absl/.+")
set(third_pipeline "[a-z]+\\.h|sys/.+|linux/.+")
set(third_app "")

# Rooms: "ROOM > rooms of its own floor that it may include > third parties
# that it may use besides". A room includes none that stands behind it here.
set(rooms
  "kernels/core > >"
  "kernels/text > core > iconv\\.h"
  "kernels/identity > core text > openssl/.+"
  "kernels/parse > core text identity > zlib\\.h"
  "kernels/search > core text > [a-z]+intrin\\.h"
  "kernels/match > core identity parse search >"
  "kernels/clean > core text identity parse search match >"
  "kernels/emit > core identity parse search clean > openssl/.+"
  "kernels/scrub > core text identity parse search match clean emit >"

  "rules/standard > >"
  "rules/language > standard >"
  "rules/parse > standard language > re2/.+"
  "rules/profile > standard language parse >"
  "rules/compile > standard language parse profile > re2/.+|openssl/.+"
  "rules/check > standard language parse profile compile >"
  "rules/explain > standard language profile compile >"
  "rules/import > standard language parse > re2/.+|expat\\.h|nlohmann/json\\.hpp"

  "pipeline/files > > sqlite3\\.h|archive(_entry)?\\.h|nlohmann/json(_fwd)?\\.hpp"
  "pipeline/apart > >"
  "pipeline/verify/reading > apart > re2/.+"
  "pipeline/journal > files > sqlite3\\.h"
  "pipeline/inputs > files journal > sqlite3\\.h"
  "pipeline/item > files journal inputs >"
  "pipeline/run > files journal inputs item > tbb/.+"
  "pipeline/pictures > files apart item run > jpeglib\\.h"
  "pipeline/verify > files apart verify/reading journal run > archive(_entry)?\\.h"
  "pipeline/gdcm > verify/reading pictures > zlib\\.h|gdcm.+"
  "pipeline/selftest > files run >"
  "pipeline/teaching/dicomdir > files item pictures >"
  "pipeline/teaching/copy > files >"
  "pipeline/teaching/documents > files verify/reading run pictures teaching/dicomdir > nlohmann/json\\.hpp"
  "pipeline/teaching/case > files inputs run pictures verify teaching/dicomdir teaching/copy teaching/documents >"

  "app/talk > > spdlog/.+"
  "app/user > talk >"
  "app/report > talk user > nlohmann/json\\.hpp"
  "app/cli > talk user report > CLI/.+"
  "app/worker > >"
  "app/window > talk user report > CLI/.+|Q.+")

# Parts of std that kernels do without: no I/O and no threads.
set(not_in_kernels
    thread mutex shared_mutex condition_variable future semaphore iostream
    fstream filesystem)
list(JOIN not_in_kernels "|" not_in_kernels)

set(faults "")

# check_file(NAME FLOOR ROOM OURS THIRD): OURS and THIRD are regular expressions
# of what may be included.
function(check_file name floor room ours third)
  file(STRINGS "${ROOT}/${name}" lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "include[ \t]*\"([^\"]+)\"")
      set(include "${CMAKE_MATCH_1}")
      if(NOT include MATCHES "^(${ours})/[^/]+$")
        list(APPEND faults "${name}: \"${include}\" is not for ${room}")
      endif()
    elseif(line MATCHES "include[ \t]*<([^>]+)>")
      set(include "${CMAKE_MATCH_1}")
      if(include MATCHES "^gdcm" AND NOT name MATCHES "/gdcm_[a-z]+\\.cc$")
        # GDCM comes in through files that hide it.
        list(APPEND faults "${name}: <${include}> belongs to a gdcm_*.cc")
      elseif(NOT include MATCHES "^(${third})$" OR
             (floor STREQUAL "kernels" AND
              include MATCHES "^(${not_in_kernels})$"))
        list(APPEND faults "${name}: <${include}> is not for ${room}")
      endif()
    else()
      list(APPEND faults "${name}: cannot read: ${line}")
    endif()
  endforeach()
  set(faults "${faults}" PARENT_SCOPE)
endfunction()

set(all_below "")    # regular expressions of rooms and headers of the floors
set(third_below "")  # below
set(known "")
foreach(floor IN LISTS floors)
  list(APPEND third_below ${third_${floor}})
  set(before "")
  foreach(row IN LISTS rooms)
    if(NOT row MATCHES "^(${floor}/([^ ]+)) > ?([^>]*)>(.*)$")
      continue()
    endif()
    set(room "${CMAKE_MATCH_1}")
    set(name "${CMAKE_MATCH_2}")
    string(STRIP "${CMAKE_MATCH_3}" beside)
    string(STRIP "${CMAKE_MATCH_4}" third)
    string(REPLACE " " ";" beside "${beside}")
    foreach(other IN LISTS beside)
      if(NOT other IN_LIST before)
        message(FATAL_ERROR "${room}: '${other}' does not stand before it")
      endif()
    endforeach()
    list(APPEND before "${name}")
    list(APPEND known "${room}")

    list(TRANSFORM beside PREPEND "${floor}/")
    set(ours ${all_below} "${room}" ${beside})
    list(JOIN ours "|" ours)
    set(theirs ${third_below} ${third})
    list(JOIN theirs "|" theirs)
    file(GLOB sources RELATIVE "${ROOT}"
         "${ROOT}/${room}/*.h" "${ROOT}/${room}/*.cc")
    list(SORT sources)
    foreach(source IN LISTS sources)
      check_file("${source}" "${floor}" "${room}" "${ours}" "${theirs}")
    endforeach()
  endforeach()
  list(APPEND all_below "${floor}/[^\"]+")
endforeach()

# Each file stands in a room.
foreach(floor IN LISTS floors)
  file(GLOB_RECURSE sources RELATIVE "${ROOT}"
       "${ROOT}/${floor}/*.h" "${ROOT}/${floor}/*.cc")
  foreach(source IN LISTS sources)
    get_filename_component(room "${source}" DIRECTORY)
    if(NOT room IN_LIST known)
      list(APPEND faults "${source}: stands in no room")
    endif()
  endforeach()
endforeach()

if(faults)
  list(JOIN faults "\n  " text)
  message(FATAL_ERROR "Includes that break the layers:\n  ${text}")
endif()
