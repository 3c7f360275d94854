// `dcmscrub teach`: teach_flags.cc has what it takes, teach_command.cc what it
// does.
#pragma once

#include <string>
#include <vector>

#include "app/cli/talk_flags.h"
#include "pipeline/teaching/case/case_policy.h"
#include "pipeline/teaching/documents/case_labels.h"

namespace dcmscrub {

struct TeachFlags {
  std::vector<std::string> cases;
  CaseLabels labels;
  std::string labels_file;  // CSV; empty: none
  std::string output;
  bool in_place = false;
  bool yes = false;
  bool accept = false;
  bool undo = false;
  bool no_safe_copy = false;
  std::string rules;        // a file, or built in; empty: the user's own
  std::string key_file;     // empty: a random key
  std::vector<Drop> drops;  // each once
  bool many_patients = false;
  bool no_documents = false;
  bool dicomdir = false;
  bool mirc_zip = false;
  int threads = 0;  // 0: as many as the machine has
  TalkFlags talk;
};

// Returns an exit code.
int Teach(const TeachFlags& flags);

}  // namespace dcmscrub
