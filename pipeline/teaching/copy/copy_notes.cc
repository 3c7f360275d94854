#include "pipeline/teaching/copy/copy_notes.h"

#include <absl/strings/str_format.h>

#include <cstdint>
#include <utility>

#include "kernels/core/bytes.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/whole_files.h"

namespace dcmscrub {
namespace {

bool IsPlain(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '%' && c != '\x7F';
}

std::string Encode(std::string_view path) {
  std::string text;
  for (const char c : path) {
    if (IsPlain(c)) {
      text.push_back(c);
    } else {
      absl::StrAppendFormat(&text, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return text;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
}

std::string Decode(std::string_view text) {
  std::string path;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      path.push_back(static_cast<char>(HexDigit(text[i + 1]) * 16 +
                                       HexDigit(text[i + 2])));
      i += 2;
    } else {
      path.push_back(text[i]);
    }
  }
  return path;
}

CopyNote ParseLine(std::string_view line) {
  CopyNote note;
  bool first = true;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (first) {
      note.word = line.substr(0, end);
    } else {
      note.paths.push_back(Decode(line.substr(0, end)));
    }
    first = false;
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return note;
}

}  // namespace

std::string NoteLine(std::string_view word,
                     const std::vector<std::string>& paths) {
  std::string line(word);
  for (const std::string& path : paths) line += " " + Encode(path);
  return line + "\n";
}

int ReadNotes(const std::string& path, FileSystem& file_system,
              std::vector<CopyNote>& notes) {
  std::string text;
  if (int error = ReadWholeFile(file_system, path, /*follow=*/false, text)) {
    return error;
  }
  for (std::size_t begin = 0, end = 0;
       (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    notes.push_back(
        ParseLine(std::string_view(text).substr(begin, end - begin)));
  }
  return 0;
}

int WriteNotes(const std::string& path, std::string_view lines,
               FileSystem& file_system, std::unique_ptr<OutputFile>& file) {
  std::unique_ptr<OutputFile> made;
  Likeness owner_only;
  if (int error = file_system.CreateTemporary(path, &owner_only, made)) {
    return error;
  }
  const Bytes part = AsBytes(lines);
  if (int error = made->Write({&part, 1})) return error;
  if (int error = made->Sync()) return error;
  if (int error = made->Publish(path, /*replace=*/true)) {
    return error;
  }
  const std::string folder(FolderOf(path));
  if (int error = SyncPaths(file_system, {&folder, 1})) return error;
  file = std::move(made);
  return 0;
}

}  // namespace dcmscrub
