// The compiled program and the kernels that run it, against the interpreter:
// which statement decides about each element, what it computes, and what
// becomes of the whole object.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/text.h"
#include "kernels/identity/identity.h"
#include "kernels/match/verdict_finder.h"
#include "rules/compile/policy.h"
#include "rules/language/value.h"
#include "rules/language/verb.h"
#include "tests/rules/compile/random_rules.h"
#include "tests/rules/compile/rule_interpreter.h"
#include "tests/rules/compile/rule_object.h"

namespace dcmscrub {
namespace {

constexpr int kFiles = 600;
constexpr int kObjects = 40;  // to each of them
constexpr std::size_t kStatements = 12;
constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

// The statements of which the parser thinks well.
std::string MakeRules(RandomRules& random, std::size_t count) {
  std::string text;
  for (std::size_t found = 0, tried = 0; found < count; ++tried) {
    EXPECT_LT(tried, 20 * count) << "the parser refuses too much";
    if (tried >= 20 * count) break;
    const std::string statement = random.Statement();
    if (!ParseStatements(statement, RandomRules::Tables()).ok()) continue;
    text += statement + "\n";
    ++found;
  }
  return text;
}

struct Compared {
  int decided = 0, undecided = 0, computed = 0, stopped = 0;
};

class Comparison {
 public:
  Comparison(const std::string& rules, const RuleFile& file,
             const Policy& policy)
      : rules_(rules),
        file_(file),
        site_(*policy.site()),
        compiled_(policy.Compile({})),
        identity_(Key{}) {}

  void Compare(const RuleObject& object, Compared& count) {
    const RuleInterpreter interpreter(file_, RandomRules::Tables(),
                                      object.view(), identity_);
    CompareWhole(object, interpreter, count);
    finder_.Begin(object.view(), compiled_->table(), state_);
    const auto elements = object.view().elements();
    for (std::uint32_t i = 0; i < elements.size(); ++i) {
      if (elements[i].is_item()) {
        finder_.EnterItem(i);
        continue;
      }
      CompareElement(object, interpreter, i, count);
      if (elements[i].has(Element::kContainer)) {
        finder_.Enter(i, Action::kKeep);
      }
    }
  }

 private:
  void CompareWhole(const RuleObject& object,
                    const RuleInterpreter& interpreter, Compared& count) {
    const auto judgement = site_.Judge(object.view(), state_);
    const auto stops = interpreter.Stops();
    ASSERT_EQ(judgement.verdict != SiteRules::Verdict::kScrub,
              stops.has_value())
        << rules_;
    if (stops) {
      ASSERT_EQ(site_.source_index(judgement.statement), *stops) << rules_;
      ++count.stopped;
    }
    std::vector<std::string> labels;
    for (const std::uint16_t label : state_.labels) {
      labels.emplace_back(site_.Label(label));
    }
    std::sort(labels.begin(), labels.end());
    ASSERT_EQ(labels, interpreter.Labels()) << rules_;
  }

  void CompareElement(const RuleObject& object,
                      const RuleInterpreter& interpreter, std::uint32_t i,
                      Compared& count) {
    const Element& element = object.view().elements()[i];
    const auto found = finder_.Find(i);
    const bool by_site = found.statement != SiteTable::kEndOfChain;
    const auto wanted = interpreter.Decides(i);
    const std::string place =
        TagText(element.tag) + " element " + std::to_string(i) + "\n" + rules_;
    ASSERT_EQ(by_site, wanted.has_value()) << place;
    if (!by_site) {
      ++count.undecided;
      return;
    }
    ASSERT_EQ(site_.source_index(found.statement), *wanted) << place;
    ++count.decided;
    if (found.verdict.action != Action::kCompute) return;
    RuleInterpreter::Computed computed;
    computed.outcome = site_.Compute(found.statement, object.view(), i,
                                     identity_, computed.text);
    const auto want = interpreter.Compute(file_.statements[*wanted], i);
    ASSERT_EQ(computed.outcome, want.outcome) << place;
    ASSERT_EQ(computed.text, want.text) << place;
    ++count.computed;
  }

  const std::string& rules_;
  const RuleFile& file_;
  const SiteProgram& site_;
  std::unique_ptr<const CompiledPolicy> compiled_;
  Identity identity_;
  VerdictFinder finder_;
  SiteState state_;
};

void NoteKinds(const Value& value, std::set<std::string_view>& written) {
  written.insert(Traits(value.kind).name);
  for (const Value& argument : value.arguments) NoteKinds(argument, written);
}

// What is never written is never compared. Labels are in label_test.cc: they
// are none of the object's, so the interpreter leaves them out.
TEST(RuleDifferential, WritesEveryVerbAndValue) {
  RandomRules random(1);
  std::set<std::string_view> verbs = {"label"}, values;
  for (int i = 0; i < 5'000; ++i) {
    const ParseResult parsed =
        ParseStatements(random.Statement(), RandomRules::Tables());
    for (const Statement& statement : parsed.file.statements) {
      verbs.insert(VerbName(statement.verb));
      if (statement.value) NoteKinds(*statement.value, values);
    }
  }
  for (const VerbTraits& verb : kVerbs)
    EXPECT_TRUE(verbs.contains(verb.name)) << verb.name;
  for (const ValueTraits& value : kValues) {
    EXPECT_TRUE(values.contains(value.name)) << value.name;
  }
}

TEST(RuleDifferential, ProgramsDecideAsTheTextSays) {
  Compared count;
  for (int seed = 1; seed <= kFiles && !HasFatalFailure(); ++seed) {
    RandomRules random(static_cast<std::uint32_t>(seed));
    const std::string rules =
        MakeRules(random, 1 + static_cast<std::size_t>(seed) % kStatements);
    const ParseResult parsed = ParseStatements(rules, RandomRules::Tables());
    ASSERT_TRUE(parsed.ok()) << Render(parsed);
    PolicySource source;
    source.file = parsed.file;
    source.read = ReadFrom(RandomRules::Tables());
    std::vector<Diagnostic> diagnostics;
    const auto policy = Policy::Make(source, diagnostics);
    ASSERT_TRUE(policy != nullptr) << Render(parsed, diagnostics);
    Comparison comparison(rules, parsed.file, *policy);
    for (int n = 0; n < kObjects && !HasFatalFailure(); ++n) {
      const RuleObject object(random.DataSet(kEncodings[n % 3]));
      comparison.Compare(object, count);
    }
  }
  // The cases are worth something.
  EXPECT_GT(count.decided, 50'000);
  EXPECT_GT(count.undecided, 50'000);
  EXPECT_GT(count.computed, 5'000);
  EXPECT_GT(count.stopped, 500);
}

}  // namespace
}  // namespace dcmscrub
