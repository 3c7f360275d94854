// Between the library's strings and Qt's.
#pragma once

#include <absl/status/status.h>

#include <QString>
#include <cstdint>
#include <string>
#include <string_view>

namespace dcmscrub {

inline QString ToQt(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

// A message for people, "Not found" and the like left out: the first letter is
// made a capital, and it ends in a full stop.
QString Sentence(const absl::Status& status);

QString Grouped(std::uint64_t number);  // "1,204"
// "1 file", "1,204 files", "2 series".
QString Counted(std::uint64_t number, const QString& thing);

// Paths have the bytes that the system has.
QString PathToQt(const std::string& path);
std::string PathFromQt(const QString& path);

}  // namespace dcmscrub
