// Real files, de-identified with their originals encrypted, and brought back.
#include "pipeline/run/reidentify.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "pipeline/item/read.h"
#include "tests/corpus/corpus_run.h"
#include "tests/support/recipient.h"

namespace dcmscrub {
namespace {

class ReidentifyTest : public CorpusTest {};

// The rules "encrypt", for one recipient.
std::shared_ptr<const Policy> PolicyFor(const RecipientPair& pair) {
  ParseInput input;
  input.name = "rules";
  input.text = "dcmscrub 1\nencrypt \"owner.crt\"\n";
  input.read = [&](const std::string&, std::string&) {
    return std::optional(pair.certificate_pem);
  };
  ParseResult parsed = ParseRules(input);
  PolicySource source;
  source.file = std::move(parsed.file);
  source.read = input.read;
  std::vector<Diagnostic> diagnostics;
  return Policy::Make(source, diagnostics);
}

struct Facts {
  bool read = false;
  std::vector<std::string> values;
};

Facts FactsOf(const std::string& path) {
  InputObject object;
  Ending ending;
  ReadObject(path, RealFileSystem(), object, ending);
  if (ending.decided) return {};
  // Not object.facts, which the file meta information completed.
  const ObjectFacts facts = CollectFacts(*object.index, object.memory());
  Facts result{true, {}};
  for (const std::string_view value :
       {facts.patient_id, facts.patient_name, facts.study_instance_uid,
        facts.series_instance_uid}) {
    result.values.emplace_back(value);
  }
  return result;
}

TEST_F(ReidentifyTest, BringsEveryOriginalBack) {
  const RecipientPair pair = MakeRecipient();
  RunOptions options;
  options.policy = PolicyFor(pair);
  ASSERT_NE(options.policy, nullptr);
  const CorpusRun run(CorpusPath(""), options);

  RecipientKey key;
  ASSERT_EQ(key.Read(pair.key_pem, pair.certificate_pem), "");
  const TempFolder folder;
  ReidentifyOptions back;
  back.sources = {run.output()};
  back.target = folder / "back";
  back.key = &key;
  std::uint64_t without = 0;
  const auto summary = ReidentifyFiles(
      back, RealFileSystem(),
      [&](const ReidentifyRecord& record) {
        if (record.input.outcome == Outcome::kWritten) return;
        EXPECT_EQ(record.result, ReidentifyResult::kNothingEncrypted)
            << *record.input.source;
        ++without;
      },
      nullptr);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->found, run.Written().size());
  EXPECT_GT(summary->written, 500U);
  EXPECT_EQ(summary->failed, without);

  std::uint64_t compared = 0;
  for (const std::string& path : run.Written()) {
    const std::string below =
        run.OutputOf(path).substr(run.output().size() + 1);
    const Facts restored = FactsOf(back.target + "/" + below);
    if (!restored.read) continue;
    Facts original = FactsOf(CorpusPath(path));
    // Nothing says that a UID of the place where a file stood was not there.
    for (std::size_t i = 0; i < original.values.size(); ++i) {
      if (original.values[i].empty() &&
          restored.values[i].starts_with("2.25.")) {
        original.values[i] = restored.values[i];
      }
    }
    EXPECT_EQ(restored.values, original.values) << path;
    ++compared;
  }
  EXPECT_EQ(compared, summary->written);
}

}  // namespace
}  // namespace dcmscrub
