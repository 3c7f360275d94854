// The command line, read. Nothing is opened here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/user/load_policy.h"
#include "kernels/identity/date_ops.h"
#include "pipeline/run/options.h"
#include "pipeline/teaching/documents/case_labels.h"

namespace dcmscrub {

struct Command;

// Of teach.
struct TeachFlags {
  CaseLabels labels;
  std::string labels_file;         // CSV; empty: none
  std::vector<std::string> drops;  // names
  bool many_patients = false;
  bool no_safe_copy = false;
  bool no_documents = false;
  bool dicomdir = false;
  bool mirc_zip = false;
  bool undo = false;
  bool accept = false;
};

struct Flags {
  const Command* command = nullptr;
  // What stands beside the flags, but for the sources of run.
  std::vector<std::string> operands;

  PolicyFlags policy;
  RunOptions options;                // all but policy, key, default journal
  std::string key_file;              // empty: a random key; of keygen: to make
  std::vector<std::string> reports;  // of run: "x.json", "x.html"
  int thumbnails = 200;              // series on a contact sheet; 0: none
  bool yes = false;
  bool quiet = false;
  bool verbose = false;
  bool show_paths = false;

  std::string sop_class;    // of explain: UID or name
  std::string import_kind;  // of import
  std::string comment;      // of rules add
  std::string private_key, certificate, passphrase_file;  // of reidentify
  // Of reidentify: where to; of import and rules add: the file; of report: the
  // page.
  std::string target;

  std::vector<std::string> against;  // of verify: the sources
  std::vector<std::string> labels;   // of verify: files case.json
  std::uint64_t sample = 0;          // of verify: so many files; 0: all
  std::string json;                  // of verify, selftest; empty: none

  TeachFlags teach;

  std::string selftest_on;  // of selftest: a folder; empty: none
  int selftest_files = 20;  // of it
};

struct ParsedFlags {
  Flags flags;
  bool leave = false;  // help, version or an error: print and go
  int exit_code = 0;
  std::string to_stdout;
  std::string to_stderr;
};

ParsedFlags ParseFlags(int argc, const char* const* argv);

}  // namespace dcmscrub
