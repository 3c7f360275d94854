// Every row of the profile at every node of every IOD, against a second
// interpreter that works on the text of the tables and shares nothing with
// the compiler.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kernels/tag_matcher.h"
#include "rules/policy.h"
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

class Tables {
 public:
  Tables() {
    for (TsvRow& row : ReadStandardTable("data_dictionary.tsv")) {
      dictionary_[row["tag"]] = row;
    }
    for (TsvRow& row : ReadStandardTable("confidentiality_profile.tsv")) {
      codes_[row["tag"]] = row["basic"];
    }
    for (TsvRow& row : ReadStandardTable("../profile_supplement.tsv")) {
      codes_[row["tag"]] = row["code"];
    }
    for (TsvRow& row : ReadStandardTable("action_codes.tsv")) {
      by_code_[row["code"]] = row;
    }
    for (const char* name :
         {"module_attributes.tsv", "../module_supplement.tsv"}) {
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
      if (!Code(tag).empty() && (!pattern || repeats)) {
        questions_.push_back({tag, ToTag(tag)});
      }
    }
  }

  const std::vector<Question>& questions() const { return questions_; }
  const std::vector<TsvRow>& sop_classes() const { return sop_classes_; }

  Text Code(const Text& tag) const {
    const Text group = tag.substr(0, 6) + "XXXX)";
    const bool supplemented = group == "(0000,XXXX)" ||
                              group == "(0002,XXXX)" || group == "(0004,XXXX)";
    if (supplemented) return codes_.at(group);
    if (const auto row = codes_.find(tag); row != codes_.end()) {
      return row->second;
    }
    const auto row = codes_.find(group);
    return row == codes_.end() ? "" : row->second;
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
  Text Fate(const Text& tag, const Cell* cell) const {
    const Text letter = Letter(tag, cell);
    if (letter == "" || letter == "K") return "keep";
    if (letter == "X") return "remove";
    if (letter == "U" || letter == "U*") return "uid";
    if (tag == "(0010,0020)") return "patient-id";
    if (tag == "(0010,0010)") return "patient-name";
    if (letter == "Z") return "empty";
    if (tag == "(0008,1110)") return "uid";  // holds references alone
    return dictionary_.at(tag).at("vr") == "UI" ? "uid" : "dummy";
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
  Text Letter(const Text& tag, const Cell* cell) const {
    const Text code = Code(tag);
    if (code == "" || code == "K" || code == "U") return code;
    if (code == "D") return cell == nullptr ? "X" : "D";
    if (code == "Z" && cell == nullptr) return "X";
    if (code == "Z") return cell->type[0] == '1' ? "D" : "Z";
    if (code == "X") {
      const bool dummy = cell != nullptr && cell->sure &&
                         !tag.starts_with("(60XX") && !tag.starts_with("(0400");
      return dummy ? "D" : "X";
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
  std::map<Text, Text> codes_;
  std::map<Text, TsvRow> by_code_;
  std::map<Text, std::vector<TsvRow>> attributes_, modules_, groups_;
  std::vector<TsvRow> sop_classes_;
  std::vector<Question> questions_;
};

const Tables& TheTables() {
  static const Tables* const tables = new Tables;
  return *tables;
}

Text Answer(const RuleTable& table, Tag tag, NodeId node) {
  return Text(ActionName(Match(table, tag, node).action));
}

// Walks the places of one IOD in the text and in the table side by side.
class Walk {
 public:
  Walk(const Text& ciod, const RuleTable& table)
      : ciod_(ciod), table_(table), places_(TheTables().Places(ciod)) {}

  int Run() {
    Enter(kTop, kTopNode);
    return places_seen_;
  }

 private:
  void Enter(const Text& name, NodeId node) {
    if (!seen_.insert({name, node}).second) return;
    ++places_seen_;
    const Contents& contents = places_.at(name);
    for (const Question& question : TheTables().questions()) {
      const auto cell = contents.find(question.text);
      const Text want = TheTables().Fate(
          question.text, cell == contents.end() ? nullptr : &cell->second);
      EXPECT_EQ(Answer(table_, question.tag, node), want)
          << ciod_ << " " << name << " " << question.text;
    }
    for (const auto& [tag, cell] : contents) {
      if (!TheTables().IsSequence(tag)) continue;
      const Text fate = TheTables().Fate(tag, &cell);
      if (fate != "keep" && fate != "uid") continue;
      const Text below = TheTables().Below(places_, name, tag);
      const NodeId child = ChildNode(table_, node, ToTag(tag));
      EXPECT_EQ(child == kUnknownNode, below == kNowhere)
          << ciod_ << " " << name << ">" << tag;
      if (below != kNowhere && child != kUnknownNode) Enter(below, child);
    }
  }

  Text ciod_;
  const RuleTable& table_;
  std::map<Text, Contents> places_;
  std::set<std::pair<Text, NodeId>> seen_;
  int places_seen_ = 0;
};

TEST(PolicyExhaustive, EveryRowAtEveryPlaceOfEveryIod) {
  const auto policy = *Policy::FromProfileName("basic");
  std::map<Text, Text> uid_of;  // one for each IOD
  for (const TsvRow& row : TheTables().sop_classes()) {
    uid_of[row.at("ciod")] = row.at("sop_class_uid");
  }
  int places = 0;
  for (const auto& [ciod, uid] : uid_of) {
    const auto compiled = policy->Compile(uid);
    places += Walk(ciod, compiled->table()).Run();
    if (HasFailure()) return;  // one IOD's worth of messages is enough
  }
  EXPECT_GT(places, 8000);
}

TEST(PolicyExhaustive, UnknownPlacesTakeTheLastLetter) {
  std::map<Text, Text> fallback;
  for (const TsvRow& row : ReadStandardTable("action_codes.tsv")) {
    fallback[row.at("code")] = row.at("fallback_when_type_unknown");
  }
  const auto policy = *Policy::FromProfileName("basic");
  for (const char* uid : {"1.2.840.10008.5.1.4.1.1.2", "1.2.3.4"}) {
    const auto compiled = policy->Compile(uid);
    for (const Question& question : TheTables().questions()) {
      const Text letter = fallback.at(TheTables().Code(question.text));
      const Text answer = Answer(compiled->table(), question.tag, kUnknownNode);
      const Text want = letter == "K"   ? "keep"
                        : letter == "X" ? "remove"
                        : letter == "Z" ? "empty"
                        : letter == "D" ? "dummy"
                                        : "uid";
      const bool special = question.text == "(0010,0010)" ||
                           question.text == "(0010,0020)" ||
                           question.text == "(006A,0003)";
      if (special) continue;  // told by hand in action_test.cc
      EXPECT_EQ(answer, want) << uid << " " << question.text;
      if (compiled->table().sop_class_known) continue;
      EXPECT_EQ(Answer(compiled->table(), question.tag, kTopNode), want)
          << question.text;
    }
  }
}

// What neither the table nor the supplement lists may stay, at every place.
TEST(PolicyExhaustive, UnlistedAttributesAreKept) {
  const auto policy = *Policy::FromProfileName("basic");
  std::set<Tag> listed;
  for (const Question& question : TheTables().questions()) {
    listed.insert(question.tag);
  }
  for (const TsvRow& row : TheTables().sop_classes()) {
    const auto compiled = policy->Compile(row.at("sop_class_uid"));
    for (const Rule& rule : compiled->table().rules) {
      if (listed.contains(rule.tag)) continue;
      EXPECT_EQ(rule.at_top, Action::kKeep) << RuleTagText(rule.tag);
      EXPECT_FALSE(rule.by_node) << RuleTagText(rule.tag);
    }
  }
}

}  // namespace
}  // namespace dcmscrub
