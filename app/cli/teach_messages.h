// What `teach` says: counts and the user's own words, never a value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/teaching/case/teach.h"

namespace dcmscrub {

// "TF-0041: 118 files of 3 series", and below it a line each for what was left
// out, where it is, what was made besides, and the verdict.
std::string TeachSummary(const TeachOptions& options,
                         const TeachResult& result);

// "The files are of 3 patients. Make one case, of one patient, of them? [y/N] "
std::string ManyPatientsQuestion(std::uint64_t patients);

// Of rules that nobody named on the command line.
std::string UserRulesMessage(const std::string& path);

inline constexpr std::string_view kManyPatientsHint =
    "; --many-patients makes one case, of one patient, of them";
inline constexpr std::string_view kKeptMessage =
    "the originals are kept, hidden beside the case: look at the result, then "
    "'dcmscrub teach --accept CASE' removes them, 'dcmscrub teach --undo CASE' "
    "brings them back";
inline constexpr std::string_view kFindingsInPlaceMessage =
    "error: the result is NOT CLEAN; the originals are kept: look at it, then "
    "'dcmscrub teach --undo CASE' brings them back, --accept CASE removes them";
inline constexpr std::string_view kFindingsMessage =
    "error: the result is NOT CLEAN, and so its folder is called; look at it, "
    "then remove it, or rename it and use it on your own responsibility";

}  // namespace dcmscrub
