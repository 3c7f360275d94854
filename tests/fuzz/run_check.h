// What must hold of any files that a run takes in: for the mutants and for
// plain tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dcmscrub {

// What is wrong; empty when nothing is. A run over `files` under policy number
// `policy` of scrub_check.h says of each what became of it, leaves the
// originals as they are and nothing half-written, and writes what a second run
// takes in and does not change. In place, no file is lost.
std::string RunProblem(std::span<const std::vector<std::uint8_t>> files,
                       std::size_t policy);

}  // namespace dcmscrub
