# Headers of others, compiled once for all targets of a kind: half of a build
# is spent on them otherwise. None of our own is among them, as its change would
# build everything anew.
#
# No source counts on them: the preset `lint` is without
# (CMAKE_DISABLE_PRECOMPILE_HEADERS), so that a file that does not stand on its
# own includes is found there.
set(dcmscrub_kernels_headers
  <algorithm> <array> <bit> <charconv> <cstdint> <cstring> <functional>
  <memory> <optional> <span> <string> <string_view> <utility> <vector>)
set(dcmscrub_library_headers
  ${dcmscrub_kernels_headers} <atomic> <chrono> <filesystem> <map> <mutex>
  <set> <tuple> <unordered_map> <unordered_set>
  <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
  <absl/status/statusor.h> <absl/strings/str_format.h>)
set(dcmscrub_test_headers
  ${dcmscrub_library_headers} <fstream> <random> <sstream>
  <gmock/gmock.h> <gtest/gtest.h>)
set(dcmscrub_window_headers
  ${dcmscrub_library_headers} <QApplication> <QComboBox> <QDialog> <QLabel>
  <QLineEdit> <QListView> <QMainWindow> <QPainter> <QPushButton> <QScrollArea>
  <QVBoxLayout>)

# dcmscrub_precompile(TARGET KIND [DEPS…] [OPTIONS…]): compiles TARGET with the
# headers of KIND. The first call makes them, from DEPS, with OPTIONS and the
# options of its folder: they are the same for every target of a kind, or the
# compiler warns (-Winvalid-pch) and reads the headers as they are.
function(dcmscrub_precompile target kind)
  cmake_parse_arguments(ARG "" "" "DEPS;OPTIONS" ${ARGN})
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS)
    return()
  endif()
  set(owner dcmscrub_precompiled_${kind})
  if(NOT TARGET ${owner})
    set(source "${CMAKE_BINARY_DIR}/generated/precompiled_${kind}.cc")
    file(CONFIGURE OUTPUT "${source}" CONTENT "")
    add_library(${owner} OBJECT "${source}")
    target_link_libraries(${owner} PRIVATE dcmscrub_flags ${ARG_DEPS})
    target_compile_options(${owner} PRIVATE ${ARG_OPTIONS})
    target_precompile_headers(${owner} PRIVATE ${dcmscrub_${kind}_headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()
