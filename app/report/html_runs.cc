#include "app/report/html_runs.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/report/html_parts.h"
#include "app/report/html_plot.h"
#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostRuns = 50;
constexpr std::size_t kMostPlots = 4;

// What runs had, each once.
template <typename ValueOf>
std::string Each(const JournalFacts& facts, ValueOf value_of) {
  std::set<std::string> values;
  for (const JournalRun& run : facts.runs) {
    std::string value = value_of(run);
    if (!value.empty()) values.insert(std::move(value));
  }
  std::string text;
  for (const std::string& value : values) {
    if (!text.empty()) text += "; ";
    text += value;
  }
  return text.empty() ? "not noted" : text;
}

void AddFact(HtmlWriter& html, std::string_view name,
             const std::string& value) {
  html.Element("dt", name);
  html.Element("dd", value);
}

std::string PolicyText(const JournalRun& run) {
  if (!run.described) return "";
  std::string text = run.about.policy;
  if (run.about.profile != run.about.policy) {
    text += " on profile " + run.about.profile;
  }
  return text;
}

std::string PeriodText(const JournalFacts& facts) {
  std::string first;
  std::string last;
  for (const JournalRun& run : facts.runs) {
    if (first.empty() || run.started < first) first = run.started;
    last = std::max(last, std::max(run.started, run.finished));
  }
  const std::string from = TimeText(first);
  const std::string to = TimeText(last);
  return from == to ? from : from + " to " + to;
}

std::string HowItEnded(const JournalRun& run) {
  if (run.killed()) return "killed";
  if (run.dry) return "dry run";
  return run.interrupted ? "stopped" : "done";
}

std::uint64_t CountOf(const JournalRun& run, Outcome outcome) {
  const auto found = run.outcomes.find(std::string(OutcomeName(outcome)));
  return found == run.outcomes.end() ? 0 : found->second;
}

void AddPlots(HtmlWriter& html, const JournalFacts& facts) {
  std::vector<std::size_t> longest(facts.runs.size());
  for (std::size_t i = 0; i < longest.size(); ++i) longest[i] = i;
  std::ranges::stable_sort(longest, std::greater<>(), [&](std::size_t i) {
    return facts.runs[i].seconds;
  });
  longest.resize(std::min(longest.size(), kMostPlots));
  for (const std::size_t i : longest) {
    AddThroughputPlot(html, facts.runs[i],
                      absl::StrFormat("Throughput of run %d", i + 1));
  }
}

}  // namespace

void AddProvenance(HtmlWriter& html, const JournalFacts& facts) {
  html.Open("section");
  html.Element("h2", "How it was done");
  html.Open("dl", {{"class", "facts"}});
  AddFact(html, "When", PeriodText(facts));
  AddFact(html, "Policy", Each(facts, PolicyText));
  AddFact(html, "Options", Each(facts, [](const JournalRun& run) {
            if (!run.described) return std::string();
            return run.about.options.empty() ? "none" : run.about.options;
          }));
  AddFact(html, "Standard", Each(facts, [](const JournalRun& run) {
            if (!run.described) return std::string();
            return "DICOM PS3.15 " + run.about.edition;
          }));
  AddFact(html, "Program", Each(facts, [](const JournalRun& run) {
            if (!run.described) return std::string();
            return "dcmscrub " + run.about.version;
          }));
  AddFact(html, "Policy fingerprint",
          Each(facts, [](const JournalRun& run) { return run.policy; }));
  AddFact(html, "Key fingerprint", Each(facts, [](const JournalRun& run) {
            return run.key + (run.about.random_key ? " (random)" : "");
          }));
  html.Close();
  html.Close();
}

void AddRuns(HtmlWriter& html, const JournalFacts& facts) {
  html.Open("section");
  html.Element("h2", "Runs");
  {
    HtmlTable table(html, "In the order of the journals",
                    {{"Run"},
                     {"Begin"},
                     {"End"},
                     {"Time", true},
                     {"Written", true},
                     {"Unchanged", true},
                     {"Quarantined", true},
                     {"Policy"},
                     {"Key"}});
    for (std::size_t i = 0; i < std::min(facts.runs.size(), kMostRuns); ++i) {
      const JournalRun& run = facts.runs[i];
      const auto count = [&](Outcome outcome) {
        return run.described && !run.killed() ? Grouped(CountOf(run, outcome))
                                              : "–";
      };
      table.Row({std::to_string(i + 1), TimeText(run.started), HowItEnded(run),
                 run.seconds > 0 ? DurationText(run.seconds) : "–",
                 count(Outcome::kWritten), count(Outcome::kUnchanged),
                 count(Outcome::kQuarantined), run.policy, run.key});
    }
    if (facts.runs.size() > kMostRuns) {
      table.Note("and " + Grouped(facts.runs.size() - kMostRuns) + " more");
    }
  }
  AddPlots(html, facts);
  html.Close();
}

}  // namespace dcmscrub
