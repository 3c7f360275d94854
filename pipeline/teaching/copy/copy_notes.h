// What a safe copy knows beside the files in it: a file of lines, each a word
// and paths, percent-encoded and parted by blanks.
//
//   source PATH      what the next folder below files/ is the copy of
//   made PATH        a file that is about to be made
//   folder PATH      a folder that is about to be made
//   moved FROM TO    a folder that is about to be renamed
//   temporaries NAME what the names of temporaries begin with
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

struct CopyNote {
  std::string word;
  std::vector<std::string> paths;
};

// The line, with its end.
std::string NoteLine(std::string_view word,
                     const std::vector<std::string>& paths);

// Errors are errno values. A last line without an end was never finished: it
// does not count.
int ReadNotes(const std::string& path, FileSystem& file_system,
              std::vector<CopyNote>& notes);

// A file of notes that can be added to, mode 0600, durable when this returns.
// What was there under that name is replaced at once.
int WriteNotes(const std::string& path, std::string_view lines,
               FileSystem& file_system, std::unique_ptr<OutputFile>& file);

}  // namespace dcmscrub
