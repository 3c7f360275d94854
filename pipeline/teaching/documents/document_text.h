// What is told of a case as content items: the concepts of IHE RAD TF-3
// 4.54.4.1.2.3, Additional Teaching File Information.
#pragma once

#include "pipeline/teaching/documents/case_labels.h"
#include "pipeline/teaching/documents/case_survey.h"
#include "pipeline/teaching/documents/document_writer.h"

namespace dcmscrub {

// At least one item: a case that nothing is told of has its number there.
void WriteTextItems(const CaseFacts& facts, const CaseLabels& labels,
                    DocumentWriter& to);

}  // namespace dcmscrub
