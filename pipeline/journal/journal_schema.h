// The tables of a journal as SQL; journal.h says what they hold.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace dcmscrub {

inline constexpr int kJournalApplicationId = 0x44435342;  // "DCSB"
inline constexpr std::int64_t kJournalVersion = 5;

// What makes the tables that a journal of `version` lacks, and what its tables
// lack; 0: of a new file.
std::string JournalSchema(std::int64_t version);

// The tables that a journal of `version` has.
std::span<const char* const> JournalTables(std::int64_t version);

}  // namespace dcmscrub
