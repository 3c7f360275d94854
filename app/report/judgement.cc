#include "app/report/judgement.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <set>

#include "app/talk/messages.h"
#include "kernels/core/enum_table.h"

namespace dcmscrub {
namespace {

struct ToneTraits {
  Tone tone;
  std::string_view name;
  int place;  // among remarks
};

constexpr std::array<ToneTraits, 4> kTones = {{
    {Tone::kGood, "good", 2},
    {Tone::kMixed, "mixed", 1},
    {Tone::kBad, "bad", 0},
    {Tone::kPlain, "plain", 2},
}};
static_assert(RowsInOrder(kTones, &ToneTraits::tone) &&
                  kTones.back().tone == Tone::kLast,
              "a row for each tone, in their order");

const ToneTraits& Traits(Tone tone) {
  return kTones[static_cast<std::size_t>(tone)];
}

constexpr std::string_view kHave[] = {"has", "have"};
constexpr std::string_view kWere[] = {"was", "were"};

std::string_view For(std::uint64_t count, const std::string_view (&forms)[2]) {
  return forms[count == 1 ? 0 : 1];
}

std::uint64_t OutputsOf(const JournalFacts& facts) {
  return facts.Count(Outcome::kWritten) + facts.Count(Outcome::kDuplicate) +
         facts.Count(Outcome::kUnchanged);
}

bool IsDry(const JournalFacts& facts) {
  return std::ranges::any_of(facts.runs, &JournalRun::dry);
}

std::uint64_t WarnedOf(const JournalFacts& facts, Warning warning) {
  const auto found = facts.warnings.find(std::string(WarningName(warning)));
  return found == facts.warnings.end() ? 0 : found->second;
}

std::uint64_t ElementsOf(const JournalFacts& facts, Change::Kind kind) {
  std::uint64_t sum = 0;
  for (const auto& [change, count] : facts.changes) {
    if (change.change == ChangeKindName(kind)) sum += count;
  }
  return sum;
}

// Gathers remarks.
class Remarks {
 public:
  explicit Remarks(const JournalFacts& facts) : facts_(facts) {}

  std::vector<Remark> All() {
    AddOfRuns();
    AddOfPolicy();
    AddOfFiles();
    AddOfOutputs();
    std::ranges::stable_sort(remarks_, {}, [](const Remark& remark) {
      return Traits(remark.tone).place;
    });
    return std::move(remarks_);
  }

 private:
  void Add(Tone tone, std::string text) {
    remarks_.push_back({tone, std::move(text)});
  }
  template <typename Holds>
  std::uint64_t Runs(Holds holds) const {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(facts_.runs, holds));
  }

  void AddOfRuns();
  void AddOfPolicy();
  void AddOfOutputs();
  void AddOfFiles();

  const JournalFacts& facts_;
  std::vector<Remark> remarks_;
};

void Remarks::AddOfRuns() {
  if (facts_.stopped != 0) {
    Add(Tone::kBad,
        "The last run was stopped before its end: inputs that it did not get "
        "to are in no count here. What was written is whole.");
  }
  if (facts_.incomplete) {
    Add(Tone::kBad,
        "The journal could not be written to its end: counts are too low.");
  }
  const std::uint64_t killed =
      Runs([](const JournalRun& run) { return run.killed(); });
  const std::uint64_t older = Runs(
      [](const JournalRun& run) { return !run.killed() && !run.described; });
  if (killed != 0) {
    Add(Tone::kPlain,
        absl::StrFormat("%s %s killed: what was done by attribute lacks it.",
                        Count(killed, "run"), For(killed, kWere)));
  }
  if (older != 0) {
    Add(Tone::kPlain,
        absl::StrFormat("%s of an older version noted less: what was done by "
                        "attribute lacks it.",
                        Count(older, "run")));
  }
}

void Remarks::AddOfPolicy() {
  if (facts_.not_searched != 0) {
    Add(Tone::kBad,
        absl::StrFormat("%s %s not searched for what was taken out of them.",
                        Count(facts_.not_searched, "output"),
                        For(facts_.not_searched, kWere)));
  }
  const std::uint64_t bare = Runs([](const JournalRun& run) {
    return run.described && run.about.profile == "none";
  });
  if (bare != 0) {
    Add(Tone::kBad,
        "The rules stood alone, without the Basic Profile of PS3.15: what no "
        "rule names was kept.");
  }
  std::set<std::string> policies;
  std::set<std::string> keys;
  for (const JournalRun& run : facts_.runs) {
    policies.insert(run.policy);
    keys.insert(run.key);
  }
  if (policies.size() > 1) {
    Add(Tone::kMixed, absl::StrFormat("%d policies were used; see the runs.",
                                      policies.size()));
  }
  if (keys.size() > 1) {
    Add(Tone::kMixed,
        absl::StrFormat("%d keys were used: one patient may have several "
                        "pseudonyms.",
                        keys.size()));
  }
  if (Runs([](const JournalRun& run) { return run.about.random_key; }) != 0) {
    Add(Tone::kPlain,
        "The key was random and is forgotten: the same identifiers cannot be "
        "made again.");
  }
}

void Remarks::AddOfFiles() {
  if (facts_.identifying_names != 0) {
    Add(Tone::kBad,
        absl::StrFormat("%s of a file or folder %s been kept and %s an "
                        "identifier.",
                        Count(facts_.identifying_names, "name"),
                        For(facts_.identifying_names, kHave),
                        facts_.identifying_names == 1 ? "holds" : "hold"));
  }
  if (facts_.folders_not_renamed != 0) {
    const std::uint64_t left = facts_.folders_not_renamed;
    Add(Tone::kBad,
        absl::StrFormat("%s of a file or folder %s an identifier and could not "
                        "be changed; a run with the same journal tries again.",
                        Count(left, "name"), left == 1 ? "holds" : "hold"));
  }
  const InPlaceCounts& in_place = facts_.in_place;
  if (in_place.linked_originals != 0) {
    Add(Tone::kMixed,
        absl::StrFormat("%s had other names (hard links): those outside the "
                        "sources still hold what was replaced.",
                        Count(in_place.linked_originals, "original")));
  }
  if (in_place.rights_lost != 0) {
    Add(Tone::kPlain,
        absl::StrFormat("%s %s fewer rights than the original had: owner, "
                        "group or access control list could not be kept.",
                        Count(in_place.rights_lost, "result"),
                        For(in_place.rights_lost, kHave)));
  }
  if (in_place.attributes_lost != 0) {
    Add(Tone::kPlain,
        absl::StrFormat("%s lost an extended attribute of the original: it "
                        "could not be kept, or holds an identifier.",
                        Count(in_place.attributes_lost, "result")));
  }
}

void Remarks::AddOfOutputs() {
  const std::uint64_t burned = WarnedOf(facts_, Warning::kBurnedInAnnotation);
  if (burned != 0) {
    Add(Tone::kMixed,
        absl::StrFormat("%s by Burned In Annotation that identifying text is "
                        "part of the picture.",
                        burned == 1 ? "1 file says"
                                    : absl::StrFormat("%d files say", burned)));
  }
  const std::uint64_t labels = WarnedOf(facts_, Warning::kSlideLabel);
  if (labels != 0) {
    Add(Tone::kMixed,
        absl::StrFormat("%s that a slide's label is in the picture, with what "
                        "is written on it.",
                        labels == 1 ? "1 file says"
                                    : absl::StrFormat("%d files say", labels)));
  }
  const std::uint64_t gone = WarnedOf(facts_, Warning::kPrivatePixelsGone);
  if (gone != 0) {
    Add(Tone::kBad,
        absl::StrFormat("%s lost the picture or the data: all of it was in "
                        "private attributes.",
                        Count(gone, "output")));
  }
  const std::uint64_t mixed = facts_.MixedStudies();
  if (mixed != 0) {
    Add(Tone::kMixed,
        absl::StrFormat("%s more than one patient: two Patient IDs, or an "
                        "issuer that some files lack. Dates within it may have "
                        "moved by different numbers of days.",
                        mixed == 1
                            ? "1 study holds"
                            : absl::StrFormat("%d studies hold", mixed)));
  }
  const std::uint64_t residue = ElementsOf(facts_, Change::Kind::kResidue);
  if (residue != 0) {
    Add(Tone::kPlain,
        absl::StrFormat("%s held what was taken out elsewhere, and lost it.",
                        Count(residue, "other element")));
  }
  const std::uint64_t kept = ElementsOf(facts_, Change::Kind::kKept);
  if (kept != 0) {
    Add(Tone::kPlain,
        absl::StrFormat("%s that PS3.15 has something done with %s kept by "
                        "options or rules.",
                        Count(kept, "element"), For(kept, kWere)));
  }
  if (!IsDry(facts_) && OutputsOf(facts_) != 0) {
    Add(Tone::kPlain,
        "Pixel data was not searched for text: that is for human eyes.");
  }
}

Judgement Headline(const JournalFacts& facts) {
  const std::uint64_t outputs = OutputsOf(facts);
  const std::uint64_t quarantined = facts.Count(Outcome::kQuarantined);
  if (IsDry(facts)) {
    return {Tone::kPlain, "Dry run", "Nothing was written.", {}};
  }
  if (facts.stopped != 0 || facts.incomplete) {
    return {Tone::kBad,
            "Not finished",
            absl::StrFormat("%s so far, %d quarantined.",
                            Count(outputs, "output"), quarantined),
            {}};
  }
  if (outputs == 0) {
    return {Tone::kMixed,
            "Nothing was written",
            absl::StrFormat("%d quarantined, %d skipped.", quarantined,
                            facts.Count(Outcome::kSkipped)),
            {}};
  }
  if (facts.not_searched != 0) {
    return {Tone::kBad,
            "Not proven",
            "Outputs were written without a search for what was taken out of "
            "them.",
            {}};
  }
  if (quarantined != 0) {
    return {Tone::kMixed,
            absl::StrFormat("Clean, but for %d quarantined", quarantined),
            absl::StrFormat(
                "%s %s searched before being written, and nothing that was "
                "taken out is left in them. What is quarantined has no output.",
                Count(outputs, "output"), For(outputs, kWere)),
            {}};
  }
  return {Tone::kGood,
          "Clean",
          absl::StrFormat("%s %s searched before being written, and nothing "
                          "that was taken out is left in them.",
                          Count(outputs, "output"), For(outputs, kWere)),
          {}};
}

}  // namespace

std::string_view ToneName(Tone tone) { return Traits(tone).name; }

Judgement JudgementOf(const JournalFacts& facts) {
  Judgement verdict = Headline(facts);
  verdict.remarks = Remarks(facts).All();
  // What is bad about outputs cannot stand under "Clean".
  for (const Remark& remark : verdict.remarks) {
    if (remark.tone == Tone::kBad && verdict.tone == Tone::kGood) {
      verdict.tone = Tone::kMixed;
      verdict.headline = "Clean with remarks";
    }
  }
  return verdict;
}

}  // namespace dcmscrub
