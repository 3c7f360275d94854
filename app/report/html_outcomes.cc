#include "app/report/html_outcomes.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/report/html_parts.h"
#include "app/talk/messages.h"
#include "pipeline/pictures/modality.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostStudies = 100;
constexpr std::size_t kMostQuarantined = 50;

// The text for a name of `count` values, or the name where it is no such one.
template <typename NameOf, typename TextOf>
std::string TextForName(std::string_view name, int count, NameOf name_of,
                        TextOf text_of) {
  for (int i = 0; i < count; ++i) {
    if (name_of(i) == name) return std::string(text_of(i));
  }
  return std::string(name);
}

std::string OutcomeText(std::string_view name) {
  if (name == OutcomeName(Outcome::kDuplicate)) return "there already";
  return std::string(name);
}

std::string EndText(const InputEnd& end) {
  std::string text;
  if (!end.fault.empty()) {
    text = TextForName(
        end.fault, kErrorCount,
        [](int i) { return ErrorName(static_cast<Error>(i)); },
        [](int i) { return ErrorText(static_cast<Error>(i)); });
  } else if (!end.reason.empty()) {
    text = TextForName(
        end.reason, kReasonCount,
        [](int i) { return ReasonName(static_cast<Reason>(i)); },
        [](int i) { return ReasonText(static_cast<Reason>(i)); });
  }
  if (!end.rule.empty()) text += " (" + end.rule + ")";
  return text;
}

// The most frequent first.
std::vector<std::pair<std::string, std::uint64_t>> WhysOf(
    const JournalFacts& facts, std::string_view outcome) {
  std::vector<std::pair<std::string, std::uint64_t>> whys;
  for (const auto& [end, count] : facts.inputs) {
    if (end.outcome == outcome) whys.emplace_back(EndText(end), count);
  }
  std::ranges::stable_sort(whys, std::greater<>(),
                           &std::pair<std::string, std::uint64_t>::second);
  return whys;
}

void AddFigure(HtmlWriter& html, std::string_view name,
               const std::string& value) {
  html.Open("div");
  html.Element("dt", name);
  html.Element("dd", value);
  html.Close();
}

// Enough to tell them apart, and to find one among the outputs.
std::string Short(std::string_view id) {
  constexpr std::size_t kHead = 8;
  constexpr std::size_t kTail = 6;
  if (id.size() <= kHead + kTail) return std::string(id);
  return absl::StrFormat("%s…%s", id.substr(0, kHead),
                         id.substr(id.size() - kTail));
}

std::string ModalitiesText(const JournalStudy& study) {
  std::set<std::string_view> shown;
  for (const std::string& modality : study.modalities) {
    const std::string_view known = KnownModality(modality);
    shown.insert(known.empty() ? "other" : known);
  }
  std::string text;
  for (const std::string_view modality : shown) {
    if (!text.empty()) text += ", ";
    text += modality;
  }
  return text;
}

}  // namespace

void AddFigures(HtmlWriter& html, const JournalFacts& facts) {
  std::uint64_t inputs = 0;
  for (const auto& [end, count] : facts.inputs) inputs += count;
  std::set<std::string_view> patients;
  std::uint64_t files = facts.outside_studies;
  for (const auto& [key, study] : facts.studies) {
    patients.insert(key.first);
    files += study.files;
  }
  html.Open("dl", {{"class", "figures"}});
  AddFigure(html, "Inputs", Grouped(inputs));
  AddFigure(html, "Output files", Grouped(files));
  AddFigure(html, "Quarantined", Grouped(facts.Count(Outcome::kQuarantined)));
  if (!facts.studies.empty()) {
    AddFigure(html, "Patients", Grouped(patients.size()));
    AddFigure(html, "Studies", Grouped(facts.studies.size()));
  }
  AddFigure(html, "Bytes written",
            BytesText(static_cast<double>(facts.bytes_out)));
  html.Close();
}

void AddEnds(HtmlWriter& html, const JournalFacts& facts) {
  html.Open("section");
  html.Element("h2", "What became of the inputs");
  {
    HtmlTable table(html, "Each input counts once, as it ended last",
                    {{"Outcome"}, {"Why"}, {"Inputs", true}});
    for (int i = 0; i < kOutcomeCount; ++i) {
      const std::string_view name = OutcomeName(static_cast<Outcome>(i));
      for (const auto& [why, count] : WhysOf(facts, name)) {
        table.Row({OutcomeText(name), why, Grouped(count)});
      }
    }
    if (facts.not_done != 0) {
      table.Row({"not done", "the run was stopped", Grouped(facts.not_done)});
    }
  }
  html.Close();
}

void AddQuarantined(HtmlWriter& html, const JournalFacts& facts) {
  if (facts.quarantined.empty()) return;
  html.Open("section");
  html.Element("h2", "Quarantined inputs");
  {
    HtmlTable table(html, "By number; the journal knows their paths",
                    {{"Input"}, {"Why"}, {"Where"}});
    std::size_t shown = 0;
    for (const QuarantinedInput& input : facts.quarantined) {
      if (shown == kMostQuarantined) break;
      ++shown;
      table.Row({input.number == 0
                     ? "number not noted"
                     : absl::StrFormat("run %d, input %d", input.run + 1,
                                       input.number),
                 EndText(input.end), input.place});
    }
    const std::uint64_t all = facts.Count(Outcome::kQuarantined);
    if (all > shown) table.Note("and " + Grouped(all - shown) + " more");
  }
  html.Close();
}

void AddStudies(HtmlWriter& html, const JournalFacts& facts) {
  if (facts.studies.empty() && facts.outside_studies == 0) return;
  html.Open("section");
  html.Element("h2", "Outputs by study");
  {
    HtmlTable table(html, "Pseudonyms and new UIDs, shortened",
                    {{"Patient"},
                     {"Study"},
                     {"Modality"},
                     {"Series", true},
                     {"Files", true},
                     {"Bytes", true}});
    std::size_t shown = 0;
    for (const auto& [key, study] : facts.studies) {
      if (shown == kMostStudies) break;
      ++shown;
      table.Row({key.first.empty() ? "none" : Short(key.first),
                 Short(key.second), ModalitiesText(study),
                 Grouped(study.series.size()), Grouped(study.files),
                 BytesText(static_cast<double>(study.bytes))});
    }
    if (facts.studies.size() > shown) {
      table.Note("and " + Grouped(facts.studies.size() - shown) +
                 " more studies");
    }
    if (facts.outside_studies != 0) {
      table.Note(Grouped(facts.outside_studies) +
                 " output files whose study was not noted");
    }
  }
  html.Close();
}

}  // namespace dcmscrub
