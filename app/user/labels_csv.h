// Labels of many cases, a row each, from CSV: `teach --labels FILE.csv`.
//
//   case,case-number,diagnosis,keywords
//   mri/1,TF-0041,"Meningioma, WHO 1",skull; tumour
//
// The first row names the columns: `case`, a path seen from the folder of the
// CSV, and any of the labels, in any order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/teaching/documents/case_labels.h"

namespace dcmscrub {

struct LabelledCase {
  std::uint32_t line = 0;  // from 1
  std::string path;
  CaseLabels labels;
};

// What is wrong with a table: never with a word of what stands in it, but for
// names of columns.
struct CsvMistake {
  std::uint32_t line = 0;  // from 1
  std::string message;
};

// `folder` is that of the CSV; paths begin with it. `defaults` are the labels
// of cells that are empty or have no column; its case number is for the first
// case without one, and counted on from there.
std::vector<LabelledCase> ParseLabelsCsv(std::string_view csv,
                                         const std::string& folder,
                                         const CaseLabels& defaults,
                                         std::vector<CsvMistake>& mistakes);

}  // namespace dcmscrub
