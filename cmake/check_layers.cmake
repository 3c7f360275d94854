# Fails when an #include points up a layer, or reaches for a third party that
# its layer may not use:
#
#   cmake -DROOT=<source folder> -P check_layers.cmake
#
# kernels <- rules <- pipeline <- app. What is not named below is not allowed,
# so that a new dependency is a decision and shows up here.
cmake_minimum_required(VERSION 3.25)

set(layers kernels rules pipeline app)

# Regular expressions of whole <includes>, on top of those of the layers
# below. System headers begin with the pipeline: kernels and rules do no I/O,
# and iconv.h is none.
set(std "[a-z_0-9]+")
set(third_kernels "${std}|iconv\\.h|openssl/.+|zlib\\.h|[a-z]+intrin\\.h")
set(third_rules "absl/.+|re2/.+|expat\\.h")
set(third_pipeline
    "tbb/.+|oneapi/tbb.*|sqlite3\\.h|archive(_entry)?\\.h"
    "nlohmann/json\\.hpp|[a-z]+\\.h|sys/.+|linux/.+")
set(third_app "CLI/.+|spdlog/.+")

# Parts of std that kernels do without: no I/O and no threads.
set(not_in_kernels
    thread mutex shared_mutex condition_variable future semaphore iostream
    fstream filesystem)
list(JOIN not_in_kernels "|" not_in_kernels)

set(faults "")
set(known "")
set(third "")
foreach(layer IN LISTS layers)
  list(APPEND known ${layer})
  string(REPLACE ";" "|" below "${known}")
  list(APPEND third "${third_${layer}}")
  string(REPLACE ";" "|" allowed "${third}")

  file(GLOB_RECURSE sources "${ROOT}/${layer}/*.h" "${ROOT}/${layer}/*.cc")
  list(SORT sources)
  foreach(source IN LISTS sources)
    file(RELATIVE_PATH name "${ROOT}" "${source}")
    file(STRINGS "${source}" lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
      if(line MATCHES "include[ \t]*\"([^\"]+)\"")
        set(include "${CMAKE_MATCH_1}")
        if(NOT include MATCHES "^(${below})/")
          list(APPEND faults "${name}: \"${include}\" is not of ${below}")
        endif()
      elseif(line MATCHES "include[ \t]*<([^>]+)>")
        set(include "${CMAKE_MATCH_1}")
        if(include MATCHES "^gdcm")
          # GDCM comes in through files that hide it: codecs, and the reading
          # of outputs that is none of ours.
          if(NOT name MATCHES "^pipeline/[a-z]+/gdcm_[a-z]+\\.cc$")
            list(APPEND faults
                 "${name}: <${include}> belongs to pipeline/*/gdcm_*.cc")
          endif()
        elseif(include MATCHES "^Q")
          if(NOT name MATCHES "^app/window/")
            list(APPEND faults "${name}: <${include}> belongs to app/window")
          endif()
        elseif(NOT include MATCHES "^(${allowed})$")
          list(APPEND faults "${name}: <${include}> is not for ${layer}")
        elseif(layer STREQUAL "kernels"
               AND include MATCHES "^(${not_in_kernels})$")
          list(APPEND faults "${name}: <${include}> is not for kernels")
        endif()
      else()
        list(APPEND faults "${name}: cannot read: ${line}")
      endif()
    endforeach()
  endforeach()
endforeach()

if(faults)
  list(JOIN faults "\n  " text)
  message(FATAL_ERROR "Includes that break the layers:\n  ${text}")
endif()
