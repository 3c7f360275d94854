// Policies with options and rules over real files.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "kernels/core/text.h"
#include "kernels/identity/date_ops.h"
#include "kernels/parse/object_view.h"
#include "tests/corpus/corpus_run.h"
#include "tests/corpus/views.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

struct PolicyCase {
  std::string name;
  std::string rules;
};

// Between them, every option and every kind of statement that needs no table.
// Greek text is in few character sets: nearly every file turns to UTF-8.
const PolicyCase kPolicies[] = {
    {"research",
     "option retain-longitudinal-modified-dates\n"
     "option retain-patient-characteristics\n"
     "option retain-device-identity\n"
     "option retain-institution-identity\n"
     "option clean-descriptors\n"
     "option clean-structured-content\n"
     "option retain-safe-private\n"},
    {"trial",
     "option retain-longitudinal-full-dates\n"
     "option retain-uids\n"
     "option clean-graphics\n"
     "option retain-safe-private\n"
     "trust private-characteristics\n"
     "tag \"magnetic\" where Modality = \"MR\"\n"
     "remove //ReferencedPatientSequence\n"
     "truncate-date PatientBirthDate to year\n"
     "replace StudyID with hash(StudyID, 8)\n"
     "clean vr LO where Modality = \"US\"\n"
     "set PatientComments = \"\xCE\xB4\xCE\xBF\xCE\xBA\xCE\xB9\xCE\xBC\xCE\xAE"
     "\"\n"},
    {"edit",
     "profile none\n"
     "shift vr DA, DT, TM\n"
     "empty PatientName\n"},
};

class PolicyCorpus : public CorpusRunTest {
 protected:
  static RunOptions Options(const PolicyCase& policy) {
    RunOptions options;
    options.policy = PolicyOf(policy.rules);
    return options;
  }
  static const CorpusRun& Under(const PolicyCase& policy) {
    static std::map<std::string, CorpusRun> runs;
    const auto found = runs.find(policy.name);
    if (found != runs.end()) return found->second;
    return runs.try_emplace(policy.name, CorpusPath(""), Options(policy))
        .first->second;
  }
};

void ExpectSameTrees(const std::string& one, const std::string& two,
                     const std::vector<std::string>& paths,
                     const std::string& name) {
  EXPECT_GT(paths.size(), 400U);
  for (const std::string& path : paths) {
    EXPECT_TRUE(ReadFile(one + "/" + path) == ReadFile(two + "/" + path))
        << name << ": " << path;
  }
}

TEST_F(PolicyCorpus, ScrubsWhatTheProfileAloneScrubs) {
  for (const PolicyCase& policy : kPolicies) {
    int residues = 0;
    for (const auto& [path, outcome] : Under(policy).outcomes()) {
      if (outcome.fault.error == Error::kResidue) {
        ++residues;  // what Basic takes out and what this one does differ
        continue;
      }
      EXPECT_EQ(outcome.outcome, Run().outcomes().at(path).outcome)
          << policy.name << ": " << path << " "
          << ErrorName(outcome.fault.error);
    }
    EXPECT_LE(residues, 12) << policy.name;
  }
}

TEST_F(PolicyCorpus, ThreadsDoNotMatter) {
  for (const PolicyCase& policy : kPolicies) {
    RunOptions options = Options(policy);
    options.serial = true;
    const CorpusRun serial(CorpusPath(""), options);
    ExpectSameTrees(Under(policy).output(), serial.output(),
                    Under(policy).Outputs(), policy.name);
  }
}

TEST_F(PolicyCorpus, ScrubbingOutputsChangesNothing) {
  for (const PolicyCase& policy : kPolicies) {
    if (policy.name == "edit") continue;  // leaves no mark to know it by
    const CorpusRun again(Under(policy).output(), Options(policy));
    for (const auto& [path, outcome] : again.outcomes()) {
      EXPECT_EQ(outcome.outcome, Outcome::kWritten)
          << policy.name << ": " << path << " "
          << ErrorName(outcome.fault.error);
    }
    ExpectSameTrees(Under(policy).output(), again.output(),
                    Under(policy).Outputs(), policy.name);
  }
}

TEST_F(PolicyCorpus, OutputsOfAnotherPolicyAreRefused) {
  const CorpusRun again(Under(kPolicies[0]).output(), Options(kPolicies[1]));
  EXPECT_GT(again.outcomes().size(), 400U);
  for (const auto& [path, outcome] : again.outcomes()) {
    EXPECT_EQ(outcome.fault.error, Error::kAlreadyDeidentified) << path;
  }
}

TEST_F(PolicyCorpus, OutputsNeedNoRepair) {
  for (const PolicyCase& policy : kPolicies) {
    for (const std::string& path : Under(policy).Written()) {
      const IndexedFile file(Under(policy).OutputOf(path));
      for (int i = 0; i < kWarningCount; ++i) {
        const auto warning = static_cast<Warning>(i);
        EXPECT_FALSE(file.warnings().Has(warning) && IsRepair(warning))
            << policy.name << ": " << path << " " << WarningName(warning);
      }
    }
  }
}

// The text of every element that has some, in the order of the file.
std::vector<std::string> TextsOf(const IndexedFile& file) {
  TextCodec codec;
  const ObjectFacts facts = file.Facts();
  const ObjectView view(file.index(), file.stream(), facts, codec);
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < file.elements().size(); ++i) {
    const Element& element = file.elements()[i];
    if (!Traits(element.vr).character_set) continue;
    if (element.tag == Tag(0x0010, 0x4000)) continue;
    std::string text = TagText(element.tag) + " ";
    if (view.AppendText(i, text)) texts.push_back(text);
  }
  return texts;
}

// Whatever the character set, turning to UTF-8 changes bytes but no text.
TEST_F(PolicyCorpus, TurningToUtf8LosesNoCharacter) {
  RunOptions options;
  options.policy = PolicyOf(
      "profile none\n"
      "set /PatientComments = \"\xCE\xB1\xE5\xB1\xB1\"\n");
  const CorpusRun run(CorpusPath(""), options);
  int turned = 0;
  for (const std::string& path : run.Written()) {
    const WarningSet warnings = run.outcomes().at(path).warnings;
    if (!warnings.Has(Warning::kTurnedToUtf8)) continue;
    // Repairs drop or cut elements: then the two lists do not line up.
    if (warnings.Has(Warning::kOverlongValue) ||
        warnings.Has(Warning::kDuplicate) ||
        warnings.Has(Warning::kIllegalGroup)) {
      continue;
    }
    ++turned;
    EXPECT_EQ(TextsOf(IndexedFile(CorpusPath(path))),
              TextsOf(IndexedFile(run.OutputOf(path))))
        << path;
  }
  EXPECT_GT(turned, 300);
}

// Days from before to after, of every top-level date that both have.
std::set<std::int64_t> Moves(const IndexedFile& before,
                             const IndexedFile& after) {
  std::map<Tag, std::int64_t> days;
  const auto each = [](const IndexedFile& file, auto use) {
    for (const Element& element : file.elements()) {
      if (element.vr != Vr::kDA || element.parent != kNoElement) continue;
      std::int64_t day = 0;
      const std::string_view text = TrimPadding(AsText(file.Value(element)));
      if (ParseDay(text, day)) use(element.tag, day);
    }
  };
  each(before, [&](Tag tag, std::int64_t day) { days[tag] = day; });
  std::set<std::int64_t> moves;
  each(after, [&](Tag tag, std::int64_t day) {
    if (days.contains(tag)) moves.insert(day - days[tag]);
  });
  return moves;
}

// Order and intervals within a patient are kept, for there is one offset.
TEST_F(PolicyCorpus, DatesOfAPatientMoveByOneOffset) {
  const CorpusRun& run = Under(kPolicies[0]);
  std::map<std::string, std::set<std::int64_t>> moves;
  for (const std::string& path : run.Written()) {
    const IndexedFile before(CorpusPath(path));
    const IndexedFile after(run.OutputOf(path));
    const ObjectFacts facts = before.Facts();
    if (facts.patient_id.empty()) continue;
    std::string patient(facts.patient_id);
    patient += '\n';
    patient += facts.issuer_of_patient_id;
    moves[patient].merge(Moves(before, after));
  }
  std::size_t moved = 0;
  for (const auto& [patient, days] : moves) {
    if (days.empty()) continue;
    ++moved;
    EXPECT_EQ(days.size(), 1U);
    EXPECT_LE(*days.begin(), -DateShiftRange().least);
    EXPECT_GE(*days.begin(), -DateShiftRange().most);
  }
  EXPECT_GT(moved, 50U);
}

}  // namespace
}  // namespace dcmscrub
