// Rows of names that tell, in a journal's table `folder`. journal.h says what
// they hold. In a transaction of the caller's; false where that failed.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "pipeline/journal/journal.h"

namespace dcmscrub {

// By depth, without which ReadTellingRows would look at all rows each time.
bool MakeTellingIndex(sqlite3* database);

// As NoteTelling, SetTellingStays, ForgetTelling and TellingAfter of Journal.
bool PutTellingRows(sqlite3* database, std::span<const TellingName> names);
bool SetTellingRow(sqlite3* database, const std::string& path, bool stays);
bool DropTellingRow(sqlite3* database, const std::string& path);
bool ReadTellingRows(sqlite3* database, const std::string& path,
                     std::size_t most, std::vector<TellingName>& names);

}  // namespace dcmscrub
