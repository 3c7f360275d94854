#include "pipeline/teaching/documents/document_text.h"

#include <absl/strings/match.h>

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace dcmscrub {
namespace {

constexpr std::string_view kIhe = "IHERADTF";
constexpr std::string_view kDicom = "DCM";

constexpr DocumentCode kAuthor{"TCE101", kIhe, "Author"};
constexpr DocumentCode kAbstract{"TCE104", kIhe, "Abstract"};
constexpr DocumentCode kKeywords{"TCE105", kIhe, "Keywords"};
constexpr DocumentCode kHistory{"121060", kDicom, "History"};
constexpr DocumentCode kFinding{"121071", kDicom, "Finding"};
constexpr DocumentCode kDiscussion{"TCE106", kIhe, "Discussion"};
constexpr DocumentCode kDifferential{"111023", kDicom,
                                     "Differential Diagnosis/Impression"};
constexpr DocumentCode kDiagnosis{"TCE107", kIhe, "Diagnosis"};
constexpr DocumentCode kAnatomy{"112005", kDicom, "Radiographic anatomy"};
constexpr DocumentCode kModality{"121139", kDicom, "Modality"};
constexpr DocumentCode kCategory{"TCE109", kIhe, "Category"};
constexpr DocumentCode kLevel{"TCE110", kIhe, "Level"};

constexpr DocumentCode kLevels[] = {
    {"TCE201", kIhe, "Primary"},
    {"TCE202", kIhe, "Intermediate"},
    {"TCE203", kIhe, "Advanced"},
};
constexpr DocumentCode kCategories[] = {
    {"TCE301", kIhe, "Musculoskeletal"},
    {"TCE302", kIhe, "Pulmonary"},
    {"TCE303", kIhe, "Cardiovascular"},
    {"TCE304", kIhe, "Gastrointestinal"},
    {"TCE305", kIhe, "Genitourinary"},
    {"TCE306", kIhe, "Neuro"},
    {"TCE307", kIhe, "Vascular and Interventional"},
    {"TCE308", kIhe, "Nuclear"},
    {"TCE309", kIhe, "Ultrasound"},
    {"TCE310", kIhe, "Pediatric"},
    {"TCE311", kIhe, "Breast"},
};
// PS3.16 CID 29, of what teaching files are made of.
constexpr DocumentCode kModalities[] = {
    {"CR", kDicom, "Computed Radiography"},
    {"CT", kDicom, "Computed Tomography"},
    {"DX", kDicom, "Digital Radiography"},
    {"MG", kDicom, "Mammography"},
    {"MR", kDicom, "Magnetic Resonance"},
    {"NM", kDicom, "Nuclear Medicine"},
    {"PT", kDicom, "Positron emission tomography"},
    {"RF", kDicom, "Radiofluoroscopy"},
    {"US", kDicom, "Ultrasound"},
    {"XA", kDicom, "X-Ray Angiography"},
};

// nullptr: none of them means that.
const DocumentCode* FindMeaning(std::span<const DocumentCode> codes,
                                std::string_view meaning) {
  for (const DocumentCode& code : codes) {
    if (absl::EqualsIgnoreCase({code.meaning.data(), code.meaning.size()},
                               {meaning.data(), meaning.size()})) {
      return &code;
    }
  }
  return nullptr;
}

class TextItems {
 public:
  explicit TextItems(DocumentWriter& to) : to_(to) {}

  void Text(const DocumentCode& name, std::string_view text) {
    if (text.empty()) return;
    to_.TextItem(name, text);
    any_ = true;
  }
  // A code where IHE has one for it, else what the user wrote.
  void Coded(const DocumentCode& name, std::span<const DocumentCode> codes,
             std::string_view text) {
    const DocumentCode* const code = FindMeaning(codes, text);
    if (code == nullptr) return Text(name, text);
    to_.CodeItem(name, *code);
    any_ = true;
  }
  void Modalities(const CaseFacts& facts) {
    std::set<std::string_view> there;
    for (const CaseStudy& study : facts.studies) {
      for (const CaseSeries& series : study.series) {
        there.insert(series.modality);
      }
    }
    for (const DocumentCode& code : kModalities) {
      if (there.contains(code.value)) to_.CodeItem(kModality, code);
    }
  }
  bool any() const { return any_; }

 private:
  DocumentWriter& to_;
  bool any_ = false;
};

}  // namespace

void WriteTextItems(const CaseFacts& facts, const CaseLabels& labels,
                    DocumentWriter& to) {
  TextItems items(to);
  items.Text(kAuthor, labels.contributor);
  items.Text(kAbstract, labels.title);
  items.Text(kKeywords, JoinKeywords(labels.keywords));
  items.Text(kHistory, labels.history);
  items.Text(kFinding, labels.findings);
  items.Text(kDiscussion, labels.discussion);
  items.Text(kDifferential, labels.differential);
  items.Text(kDiagnosis, labels.diagnosis);
  items.Text(kAnatomy, labels.anatomy);
  items.Coded(kCategory, kCategories, labels.category);
  items.Coded(kLevel, kLevels, labels.level);
  if (!items.any()) items.Text(kAbstract, labels.case_number);
  items.Modalities(facts);
}

}  // namespace dcmscrub
