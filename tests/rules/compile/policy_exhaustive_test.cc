// Every row of the profile under every option at every node of every IOD,
// against a second interpreter that works on the text of the tables and shares
// nothing with the compiler.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "kernels/match/tag_matcher.h"
#include "rules/compile/policy.h"
#include "rules/language/keywords.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

using Text = std::string;

struct Cell {
  Text type;          // "1" … "3"
  bool sure = false;  // "1", and its module is in every instance
};
using Contents = std::map<Text, Cell>;  // by tag

const Text kTop = "";
const Text kGroups = "groups";
const Text kCode = "code";
const Text kNowhere = "nowhere";

// Tags for which the table is asked, in both spellings.
struct Question {
  Text text;
  Tag tag;
};

Tag ToTag(Text text) {
  for (char& c : text) {
    if (c == 'X') c = '0';
  }
  return Tag(static_cast<std::uint16_t>(std::stoul(text.substr(1, 4), {}, 16)),
             static_cast<std::uint16_t>(std::stoul(text.substr(6, 4), {}, 16)));
}

// What is chosen, in the words of the program and of the tables.
struct Choice {
  const char* name;
  bool basic;
  std::vector<std::pair<Option, Text>> options;
};

class Tables {
 public:
  Tables() {
    for (TsvRow& row : ReadStandardTable("data_dictionary.tsv")) {
      dictionary_[row["tag"]] = row;
    }
    for (TsvRow& row : ReadStandardTable("confidentiality_profile.tsv")) {
      codes_[row["tag"]] = row;
    }
    for (TsvRow& row : ReadStandardTable("profile_supplement.tsv")) {
      row["basic"] = row["code"];
      codes_[row["tag"]] = row;
    }
    for (TsvRow& row : ReadStandardTable("action_codes.tsv")) {
      by_code_[row["code"]] = row;
    }
    for (const char* name :
         {"module_attributes.tsv", "module_supplement.tsv"}) {
      for (TsvRow& row : ReadStandardTable(name)) {
        attributes_[row["module"]].push_back(row);
      }
    }
    for (TsvRow& row : ReadStandardTable("ciod_modules.tsv")) {
      modules_[row["ciod"]].push_back(row);
    }
    for (TsvRow& row : ReadStandardTable("ciod_functional_groups.tsv")) {
      groups_[row["ciod"]].push_back(row);
    }
    sop_classes_ = ReadStandardTable("sop_class_iod.tsv");
    for (const auto& [tag, row] : dictionary_) {
      const bool pattern = tag.find('X') != Text::npos;
      const bool repeats = tag.starts_with("(50XX") || tag.starts_with("(60XX");
      if (Row(tag) != nullptr && (!pattern || repeats)) {
        questions_.push_back({tag, ToTag(tag)});
      }
    }
  }

  const std::vector<Question>& questions() const { return questions_; }
  const std::vector<TsvRow>& sop_classes() const { return sop_classes_; }

  // Of the profile; nullptr: none.
  const TsvRow* Row(const Text& tag) const {
    const Text group = tag.substr(0, 6) + "XXXX)";
    const bool supplemented = group == "(0000,XXXX)" ||
                              group == "(0002,XXXX)" || group == "(0004,XXXX)";
    if (supplemented) return &codes_.at(group);
    if (const auto row = codes_.find(tag); row != codes_.end()) {
      return &row->second;
    }
    const auto row = codes_.find(group);
    return row == codes_.end() ? nullptr : &row->second;
  }

  Text Code(const Text& tag, const Choice& choice) const {
    const TsvRow* row = Row(tag);
    if (row == nullptr) return "";
    Text code = choice.basic ? row->at("basic") : "";
    bool cleaned = false;
    for (const auto& [option, column] : choice.options) {
      const auto cell = row->find(column);
      if (cell == row->end() || cell->second.empty()) continue;
      const bool believed = tag != "(0008,0300)";  // never, in these tests
      if (!cleaned && believed) code = cell->second;
      cleaned = code == "C";
    }
    return code;
  }

  bool IsSequence(const Text& tag) const {
    const auto row = dictionary_.find(tag);
    return row != dictionary_.end() && row->second.at("vr") == "SQ";
  }

  bool IsCodes(const Text& tag) const {
    static const std::set<Text> named = {
        "(0008,2218)", "(0008,2220)", "(0008,2228)", "(0008,2230)",
        "(0018,0012)", "(0018,0014)", "(0018,002A)", "(0018,9831)",
        "(0022,0042)", "(003A,0208)", "(003A,0209)", "(003A,0211)",
        "(0052,0016)", "(300A,063E)", "(300A,0658)"};
    if (!IsSequence(tag)) return false;
    const Text& keyword = dictionary_.at(tag).at("keyword");
    return keyword.ends_with("CodeSequence") ||
           keyword.ends_with("CodeSequenceTrial") || named.contains(tag);
  }

  // Places, by their name: kTop, a path of tags, kGroups and paths below it,
  // kCode.
  std::map<Text, Contents> Places(const Text& ciod) const {
    std::map<Text, Contents> places;
    for (const TsvRow& use : Rows(modules_, ciod)) {
      Add(use.at("module"), use.at("usage") == "M", kTop, places);
    }
    for (const TsvRow& use : Rows(groups_, ciod)) {
      Add("fg:" + use.at("macro"), false, kGroups, places);
    }
    places[kCode];
    for (auto& [name, contents] : places) {
      const std::size_t cut = name.rfind('(');
      const bool codes =
          name == kCode || (cut != Text::npos && IsCodes(name.substr(cut)));
      if (!codes) continue;
      Contents macro;
      for (const TsvRow& row : Rows(attributes_, "macro:code-sequence")) {
        macro[row.at("tag")] = {row.at("type"), row.at("type") == "1"};
      }
      contents.insert(macro.begin(), macro.end());
    }
    return places;
  }

  Text Below(const std::map<Text, Contents>& places, const Text& name,
             const Text& tag) const {
    if (!places.at(name).contains(tag)) return kNowhere;
    const bool groups = tag == "(5200,9229)" || tag == "(5200,9230)";
    if (name == kTop && groups && places.contains(kGroups)) return kGroups;
    const Text below = name.empty() ? tag : name + ">" + tag;
    if (places.contains(below)) return below;
    if (IsCodes(tag)) return kCode;
    const std::size_t again = name.rfind(tag);
    return again == Text::npos ? kNowhere : name.substr(0, again + tag.size());
  }

  // "keep", "remove" …
  Text Fate(const Text& tag, const Cell* cell, const Choice& choice) const {
    return Fate(tag, cell, Code(tag, choice), Vr(tag));
  }
  const Text& Vr(const Text& tag) const { return dictionary_.at(tag).at("vr"); }

  Text Fate(const Text& tag, const Cell* cell, const Text& code,
            const Text& vr) const {
    if (code == "K") return vr == "AS" ? "cap-age" : "keep";
    if (code == "C") return Cleaned(tag, vr, cell);
    const Text letter = Letter(tag, cell, code);
    if (letter == "") return "keep";
    if (letter == "X") return "remove";
    if (letter == "U" || letter == "U*") return "uid";
    if (tag == "(0010,0020)") return "patient-id";
    if (tag == "(0010,0010)") return "patient-name";
    if (letter == "Z") return "empty";
    if (tag == "(0008,1110)") return "uid";  // holds references alone
    return vr == "UI" ? "uid" : "dummy";
  }

  static Text Cleaned(const Text& tag, const Text& vr, const Cell* cell) {
    static const std::set<Text> content = {"(0040,0555)", "(0040,0610)",
                                           "(0040,A730)", "(0040,B020)"};
    if (tag.starts_with("(50XX") || tag.starts_with("(60XX")) return "remove";
    if (tag == "(0008,0201)") return "keep";
    if (vr == "SQ") return content.contains(tag) ? "clean" : "keep";
    if (vr == "DA" || vr == "DT" || vr == "TM") return "shift";
    if (vr == "AS") return "cap-age";
    if (vr != "OB") return "clean";
    if (cell == nullptr || cell->type == "3") return "remove";
    return cell->type[0] == '1' ? "dummy" : "empty";
  }

 private:
  static const std::vector<TsvRow>& Rows(
      const std::map<Text, std::vector<TsvRow>>& table, const Text& key) {
    static const std::vector<TsvRow> none;
    const auto rows = table.find(key);
    return rows == table.end() ? none : rows->second;
  }

  void Add(const Text& module, bool mandatory, const Text& root,
           std::map<Text, Contents>& places) const {
    for (const TsvRow& row : Rows(attributes_, module)) {
      const Text& path = row.at("path");
      const std::size_t cut = path.rfind('>');
      Text name = cut == Text::npos ? "" : path.substr(0, cut);
      if (!root.empty()) name = name.empty() ? root : root + ">" + name;
      Cell& cell = places[name][row.at("tag")];
      const Text& type = row.at("type");
      // "1" < "1C" < "2" < "2C" < "3", as text too.
      if (cell.type.empty() || type < cell.type) cell.type = type;
      if (type == "1" && (mandatory || name != kTop)) cell.sure = true;
    }
  }

  // The one action that a code comes to; nullptr: no such row.
  Text Letter(const Text& tag, const Cell* cell, const Text& code) const {
    if (code == "" || code == "U") return code;
    if (code == "D") return cell == nullptr ? "X" : "D";
    if (code == "Z" && cell == nullptr) return "X";
    if (code == "Z") return cell->type[0] == '1' ? "D" : "Z";
    if (code == "X") {
      if (cell == nullptr || tag.starts_with("(60XX") ||
          tag.starts_with("(0400")) {
        return "X";
      }
      if (cell->sure) return "D";
      return cell->type[0] == '2' ? "Z" : "X";
    }
    return ByType(by_code_.at(code).at("by_type"), cell);
  }

  // From "1=D;1C(required)=D;2=Z;3=X;not in IOD=X", 2C as 2 where it is not
  // told.
  static Text ByType(const Text& text, const Cell* cell) {
    std::map<Text, Text> want;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(';', at), text.size());
      const Text one = text.substr(at, end - at);
      const std::size_t equals = one.find('=');
      want[one.substr(0, std::min(one.find('('), equals))] =
          one.substr(equals + 1);
      at = end + 1;
    }
    if (cell == nullptr) return want.at("not in IOD");
    const Text& type = cell->type;
    return want.contains(type) ? want.at(type) : want.at(type.substr(0, 1));
  }

  std::map<Text, TsvRow> dictionary_;
  std::map<Text, TsvRow> codes_;
  std::map<Text, TsvRow> by_code_;
  std::map<Text, std::vector<TsvRow>> attributes_, modules_, groups_;
  std::vector<TsvRow> sop_classes_;
  std::vector<Question> questions_;
};

const Tables& TheTables() {
  static const Tables* const tables = new Tables;
  return *tables;
}

// Walks the places of one IOD in the text and in the table side by side.
class Walk {
 public:
  Walk(const Text& ciod, const Choice& choice, const RuleTable& table)
      : ciod_(ciod),
        choice_(choice),
        table_(table),
        places_(TheTables().Places(ciod)) {
    for (const Question& question : TheTables().questions()) {
      asked_.push_back({question, TheTables().Code(question.text, choice),
                        TheTables().Vr(question.text)});
    }
  }

  int Run() {
    Enter(kTop, kTopNode);
    return places_seen_;
  }

 private:
  struct Asked {
    Question question;
    Text code, vr;
  };

  void Enter(const Text& name, NodeId node) {
    if (!seen_.insert({name, node}).second) return;
    ++places_seen_;
    const Contents& contents = places_.at(name);
    // Both are in the order of their text.
    auto found = contents.begin();
    for (const Asked& asked : asked_) {
      const Text& tag = asked.question.text;
      while (found != contents.end() && found->first < tag) ++found;
      const bool here = found != contents.end() && found->first == tag;
      Ask(asked, here ? &found->second : nullptr, name, node);
    }
    for (const auto& [tag, cell] : contents) {
      if (!TheTables().IsSequence(tag)) continue;
      const Text fate = TheTables().Fate(tag, &cell, choice_);
      if (fate != "keep" && fate != "uid" && fate != "clean") continue;
      const Text below = TheTables().Below(places_, name, tag);
      const NodeId child = ChildNode(table_, node, ToTag(tag));
      EXPECT_EQ(child == kUnknownNode, below == kNowhere)
          << ciod_ << " " << name << ">" << tag;
      if (below != kNowhere && child != kUnknownNode) Enter(below, child);
    }
  }

  void Ask(const Asked& asked, const Cell* cell, const Text& name,
           NodeId node) {
    const Text& tag = asked.question.text;
    const Text want = TheTables().Fate(tag, cell, asked.code, asked.vr);
    const Verdict verdict = Match(table_, asked.question.tag, node);
    EXPECT_EQ(ActionName(verdict.action), want)
        << choice_.name << " " << ciod_ << " " << name << " " << tag;
    // What cannot be changed becomes a dummy, or empty.
    const bool changes = want == "shift" || want == "cap-age" ||
                         (want == "clean" && asked.vr != "SQ");
    if (!changes) return;
    EXPECT_EQ(verdict.required, cell != nullptr && cell->type[0] == '1')
        << choice_.name << " " << ciod_ << " " << name << " " << tag;
  }

  Text ciod_;
  const Choice& choice_;
  const RuleTable& table_;
  std::map<Text, Contents> places_;
  std::vector<Asked> asked_;
  std::set<std::pair<Text, NodeId>> seen_;
  int places_seen_ = 0;
};

std::vector<Choice> Choices() {
  const std::vector<std::pair<Option, Text>> all = {
      {Option::kRetainSafePrivate, "retain_safe_private"},
      {Option::kRetainUids, "retain_uids"},
      {Option::kRetainDeviceIdentity, "retain_device_identity"},
      {Option::kRetainInstitutionIdentity, "retain_institution_identity"},
      {Option::kRetainPatientCharacteristics, "retain_patient_characteristics"},
      {Option::kRetainFullDates, "retain_long_full_dates"},
      {Option::kRetainModifiedDates, "retain_long_modified_dates"},
      {Option::kCleanDescriptors, "clean_descriptors"},
      {Option::kCleanStructuredContent, "clean_structured_content"},
      {Option::kCleanGraphics, "clean_graphics"},
  };
  std::vector<Choice> choices = {{"Basic", true, {}}, {"None", false, {}}};
  constexpr std::array kNames = {
      "SafePrivate", "Uids",          "Device",      "Institution", "Patient",
      "FullDates",   "ModifiedDates", "Descriptors", "Content",     "Graphics"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    choices.push_back({kNames[i], true, {all[i]}});
  }
  // C beats K, in whatever order they are chosen.
  choices.push_back({"ModifiedDatesAndDevice", true, {all[6], all[2]}});
  choices.push_back({"DeviceAndModifiedDates", true, {all[2], all[6]}});
  Choice most = {"AllButFullDates", true, all};
  most.options.erase(most.options.begin() + 5);
  choices.push_back(most);
  choices.push_back({"NoneWithDescriptorsAndDates", false, {all[7], all[6]}});
  return choices;
}

std::unique_ptr<const Policy> PolicyOf(const Choice& choice) {
  PolicySource source;
  source.file.profile = choice.basic ? "basic" : "none";
  for (const auto& [option, column] : choice.options) {
    source.options.push_back(option);
  }
  std::vector<Diagnostic> diagnostics;
  return Policy::Make(source, diagnostics);
}

class PolicyExhaustive : public testing::TestWithParam<Choice> {
 protected:
  PolicyExhaustive() : policy_(PolicyOf(GetParam())) {}

  std::unique_ptr<const Policy> policy_;
};

TEST_P(PolicyExhaustive, EveryRowAtEveryPlaceOfEveryIod) {
  std::map<Text, Text> uid_of;  // one for each IOD
  for (const TsvRow& row : TheTables().sop_classes()) {
    uid_of[row.at("ciod")] = row.at("sop_class_uid");
  }
  int places = 0;
  for (const auto& [ciod, uid] : uid_of) {
    const auto compiled = policy_->Compile(uid);
    places += Walk(ciod, GetParam(), compiled->table()).Run();
    if (HasFailure()) return;  // one IOD's worth of messages is enough
  }
  EXPECT_GT(places, 8000);
}

// In sequences that an IOD does not have, two deep there, and everywhere in
// objects of a SOP class that nobody knows.
TEST_P(PolicyExhaustive, UnknownPlacesTakeTheLastLetter) {
  std::map<Text, Text> fallback;
  for (const TsvRow& row : ReadStandardTable("action_codes.tsv")) {
    fallback[row.at("code")] = row.at("fallback_when_type_unknown");
  }
  const std::map<Text, Text> words = {{"X", "remove"},
                                      {"Z", "empty"},
                                      {"D", "dummy"},
                                      {"U", "uid"},
                                      {"U*", "uid"}};
  for (const char* uid : {"1.2.840.10008.5.1.4.1.1.2", "1.2.3.4"}) {
    const auto compiled = policy_->Compile(uid);
    const RuleTable& table = compiled->table();
    for (const Question& question : TheTables().questions()) {
      const Text code = TheTables().Code(question.text, GetParam());
      const bool by_letter = code != "" && code != "K" && code != "C";
      const Text want =
          by_letter ? words.at(fallback.at(code))
                    : TheTables().Fate(question.text, nullptr, GetParam());
      const bool special = by_letter && (question.text == "(0010,0010)" ||
                                         question.text == "(0010,0020)" ||
                                         question.text == "(006A,0003)");
      if (special) continue;  // told by hand in action_test.cc
      const Verdict verdict = Match(table, question.tag, kUnknownNode);
      EXPECT_EQ(ActionName(verdict.action), want)
          << uid << " " << question.text;
      EXPECT_TRUE(verdict.required) << question.text;
      EXPECT_EQ(ChildNode(table, kUnknownNode, question.tag), kUnknownNode);
      if (table.attributes.sop_class_known) continue;
      const Verdict top = Match(table, question.tag, kTopNode);
      EXPECT_EQ(ActionName(top.action), want) << question.text;
      EXPECT_TRUE(top.required) << question.text;
    }
  }
}

// What neither the table nor the supplement lists may stay, at every place.
TEST_P(PolicyExhaustive, UnlistedAttributesAreKept) {
  std::set<Tag> listed;
  for (const Question& question : TheTables().questions()) {
    listed.insert(question.tag);
  }
  for (const TsvRow& row : TheTables().sop_classes()) {
    const auto compiled = policy_->Compile(row.at("sop_class_uid"));
    for (const Rule& rule : compiled->table().attributes.rules) {
      if (listed.contains(rule.tag)) continue;
      EXPECT_EQ(rule.at_top, Action::kKeep) << RuleTagText(rule.tag);
      EXPECT_FALSE(rule.by_node) << RuleTagText(rule.tag);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Options, PolicyExhaustive,
                         testing::ValuesIn(Choices()),
                         [](const auto& choice) { return choice.param.name; });

}  // namespace
}  // namespace dcmscrub
